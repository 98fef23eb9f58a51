//! Links that work for those who read the page; of the others the typed words stay.

mod flat;
mod one;

use std::collections::BTreeSet;

use pulldown_cmark::LinkType;

use super::draft::{Draft, Edit};
use super::spans::Spans;
use super::walk::{Walk, folded};
use super::{Attached, LeftOutKind, LinkTarget, Order, gap};
use crate::entry::link::{Form, Link};
use crate::entry::place::anchor;
use crate::entry::text;
use flat::Found;
pub(super) use one::{destination, led_to};

/// What is said in place of a private note whose name nobody typed as words.
pub(super) const PRIVATE: &str = "(private note)";

/// What of links and raw HTML is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Elements stay, bare, and links to where the team can go.
    Elements,
    /// Only the words.
    Words,
}

/// What to change for every link to lead where the team can go; where only words are kept, for every link to go.
pub(super) fn edits(
    draft: &Draft,
    walk: &Walk,
    keep: Keep,
    order: &Order,
    attached: &mut BTreeSet<Attached>,
) -> Vec<Edit> {
    match keep {
        Keep::Elements => leading(draft, walk, order, attached),
        Keep::Words => flat(draft, walk),
    }
}

fn leading(draft: &Draft, walk: &Walk, order: &Order, attached: &mut BTreeSet<Attached>) -> Vec<Edit> {
    let (mut edits, mut gone) = (Vec::new(), Vec::new());
    let headings = Headings::of(draft);
    for found in flat::links(draft, walk).into_iter().filter(|found| !one::is_settled(draft, found)) {
        if is_comment(draft, &found) {
            edits.push(gap::line(draft, found.range, LeftOutKind::Comment));
        } else if found.link.target.is_empty() {
            edits.extend(headings.within(draft, &found));
        } else {
            let target = resolved(&found.link, order);
            gone.extend((found.is_definition && target == LinkTarget::Private).then(|| label(draft, &found)));
            edits.extend(saying_heading(&found, &target, one::edits(draft, &found, &target)));
            attached.extend(if let LinkTarget::Attachment(file) = target { Some(file) } else { None });
        }
    }
    edits.extend(references(draft, walk, &gone));
    edits.extend(near_links(draft, walk));
    edits
}

/// Takes the path out of what is a link to an eye, and to no reader of Markdown: `[words](a file.md)`.
fn near_links(draft: &Draft, walk: &Walk) -> Vec<Edit> {
    let text = draft.text();
    let links = Spans::of(&walk.links);
    let marks = text.match_indices("](").map(|(at, _)| at).filter(|at| !draft.is_code(*at) && !links.contains(*at));
    let path = marks.filter_map(|at| {
        let inner = text[at + 2..].lines().next().unwrap_or_default();
        let end = at + 2 + inner.find(')')?;
        let path = &text[at + 2..end];
        let name = path.trim_end_matches('>').split('#').next().unwrap_or_default().trim_end();
        let is_extension =
            |it: &str| (1..=5).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_file = path.trim().contains(' ') && name.rsplit_once('.').is_some_and(|(_, it)| is_extension(it));
        is_file.then(|| Edit::out(at + 1..end + 1, LeftOutKind::PrivateLink))
    });
    path.collect()
}

/// Says of a link to a heading of another page that it leads to the page alone.
fn saying_heading(found: &Found, target: &LinkTarget, mut edits: Vec<Edit>) -> Vec<Edit> {
    let is_dropped =
        found.link.heading.is_some() && matches!(target, LinkTarget::Page { path, .. } if !path.contains('#'));
    if let Some(edit) = edits.last_mut().filter(|_| is_dropped) {
        edit.left_out = Some((LeftOutKind::Heading, found.range.clone()));
    }
    edits
}

/// Where a link leads: addresses by themselves, all else as the order says.
pub(super) fn resolved(link: &Link, order: &Order) -> LinkTarget {
    one::target_of(link, order.target_of)
}

/// Takes every link away; the typed words stay.
fn flat(draft: &Draft, walk: &Walk) -> Vec<Edit> {
    let is_address = |found: &Found| found.link.form == Form::Auto;
    let found = flat::links(draft, walk).into_iter().filter(|found| !is_address(found));
    found.flat_map(|found| one::edits(draft, &found, &LinkTarget::Private)).collect()
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

/// Unlinks what refers to definitions that are gone.
fn references(draft: &Draft, walk: &Walk, gone: &[String]) -> Vec<Edit> {
    let (text, mut edits) = (draft.text(), Vec::new());
    for it in walk.references.iter().filter(|it| gone.contains(&it.label)) {
        let written = &text[it.range.clone()];
        let tail = match it.form {
            LinkType::Reference => written.rfind("][").map(|at| written.len() - at),
            LinkType::Collapsed => Some(if written.ends_with("][]") { 3 } else { 1 }),
            _ => Some(1),
        };
        let Some(tail) = tail else { continue };
        let empty = if it.form == LinkType::Collapsed && text[it.range.end..].starts_with("[]") { 2 } else { 0 };
        let range = it.range.start..it.range.end + empty;
        let mark = if written.starts_with('!') { 2 } else { 1 };
        let closing = Edit::out(it.range.end - tail..range.end, LeftOutKind::PrivateLink);
        edits.push(Edit { left_out: None, ..Edit::out(range.start..range.start + mark, LeftOutKind::PrivateLink) });
        edits.push(closing.saying(LeftOutKind::PrivateLink, range));
    }
    edits
}

/// The headings of a page, by the anchors that hosts give them.
struct Headings(Vec<String>);

impl Headings {
    fn of(draft: &Draft) -> Self {
        let has_links = ["](", "[["].iter().any(|mark| draft.text().contains(&format!("{mark}#")));
        let headings = if has_links { text::headings(draft.text()) } else { Vec::new() };
        Self(headings.iter().map(|it| anchor(&it.text)).collect())
    }

    /// What becomes of a link to a heading of the page itself: one that is there is led to, another is not.
    fn within(&self, draft: &Draft, found: &Found) -> Vec<Edit> {
        let Some(heading) = found.link.heading.as_ref().filter(|_| !found.is_definition) else { return Vec::new() };
        let heading = heading.rsplit('#').next().unwrap_or_default();
        let is_there = self.0.iter().any(|it| *it == anchor(heading) || it == heading);
        match (is_there, found.is_wiki()) {
            (true, false) => Vec::new(),
            (true, true) => one::to_heading(draft, found, heading),
            (false, _) => one::edits(draft, found, &LinkTarget::Private),
        }
    }
}
