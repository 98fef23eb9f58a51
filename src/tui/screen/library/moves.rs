//! Moves in the results and in the text, and steps back out of them.

use ratatui::layout::Rect;

use super::{Focus, Library};
use crate::keymap::Move;
use crate::tui::layout::Class;
use crate::tui::msg::Effect;

impl Library {
    pub fn go(&mut self, r#move: Move) {
        match self.focus {
            Focus::Reader if self.finding.is_some() => self.go_find(r#move),
            Focus::Reader => self.go_in_text(r#move),
            Focus::Results => self.go_in_list(r#move),
            Focus::Query => match r#move {
                Move::Down | Move::PaneNext => self.focus = Focus::Results,
                other => self.go_in_list(other),
            },
        }
    }

    fn go_in_list(&mut self, r#move: Move) {
        let len = self.hits().len();
        let page = isize::try_from(self.rows.max(1)).unwrap_or(1);
        match r#move {
            Move::Down => self.list.step(1, len),
            Move::Up if self.list.selected == 0 && self.focus == Focus::Results => {}
            Move::Up => self.list.step(-1, len),
            Move::First => self.list.select(0, len),
            Move::Last => self.list.select(usize::MAX, len),
            Move::HalfPageDown => self.list.step((page / 2).max(1), len),
            Move::HalfPageUp => self.list.step(-(page / 2).max(1), len),
            Move::PageDown => self.list.step(page, len),
            Move::PageUp => self.list.step(-page, len),
            Move::PaneRight => self.focus = if self.selected().is_some() { Focus::Reader } else { self.focus },
            Move::PaneLeft => {}
            Move::PaneNext | Move::PanePrevious => {
                self.focus = if self.focus == Focus::Query { Focus::Results } else { Focus::Query };
            }
            Move::PreviewDown => self.scroll_by(3),
            Move::PreviewUp => self.scroll_by(-3),
        }
        self.extend_marks();
    }

    pub(super) fn go_in_text(&mut self, r#move: Move) {
        let page = isize::try_from(self.preview_rows.max(2)).unwrap_or(2);
        match r#move {
            Move::Down => self.scroll_by(1),
            Move::Up => self.scroll_by(-1),
            Move::First => self.scroll = 0,
            Move::Last => self.scroll = usize::MAX,
            Move::HalfPageDown => self.scroll_by(page / 2),
            Move::HalfPageUp => self.scroll_by(-(page / 2)),
            Move::PageDown => self.scroll_by(page - 1),
            Move::PageUp => self.scroll_by(1 - page),
            Move::PreviewDown => self.scroll_by(3),
            Move::PreviewUp => self.scroll_by(-3),
            Move::PaneLeft | Move::PaneNext | Move::PanePrevious => self.focus = Focus::Results,
            Move::PaneRight => {}
        }
    }

    pub(super) fn scroll_by(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by);
    }

    /// Selects the result on a row of the screen; the selected one is read.
    pub fn click(&mut self, class: Class, list: Rect, y: u16) -> Vec<Effect> {
        let room = self.list_room(class, list);
        let Some(row) = y.checked_sub(room.y).filter(|_| y < room.bottom()) else { return Vec::new() };
        let index = self.list.first + usize::from(row / self.row_height(class).max(1));
        if index >= self.hits().len() {
            return Vec::new();
        }
        self.finding = None;
        if index == self.list.selected && self.focus == Focus::Results {
            return self.read();
        }
        self.focus = Focus::Results;
        self.list.select(index, self.answer.found.hits.len());
        self.extend_marks();
        Vec::new()
    }

    /// Reads the selected entry on the whole screen.
    pub fn read(&mut self) -> Vec<Effect> {
        self.focus = Focus::Reader;
        Vec::new()
    }

    /// Gives the text the whole screen, or gives it back.
    pub fn zoom(&mut self) {
        self.finding = None;
        self.focus = if self.focus == Focus::Reader { Focus::Results } else { Focus::Reader };
    }

    pub fn back(&mut self) {
        self.out();
    }

    /// Leaves the inner place; says whether there was one.
    pub fn out(&mut self) -> bool {
        let inner = self.focus != Focus::Results;
        self.focus = Focus::Results;
        self.finding = None;
        self.query.unselect();
        inner
    }

    /// One step back: out of the text or the query, then marks, then the query itself. `None` when there is no step left.
    pub fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.finding.take().is_some() || self.out() {
            return Some(Vec::new());
        }
        if !self.marks.is_empty() || self.marks.anchor.is_some() {
            self.unmark();
            return Some(Vec::new());
        }
        if self.query.is_empty() {
            return None;
        }
        let selected = self.selected().map(|hit| hit.path.clone());
        self.query.clear();
        let effects = self.asked_anew().into_iter().collect();
        self.wanted = selected;
        Some(effects)
    }
}
