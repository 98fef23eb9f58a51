//! Raw HTML in its bare form: of its attributes only those that show words, sizes, or the way to somewhere public.

mod attribute;
mod markup;
mod tag;

use std::collections::BTreeSet;

use super::draft::{Draft, Edit};
use super::links::Keep;
use super::marks::{Fault, Stray};
use super::spans::Spans;
use super::walk::Walk;
use super::{Attached, LeftOutKind, Order, gap};
use markup::Markup;

/// Elements whose attributes mean something. Others, without any `=`, are words in brackets: `<your name>`.
const KNOWN: &str = "a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption center \
    cite code col colgroup data dd del details dfn div dl dt em embed figcaption figure font footer form \
    h1 h2 h3 h4 h5 h6 header hr html i iframe img input ins kbd label li link main mark meta nav object \
    ol option p picture pre q ruby s samp script section select small source span strong style sub \
    summary sup svg table td textarea th tr ul video";

const QUOTES: [char; 8] = ['"', '\'', '“', '”', '‘', '’', '„', '«'];

/// What to change for raw HTML to say no more than it shows. HTML that nobody can read to its end is a fault.
pub(super) fn edits(
    draft: &Draft,
    walk: &Walk,
    keep: Keep,
    order: &Order,
    attached: &mut BTreeSet<Attached>,
) -> Result<Vec<Edit>, Stray> {
    malformed(draft, walk)?;
    let mut tags = Vec::new();
    for parts in &walk.html {
        tags.extend(Markup::of(draft.text(), parts).tags()?);
    }
    let (mut edits, mut behind) = (Vec::new(), 0);
    for (at, tag) in tags.iter().enumerate() {
        if tag.range.start < behind || draft.is_settled(tag.attributes.start) {
            continue;
        }
        if let Some(end) = tag.unshown(&tags[at + 1..])? {
            behind = end;
            edits.push(gap::gap(draft, tag.range.start..end, LeftOutKind::Attribute));
            continue;
        }
        edits.extend(tag.bare(draft, keep, order, attached)?);
    }
    Ok(edits)
}

/// Finds fault with what is meant as HTML and read as text: a known element with an attribute that never ends.
fn malformed(draft: &Draft, walk: &Walk) -> Result<(), Stray> {
    let text = draft.text();
    let html = Spans::of(walk.html.iter().flatten());
    for (at, _) in text.match_indices('<') {
        let inner = &text[at + 1..];
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let is_element = is_known(&inner[..length].to_ascii_lowercase());
        if is_element && has_value(&inner[length..]) && !draft.is_code(at) && !html.contains(at) {
            return Err(Stray { at, fault: Fault::OpenHtml });
        }
    }
    Ok(())
}

/// Whether an attribute with a quoted value follows.
fn has_value(text: &str) -> bool {
    let name = text.trim_start();
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_:@".contains(c));
    let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
    name.len() < text.len() && rest.len() < name.len() && value.is_some_and(|it| it.starts_with(QUOTES))
}

/// Whether attributes of an element, by its name in lower case, mean something.
fn is_known(element: &str) -> bool {
    KNOWN.split(' ').any(|known| known == element)
}
