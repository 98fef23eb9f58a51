//! A box with a title, a note at its lower right, and a border that shows whether it has the focus.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Borders, Clear, Widget};

use super::text;
use crate::render;
use crate::tui::theme::Theme;

/// What stands in a box's border.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pane<'a> {
    pub title: &'a str,
    /// At the lower right.
    pub note: &'a str,
    pub focused: bool,
}

impl Pane<'_> {
    /// Draws the box and returns the room inside, with a column of space at both sides.
    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
        let border = if self.focused { theme.accent } else { theme.border };
        let block = Block::new().borders(Borders::ALL).border_set(theme.frame()).border_style(border);
        let inner = block.inner(area);
        block.render(area, buf);
        let room = usize::from(area.width).saturating_sub(6);
        let style = if self.focused { theme.strong } else { theme.muted };
        if room > 2 && area.height > 1 {
            self.draw_title(theme, style, area, room, buf);
            self.draw_note(theme, area, room, buf);
        }
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
    }

    fn draw_title(&self, theme: &Theme, style: ratatui::style::Style, area: Rect, room: usize, buf: &mut Buffer) {
        if self.title.is_empty() {
            return;
        }
        let title = render::safe_line(self.title);
        let title = format!(" {} ", text::cut(&title, room, theme.ellipsis()));
        text::put_safe(buf, text::row(area, 0), area.x + 2, &title, style);
    }

    fn draw_note(&self, theme: &Theme, area: Rect, room: usize, buf: &mut Buffer) {
        if self.note.is_empty() {
            return;
        }
        let note = format!(" {} ", text::cut(self.note, room, theme.ellipsis()));
        let edge = Rect { width: area.width - 2, ..text::row(area, area.height - 1) };
        text::put_right(buf, edge, &note, theme.muted);
    }

    /// The same over whatever is there; `area` is cut to the screen.
    pub(crate) fn draw_over(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
        let area = area.intersection(buf.area);
        clear_halves(area, buf);
        Clear.render(area, buf);
        self.draw(theme, area, buf)
    }
}

/// Blanks wide characters of which the box would cover the second half: no terminal can show half of one.
fn clear_halves(area: Rect, buf: &mut Buffer) {
    let Some(x) = area.x.checked_sub(1).filter(|_| area.width > 0) else { return };
    for y in area.top()..area.bottom() {
        if let Some(cell) = buf.cell_mut((x, y)).filter(|cell| text::width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}
