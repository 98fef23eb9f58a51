//! Draws the inbox: the list, the card, and what can be decided.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::{Areas, Inbox};
use crate::keymap::{Act, Action, Run};
use crate::ops::inbox::Item;
use crate::tui::screen::Surroundings;
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

/// What the box of decisions names, row by row.
const DECISIONS: [[(Action, &str); 2]; 5] = [
    [(Action::Act(Act::Keep), "keep it, as a seed"), (Action::Act(Act::Nugget), "distil a nugget now")],
    [(Action::Act(Act::Tag), "tag"), (Action::Act(Act::Link), "link to something")],
    [(Action::Act(Act::Annotate), "add my own words"), (Action::Act(Act::Later), "later: it comes back on Today")],
    [(Action::Act(Act::Todo), "I must do this: to today"), (Action::Act(Act::OpenOutside), "open in the browser")],
    [(Action::Act(Act::Archive), "done, keep it searchable"), (Action::Act(Act::Trash), "trash")],
];

impl Inbox {
    /// Where the parts lie in the body of the screen.
    pub(super) fn areas(&self, class: Class, body: Rect) -> Areas {
        let [list, card] = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(41), Constraint::Fill(1)]).areas(body),
            Class::Normal => Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(body),
            Class::TallNarrow => Layout::vertical([Constraint::Percentage(38), Constraint::Fill(1)]).areas(body),
            Class::Small => [Rect::default(), body],
            Class::Tiny | Class::None => [body, Rect::default()],
        };
        if class != Class::Wide || self.list.is_empty() {
            return Areas { list, card, decide: Rect::default() };
        }
        let [card, decide] = Layout::vertical([Constraint::Fill(1), Constraint::Length(9)]).areas(card);
        Areas { list, card, decide }
    }

    /// The room for rows of the list.
    pub(super) fn list_room(class: Class, list: Rect) -> Rect {
        if class == Class::Tiny {
            return list;
        }
        let (x, y) = (list.x.saturating_add(1), list.y.saturating_add(1));
        Rect { x, y, width: list.width.saturating_sub(2), height: list.height.saturating_sub(2) }
    }

    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        let row = self.draw_list(around, areas.list, buf);
        let card = self.draw_card(around, areas.card, buf);
        self.draw_decisions(around, areas.decide, buf);
        row.or(card)
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let theme = around.theme;
        if around.class != Class::Tiny {
            let title = match self.total {
                0 => "Inbox".to_owned(),
                total if self.filter.is_on() => format!("Inbox, {} of {total}", self.list.len()),
                total => format!("Inbox {total}, oldest first"),
            };
            Pane { title: &title, focused: !around.covered, note: &self.note(around) }.draw(theme, area, buf);
        }
        let room = Self::list_room(around.class, area);
        if self.list.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        Rows::new(theme, room, self.list.len()).draw(self.list.selection, buf, |index, selected, row, buf| {
            self.list.get(index).into_iter().for_each(|item| self.draw_item(around, item, selected, row, buf));
        })
    }

    fn draw_item(&self, around: &Surroundings<'_>, item: &Item, selected: bool, row: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        if self.list.marks.has(&item.path) {
            text::put_safe(buf, row, row.x + u16::from(selected), theme.mark(), theme.accent);
        }
        let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
        let left = draw_columns(around, item, inner, buf);
        let room = around.mark_conflict(&item.path, text::until(inner, left.saturating_sub(1)), buf);
        let style = if selected { theme.strong } else { theme.text };
        text::put_cut(theme, buf, room, &item.title, style);
    }

    /// What was done today, and where in the list the selection is.
    pub(super) fn note(&self, around: &Surroundings<'_>) -> String {
        let done = done(around);
        let done = (done > 0).then(|| format!("done today {}", count(done)));
        let marked = (!self.list.marks.is_empty()).then(|| format!("{} marked", count(self.list.marks.len())));
        let at =
            (!self.list.is_empty()).then(|| format!("{}/{}", count(self.list.selection.row + 1), count(self.shown())));
        [done, marked, at].into_iter().flatten().collect::<Vec<_>>().join("  ")
    }

    /// How many the list goes through: with a filter those that fit, else all there are, also those that did not come.
    pub(super) fn shown(&self) -> usize {
        if self.filter.is_on() { self.list.len() } else { self.total }
    }

    /// Says that there is nothing to decide, and teaches one key.
    pub(super) fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if !self.answered {
            return;
        }
        let theme = around.theme;
        let area = text::from(area, area.x + 2);
        if self.filter.is_on() {
            return Empty { why: "No match in the inbox.", key: "", does: "" }.draw(theme, area, buf);
        }
        let why = match done(around) {
            0 => "Inbox empty.".to_owned(),
            done => format!("Inbox empty. {} decided today.", count(done)),
        };
        let (key, does) = (around.key(Run::Capture.into()), "captures from anywhere");
        Empty { why: &why, key, does }.draw(theme, area, buf);
    }

    fn draw_decisions(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let theme = around.theme;
        let inner = Pane { title: "Decide", note: "", focused: false }.draw(theme, area, buf);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
        let half = inner.width / 2;
        for (pair, y) in DECISIONS.iter().zip(0..) {
            let row = text::row(inner, y);
            for ((action, label), x) in pair.iter().zip([inner.x, inner.x + half]) {
                let cell = Rect { x, width: half, ..row };
                let able = around.can(*action);
                text::put_safe(buf, cell, x, around.key(*action), if able { theme.accent } else { theme.muted });
                text::put_safe(buf, cell, x + 3, label, if able { theme.text } else { theme.muted });
            }
        }
        let last = text::row(inner, 6);
        let rule = "Under two minutes? Do it now. Nothing comes back to the inbox.";
        let rule = text::cut(rule, last.width.into(), theme.ellipsis());
        text::put_safe(buf, last, last.x, &rule, theme.muted);
    }
}

/// The kind and the age at the right of a row; returns where they begin.
fn draw_columns(around: &Surroundings<'_>, item: &Item, area: Rect, buf: &mut Buffer) -> u16 {
    /// Columns that most ages take, and a kind.
    const AGE: u16 = 4;
    const KIND: u16 = 9;
    let theme = around.theme;
    let age = item.date.map(|date| age(date, around.now)).unwrap_or_default();
    if area.width < 24 {
        return area.right();
    }
    text::put_right(buf, area, &age, theme.muted);
    let left = area.right().saturating_sub(AGE);
    if area.width < 40 {
        return left;
    }
    let kind = Rect { x: left.saturating_sub(KIND), width: KIND, ..area };
    text::put_safe(buf, kind, kind.x, item.kind.name(), theme.muted);
    kind.x
}

/// How many were decided today.
fn done(around: &Surroundings<'_>) -> usize {
    around.shared.undecided.done(around.now.date_naive())
}
