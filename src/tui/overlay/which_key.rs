//! What may follow the keys pressed so far; at the bottom, and never over the selected row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::keymap::Hint;
use crate::tui::theme::Theme;
use crate::tui::widget::footer::keycap;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

const COLUMN: u16 = 36;

/// How many columns fit into an area, and how many rows they have.
fn shape(hints: &[Hint], area: Rect) -> (u16, u16) {
    let columns = (area.width.saturating_sub(4) / COLUMN).clamp(1, 3);
    let count = u16::try_from(hints.len()).unwrap_or(u16::MAX);
    (columns, count.div_ceil(columns).max(1))
}

/// Where hints are drawn: above the bottom of an area, else at its top, and nowhere if they would cover the row to `keep`.
pub(crate) fn place(hints: &[Hint], area: Rect, keep: Option<u16>) -> Option<Rect> {
    let (columns, rows) = shape(hints, area);
    let height = rows.saturating_add(2).min(area.height);
    let width = (columns * COLUMN + 4).min(area.width);
    let bottom = Rect { y: area.bottom() - height, height, width, ..area };
    let covered = keep.is_some_and(|row| bottom.y <= row && row < bottom.bottom());
    let place = if covered { Rect { y: area.y, ..bottom } } else { bottom };
    (!covered || keep.is_none_or(|row| row >= place.bottom())).then_some(place)
}

/// `note` says how to get out of it.
pub(crate) fn draw((pressed, note): (&str, &str), hints: &[Hint], theme: &Theme, place: Rect, buf: &mut Buffer) {
    let (_, rows) = shape(hints, place);
    let inner = Pane { title: pressed, note, focused: true }.draw_over(theme, place, buf);
    for (hint, index) in hints.iter().zip(0_u16..) {
        let (column, row) = (index / rows, index % rows);
        let line = text::row(inner, row);
        let x = inner.x.saturating_add(column * COLUMN);
        let cell = Rect { x, width: COLUMN.min(inner.right().saturating_sub(x)), ..line };
        let x = text::put(buf, cell, cell.x, &keycap(&hint.key.to_string()), theme.accent);
        let about = hint.action.map_or("more keys follow", |action| action.about());
        text::put_safe(buf, cell, x.max(cell.x + 2) + 1, about, theme.text);
    }
}
