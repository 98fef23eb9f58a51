//! The room there is: where the parts lie, what is shown in them, and what is asked for to fill them.

use ratatui::layout::{Constraint, Layout, Rect};

use super::{Areas, Focus, Library, narrow};
use crate::tui::core::effect::Effect;
use crate::tui::screen::reader::{reading_area, text_area};
use crate::tui::widget::layout::{Class, ScreenAreas};

impl Library {
    /// Brings positions into step with the room there is; asks for the selected text and for more results where needed.
    pub(super) fn settle_in(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        self.class = Some(class);
        let screen = Rect::new(0, 0, size.0, size.1);
        if self.focus == Focus::Reader && self.answered && self.hits().is_empty() {
            self.focus = Focus::Results;
        }
        let body = ScreenAreas::of(class, screen).body;
        let areas = self.areas(class, body);
        self.rows = usize::from(self.list_room(class, areas.list).height / self.row_height(class).max(1));
        self.list.follow(self.rows);
        let narrow = if areas.narrow.is_empty() { areas.list } else { areas.narrow };
        self.narrow.follow(self.list_room(class, narrow).height.into());
        let text = text_area(class, areas.preview);
        self.reader.rows = usize::from(text.height);
        let mut effects: Vec<Effect> = self.want_more().or_else(|| self.want_more_of_teams()).into_iter().collect();
        let text = if text.width > 0 { text } else { text_area(class, body) };
        if let Some(hit) = self.list.selected() {
            let line = (!self.shown_for.trim().is_empty()).then_some(hit.snippet.line);
            self.reader.aim(line);
            effects.extend(self.reader.want(&hit.path, usize::from(text.width)));
            self.reader.land(&hit.path, line);
        }
        self.reader.hold();
        effects
    }

    /// How many rows of the screen one result takes.
    pub(super) fn row_height(&self, class: Class) -> u16 {
        match class {
            Class::Normal | Class::TallNarrow if self.shown_for.trim().is_empty() => 1,
            Class::Wide | Class::Normal | Class::TallNarrow => 2,
            Class::Small | Class::Tiny | Class::None => 1,
        }
    }

    /// Where the parts lie in the body of the screen.
    pub(super) fn areas(&self, class: Class, body: Rect) -> Areas {
        if self.focus == Focus::Reader {
            return Areas { preview: reading_area(body), ..Areas::default() };
        }
        let bar = if matches!(class, Class::Tiny | Class::Small) { 1 } else { 3 };
        let [query, rest] = Layout::vertical([Constraint::Length(bar), Constraint::Fill(1)]).areas(body);
        let (beside, rest) = Self::narrow_beside(class, rest);
        let [list, preview] = match class {
            // No text is there to be shown.
            _ if self.answered && self.hits().is_empty() => [rest, Rect::default()],
            Class::Wide => Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(rest),
            Class::Normal => Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(rest),
            Class::TallNarrow => Layout::vertical([Constraint::Percentage(45), Constraint::Fill(1)]).areas(rest),
            Class::Small | Class::Tiny | Class::None => [rest, Rect::default()],
        };
        let narrow =
            if self.focus == Focus::Narrow && beside.is_empty() { self.narrow_over(class, list) } else { beside };
        Areas { query, narrow, list, preview }
    }

    /// The room for what narrows the results, where that is always shown, and the rest.
    fn narrow_beside(class: Class, area: Rect) -> (Rect, Rect) {
        match class {
            Class::Wide => {
                let [narrow, rest] =
                    Layout::horizontal([Constraint::Length(narrow::WIDTH), Constraint::Fill(1)]).areas(area);
                (narrow, rest)
            }
            Class::Normal | Class::TallNarrow | Class::Small | Class::Tiny | Class::None => (Rect::default(), area),
        }
    }

    /// The room for rows inside the list's box.
    pub(super) fn list_room(&self, class: Class, list: Rect) -> Rect {
        match class {
            Class::Tiny => list,
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small | Class::None => Rect {
                x: list.x.saturating_add(1),
                y: list.y.saturating_add(1),
                width: list.width.saturating_sub(2),
                height: list.height.saturating_sub(2),
            },
        }
    }
}
