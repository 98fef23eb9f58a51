//! Links that are written as HTML.

use std::ops::Range;

use super::target::decoded;
use super::{Form, Link, place_of};

/// The link of an element that a text begins with; it stands at `at`.
pub(super) fn link(text: &str, at: usize) -> Option<Link> {
    let name = attribute_of(text)?;
    let tag = &text[..text.find('>')?];
    let written = value(tag, name).filter(|written| !written.is_empty())?;
    let (target, heading) = decoded(&tag[written.clone()]);
    let place = place_of(tag, written, at);
    let range = at..at + tag.len() + 1;
    Some(Link { range, target, heading, shown: None, form: Form::Html, place, field: None, others: Vec::new() })
}

/// The attribute that says where an element leads.
fn attribute_of(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let is = |name: &[u8]| {
        bytes.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && bytes.get(name.len() + 1).is_some_and(u8::is_ascii_whitespace)
    };
    if is(b"a") {
        Some("href")
    } else if is(b"img") {
        Some("src")
    } else {
        None
    }
}

/// Where the value of an attribute stands, without its quotes.
fn value(tag: &str, name: &str) -> Option<Range<usize>> {
    let folded = tag.to_ascii_lowercase();
    folded.match_indices(name).find_map(|(at, _)| {
        let is_whole = tag[..at].ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
        let rest = tag[at + name.len()..].trim_start().strip_prefix('=').filter(|_| is_whole)?.trim_start();
        let start = tag.len() - rest.len();
        match rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
            Some(quote) => rest[1..].find(quote).map(|length| start + 1..start + 1 + length),
            None => Some(start..start + rest.find(char::is_whitespace).unwrap_or(rest.len())),
        }
    })
}
