//! Links in the front matter: items that are a wiki link, and bare names in the fields that name entries.

use std::borrow::Cow;
use std::ops::Range;

use super::{Form, Inner, Link};
use crate::entry::{Entry, front_matter};

/// Fields whose items name entries without brackets too.
const NAMING: [&str; 5] = ["derived_from", "related", "replaces", "replaced_by", "answered_by"];

/// The links of an entry's front matter, in order; the ranges lie in the entry's text.
pub(super) fn links(entry: &Entry) -> Vec<Link> {
    let above = &entry.text[..entry.body.start];
    if above.contains("[[") && front_matter::split(&entry.text).foreign.is_some_and(|foreign| foreign.is_properties()) {
        return of_properties(above);
    }
    if !above.contains("[[") && !NAMING.iter().any(|key| entry.fields.contains_key(*key)) {
        return Vec::new();
    }
    let items = front_matter::items(&entry.text).into_iter();
    items.filter_map(|(key, item)| link(&entry.text, key, item)).collect()
}

/// The wiki links of Logseq's lines of `key:: value`, wherever they stand in a value.
fn of_properties(above: &str) -> Vec<Link> {
    let key = |at: usize| {
        let start = above[..at].rfind('\n').map_or(0, |end| end + 1);
        above[start..].split("::").next().unwrap_or_default().trim().to_lowercase()
    };
    let links = super::links(above).into_iter().filter(|link| link.form == Form::Wiki);
    links.map(|link| Link { field: Some(key(link.range.start)), ..link }).collect()
}

fn link(text: &str, key: String, item: Range<usize>) -> Option<Link> {
    let (range, quote) = unquoted(text, item);
    let written = &text[range.clone()];
    if let Some(inner) = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        let Inner { target, place, heading, shown, mut others } = Inner::of(inner, range.start + 2)?;
        let unlike = if quote.is_some() { ['[', ']', '\n'] } else { ['[', ']', ','] };
        // Escapes, and brackets or commas without quotes, stand for something else.
        others.retain(|other| !other.target.contains(['\\', '\'', '"']) && !other.target.contains(unlike));
        let target = meaning(&target, quote)?.into_owned();
        return (!target.contains(unlike)).then_some(Link {
            range,
            target,
            heading,
            shown,
            form: Form::Wiki,
            place,
            field: Some(key),
            others,
        });
    }
    let names =
        NAMING.contains(&key.as_str()) && !written.trim().is_empty() && !written.starts_with(['[', '{', '|', '>']);
    if !names {
        return None;
    }
    let target = meaning(written.trim(), quote)?.into_owned();
    let form = if target.contains("://") { Form::Auto } else { Form::Wiki };
    let place = range.clone();
    Some(Link { range, target, heading: None, shown: None, form, place, field: Some(key), others: Vec::new() })
}

/// An item without its quotes, and which they are.
fn unquoted(text: &str, item: Range<usize>) -> (Range<usize>, Option<char>) {
    let quote = ['"', '\''].into_iter().find(|quote| {
        item.len() >= 2 && text[item.clone()].starts_with(*quote) && text[item.clone()].ends_with(*quote)
    });
    match quote {
        Some(_) => (item.start + 1..item.end - 1, quote),
        None => (item, None),
    }
}

/// What words in quotes mean; `None` for escapes that no name needs.
fn meaning(words: &str, quote: Option<char>) -> Option<Cow<'_, str>> {
    match quote {
        Some('\'') if words.contains("''") => Some(words.replace("''", "'").into()),
        Some('"') if words.contains('\\') => {
            let bare = words.replace("\\\"", "").replace("\\\\", "");
            (!bare.contains('\\')).then(|| words.replace("\\\"", "\"").replace("\\\\", "\\").into())
        }
        Some(_) | None => Some(words.into()),
    }
}
