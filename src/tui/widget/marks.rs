//! Marked entries of a list: the verbs act on all of them.

use std::collections::BTreeSet;

use crate::entry::EntryPath;

/// Which entries are marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marked: BTreeSet<EntryPath>,
    /// The row where a range began.
    anchor: Option<usize>,
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

    pub fn toggle(&mut self, path: EntryPath) {
        if !self.marked.remove(&path) {
            self.marked.insert(path);
        }
    }

    /// Begins a range at a row, or ends the one that was begun.
    pub fn range(&mut self, row: usize) {
        self.anchor = if self.anchor.is_some() { None } else { Some(row) };
    }

    /// Ends a range and keeps what it marked.
    pub fn end_range(&mut self) {
        self.anchor = None;
    }

    /// Marks the rows of a list from where a range began to the selected one.
    pub fn extend<'a>(&mut self, selected: usize, rows: impl Iterator<Item = &'a EntryPath>) {
        let Some(anchor) = self.anchor else { return };
        let (from, to) = (anchor.min(selected), anchor.max(selected));
        self.marked = rows.skip(from).take(to - from + 1).cloned().collect();
    }

    /// Marks all of them, or none if all are marked.
    pub fn toggle_all<'a>(&mut self, rows: impl Iterator<Item = &'a EntryPath>) {
        let all: BTreeSet<EntryPath> = rows.cloned().collect();
        self.marked = if self.marked == all { BTreeSet::new() } else { all };
    }

    /// Forgets entries that are not in the list any more.
    pub fn keep(&mut self, is_there: impl Fn(&EntryPath) -> bool) {
        self.marked.retain(is_there);
    }

    /// Unmarks all; says whether there was anything to unmark.
    pub fn clear(&mut self) -> bool {
        let had = !self.marked.is_empty() || self.anchor.is_some();
        *self = Self::default();
        had
    }
}
