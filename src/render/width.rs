//! Columns on the screen: measured per grapheme, never in bytes or characters.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that safe text on one line takes.
pub(crate) fn of(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Splits text after as many graphemes as fit into `columns`.
pub(crate) fn split(text: &str, columns: usize) -> (&str, &str) {
    if text.is_ascii() {
        return text.split_at(columns.min(text.len()));
    }
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            return text.split_at(at);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wide_and_joined_characters_are_measured_as_they_are_drawn() {
        for (text, columns) in [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩\u{200d}🚀", 2), ("한", 2), ("", 0)]
        {
            assert_eq!(of(text), columns, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in "\\PC{0,30}", columns in 0..40_usize) {
            let (head, tail) = split(&text, columns);
            prop_assert!(of(head) <= columns);
            prop_assert_eq!(format!("{head}{tail}"), text);
        }
    }
}
