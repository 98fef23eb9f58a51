//! Rendered text in a window: scrolled, coloured by role, matches underlined; of lines that are wider a part, with `<` and `>`
//! where they go on.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::found::{Place, places};
use super::text;
use crate::keymap::Move;
use crate::render::{Line, Role, Span};
use crate::tui::theme::Theme;

/// Columns by which a key scrolls sideways.
const STEP: isize = 8;

/// How far wide lines are scrolled to the left, in columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sideways(pub(crate) usize);

impl Sideways {
    /// Scrolls with a key; says whether it is one that does.
    pub(crate) fn go(&mut self, r#move: Move) -> bool {
        let by = match r#move {
            Move::SideLeft => -STEP,
            Move::SideRight => STEP,
            _ => return false,
        };
        self.0 = self.0.saturating_add_signed(by);
        true
    }

    /// Does not go beyond the end of the widest line.
    pub(crate) fn hold(&mut self, lines: &[Line], width: usize) {
        if self.0 > 0 {
            let widest = lines.iter().filter(|line| line.wide).map(Line::width).max().unwrap_or(0);
            self.0 = self.0.min(widest.saturating_sub(width));
        }
    }
}

/// Lines and what is looked for in them.
pub(crate) struct Styled<'a> {
    pub lines: &'a [Line],
    /// In lower case.
    pub words: &'a [String],
    pub scroll: usize,
    pub side: Sideways,
}

impl<'a> Styled<'a> {
    /// From the top, with nothing looked for.
    pub(crate) fn plain(lines: &'a [Line]) -> Self {
        Self { lines, words: &[], scroll: 0, side: Sideways::default() }
    }

    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let marks = self.marks(area.height.into());
        for ((at, line), index) in self.lines.iter().enumerate().skip(self.scroll).zip(0..area.height) {
            let row = text::row(area, index);
            self.draw_line(line, theme, row, buf);
            for mark in marks.iter().filter(|mark| mark.line == at) {
                self.draw_mark(line, &mark.range, theme, row, buf);
            }
        }
    }

    fn draw_line(&self, line: &Line, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let (spans, heading) = without_marks(&line.spans, theme);
        let side = if line.wide { self.side.0 } else { 0 };
        let shown = from_column(spans, side);
        let mut x = area.x;
        for span in shown.iter() {
            let style = if span.role == Role::Heading { heading } else { theme.role(span.role) };
            x = text::put(buf, area, x, &span.text, style);
        }
        let whole: String = shown.iter().map(|span| span.text.as_str()).collect();
        if side > 0 && area.width > 0 && !spans.is_empty() {
            text::put_safe(buf, area, area.x, "<", theme.accent);
        }
        if text::width(whole.trim_end()) > usize::from(area.width) && area.width > 0 {
            let last = Rect { x: area.right() - 1, width: 1, ..area };
            text::put_safe(buf, last, last.x, ">", theme.accent);
        }
    }

    /// Lays the match's style over the cells of a found word.
    fn draw_mark(&self, line: &Line, mark: &Range<usize>, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let whole = line.plain();
        let (before, word) = (&whole[..mark.start], &whole[mark.clone()]);
        let hidden = hidden_marks(line, theme) + if line.wide { self.side.0 } else { 0 };
        let Some(column) = text::width(before).checked_sub(hidden) else { return };
        let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
        let cells = Rect { x, width: text::columns(word), ..area }.intersection(area);
        buf.set_style(cells, theme.match_);
    }

    /// What is found in the lines that are shown, and in the paragraph above that goes on in them.
    fn marks(&self, rows: usize) -> Vec<Place> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let end = self.lines.len().min(self.scroll + rows);
        let start = self.scroll.min(end);
        let begins = |at: &usize| *at == 0 || self.lines[*at - 1].is_blank();
        let top = (0..=start).rev().take(MARGIN).find(begins).unwrap_or(start);
        let places = places(&self.lines[top..end], self.words).into_iter();
        places.map(|place| Place { line: place.line + top, ..place }).collect()
    }
}

/// How far above the lines that are shown the beginning of their paragraph is looked for.
const MARGIN: usize = 40;

/// What stands on a line from a column on.
fn from_column(spans: &[Span], column: usize) -> Cow<'_, [Span]> {
    if column == 0 {
        return Cow::Borrowed(spans);
    }
    let mut left = column;
    let mut rest = Vec::new();
    for span in spans {
        let before = text::head(&span.text, left);
        left = if before.len() < span.text.len() { 0 } else { left - text::width(before) };
        rest.push(Span { text: span.text[before.len()..].to_owned(), role: span.role });
    }
    Cow::Owned(rest)
}

/// Columns of the marks of a heading that are not drawn.
pub(crate) fn hidden_marks(line: &Line, theme: &Theme) -> usize {
    let shown = without_marks(&line.spans, theme).0.len();
    line.spans[..line.spans.len() - shown].iter().map(|span| text::width(&span.text)).sum()
}

/// The column at which one of a line is shown; nothing if it is scrolled out of sight.
pub(crate) fn shown_column(line: &Line, column: usize, side: Sideways) -> Option<usize> {
    column.checked_sub(if line.wide { side.0 } else { 0 })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_lines_are_scrolled_by_columns_and_never_through_a_character() {
        let spans = [Span::new("ab", Role::Text), Span::new("日本語", Role::Code)];
        let from = |column| from_column(&spans, column).iter().map(|span| span.text.clone()).collect::<String>();

        assert_eq!([from(0), from(1), from(2), from(4), from(99)], ["ab日本語", "b日本語", "日本語", "本語", ""]);
        assert_eq!(from(3), "日本語");
    }
}
