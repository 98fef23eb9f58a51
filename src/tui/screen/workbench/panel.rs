//! One side pane: its rows, which of them is selected, which is the first shown.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::side::{Goal, Row, Tone};
use crate::keymap::Move;
use crate::tui::theme::Theme;
use crate::tui::widget::facts::stage_style;
use crate::tui::widget::list::List;
use crate::tui::widget::text;

/// Whether rows that lead somewhere are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    None,
    Quiet,
    /// A number is being typed.
    Wanted,
}

/// How a pane is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look<'a> {
    pub(super) theme: &'a Theme,
    /// Whether the keys go to it.
    pub(super) focused: bool,
    pub(super) numbers: Numbers,
}

/// Rows, of which those with a goal can be selected.
#[derive(Clone, Debug, Default)]
pub(super) struct Panel {
    pub(super) rows: Vec<Row>,
    list: List,
    /// Rows of the screen it has.
    pub(super) room: usize,
}

impl Panel {
    /// Takes new rows; what leads to the same place stays selected.
    pub(super) fn fill(&mut self, rows: Vec<Row>) {
        let before = self.goal().cloned();
        self.rows = rows;
        let same = before.and_then(|goal| self.rows.iter().position(|row| row.goal.as_ref() == Some(&goal)));
        let first = || self.rows.iter().position(|row| row.goal.is_some());
        let row = same.or_else(first).unwrap_or(0);
        self.list.select(row, self.rows.len());
    }

    /// Where the selected row leads.
    pub(super) fn goal(&self) -> Option<&Goal> {
        self.rows.get(self.list.selected)?.goal.as_ref()
    }

    /// Where the row with a number leads, counted from 1.
    pub(super) fn numbered(&self, number: usize) -> Option<&Goal> {
        self.goals().nth(number.checked_sub(1)?)
    }

    pub(super) fn goals(&self) -> impl Iterator<Item = &Goal> {
        self.rows.iter().filter_map(|row| row.goal.as_ref())
    }

    /// From one row that leads somewhere to another; without such rows the text moves.
    pub(super) fn go(&mut self, r#move: Move) {
        let page = isize::try_from(self.room.max(2)).unwrap_or(2);
        let by = match r#move {
            Move::Down => 1,
            Move::Up => -1,
            Move::HalfPageDown | Move::PreviewDown => page / 2,
            Move::HalfPageUp | Move::PreviewUp => -(page / 2),
            Move::PageDown => page,
            Move::PageUp => -page,
            Move::First => isize::MIN,
            Move::Last => isize::MAX,
            Move::PaneLeft | Move::PaneRight | Move::PaneNext | Move::PanePrevious => return,
        };
        if self.rows.is_empty() {
            return;
        }
        if self.goals().next().is_none() {
            self.list.first = self.list.first.saturating_add_signed(by);
            return;
        }
        let wanted = self.list.selected.saturating_add_signed(by);
        let leads = |row: &usize| self.rows[*row].goal.is_some();
        let next = if by > 0 {
            (wanted..self.rows.len()).find(leads).or_else(|| (0..self.rows.len()).rfind(leads))
        } else {
            (0..=wanted.min(self.rows.len().saturating_sub(1)))
                .rfind(leads)
                .or_else(|| (0..self.rows.len()).find(leads))
        };
        self.list.select(next.unwrap_or(0), self.rows.len());
    }

    /// Scrolls so that the selected row is shown with what belongs to it: the heading above the first one, the lines below.
    pub(super) fn follow(&mut self) {
        let (count, room) = (self.rows.len(), self.room.max(1));
        let leads = |row: &Row| row.goal.is_some();
        let here = self.list.selected;
        let mut first = self.list.first.min(count.saturating_sub(room));
        if self.rows.iter().any(leads) {
            let below = self.rows.iter().skip(here + 1).position(leads).map_or(count, |more| here + 1 + more);
            let top = if self.rows.iter().take(here).any(leads) { here } else { 0 };
            first = first.max(below.saturating_sub(room)).min(top).max((here + 1).saturating_sub(room));
        }
        self.list.first = first;
    }

    /// Whether there is anything to do: a row to follow, or rows that are not shown.
    pub(super) fn has_more(&self) -> bool {
        self.goals().next().is_some() || self.rows.len() > self.room
    }

    /// How many rows lie below those that are shown.
    pub(super) fn below(&self) -> usize {
        self.rows.len().saturating_sub(self.list.first + self.room)
    }

    /// Draws the rows and returns where the selected one is.
    pub(super) fn draw(&self, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Look { theme, focused, numbers } = look;
        let shown = self.list.shown(self.rows.len(), area.height.into());
        let mut number = self.rows[..shown.start].iter().filter(|row| row.goal.is_some()).count();
        let mut place = None;
        for (index, y) in shown.zip(0..area.height) {
            let row = &self.rows[index];
            let area = text::row(area, y);
            number += usize::from(row.goal.is_some());
            if focused && index == self.list.selected && row.goal.is_some() {
                buf.set_style(area.intersection(buf.area), theme.selected);
                place = Some(area.as_position());
            }
            let numbered = numbers != Numbers::None && row.goal.is_some();
            let indent = if numbered { LABEL - 2 } else { 0 };
            draw_row(row, theme, Rect { x: area.x + indent, width: area.width.saturating_sub(indent), ..area }, buf);
            if numbered {
                draw_number(theme, number, numbers, area, buf);
            }
            if place == Some(area.as_position()) {
                let bar = Rect { x: area.x.saturating_sub(1), width: area.width + 1, ..area };
                text::put_safe(buf, bar, bar.x, theme.bar(), theme.accent);
            }
        }
        place.or(focused.then(|| area.as_position()))
    }
}

/// The number of a row, in the space before its words.
fn draw_number(theme: &Theme, number: usize, numbers: Numbers, area: Rect, buf: &mut Buffer) {
    let style = if numbers == Numbers::Wanted { theme.accent } else { theme.muted };
    let edge = Rect { width: area.width.min(LABEL - 1), ..area };
    text::put_right(buf, edge, &number.to_string(), style);
}

/// Columns that the numbers of rows take.
const LABEL: u16 = 4;

fn draw_row(row: &Row, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let right = text::columns(&row.right);
    let shown_right = right > 0 && right + 12 <= area.width;
    if shown_right {
        text::put_right(buf, area, &row.right, theme.muted);
    }
    let taken = if shown_right { right + 2 } else { 0 };
    let room = Rect { width: area.width.saturating_sub(taken), ..area };
    let mut x = room.x;
    for (tone, piece) in &row.pieces {
        let left = usize::from(room.right().saturating_sub(x));
        let piece = crate::render::safe_line(piece);
        let end = if row.address { ">" } else { theme.ellipsis() };
        x = text::put_safe(buf, room, x, &text::cut(&piece, left, end), style(theme, *tone));
    }
}

fn style(theme: &Theme, tone: Tone) -> Style {
    match tone {
        Tone::Text => theme.text,
        Tone::Muted => theme.muted,
        Tone::Good => theme.ok,
        Tone::Warn => theme.warn,
        Tone::Found => theme.seek,
        Tone::Stage(stage) => stage_style(theme, stage),
    }
}
