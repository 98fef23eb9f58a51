//! A list's position: which row is selected, which is the first shown. Draws nothing; knows no rows.

use std::ops::Range;

/// A selected row and the first row shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub selected: usize,
    pub first: usize,
}

impl List {
    /// Moves by whole rows and stops at the ends.
    pub fn step(&mut self, by: isize, len: usize) {
        self.select(self.selected.saturating_add_signed(by), len);
    }

    pub fn select(&mut self, row: usize, len: usize) {
        self.selected = row.min(len.saturating_sub(1));
    }

    /// Scrolls as little as is needed to show the selected row in a window of `room` rows.
    pub fn follow(&mut self, len: usize, room: usize) {
        self.select(self.selected, len);
        let room = room.max(1);
        self.first = self.first.min(len.saturating_sub(room));
        self.first = self.first.clamp((self.selected + 1).saturating_sub(room), self.selected);
    }

    /// The rows shown in a window of `room` rows.
    pub fn shown(&self, len: usize, room: usize) -> Range<usize> {
        let first = self.first.min(len);
        first..len.min(first.saturating_add(room))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_among_the_shown_ones() {
        let mut list = List::default();

        for (by, len, room) in [(5, 10, 3), (-2, 10, 3), (100, 10, 4), (0, 2, 4), (-9, 2, 1), (3, 0, 0)] {
            list.step(by, len);
            list.follow(len, room);
            assert!(len == 0 || list.shown(len, room.max(1)).contains(&list.selected), "{list:?}");
        }
    }

    #[test]
    fn a_list_that_fits_is_shown_from_its_first_row() {
        let mut list = List { selected: 8, first: 6 };

        list.follow(9, 20);

        assert_eq!(list.first, 0);
    }
}
