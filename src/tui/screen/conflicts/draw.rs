//! Draws the conflicts: the list, and the two texts with the one that is made of them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;

use super::rows::{Row, Tone};
use super::{Conflicts, Part};
use crate::entry::EntryPath;
use crate::keymap::Run;
use crate::ops::conflicts::Kept;
use crate::tui::core::failure::Failure;
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count, shown_path};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::{Rows, draw_bar};
use crate::tui::widget::text;

/// From so many columns on the three texts stand beside each other.
const BESIDE: u16 = 100;
/// As many rows as the list has above the texts.
const LISTED: u16 = 6;
/// Columns before the words: a sign and a blank.
const SIGN: u16 = 2;
/// Columns of a text that its frame, the blanks beside it and the sign take.
const EDGES: u16 = 4 + SIGN;

/// Where the parts lie; one that is not shown is empty.
#[derive(Clone, Copy, Debug, Default)]
struct Areas {
    list: Rect,
    head: Rect,
    texts: [Rect; 3],
    is_beside: bool,
}

impl Conflicts {
    fn areas(&self, class: Class, body: Rect) -> Areas {
        let is_beside = body.width >= BESIDE;
        let all = self.list.len();
        if all == 0 || (class != Class::Wide && self.part == Part::List) {
            return Areas { list: body, ..Areas::default() };
        }
        let rows = u16::try_from(all).unwrap_or(LISTED).min(LISTED);
        let list = if class == Class::Wide && all > 1 { rows + 2 } else { 0 };
        let head = u16::from(list == 0 && class != Class::Tiny);
        let [list, head, texts] =
            Layout::vertical([Constraint::Length(list), Constraint::Length(head), Constraint::Fill(1)]).areas(body);
        let thirds = [Constraint::Ratio(1, 3); 3];
        let texts =
            if is_beside { Layout::horizontal(thirds).areas(texts) } else { Layout::vertical(thirds).areas(texts) };
        Areas { list, head, texts, is_beside }
    }

    /// Brings rows and positions into step with the room there is.
    pub(super) fn settle_in(&mut self, class: Class, body: Rect) {
        let areas = self.areas(class, body);
        self.list.follow(panel_room(class, areas.list).height.into());
        let frame = if class == Class::Tiny { 1 } else { 2 };
        let rooms = areas.texts.map(|area| usize::from(area.height.saturating_sub(frame)));
        let width = areas.texts.iter().map(|area| area.width.saturating_sub(EDGES)).min().unwrap_or(0);
        let compared = self.compared.take();
        let selected = self.list.selected().map(|kept| &kept.copy);
        let known = compared.as_ref().filter(|(copy, _)| Some(copy) == selected);
        let comparison = known.and_then(|(_, outcome)| outcome.as_ref().ok()).map(|conflict| &conflict.comparison);
        self.columns.settle(comparison, &self.choices, (width.into(), rooms), areas.is_beside);
        self.compared = compared;
    }

    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        let in_list = self.draw_list(around, areas.list, buf);
        self.draw_head(around, areas.head, buf);
        let failure = self.compared.as_ref().and_then(|(_, outcome)| outcome.as_ref().err());
        if let Some(failure) = failure.filter(|_| !areas.texts[0].is_empty()) {
            draw_failure(around.theme, failure, areas.texts[0].union(areas.texts[2]), buf);
            return in_list;
        }
        let mut selected = None;
        for (column, area) in areas.texts.into_iter().enumerate() {
            let first = self.draw_text(around, column, area, buf);
            selected = selected.or(first);
        }
        if self.part == Part::List { in_list } else { selected.or(in_list) }
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (theme, focused) = (around.theme, self.part == Part::List);
        if around.class != Class::Tiny {
            let note = self.list.selection.of(self.list.len());
            Pane { title: "Conflicts", note: &note, focused: focused && !around.covered }.draw(theme, area, buf);
        }
        let room = panel_room(around.class, area);
        if self.list.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        // The row whose texts are shown stands out also while these have the keys.
        Rows::new(theme, room, self.list.len()).draw(self.list.selection, buf, |index, selected, row, buf| {
            self.list.get(index).into_iter().for_each(|kept| draw_kept(around, kept, selected, row, buf));
        })
    }

    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if !self.answered {
            return;
        }
        let key = around.key(Run::Sync.into());
        let does = "syncs; what two machines changed in the same words is decided here";
        Empty { why: "Nothing is in conflict.", key, does }.draw(around.theme, text::from(area, area.x + 2), buf);
    }

    /// Which entry it is, where the list is not in sight.
    fn draw_head(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let Some(kept) = self.list.selected().filter(|_| !area.is_empty()) else { return };
        let theme = around.theme;
        let edge = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let at = if self.list.len() > 1 { self.list.selection.of(self.list.len()) } else { String::new() };
        let left = text::put_right(buf, edge, &at, theme.muted);
        let room = text::until(edge, left.saturating_sub(2));
        let x = text::put_cut(theme, buf, room, &kept.title, theme.strong);
        let path = text::from(room, (x + 2).min(room.right()));
        text::put_cut(theme, buf, path, &shown_path(kept.path()), theme.muted);
    }

    /// One of the three texts; returns where the selected place begins in it.
    fn draw_text(&self, around: &Surroundings<'_>, column: usize, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (theme, is_result) = (around.theme, column == 2);
        let title = self.title(column);
        let focused = self.part == Part::Places && !around.covered && is_result;
        let inner = if around.class == Class::Tiny {
            text::put_cut(theme, buf, text::row(area, 0), &title, if is_result { theme.accent } else { theme.muted });
            Rect {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(1),
            }
        } else {
            Pane { title: &title, note: &self.note(column), focused }.draw(theme, area, buf)
        };
        let rows = self.columns.rows[column].iter().skip(self.columns.scroll[column]);
        let mut first = None;
        for (row, y) in rows.zip(0..inner.height) {
            let at = text::row(inner, y);
            self.draw_row(around, row, at, buf);
            let is_selected = row.place == Some(self.choices.at) && self.part == Part::Places;
            first = first.or(is_selected.then(|| at.as_position()));
        }
        first
    }

    fn draw_row(&self, around: &Surroundings<'_>, row: &Row, at: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let look = tone(theme, row.tone);
        if row.place.is_some() && row.place == Some(self.choices.at) && self.part == Part::Places {
            draw_bar(theme, at, buf);
        } else {
            text::put_safe(buf, at, at.x, sign(row.tone), look);
        }
        let text = if row.tone == Tone::Note { format!("({})", row.text) } else { row.text.clone() };
        text::put_safe(buf, text::from(at, at.x + SIGN), at.x + SIGN, &text, look);
    }

    fn title(&self, column: usize) -> String {
        let conflict = self.conflict();
        let is_here = |path: &EntryPath| conflict.is_some_and(|it| it.kept.copy != *path);
        let is_joined = conflict.is_some_and(|it| it.kept.merge.is_some());
        let is_file = conflict.is_some_and(|it| it.kept.is_file);
        let side = |name: &str, path: Option<&EntryPath>| match path {
            Some(path) if is_file && is_here(path) => format!("{name}, as the file is"),
            Some(_) if is_joined => format!("{name}, before they were joined"),
            Some(path) if is_here(path) => format!("{name}, as it stands in the entry"),
            Some(_) => format!("{name}, kept beside it"),
            None => name.to_owned(),
        };
        match column {
            0 => side("Mine", conflict.map(|it| &it.mine)),
            1 => side("Theirs", conflict.map(|it| &it.theirs)),
            _ if self.choices.whole().is_some() => "Result, as you wrote it".to_owned(),
            _ => "Result".to_owned(),
        }
    }

    fn note(&self, column: usize) -> String {
        let places = self.choices.len();
        if column != 2 || places == 0 || self.choices.whole().is_some() {
            return String::new();
        }
        format!("place {} of {}", count(self.choices.at + 1), count(places))
    }
}

/// Title and path, and how long ago it was written.
fn draw_kept(around: &Surroundings<'_>, kept: &Kept, selected: bool, row: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
    let age = kept.date.map(|date| age(date, around.now)).unwrap_or_default();
    let left = text::put_right(buf, inner, &age, theme.muted);
    let room = text::until(inner, left.saturating_sub(1));
    let x = text::put_cut(theme, buf, room, &kept.title, if selected { theme.strong } else { theme.text });
    let path = text::from(room, (x + 2).min(room.right()));
    let (said, style) = match (&kept.entry, &kept.merge) {
        (Some(_), None) if kept.is_file => ("two versions of a file", theme.seek),
        (None, _) if kept.is_file => ("one of two versions of a file is gone", theme.warn),
        (None, _) => ("the entry itself is gone", theme.warn),
        (Some(_), Some(_)) => ("joined word by word", theme.seek),
        (Some(_), None) => ("", theme.text),
    };
    let x = text::put_safe(buf, path, path.x, said, style);
    let path = text::from(path, if said.is_empty() { x } else { (x + 2).min(path.right()) });
    text::put_cut(theme, buf, path, &shown_path(kept.path()), theme.muted);
}

fn draw_failure(theme: &Theme, failure: &Failure, area: Rect, buf: &mut Buffer) {
    let inner = Pane { title: "", note: "", focused: false }.draw(theme, area, buf);
    let rows = text::put_paragraph(buf, inner, &failure.what, theme.warn);
    let below = Rect { y: inner.y + rows, height: inner.height.saturating_sub(rows), ..inner };
    text::put_wrapped(buf, below, failure.hint.as_deref().unwrap_or_default(), theme.muted);
}

fn tone(theme: &Theme, tone: Tone) -> Style {
    match tone {
        Tone::Same | Tone::Note | Tone::Left => theme.muted,
        Tone::Open => theme.text,
        Tone::Taken => theme.ok,
        Tone::Undecided => theme.warn,
    }
}

/// What stands before a line: whether it is in the result, or may come there.
fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Taken => "+",
        Tone::Open | Tone::Undecided => "?",
        Tone::Same | Tone::Left | Tone::Note => " ",
    }
}
