//! Draws what is followed and what it brought.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::rows::{Level, Place, Row};
use super::{Feeds, Focus};
use crate::keymap::{Act, Context, Run};
use crate::ops::feeds::Show;
use crate::tui::screen::{Surroundings, reader};
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

/// Columns of an age.
const AGE: u16 = 5;
/// As much of a source's name as stands in a row of an item.
const FROM: u16 = 14;

impl Feeds {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        if self.listed.as_ref().is_some_and(Vec::is_empty) {
            return Some(self.draw_beginning(around, body, buf));
        }
        let left = self.draw_sources(around, areas.sources, buf);
        let right = self.draw_items(around, areas.items, buf);
        if let Some(row) = self.items.selected() {
            let shown = reader::Around {
                screen: around,
                path: &row.path,
                title: &row.title,
                words: &[],
                focused: false,
                ticks: false,
            };
            self.reader.draw(&shown, areas.text, buf);
            self.draw_why(around, areas.why, buf);
        }
        if self.focus == Focus::Sources { left } else { right }
    }

    /// Says how to begin.
    fn draw_beginning(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Position {
        let theme = around.theme;
        if around.class != Class::Tiny {
            Pane { title: "Feeds", note: "", focused: !around.covered }.draw(theme, area, buf);
        }
        let room = panel_room(around.class, area);
        let key = around.shared.first_key(Run::AddFeed.into(), &[Context::Feeds]);
        let does = "follows a site, a feed, or @person@host";
        Empty { why: "Nothing is followed yet.", key: &key, does }.draw(theme, text::from(room, room.x + 1), buf);
        room.as_position()
    }

    fn draw_sources(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (theme, focused) = (around.theme, self.focus == Focus::Sources && !around.covered);
        let failing = self.listed().iter().filter(|it| it.trouble().is_some()).count();
        let note = if failing == 0 { String::new() } else { format!("{failing} failing") };
        if around.class != Class::Tiny {
            Pane { title: "Sources", note: &note, focused }.draw(theme, area, buf);
        }
        let room = panel_room(around.class, area);
        let rows = Rows { focused: true, ..Rows::new(theme, room, self.places.len()) };
        rows.draw(self.places.selection, buf, |index, selected, row, buf| {
            if let Some(place) = self.places.get(index) {
                draw_place(around, place, selected, row, buf);
            }
        })
    }

    fn draw_items(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (theme, focused) = (around.theme, self.focus == Focus::Items && !around.covered);
        if around.class != Class::Tiny {
            let note = self.items.selection.of(self.items.len());
            let marked = self.items.marks.len();
            let note = if marked == 0 { note } else { format!("{} marked  {note}", count(marked)) };
            Pane { title: &self.heading(), note: &note, focused }.draw(theme, area, buf);
        }
        let room = panel_room(around.class, area);
        if self.items.is_empty() {
            self.draw_nothing(around, text::from(room, room.x + 1), buf);
            return Some(room.as_position());
        }
        let rows = Rows { focused: true, ..Rows::new(theme, room, self.items.len()) };
        rows.draw(self.items.selection, buf, |index, selected, row, buf| {
            let Some(item) = self.items.get(index) else { return };
            if self.items.marks.has(&item.path) {
                text::put_safe(buf, row, row.x + u16::from(selected), theme.mark(), theme.accent);
            }
            draw_item(around, item, selected, row, buf);
        })
    }

    /// What is listed, and whether all of it.
    fn heading(&self) -> String {
        let place = self.places.selected().map_or("Feeds", |place| place.title.as_str());
        match (self.show, self.filter.is_on()) {
            (_, true) => format!("{place}, filtered"),
            (Show::Unread, false) if place != "Starred" => format!("{place}, unread"),
            (Show::Unread | Show::All, false) => place.to_owned(),
        }
    }

    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if !self.answered {
            return;
        }
        if self.filter.is_on() {
            return Empty { why: "No item matches.", key: "", does: "" }.draw(around.theme, area, buf);
        }
        let key = around.shared.first_key(Act::ShowRead.into(), &[Context::Feeds]);
        let (why, does) = match self.show {
            Show::Unread => ("All read.", "shows what was read"),
            Show::All => ("Nothing came yet.", "shows what is unread"),
        };
        Empty { why, key: &key, does }.draw(around.theme, area, buf);
    }

    fn draw_why(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let inner = Pane { title: "Why it is here", note: "", focused: false }.draw(around.theme, area, buf);
        for (reason, y) in self.reasons().iter().zip(0..inner.height) {
            text::put_cut(around.theme, buf, text::row(inner, y), &reason.0, around.theme.muted);
        }
    }
}

fn draw_place(around: &Surroundings<'_>, place: &Place, selected: bool, row: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inset = if matches!(place.level, Level::Source | Level::Muted) { 3 } else { 1 };
    let inner = Rect { x: row.x + inset, width: row.width.saturating_sub(inset + 1), ..row };
    let unread = if place.unread == 0 { String::new() } else { count(place.unread) };
    let left = text::put_right(buf, inner, &unread, theme.accent);
    let mut room = text::until(inner, left.saturating_sub(1));
    if place.fails {
        let left = text::put_right(buf, room, "!", theme.warn);
        room = text::until(room, left.saturating_sub(1));
    }
    let style = match place.level {
        Level::Muted => theme.muted,
        Level::Group => theme.seek,
        Level::Whole | Level::Source if selected => theme.strong,
        Level::Whole | Level::Source => theme.text,
    };
    text::put_cut(theme, buf, room, &place.title, style);
}

fn draw_item(around: &Surroundings<'_>, item: &Row, selected: bool, row: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
    text::put_right(buf, inner, &age(item.date, around.now), theme.muted);
    let mut room = text::until(inner, inner.right().saturating_sub(AGE));
    if !item.from.is_empty() && room.width >= 30 {
        let width = FROM.min(room.width / 4);
        let from = crate::render::safe_line(&item.from).into_owned();
        let from = text::cut(&from, width.into(), theme.ellipsis()).into_owned();
        let left = text::put_right(buf, room, &from, theme.muted);
        room = text::until(room, left.saturating_sub(2));
    }
    let sign = match (item.is_starred, item.is_kept) {
        (_, true) => "kept",
        (true, false) => theme.either("★", "*"),
        (false, false) => "",
    };
    if !sign.is_empty() {
        let left = text::put_right(buf, room, sign, if item.is_kept { theme.ok } else { theme.accent });
        room = text::until(room, left.saturating_sub(1));
    }
    let style = match (item.is_read, selected) {
        (true, _) => theme.muted,
        (false, true) => theme.strong,
        (false, false) => theme.text,
    };
    text::put_cut(theme, buf, room, &item.title, style);
}
