//! Lines of the log, wrapped into rows beside their times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Today;
use crate::ops::log::Line;
use crate::render::{self, markdown};
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::selection::draw_bar;
use crate::tui::widget::styled::Styled;
use crate::tui::widget::text;

/// Bytes of the box before the words of a to-do.
const BOX: usize = "[ ]".len();

/// Columns of the time and the mark of a surprise after it.
const TIME: u16 = 8;

impl Today {
    /// Renders the lines for the room there is, if that has not been done, and scrolls as little as is needed to show all
    /// of the selected one.
    pub(super) fn follow_log(&mut self, room: Rect) {
        let width = usize::from(room.width.saturating_sub(TIME + 3)).max(1);
        if self.rendered.0 != width || self.rendered.1.len() != self.log.len() {
            self.rendered = (width, self.log.rows().map(|line| render(line, width)).collect());
        }
        let heights: Vec<usize> = self.rendered.1.iter().map(|rows| rows.len().max(1)).collect();
        let space = usize::from(room.height);
        let list = &mut self.log.selection;
        list.room = space.max(1);
        list.step(0, heights.len());
        list.first = list.first.min(list.row);
        while list.first < list.row && heights[list.first..=list.row].iter().sum::<usize>() > space {
            list.first += 1;
        }
        while list.first > 0 && heights[list.first - 1..].iter().sum::<usize>() <= space {
            list.first -= 1;
        }
    }

    /// Draws the lines that fit and returns the row of the selected one.
    pub(super) fn draw_lines(
        &self,
        around: &Surroundings<'_>,
        focused: bool,
        room: Rect,
        buf: &mut Buffer,
    ) -> Option<Rect> {
        let list = self.log.selection;
        let mut y = 0;
        let mut cursor = None;
        let lines = self.log.rows().zip(&self.rendered.1).enumerate();
        for (index, (line, rows)) in lines.skip(list.first) {
            let height = u16::try_from(rows.len().max(1)).unwrap_or(u16::MAX);
            let area = Rect { y: room.y + y, height: height.min(room.height - y), ..room };
            let selected = focused && index == list.row;
            if selected {
                cursor = Some(text::row(area, 0));
                draw_bar(around.theme, area, buf);
            }
            draw_line(around, line, rows, area, buf);
            y = y.saturating_add(height);
            if y >= room.height {
                break;
            }
        }
        cursor
    }
}

/// A line as rows of styled text. What it says is one paragraph, whatever signs it begins with.
fn render(line: &Line, width: usize) -> Vec<render::Line> {
    let words = if line.todo.is_some() { line.text.get(BOX..).unwrap_or_default() } else { &line.text };
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rows = markdown::render(&text, width, markdown::Glyphs::Ascii);
    rows.retain(|row| !row.is_blank());
    rows
}

fn draw_line(around: &Surroundings<'_>, line: &Line, rows: &[render::Line], area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let first = text::row(area, 0);
    let time = line.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    text::put_safe(buf, first, area.x + 2, &time, theme.muted);
    if line.surprise {
        text::put_safe(buf, first, area.x + TIME, "!", theme.warn.add_modifier(Modifier::BOLD));
    } else if let Some(todo) = &line.todo {
        let sign = if todo.done { theme.ticked_box() } else { theme.open_box() };
        text::put_safe(buf, first, area.x + TIME, sign, theme.accent);
    }
    let x = area.x + 2 + TIME;
    let text = Rect { x, width: area.right().saturating_sub(x + 1), ..area }.intersection(area);
    Styled::plain(rows).draw(theme, text, buf);
    paint(theme, line, text, buf);
}

/// Gives the words of a surprise, and of a to-do that is done, a colour of their own.
fn paint(theme: &Theme, line: &Line, area: Rect, buf: &mut Buffer) {
    let style = match &line.todo {
        Some(todo) if todo.done => theme.muted,
        Some(_) | None if line.surprise => theme.warn,
        Some(_) | None => return,
    };
    for position in area.intersection(buf.area).positions() {
        let cell = &mut buf[position];
        if cell.fg == theme.text.fg.unwrap_or_default() {
            cell.set_style(style);
        }
    }
}
