//! The names of parts of a screen that take turns, on one row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use crate::tui::theme::Theme;

/// What the parts are called, with what they hold; a name that ends in `!` warns.
pub(crate) struct Names {
    pub labels: Vec<String>,
    /// Which of them is shown; it stands in brackets and is always in sight.
    pub shown: usize,
    /// Columns left free at both sides.
    pub edge: u16,
    /// The key that goes to the next part.
    pub key: String,
}

impl Names {
    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let Self { labels, shown, edge, key } = self;
        let wide = |from: usize| labels[from..=*shown].iter().map(|label| text::columns(label) + 2).sum::<u16>();
        let first = (0..*shown).find(|from| wide(*from) + 2 <= area.width).unwrap_or(*shown);
        let mut x = area.x + edge;
        for (label, index) in labels.iter().zip(0..).skip(first) {
            let (label, style) = match index == *shown {
                true => (format!("[{label}]"), theme.accent),
                false => (format!(" {label} "), if label.ends_with('!') { theme.warn } else { theme.muted }),
            };
            x = text::put_safe(buf, area, x, &label, style);
        }
        if x + text::columns(key) + 3 < area.right() {
            text::put_right(buf, Rect { width: area.width - edge, ..area }, key, theme.muted);
        }
    }
}

/// The part that stands so many steps from another one, round and round.
pub(crate) fn turned<P: Copy + PartialEq>(parts: &[P], here: P, by: isize) -> Option<P> {
    let here = parts.iter().position(|part| *part == here).unwrap_or(0);
    let next = (isize::try_from(here).ok()? + by).rem_euclid(isize::try_from(parts.len()).ok()?.max(1));
    parts.get(usize::try_from(next).ok()?).copied()
}
