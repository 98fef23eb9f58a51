//! An entry's text on its way to a page.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::{Attached, LeftOut, Order, Refusal, html, links, passages, sweep};
use crate::entry::text::one_line;

/// How often a text is looked through before it counts as one that cannot be cleaned.
const ROUNDS: usize = 8;

/// The text of a page, without its front matter.
pub(super) struct Body {
    pub(super) text: String,
    pub(super) attachments: Vec<Attached>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The body that a team gets to see.
pub(super) fn published(order: &Order) -> Result<Body, Refusal> {
    let first = order.entry.text[..order.entry.body.start].matches('\n').count() + 1;
    let mut draft = Draft::new(order.entry.body(), first);
    let mut attached = BTreeSet::new();
    // What is taken out may bring to light what stood around it; so again, until nothing is found.
    for _ in 0..ROUNDS {
        let before = draft.text().to_owned();
        passages::remove(&mut draft);
        html::bare(&mut draft, order, &mut attached);
        links::rewrite(&mut draft, order, &mut attached);
        sweep::clean(&mut draft, order);
        let is_done = draft.text() == before;
        if let Some(line) = (!is_done).then(|| draft.entangled()).flatten() {
            return Err(Refusal::Entangled { line });
        }
        if is_done {
            let text = trimmed(draft.text());
            let attachments = attached.into_iter().filter(|it: &Attached| text.contains(&name(&it.to))).collect();
            return Ok(Body { text, attachments, left_out: draft.left_out });
        }
    }
    Err(Refusal::Entangled { line: first })
}

/// A text of its own, such as a title, without anything private and on one line.
pub(super) fn words(text: &str, order: &Order) -> String {
    one_line(&bare(text, order))
}

/// A text without anything private and without links; of those the typed words stay.
pub(super) fn bare(text: &str, order: &Order) -> String {
    let mut draft = Draft::new(text, 1);
    for _ in 0..ROUNDS {
        let before = draft.text().to_owned();
        passages::remove(&mut draft);
        links::flatten(&mut draft);
        sweep::clean(&mut draft, order);
        if draft.text() == before {
            return before;
        }
    }
    String::new()
}

/// The file name of a path, which the text has as it is.
fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// Without blank lines at both ends.
fn trimmed(text: &str) -> String {
    let is_blank = |line: &&str| line.trim().is_empty();
    let lines: Vec<&str> = text.split_inclusive('\n').skip_while(is_blank).collect();
    let blank = lines.iter().rev().take_while(|line| is_blank(line)).count();
    let kept = lines[..lines.len() - blank].concat();
    kept.strip_suffix('\n').map(str::to_owned).unwrap_or(kept)
}
