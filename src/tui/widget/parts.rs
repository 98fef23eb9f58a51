//! The names of parts of a screen that take turns, on one row.

use std::ops::Range;

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
        let widths: Vec<u16> = labels.iter().map(|label| text::columns(label) + 2).collect();
        let seen = in_sight(&widths, *shown, area.width.saturating_sub(*edge));
        let mut x = area.x + edge;
        if seen.start > 0 {
            x = text::put_safe(buf, area, x, theme.ellipsis(), theme.muted);
        }
        for (label, index) in labels.iter().zip(0..).take(seen.end).skip(seen.start) {
            let (label, style) = match index == *shown {
                true => (format!("[{label}]"), theme.accent),
                false => (format!(" {label} "), if label.ends_with('!') { theme.warn } else { theme.muted }),
            };
            x = text::put_safe(buf, area, x, &label, style);
        }
        if seen.end < labels.len() {
            x = text::put_safe(buf, area, x, theme.ellipsis(), theme.muted);
        }
        if x + text::columns(key) + 3 < area.right() {
            text::put_right(buf, Rect { width: area.width - edge, ..area }, key, theme.muted);
        }
    }
}

/// Which names fit whole into a row, the one that is shown among them; what is left out has a sign of up to three columns.
pub(crate) fn in_sight(widths: &[u16], shown: usize, room: u16) -> Range<usize> {
    let wide = |seen: &Range<usize>| widths[seen.clone()].iter().sum::<u16>();
    let signs = |seen: &Range<usize>| 3 * (u16::from(seen.start > 0) + u16::from(seen.end < widths.len()));
    let fits = |seen: &Range<usize>| wide(seen) + signs(seen) <= room;
    let from = |start: usize| (shown + 1..=widths.len()).rev().map(move |end| start..end).find(&fits);
    (0..=shown).find_map(from).unwrap_or(shown..shown + 1)
}

/// The part that stands so many steps from another one, round and round.
pub(crate) fn turned<P: Copy + PartialEq>(parts: &[P], here: P, by: isize) -> Option<P> {
    let here = parts.iter().position(|part| *part == here).unwrap_or(0);
    let next = (isize::try_from(here).ok()? + by).rem_euclid(isize::try_from(parts.len()).ok()?.max(1));
    parts.get(usize::try_from(next).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_and_the_one_that_is_shown_is_always_among_them() {
        let widths = [6, 7, 13, 8, 16];

        assert_eq!(in_sight(&widths, 0, 50), 0..5);
        assert_eq!(in_sight(&widths, 1, 40), 0..4);
        assert_eq!(in_sight(&widths, 4, 40), 2..5);
        assert_eq!(in_sight(&widths, 4, 10), 4..5);
        assert_eq!(in_sight(&widths, 0, 0), 0..1);
    }
}
