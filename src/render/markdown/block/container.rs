//! Blocks around others: lists and their items, quotes and callouts, footnotes, definitions.

use std::ops::Range;

use super::Walk;
use super::callout::Callout;
use crate::render::styled::{Line, Role};
use crate::render::wrap::Piece;

/// A block around others. `entered` says whether the page holds marks for it.
pub(super) enum Frame {
    Quote { entered: bool },
    List { next: Option<u64>, loose: bool },
    Item { entered: bool, roles: usize },
    Indented { entered: bool },
}

impl Walk<'_> {
    pub(super) fn start_paragraph(&mut self) {
        if let [.., Frame::List { loose, .. }, Frame::Item { .. }] = self.frames.as_mut_slice() {
            *loose = true;
        }
        if let Some(label) = self.callout.as_mut().and_then(Callout::take_label) {
            self.pieces.push(label);
        }
    }

    pub(super) fn start_quote(&mut self, source: Range<usize>) {
        self.flush();
        self.page.settle();
        self.callout = Callout::find(self.body, source);
        let (bar, role) = if self.callout.is_some() { (Role::Callout, Role::Text) } else { (Role::Mark, Role::Quote) };
        self.roles.push(role);
        let entered = self.page.enter_with_bar(self.look.glyphs.bar(), bar);
        self.frames.push(Frame::Quote { entered });
    }

    pub(super) fn start_item(&mut self, source: Range<usize>) {
        self.flush();
        self.page.settle();
        let mark = match self.frames.last_mut() {
            Some(Frame::List { next: Some(number), .. }) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            Some(_) | None => self.look.glyphs.bullet().to_owned(),
        };
        let entered = self.enter(&mark, source);
        self.frames.push(Frame::Item { entered, roles: self.roles.len() });
    }

    pub(super) fn start_indented(&mut self, mark: &str, source: Range<usize>) {
        self.flush();
        self.page.settle();
        let entered = self.enter(mark, source);
        self.frames.push(Frame::Indented { entered });
    }

    /// Puts a mark before what follows, in the margin or, where that is too narrow, in the text.
    pub(super) fn enter(&mut self, mark: &str, source: Range<usize>) -> bool {
        let entered = self.page.enter(mark, Role::Mark);
        if !entered {
            self.pieces.push(Piece::words(mark, Role::Mark, source.start..source.start));
        }
        entered
    }

    pub(super) fn end_frame(&mut self, source: Range<usize>) {
        self.flush();
        let (entered, gap) = match self.frames.pop() {
            Some(Frame::Quote { entered }) => {
                self.roles.pop();
                self.callout = None;
                (entered, true)
            }
            Some(Frame::Item { entered, roles }) => {
                self.roles.truncate(roles);
                if entered && self.page.is_waiting() {
                    self.page.add([Line { source, ..Line::default() }]);
                }
                (entered, matches!(self.frames.last(), Some(Frame::List { loose: true, .. })))
            }
            Some(Frame::Indented { entered }) => (entered, self.page.gap),
            Some(Frame::List { .. }) | None => (false, true),
        };
        if entered {
            self.page.leave();
        }
        self.page.gap = gap;
    }

    /// A list in a tight list is not set off.
    pub(super) fn is_gap_after_list(&self) -> bool {
        match self.frames.as_slice() {
            [.., Frame::List { loose, .. }, Frame::Item { .. }] => *loose,
            _ => true,
        }
    }

    pub(super) fn task(&mut self, done: bool, source: Range<usize>) {
        let mark = self.look.glyphs.task(done);
        let waiting = matches!(self.frames.last(), Some(Frame::Item { entered: true, .. }));
        if !(waiting && self.page.mark_instead(mark, Role::Mark)) {
            self.pieces.push(Piece::words(mark, Role::Mark, source));
        }
        if done {
            self.roles.push(Role::Muted);
        }
    }
}
