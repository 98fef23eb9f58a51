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
pub(crate) fn draw(theme: &Theme, steps: &[Step], (key, does): (&str, &str), area: Rect, buf: &mut Buffer) {
    let first = text::row(area, 0);
    let mut left = first.right();
    if !key.is_empty() {
        left = text::put_right(buf, first, does, theme.muted);
        left = text::put_right(buf, text::until(first, left.saturating_sub(1)), key, theme.accent);
    }
    text::put_safe(buf, text::until(first, left), area.x, "First steps", theme.strong);
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
