//! Draws the trash.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Trash;
use crate::entry::Timestamp;
use crate::keymap::{Act, Context};
use crate::ops::trash::{DAYS, Trashed};
use crate::tui::screen::{Surroundings, order, reader};
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

/// Columns of how long it still stays, and of how long ago it went.
const STAYS: u16 = 10;
const AGE: u16 = 5;

impl Trash {
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let [list, text] = self.areas(around.class, body);
        let cursor = self.draw_list(around, list, buf);
        if let Some(one) = self.list.selected() {
            let shown = reader::Around {
                screen: around,
                path: &one.path,
                title: &one.title,
                words: &[],
                focused: false,
                ticks: false,
            };
            self.reader.draw(&shown, text, buf);
        }
        cursor
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = around.theme;
        if around.class != Class::Tiny {
            let marked = match self.list.marks.len() {
                0 => String::new(),
                marked => format!("{} marked, ", count(marked)),
            };
            let note = format!("{marked}{}", self.list.selection.of(self.list.len()));
            let title = format!("Trash, {}", order::name(self.by()));
            Pane { title: &title, note: &note, focused: !around.covered }.draw(theme, area, buf);
        }
        let room = panel_room(around.class, area);
        if self.list.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        Rows::new(theme, room, self.list.len()).draw(self.list.selection, buf, |index, selected, row, buf| {
            let Some(one) = self.list.get(index) else { return };
            if self.list.marks.has(&one.path) {
                text::put_safe(buf, row, row.x + u16::from(selected), theme.mark(), theme.accent);
            }
            let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
            let left = draw_columns(around, one, inner, buf);
            let style = if selected { theme.strong } else { theme.text };
            text::put_cut(theme, buf, text::until(inner, left.saturating_sub(1)), &one.title, style);
        })
    }

    /// Says that nothing is in it, and how something would come there.
    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if !self.answered {
            return;
        }
        let key = around.shared.first_key(Act::Trash.into(), &[Context::Entry]);
        let does = "moves an entry here for thirty days";
        Empty { why: "The trash is empty.", key: &key, does }.draw(around.theme, area, buf);
    }
}

/// How long it still stays and how long ago it went, at the right of a row; returns where they begin.
fn draw_columns(around: &Surroundings<'_>, one: &Trashed, area: Rect, buf: &mut Buffer) -> u16 {
    let theme = around.theme;
    text::put_right(buf, area, &age(one.when, around.now), theme.muted);
    let left = area.right().saturating_sub(AGE);
    if area.width < 44 {
        return left;
    }
    let days = days_left(one.when, around.now);
    let style = if days <= 3 { theme.warn } else { theme.muted };
    text::put_right(buf, text::until(area, left), &format!("{days}d left"), style);
    left.saturating_sub(STAYS)
}

/// How many days an entry that went then stays, the begun one counted.
fn days_left(when: Timestamp, now: Timestamp) -> i64 {
    let until = when.checked_add_days(DAYS).unwrap_or(when);
    (until - now).num_hours().div_euclid(24).max(0) + 1
}
