//! What stands in a list that holds nothing: why, and one key to go on with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use crate::tui::theme::Theme;

pub(crate) struct Empty<'a> {
    pub(crate) why: &'a str,
    pub(crate) key: &'a str,
    /// What the key does.
    pub(crate) does: &'a str,
}

impl Empty<'_> {
    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let first = u16::from(area.height > 4);
        text::put_cut(theme, buf, text::row(area, first), self.why, theme.text);
        let row = text::row(area, first + 1);
        let x = text::put_safe(buf, row, row.x, self.key, theme.accent);
        text::put_safe(buf, row, x + 2, self.does, theme.muted);
    }
}
