//! Moves in the results and in the text, and steps back out of them.

use ratatui::layout::Rect;

use super::reach::Reach;
use super::{Focus, Library};
use crate::keymap::Move;
use crate::tui::core::effect::Effect;
use crate::tui::widget::layout::Class;

impl Library {
    pub(super) fn step(&mut self, r#move: Move) {
        match self.focus {
            _ if self.reader.is_finding() => self.reader.go(r#move),
            Focus::Reader => match r#move {
                Move::PaneLeft | Move::PaneNext | Move::PanePrevious => self.back_to_results(),
                other => self.reader.go(other),
            },
            Focus::Narrow => self.go_in_narrow(r#move),
            Focus::Results => self.go_in_list(r#move),
            Focus::Query => match r#move {
                Move::Down | Move::PaneNext => self.focus = Focus::Results,
                other => self.go_in_list(other),
            },
        }
    }

    fn go_in_list(&mut self, r#move: Move) {
        match r#move {
            Move::PaneRight if self.selected().is_some() => self.read(),
            Move::PaneRight => {}
            Move::PaneLeft if self.focus == Focus::Results => self.focus = Focus::Narrow,
            Move::PaneLeft => {}
            Move::PaneNext => self.focus = if self.focus == Focus::Query { Focus::Results } else { Focus::Narrow },
            Move::PanePrevious => {
                self.focus = if self.focus == Focus::Query { Focus::Narrow } else { Focus::Query };
            }
            Move::PreviewDown => self.reader.scroll_by(3),
            Move::PreviewUp => self.reader.scroll_by(-3),
            Move::SideLeft | Move::SideRight => drop(self.reader.scroll_sideways(r#move)),
            of_list => {
                self.list.go(of_list);
                self.reach = (of_list == Move::Last && self.has_more()).then_some(Reach::Last);
            }
        }
    }

    fn go_in_narrow(&mut self, r#move: Move) {
        match r#move {
            Move::PaneRight | Move::PanePrevious => self.focus = Focus::Results,
            Move::PaneNext => self.focus = Focus::Query,
            Move::PreviewDown | Move::PreviewUp | Move::SideLeft | Move::SideRight => self.go_in_list(r#move),
            of_choices => self.narrow.go(of_choices),
        }
    }

    /// Selects the result on a row of the screen; says whether it was selected already.
    pub(super) fn select_row(&mut self, class: Class, list: Rect, y: u16) -> bool {
        let room = self.list_room(class, list);
        let Some(row) = y.checked_sub(room.y).filter(|_| y < room.bottom()) else { return false };
        let index = self.list.selection.first + usize::from(row / self.row_height(class).max(1));
        if index >= self.list.len() {
            return false;
        }
        self.reader.end_typing();
        let again = index == self.list.selection.row && self.focus == Focus::Results;
        self.focus = Focus::Results;
        self.list.select(index);
        again
    }

    /// Begins a search: the query is there and what is typed takes its place.
    pub(super) fn begin_search(&mut self) {
        self.out();
        self.focus = Focus::Query;
        self.query.select();
    }

    /// Leaves the inner place; says whether there was one.
    pub(super) fn out(&mut self) -> bool {
        let inner = self.focus != Focus::Results;
        self.back_to_results();
        inner
    }

    pub(super) fn back_to_results(&mut self) {
        self.focus = Focus::Results;
        self.reader.end_typing();
        self.query.unselect();
    }

    /// One step back: out of the text or the query, then marks, then the query itself. `None` when there is no step left.
    pub(super) fn step_out(&mut self) -> Option<Vec<Effect>> {
        if self.reader.end_typing() || self.out() {
            return Some(Vec::new());
        }
        if self.list.marks.clear() {
            return Some(Vec::new());
        }
        if self.query.is_empty() {
            return None;
        }
        let selected = self.selected().map(|hit| hit.path.clone());
        self.query.clear();
        let effects = self.asked_anew().into_iter().collect();
        selected.into_iter().for_each(|path| self.list.choose(path));
        Some(effects)
    }
}
