//! More results than were asked for at first: near their end, and where something concerns all of them.

use super::{BATCH, Library, SPARE};
use crate::keymap::Move;
use crate::tui::core::effect::Effect;
use crate::tui::screen::shared::Shared;

/// What is done once all results are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Last,
    MarkAll,
}

impl Library {
    /// Asks for more results where the selection comes near to the last one, and for all where something waits for them.
    pub(super) fn want_more(&mut self) -> Option<Effect> {
        let got = self.own;
        let near = self.list.selection.row + SPARE >= got || self.list.selection.first + self.rows > got;
        let wanted = match self.reach {
            Some(Reach::Last | Reach::MarkAll) => self.totals.0,
            None if near && self.limit <= got => self.limit * 3,
            None => return None,
        };
        if !self.has_more() || wanted <= self.limit {
            return None;
        }
        self.limit = wanted;
        Some(self.search())
    }

    /// What was only asked for to come to the end is not asked for again with each change, once the person is elsewhere.
    pub(super) fn forget_far(&mut self) {
        if self.list.marks.is_empty() && self.reach.is_none() {
            self.limit = self.limit.min((self.list.selection.row + self.rows + SPARE).max(BATCH));
        }
    }

    pub(super) fn has_more(&self) -> bool {
        self.own < self.totals.0
    }

    /// All results are there: does what waited for them.
    pub(super) fn reached(&mut self, shared: &mut Shared) {
        match self.reach.take() {
            Some(Reach::Last) => drop(self.list.go(Move::Last)),
            Some(Reach::MarkAll) => self.mark_all(shared),
            None => {}
        }
    }

    pub(super) fn mark_all(&mut self, shared: &mut Shared) {
        if self.has_more() {
            self.reach = Some(Reach::MarkAll);
        } else {
            self.mark_rows();
            shared.say_marked(self.list.marks.len());
        }
    }
}
