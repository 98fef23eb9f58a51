//! Path templates of new entries: `notes/{year}/{slug}.md`.

use chrono::NaiveDate;

use crate::entry::{EntryPath, Kind};
use crate::text::nearest;

/// What a template may be filled in with.
const NAMES: [&str; 6] = ["year", "month", "day", "date", "slug", "id"];

/// The path a template makes, if it stays inside the store.
pub(super) fn fill(template: &str, date: NaiveDate, slug: &str, id: &str) -> Option<EntryPath> {
    let filled = pieces(template)?.into_iter().map(|piece| match piece {
        Piece::Text(text) => Some(text.to_owned()),
        Piece::Name("year") => Some(date.format("%Y").to_string()),
        Piece::Name("month") => Some(date.format("%m").to_string()),
        Piece::Name("day") => Some(date.format("%d").to_string()),
        Piece::Name("date") => Some(date.format("%Y-%m-%d").to_string()),
        Piece::Name("slug") => Some(one_name(slug)),
        Piece::Name("id") => Some(one_name(id)),
        Piece::Name(_) => None,
    });
    EntryPath::new(filled.collect::<Option<String>>()?).ok()
}

/// What is wrong with a template, as the end of a sentence about it.
pub(super) fn fault(kind: Kind, template: &str) -> Option<String> {
    let Some(pieces) = pieces(template) else { return Some("has a brace that is not closed".into()) };
    let mut names = pieces.iter().filter_map(|piece| match piece {
        Piece::Name(name) => Some(*name),
        Piece::Text(_) => None,
    });
    if let Some(name) = names.find(|name| !NAMES.contains(name)) {
        let hint = nearest(name, NAMES).map(|near| format!("; did you mean {{{near}}}?")).unwrap_or_default();
        return Some(format!("has an unknown {{{name}}}{hint}"));
    }
    let Some(path) = fill(template, NaiveDate::default(), "slug", "id") else {
        return Some("leads out of the store".into());
    };
    if !path.as_str().ends_with(".md") {
        return Some("does not end in .md".into());
    }
    // Which other folders hold none depends on the store.
    if path.as_str().split('/').any(|part| part.starts_with('.') || part == "node_modules") {
        return Some("lies in a folder that holds no entries".into());
    }
    let has = |name: &str| template.contains(&format!("{{{name}}}"));
    let is_one_a_day = has("date") || (has("year") && has("month") && has("day"));
    (kind == Kind::Journal && !is_one_a_day).then(|| "needs {date}, since a journal has a file a day".into())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

fn pieces(template: &str) -> Option<Vec<Piece<'_>>> {
    let (mut pieces, mut rest) = (Vec::new(), template);
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        pieces.extend([Piece::Text(text), Piece::Name(name)]);
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    let is_plain = |piece: &Piece<'_>| !matches!(piece, Piece::Text(text) if text.contains('}'));
    pieces.iter().all(is_plain).then_some(pieces)
}

/// A value as (a piece of) one name: no folders, not hidden, not nothing.
fn one_name(value: &str) -> String {
    let name: String = value.chars().map(|c| if c == '/' || c == '\0' { '-' } else { c }).collect();
    match name.trim_start_matches('.') {
        "" => "untitled".into(),
        name => name.to_owned(),
    }
}
