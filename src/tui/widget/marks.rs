//! Marked rows of a list: actions are about all of them.

use std::collections::BTreeSet;

/// Which rows are marked.
#[derive(Clone, Debug)]
pub struct Marks<Id> {
    marked: BTreeSet<Id>,
    /// The row where a range began.
    anchor: Option<usize>,
}

impl<Id> Default for Marks<Id> {
    fn default() -> Self {
        Self { marked: BTreeSet::new(), anchor: None }
    }
}

impl<Id: Clone + Ord> Marks<Id> {
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    pub fn len(&self) -> usize {
        self.marked.len()
    }

    pub fn has(&self, id: &Id) -> bool {
        self.marked.contains(id)
    }

    pub fn ids(&self) -> Vec<Id> {
        self.marked.iter().cloned().collect()
    }

    pub fn toggle(&mut self, id: Id) {
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
    }

    /// Begins a range at a row, or ends the one that was begun.
    pub fn range(&mut self, row: usize) {
        self.anchor = if self.anchor.is_some() { None } else { Some(row) };
    }

    pub fn anchor(&self) -> Option<usize> {
        self.anchor
    }

    /// Ends a range and keeps what it marked.
    pub fn end_range(&mut self) {
        self.anchor = None;
    }

    /// Marks the rows of a list from where a range began to the selected one.
    pub fn extend<'a>(&mut self, selected: usize, rows: impl Iterator<Item = &'a Id>)
    where
        Id: 'a,
    {
        let Some(anchor) = self.anchor else { return };
        let (from, to) = (anchor.min(selected), anchor.max(selected));
        self.marked = rows.skip(from).take(to - from + 1).cloned().collect();
    }

    /// Marks all of them, or none if all are marked.
    pub fn toggle_all<'a>(&mut self, rows: impl Iterator<Item = &'a Id>)
    where
        Id: 'a,
    {
        let all: BTreeSet<Id> = rows.cloned().collect();
        self.marked = if self.marked == all { BTreeSet::new() } else { all };
    }

    /// Forgets rows that are not in the list any more.
    pub fn keep(&mut self, is_there: impl Fn(&Id) -> bool) {
        self.marked.retain(is_there);
    }

    /// Unmarks all; says whether there was anything to unmark.
    pub fn clear(&mut self) -> bool {
        let had = !self.marked.is_empty() || self.anchor.is_some();
        *self = Self::default();
        had
    }
}
