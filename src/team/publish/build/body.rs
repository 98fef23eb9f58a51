//! An entry's text on its way to a page.
//!
//! What its author marked as private is decided on the text as it stands; the rest is walked through once, and what the walk
//! knows is kept. The result is looked at again: what would be taken out of it, or be other code than the author's, is a
//! reason to let nothing leave.

use std::collections::BTreeSet;

use super::draft::{Draft, Edit, Piece};
use super::links::{self, Keep};
use super::marks::{self, Stray};
use super::walk::Walk;
use super::{Attached, LeftOut, Order, Refusal, gap, html, meta, sweep};
use crate::entry::text::one_line;

/// The text of a page, without its front matter, wherever it lies.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// With paths that begin at the team's root.
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) attachments: Vec<Attached>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The body that a team gets to see.
pub(super) fn published(order: &Order) -> Result<Body, Refusal> {
    let first = order.entry.text[..order.entry.body.start].matches('\n').count() + 1;
    let mut attached = BTreeSet::new();
    let mut draft = built(Draft::new(order.entry.body(), first), Keep::Elements, order, &mut attached)?;
    draft.trim();
    let pieces = draft.pieces();
    let is_shown = |file: &Attached| pieces.iter().any(|piece| matches!(piece, Piece::File(path) if *path == file.to));
    let attachments = attached.into_iter().filter(is_shown).collect();
    Ok(Body { text: draft.text().to_owned(), pieces, attachments, left_out: draft.left_out })
}

/// A text of its own, such as a title, without anything private, without links and HTML, and on one line. It stands on this
/// line of its file.
pub(super) fn words(text: &str, line: usize, order: &Order) -> Result<String, Refusal> {
    let draft = built(Draft::new(text.trim(), line), Keep::Words, order, &mut BTreeSet::new())?;
    Ok(one_line(draft.text()))
}

/// A file of plain text, without anything private; nothing of it is read as Markdown, so nothing of it is code.
pub(super) fn plain(text: &str) -> Result<String, Refusal> {
    let mut draft = without_marked(Draft::plain(text, 1))?;
    sweep::clean_plain(&mut draft);
    let is_clean = marks::passages(&draft).is_ok_and(|passages| passages.is_empty());
    if is_clean { Ok(draft.text().to_owned()) } else { Err(Refusal::Entangled { line: 1 }) }
}

fn built(draft: Draft, keep: Keep, order: &Order, attached: &mut BTreeSet<Attached>) -> Result<Draft, Refusal> {
    let mut draft = without_marked(draft)?;
    if let Some(stray) = meta::second(&draft) {
        return Err(refused(&draft, &stray));
    }
    let before = draft.text().to_owned();
    let walk = Walk::over(&before);
    let mut edits = walk.unknown(&draft);
    edits.extend(html::edits(&draft, &walk, keep, order, attached).map_err(|stray| refused(&draft, &stray))?);
    edits.extend(links::edits(&draft, &walk, keep, order, attached));
    draft.apply(edits);
    sweep::clean(&mut draft, order);
    if draft.text() != before {
        check(&draft, keep, order)?;
    }
    Ok(draft)
}

/// A text without its private passages and without what no file should hold.
fn without_marked(mut draft: Draft) -> Result<Draft, Refusal> {
    let odd = draft.text().char_indices().filter(|(at, c)| is_odd(*at, *c));
    let odd: Vec<Edit> = odd.map(|(at, c)| Edit::by(at..at + c.len_utf8(), "")).collect();
    let passages = marks::passages(&draft).map_err(|stray| refused(&draft, &stray))?;
    if passages.is_empty() && odd.is_empty() {
        return Ok(draft);
    }
    let mut edits: Vec<Edit> = passages.into_iter().map(|(range, what)| gap::gap(&draft, range, what)).collect();
    edits.extend(odd);
    draft.apply(edits);
    if let Some(line) = draft.entangled() {
        return Err(Refusal::Entangled { line });
    }
    match marks::passages(&draft) {
        Ok(left) if left.is_empty() => Ok(draft),
        Ok(left) => Err(Refusal::Entangled { line: draft.line(left[0].0.start) }),
        Err(stray) => Err(Refusal::Entangled { line: draft.line(stray.at) }),
    }
}

/// Control characters, and a mark of byte order at the beginning.
fn is_odd(at: usize, c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || at == 0 && c == '\u{feff}'
}

/// Looks at what would leave as if it were to leave now: nothing more may come off it.
fn check(draft: &Draft, keep: Keep, order: &Order) -> Result<(), Refusal> {
    let entangled = |at: usize| Refusal::Entangled { line: draft.line(at) };
    if let Some(line) = draft.entangled() {
        return Err(Refusal::Entangled { line });
    }
    let passages = marks::passages(draft).map_err(|stray| entangled(stray.at))?;
    let walk = Walk::over(draft.text());
    let mut edits = walk.unknown(draft);
    let html = html::edits(draft, &walk, keep, order, &mut BTreeSet::new()).map_err(|stray| entangled(stray.at))?;
    edits.extend(html);
    edits.extend(links::edits(draft, &walk, keep, order, &mut BTreeSet::new()));
    if let Some(at) = passages.first().map(|(range, _)| range.start).or(edits.first().map(|edit| edit.range.start)) {
        return Err(entangled(at));
    }
    let mut again = draft.clone();
    sweep::clean(&mut again, order);
    if again.text() == draft.text() { Ok(()) } else { Err(entangled(0)) }
}

fn refused(draft: &Draft, stray: &Stray) -> Refusal {
    Refusal::Mark { line: draft.line(stray.at), fault: stray.fault }
}
