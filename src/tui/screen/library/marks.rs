//! Marks results.

use super::Library;
use crate::keymap::Move;

impl Library {
    /// Marks or unmarks the selected one and goes on to the next.
    pub fn mark(&mut self) {
        if let Some(path) = self.selected().map(|hit| hit.path.clone()) {
            self.marks.toggle(path);
            self.go(Move::Down);
        }
    }

    /// Begins a range at the selected one, or ends it.
    pub fn mark_range(&mut self) {
        self.marks.range(self.list.selected);
        self.extend_marks();
    }

    /// Marks all results there are, or none if all are marked.
    pub fn mark_all(&mut self) {
        self.marks.toggle_all(self.answer.found.hits.iter().map(|hit| &hit.path));
    }

    /// Marks from where a range began to the selected row.
    pub(super) fn extend_marks(&mut self) {
        self.marks.extend(self.list.selected, self.answer.found.hits.iter().map(|hit| &hit.path));
    }
}
