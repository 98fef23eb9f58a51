//! A comparison of two texts: wrapped, scrolled, with what no eye sees made visible.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::selection::scrolls;
use super::text;
use crate::keymap::Move;
use crate::ops::history::{DiffLine, Sign};
use crate::render;
use crate::tui::theme::Theme;

/// Columns before the words: the sign and a blank.
const MARGIN: u16 = 2;

/// Lines, as rows of the screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diff {
    lines: Vec<DiffLine>,
    /// For which the rows were made.
    columns: usize,
    rows: Vec<DiffRow>,
    pub scroll: usize,
    /// Rows of the screen it has.
    pub room: usize,
}

/// A piece of a line that fits on one row.
#[derive(Clone, Debug)]
pub(crate) struct DiffRow {
    pub sign: Sign,
    pub is_first: bool,
    pub text: String,
    /// In the newer text, counted from 1.
    pub line: usize,
}

impl Diff {
    pub(crate) fn fill(&mut self, lines: &[DiffLine]) {
        if self.lines != lines {
            self.lines = lines.to_vec();
            self.columns = 0;
        }
    }

    /// Whether the two texts are the same.
    pub(crate) fn is_same(&self) -> bool {
        self.lines.iter().all(|line| matches!(line.sign, Sign::Same | Sign::Gap))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Fits the rows and the scroll into the room.
    pub(crate) fn settle(&mut self, columns: usize, room: usize) {
        if self.columns != columns {
            self.columns = columns;
            self.rows = rows(&self.lines, columns.saturating_sub(MARGIN.into()).max(1));
        }
        self.room = room;
        self.scroll = self.scroll.min(self.rows.len().saturating_sub(room));
    }

    pub(crate) fn go(&mut self, r#move: Move) {
        let by = scrolls(r#move, self.room);
        self.scroll = self.scroll.saturating_add_signed(by).min(self.rows.len().saturating_sub(self.room));
    }

    /// Brings a line of the newer text into the middle.
    pub(crate) fn reveal(&mut self, line: usize) {
        let shown = self.rows.iter().position(|row| row.line == line && row.sign != Sign::Removed);
        if let Some(row) = shown {
            self.scroll = row.saturating_sub(self.room / 2).min(self.rows.len().saturating_sub(self.room));
        }
    }

    /// How far it is scrolled, in percent; nothing if all of it is shown.
    pub(crate) fn seen(&self) -> Option<usize> {
        let seen = (self.scroll + self.room).min(self.rows.len());
        (self.rows.len() > self.room).then(|| seen * 100 / self.rows.len())
    }

    /// Draws the rows in sight and returns where the first is. What is the same on both sides looks like `same`.
    pub(crate) fn draw(&self, theme: &Theme, same: Style, area: Rect, buf: &mut Buffer) -> Position {
        for (row, y) in self.rows.iter().skip(self.scroll).zip(0..area.height) {
            row.draw(theme, same, text::row(area, y), buf);
        }
        area.as_position()
    }
}

fn rows(lines: &[DiffLine], room: usize) -> Vec<DiffRow> {
    let mut rows = Vec::new();
    let mut number = 0;
    for line in lines {
        number += usize::from(matches!(line.sign, Sign::Same | Sign::Added));
        let words = render::revealed(&line.text);
        for (piece, index) in text::wrap(&words, room).into_iter().zip(0..) {
            let text = words[piece].to_owned();
            rows.push(DiffRow { sign: line.sign, is_first: index == 0, text, line: number });
        }
    }
    rows
}

impl DiffRow {
    /// Its sign stands before the first row of a line.
    pub(crate) fn draw(&self, theme: &Theme, same: Style, row: Rect, buf: &mut Buffer) {
        let (mark, style) = match self.sign {
            Sign::Same => (" ", same),
            Sign::Added => ("+", theme.ok),
            Sign::Removed => ("-", theme.error),
            Sign::Gap => {
                text::put_safe(buf, row, row.x, theme.ellipsis(), theme.muted);
                return;
            }
        };
        if self.is_first {
            text::put_safe(buf, row, row.x, mark, style);
        }
        let mut x = row.x + MARGIN;
        for (is_hidden, piece) in pieces(self.text.trim_end()) {
            x = text::put_safe(buf, row, x, piece, if is_hidden { theme.warn } else { style });
        }
    }
}

/// The words, and between them the names of characters that are not seen.
fn pieces(words: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some(from) = rest.find(render::REVEALED) {
        let to = rest[from..].find('>').map_or(rest.len(), |end| from + end + 1);
        pieces.push((false, &rest[..from]));
        pieces.push((true, &rest[from..to]));
        rest = &rest[to..];
    }
    pieces.push((false, rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(lines: &[(Sign, &str)]) -> Diff {
        let mut diff = Diff::default();
        let line = |(sign, text): &(Sign, &str)| DiffLine { sign: *sign, text: (*text).to_owned() };
        diff.fill(&lines.iter().map(line).collect::<Vec<_>>());
        diff
    }

    #[test]
    fn a_line_is_numbered_as_it_will_be_in_the_newer_text() {
        let mut diff =
            diff(&[(Sign::Same, "one"), (Sign::Removed, "gone"), (Sign::Added, "two"), (Sign::Same, "three")]);
        diff.settle(20, 2);

        assert_eq!(diff.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 1, 2, 3]);
        diff.reveal(3);
        assert_eq!(diff.scroll, 2);
    }

    #[test]
    fn what_no_eye_sees_is_named() {
        let mut diff = diff(&[(Sign::Added, "pass\u{200b}word \u{202e}evil")]);
        diff.settle(60, 5);

        assert_eq!(diff.rows[0].text, "pass<U+200B>word <U+202E>evil");
        assert_eq!(pieces(&diff.rows[0].text)[1], (true, "<U+200B>"));
    }

    #[test]
    fn the_scroll_stays_inside_the_text() {
        let mut diff = diff(&[(Sign::Same, "a"), (Sign::Same, "b"), (Sign::Same, "c")]);
        diff.settle(20, 2);

        diff.go(Move::Last);
        assert_eq!((diff.scroll, diff.seen()), (1, Some(100)));
        diff.settle(20, 10);
        assert_eq!((diff.scroll, diff.seen()), (0, None));
    }
}
