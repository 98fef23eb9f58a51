//! Marked results: the verbs act on all of them.

use std::collections::BTreeSet;

use super::Library;
use crate::entry::EntryPath;
use crate::keymap::Move;
use crate::tui::msg::Effect;

/// Which entries are marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marked: BTreeSet<EntryPath>,
    /// The row where a range began.
    pub anchor: Option<usize>,
}

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    pub fn len(&self) -> usize {
        self.marked.len()
    }

    pub fn has(&self, path: &EntryPath) -> bool {
        self.marked.contains(path)
    }

    pub fn paths(&self) -> Vec<EntryPath> {
        self.marked.iter().cloned().collect()
    }

    fn toggle(&mut self, path: EntryPath) {
        if !self.marked.remove(&path) {
            self.marked.insert(path);
        }
    }
}

impl Library {
    /// Marks or unmarks the selected one and goes on to the next.
    pub fn mark(&mut self) -> Vec<Effect> {
        if let Some(path) = self.selected().map(|hit| hit.path.clone()) {
            self.marks.toggle(path);
            self.go(Move::Down);
        }
        Vec::new()
    }

    /// Begins a range at the selected one, or ends it.
    pub fn mark_range(&mut self) -> Vec<Effect> {
        self.marks.anchor = match self.marks.anchor {
            Some(_) => None,
            None => Some(self.list.selected),
        };
        self.extend_marks();
        Vec::new()
    }

    /// Marks all results there are, or none if all are marked.
    pub fn mark_all(&mut self) -> Vec<Effect> {
        let all: BTreeSet<EntryPath> = self.hits().iter().map(|hit| hit.path.clone()).collect();
        self.marks.marked = if self.marks.marked == all { BTreeSet::new() } else { all };
        Vec::new()
    }

    pub fn unmark(&mut self) {
        self.marks = Marks::default();
    }

    /// Marks from where a range began to the selected row.
    pub(super) fn extend_marks(&mut self) {
        let Some(anchor) = self.marks.anchor else { return };
        let (from, to) = (anchor.min(self.list.selected), anchor.max(self.list.selected));
        let range = self.hits().iter().skip(from).take(to - from + 1).map(|hit| hit.path.clone());
        self.marks.marked = range.collect();
    }
}
