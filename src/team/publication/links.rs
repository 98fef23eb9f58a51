//! Links that work for those who read the page; of the others the typed words stay.

mod flat;
mod one;

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::draft::{Draft, Edit};
use super::{Attached, Order, Way, What, code, passages};
use crate::entry::link::{Form, Link};
use crate::entry::text;
use flat::Found;
pub(super) use one::destination;

/// What is said in place of a private note whose name nobody typed as words.
pub(super) const PRIVATE: &str = "(private note)";

/// Rewrites every link of a text.
pub(super) fn rewrite(draft: &mut Draft, order: &Order, attached: &mut BTreeSet<Attached>) {
    let folder = order.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut edits, mut gone) = (Vec::new(), Vec::new());
    for found in flat::links(draft) {
        if is_comment(draft, &found) {
            edits.push(passages::line(draft, found.range, What::Comment));
        } else if !found.link.target.is_empty() {
            let way = resolved(&found.link, order);
            gone.extend((found.is_definition && way == Way::Private).then(|| label(draft, &found)));
            edits.extend(saying_heading(&found, &way, one::edits(draft, &found, &way, folder)));
            attached.extend(if let Way::Attachment(file) = way { Some(file) } else { None });
        }
    }
    edits.extend(references(draft, &gone));
    draft.apply(edits);
    let edits = within(draft);
    draft.apply(edits);
}

/// Says of a link to a heading of another page that it leads to the page alone.
fn saying_heading(found: &Found, way: &Way, mut edits: Vec<Edit>) -> Vec<Edit> {
    let is_dropped = found.link.heading.is_some() && matches!(way, Way::Page { path, .. } if !path.contains('#'));
    if let Some(edit) = edits.last_mut().filter(|_| is_dropped) {
        edit.said = Some((What::Heading, found.range.clone()));
    }
    edits
}

/// Where a link leads: addresses by themselves, all else as the order says.
pub(super) fn resolved(link: &Link, order: &Order) -> Way {
    one::way(link, order.way)
}

/// Takes every link away; the typed words stay.
pub(super) fn flatten(draft: &mut Draft) {
    let is_address = |found: &Found| found.link.form == Form::Auto;
    let found = flat::links(draft).into_iter().filter(|found| !is_address(found));
    let edits = found.flat_map(|found| one::edits(draft, &found, &Way::Private, "")).collect();
    draft.apply(edits);
}

/// `[//]: # (words)`, which Markdown shows nowhere.
fn is_comment(draft: &Draft, found: &Found) -> bool {
    let target = draft.text()[found.inner.clone()].split_whitespace().next().unwrap_or_default();
    found.is_definition && (matches!(target, "#" | "<>" | "<#>") || label(draft, found) == "//")
}

/// What a definition is called by those who refer to it.
fn label(draft: &Draft, found: &Found) -> String {
    folded(&draft.text()[found.words.clone()])
}

fn folded(label: &str) -> String {
    text::one_line(label).to_lowercase()
}

/// Unlinks what refers to definitions that are gone.
fn references(draft: &Draft, gone: &[String]) -> Vec<Edit> {
    let (text, mut edits) = (draft.text(), Vec::new());
    if gone.is_empty() {
        return edits;
    }
    for (event, range) in Parser::new_ext(text, code::OPTIONS).into_offset_iter() {
        let (Event::Start(Tag::Link { link_type, id, .. }) | Event::Start(Tag::Image { link_type, id, .. })) = event
        else {
            continue;
        };
        if !gone.contains(&folded(&id)) {
            continue;
        }
        let empty = if text[range.end..].starts_with("[]") { 2 } else { 0 };
        let range = range.start..range.end + if link_type == LinkType::Collapsed { empty } else { 0 };
        let written = &text[range.clone()];
        let tail = match link_type {
            LinkType::Reference => written.rfind("][").map(|at| written.len() - at),
            LinkType::Collapsed => Some(3),
            LinkType::Shortcut => Some(1),
            _ => None,
        };
        let Some(tail) = tail else { continue };
        let mark = if written.starts_with('!') { 2 } else { 1 };
        let closing = Edit::out(range.end - tail..range.end, What::PrivateLink);
        edits.push(Edit { said: None, ..Edit::out(range.start..range.start + mark, What::PrivateLink) });
        edits.push(closing.saying(What::PrivateLink, range));
    }
    edits
}

/// Links to headings of the page itself: those that are still there are led to, the others are not.
fn within(draft: &Draft) -> Vec<Edit> {
    if !draft.text().contains("](#") && !draft.text().contains("[[#") {
        return Vec::new();
    }
    let mut anchors: Option<Vec<String>> = None;
    let own = flat::links(draft).into_iter().filter(|found| found.link.target.is_empty() && !found.is_definition);
    let edits = own.flat_map(|found| {
        let Some(heading) = &found.link.heading else { return Vec::new() };
        let heading = heading.rsplit('#').next().unwrap_or_default();
        let anchors =
            anchors.get_or_insert_with(|| text::headings(draft.text()).iter().map(|it| anchor(&it.text)).collect());
        let is_there = anchors.contains(&anchor(heading)) || anchors.iter().any(|it| it == heading);
        match (is_there, found.is_wiki()) {
            (true, false) => Vec::new(),
            (true, true) => one::to_heading(draft, &found, heading),
            (false, _) => one::edits(draft, &found, &Way::Private, ""),
        }
    });
    edits.collect()
}

/// The anchor that hosts give a heading: in lower case, blanks as `-`, punctuation left out.
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}
