//! Which row of a list is selected and which is the first shown; moves with the keys. Knows no rows.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::text;
use crate::keymap::Move;
use crate::tui::theme::Theme;

/// How many rows a list is taken to have on the screen before it was settled there.
const UNSETTLED: usize = 16;

/// A selected row, the first row shown, and how many rows are shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub row: usize,
    pub first: usize,
    /// What half a page and a page are measured by.
    pub room: usize,
}

impl Default for Selection {
    fn default() -> Self {
        Self { row: 0, first: 0, room: UNSETTLED }
    }
}

impl Selection {
    /// With a row selected.
    pub fn at(row: usize, len: usize) -> Self {
        Self { row: row.min(len.saturating_sub(1)), ..Self::default() }
    }

    /// Moves with a key and stops at the ends; says whether it is a key that moves in lists.
    pub fn go(&mut self, r#move: Move, len: usize) -> bool {
        let Some(by) = steps(r#move, self.room) else { return false };
        self.step(by, len);
        true
    }

    /// Moves by whole rows and stops at the ends.
    pub fn step(&mut self, by: isize, len: usize) {
        self.select(self.row.saturating_add_signed(by), len);
    }

    pub fn select(&mut self, row: usize, len: usize) {
        self.row = row.min(len.saturating_sub(1));
    }

    /// Scrolls as little as is needed to show the selected row in a window of `room` rows.
    pub fn follow(&mut self, len: usize, room: usize) {
        self.select(self.row, len);
        self.room = room.max(1);
        self.first = self.first.min(len.saturating_sub(self.room));
        self.first = self.first.clamp((self.row + 1).saturating_sub(self.room), self.row);
    }

    /// The rows shown in a window of `room` rows.
    pub fn shown(&self, len: usize, room: usize) -> Range<usize> {
        let first = self.first.min(len);
        first..len.min(first.saturating_add(room))
    }

    /// Where the selection is among so many: `3/12`, or nothing where there is nothing.
    pub fn of(&self, len: usize) -> String {
        if len == 0 { String::new() } else { format!("{}/{len}", self.row + 1) }
    }
}

/// Where rows are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    pub theme: &'a Theme,
    pub area: Rect,
    /// How many rows there are in all.
    pub len: usize,
    /// Rows of the screen that one takes.
    pub height: u16,
    /// Whether the list has the keys: only then a row is shown as selected.
    pub focused: bool,
}

impl<'a> Rows<'a> {
    /// Rows of one line each.
    pub(crate) fn new(theme: &'a Theme, area: Rect, len: usize) -> Self {
        Self { theme, area, len, height: 1, focused: true }
    }

    /// Draws the rows that fit, each with `draw`, which gets whether its row is the selected one; returns where that is.
    pub(crate) fn draw(
        self,
        selection: Selection,
        buf: &mut Buffer,
        mut draw: impl FnMut(usize, bool, Rect, &mut Buffer),
    ) -> Option<Position> {
        let room = usize::from(self.area.height / self.height);
        let mut selection = selection;
        selection.follow(self.len, room);
        let mut selected = None;
        let tops = (self.area.y..self.area.bottom()).step_by(self.height.into());
        for (index, y) in selection.shown(self.len, room).zip(tops) {
            let area = Rect { y, height: self.height, ..self.area };
            let is_selected = self.focused && index == selection.row;
            if is_selected {
                draw_bar(self.theme, area, buf);
                selected = Some(area.as_position());
            }
            draw(index, is_selected, area, buf);
        }
        selected
    }
}

/// The look of a selected row: it stands out in colours, and without them by the bar at its left.
pub(crate) fn draw_bar(theme: &Theme, area: Rect, buf: &mut Buffer) {
    buf.set_style(area.intersection(buf.area), theme.selected);
    text::put_safe(buf, text::row(area, 0), area.x, theme.bar(), theme.accent);
}

/// By how many rows a key moves the selection of a list that shows so many; nothing for keys that do not.
pub(crate) fn steps(r#move: Move, room: usize) -> Option<isize> {
    let page = isize::try_from(room.max(1)).unwrap_or(1);
    Some(match r#move {
        Move::Down => 1,
        Move::Up => -1,
        Move::First => isize::MIN,
        Move::Last => isize::MAX,
        Move::HalfPageDown => (page / 2).max(1),
        Move::HalfPageUp => -(page / 2).max(1),
        Move::PageDown => page,
        Move::PageUp => -page,
        Move::PaneLeft
        | Move::PaneRight
        | Move::PaneNext
        | Move::PanePrevious
        | Move::PreviewDown
        | Move::PreviewUp
        | Move::FindNext
        | Move::FindPrevious
        | Move::SideLeft
        | Move::SideRight => return None,
    })
}

/// By how many rows a key scrolls a text that shows so many: a page leaves one row of what was read.
pub(crate) fn scrolls(r#move: Move, room: usize) -> isize {
    match r#move {
        Move::PreviewDown => 3,
        Move::PreviewUp => -3,
        Move::PageDown | Move::PageUp => steps(r#move, room.max(2) - 1).unwrap_or(0),
        other => steps(other, room.max(2)).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_among_the_shown_ones() {
        let mut list = Selection::default();

        for (by, len, room) in [(5, 10, 3), (-2, 10, 3), (100, 10, 4), (0, 2, 4), (-9, 2, 1), (3, 0, 0)] {
            list.step(by, len);
            list.follow(len, room);
            assert!(len == 0 || list.shown(len, room.max(1)).contains(&list.row), "{list:?}");
        }
    }

    #[test]
    fn a_list_that_fits_is_shown_from_its_first_row() {
        let mut list = Selection { row: 8, first: 6, ..Selection::default() };

        list.follow(9, 20);

        assert_eq!(list.first, 0);
    }
}
