//! Rendered text in a window: scrolled, coloured by role, matches underlined, lines that are not wrapped cut with `>`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text;
use crate::render::{Line, Role, Span};
use crate::tui::theme::Theme;

/// Lines and what is looked for in them.
pub(crate) struct Styled<'a> {
    pub lines: &'a [Line],
    /// In lower case.
    pub words: &'a [String],
    pub scroll: usize,
}

impl Styled<'_> {
    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for (line, index) in self.lines.iter().skip(self.scroll).zip(0..area.height) {
            self.draw_line(line, theme, text::row(area, index), buf);
        }
    }

    fn draw_line(&self, line: &Line, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let (spans, heading) = without_marks(&line.spans, theme);
        let mut x = area.x;
        for span in spans {
            let style = if span.role == Role::Heading { heading } else { theme.role(span.role) };
            x = text::put(buf, area, x, &span.text, style);
        }
        let whole: String = spans.iter().map(|span| span.text.as_str()).collect();
        self.underline(&whole, theme, area, buf);
        if text::width(whole.trim_end()) > usize::from(area.width) && area.width > 0 {
            let last = Rect { x: area.right() - 1, width: 1, ..area };
            text::put_safe(buf, last, last.x, ">", theme.accent);
        }
    }

    /// Lays the match's style over the cells of every found word.
    fn underline(&self, whole: &str, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for found in matches(whole, self.words) {
            let x = area.x.saturating_add(text::columns(&whole[..found.start]));
            let cells = Rect { x, width: text::columns(&whole[found]), ..area }.intersection(area);
            buf.set_style(cells, theme.match_);
        }
    }
}

/// A heading without the marks of its level, and how it looks then: colours show the level where there are some.
fn without_marks<'a>(spans: &'a [Span], theme: &Theme) -> (&'a [Span], Style) {
    let usual = theme.role(Role::Heading);
    match spans {
        [marks, rest @ ..] if theme.accent.fg.is_some() && marks.role == Role::Mark && marks.text.starts_with("##") => {
            (rest, if marks.text.starts_with("###") { theme.strong } else { usual })
        }
        _ => (spans, usual),
    }
}

/// Where any of the words begins a word of the text, ignoring case.
pub(crate) fn matches(text: &str, words: &[String]) -> Vec<std::ops::Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let lower = text.to_lowercase();
    // Where lower case is longer or shorter, offsets would not fit; such lines are rare and go without.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let starts_word = |at: usize| lower[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    let mut found: Vec<_> = words
        .iter()
        .filter(|word| !word.is_empty())
        .flat_map(|word| lower.match_indices(word.as_str()).map(|(at, word)| at..at + word.len()))
        .filter(|range| starts_word(range.start) || !lower.is_ascii())
        .filter(|range| text.is_char_boundary(range.start) && text.is_char_boundary(range.end))
        .collect();
    found.sort_by_key(|range| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_their_beginning_whatever_their_case() {
        assert_eq!(matches("Rebase, prebase, rebases", &["rebase".into()]), [0..6, 17..23]);
    }
}
