//! What to try first, with what is done of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::text;
use crate::tui::theme::Theme;

/// A step: whether it is done, its keys, what it is.
pub(crate) struct Step {
    pub is_done: bool,
    pub keys: String,
    pub what: &'static str,
}

/// A heading, what puts it away, and a row for each step, the keys in a column.
pub(crate) fn draw(theme: &Theme, steps: &[Step], away: (&str, &str), area: Rect, buf: &mut Buffer) {
    draw_head(theme, "First steps", away, area, buf);
    let keys = steps.iter().map(|step| text::columns(&step.keys)).max().unwrap_or_default();
    for (step, y) in steps.iter().zip(1..area.height) {
        let row = text::row(area, y);
        let mark = if step.is_done { theme.either("✓", "x") } else { theme.either("·", "-") };
        text::put_safe(buf, row, row.x + 1, mark, if step.is_done { theme.ok } else { theme.muted });
        text::put_safe(buf, row, row.x + 3, &step.keys, theme.accent);
        let style = if step.is_done { theme.muted.add_modifier(Modifier::CROSSED_OUT) } else { theme.text };
        text::put_cut(theme, buf, text::from(row, row.x + 5 + keys), step.what, style);
    }
}

/// A heading, and at the right a key and what it does.
pub(crate) fn draw_head(theme: &Theme, head: &str, (key, does): (&str, &str), area: Rect, buf: &mut Buffer) {
    let row = text::row(area, 0);
    let mut left = row.right();
    if !key.is_empty() {
        left = text::put_right(buf, row, does, theme.muted);
        left = text::put_right(buf, text::until(row, left.saturating_sub(1)), key, theme.accent);
    }
    text::put_safe(buf, text::until(row, left), row.x, head, theme.strong);
}
