//! Several lines of text that are being typed: wraps at words, moves by grapheme, scrolls with the caret.
//!
//! Drawing costs what is shown, so a paste of ten thousand lines is as quick as one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::input::Typed;
use super::text::{Piece, wrap};
use super::{caret, text};
use crate::keymap::action::Write;

/// Lines and a caret. There is always at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Composer {
    lines: Vec<String>,
    row: usize,
    at: usize,
}

impl Default for Composer {
    fn default() -> Self {
        Self::new("")
    }
}

impl Composer {
    /// With the caret at the end.
    pub(crate) fn new(text: &str) -> Self {
        let mut composer = Self { lines: vec![String::new()], row: 0, at: 0 };
        composer.insert(text);
        composer
    }

    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty())
    }

    pub(crate) fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Inserts at the caret, keeping line ends.
    pub(crate) fn insert(&mut self, inserted: &str) {
        let normal = inserted.replace("\r\n", "\n").replace('\r', "\n");
        let rest = self.lines[self.row].split_off(self.at);
        let mut pieces = normal.split('\n');
        self.lines[self.row].push_str(pieces.next().unwrap_or(""));
        let more: Vec<String> = pieces.map(str::to_owned).collect();
        let (from, count) = (self.row + 1, more.len());
        self.lines.splice(from..from, more);
        self.row += count;
        self.at = self.lines[self.row].len();
        self.lines[self.row].push_str(&rest);
        self.at = caret::near(&self.lines[self.row], self.at);
    }

    pub(crate) fn write(&mut self, action: Write) -> Typed {
        let (line, at) = (&self.lines[self.row], self.at);
        match action {
            Write::NewLine => {
                self.insert("\n");
                Typed::Changed
            }
            Write::DeleteBack | Write::DeleteWordBack if at == 0 => self.join_before(),
            Write::DeleteForward | Write::DeleteWord | Write::DeleteToEnd if at == line.len() => self.join_after(),
            Write::DeleteBack => self.delete(caret::before(line, at), at),
            Write::DeleteForward => self.delete(at, caret::after(line, at)),
            Write::DeleteWordBack => self.delete(caret::word_before(line, at), at),
            Write::DeleteWord => self.delete(at, caret::word_after(line, at)),
            Write::DeleteToStart => self.delete(0, at),
            Write::DeleteToEnd => self.delete(at, line.len()),
            Write::Left | Write::WordLeft if at == 0 => self.line_before(),
            Write::Right | Write::WordRight if at == line.len() => self.line_after(),
            Write::Left => self.go(caret::before(line, at)),
            Write::Right => self.go(caret::after(line, at)),
            Write::WordLeft => self.go(caret::word_before(line, at)),
            Write::WordRight => self.go(caret::word_after(line, at)),
            Write::Start => self.go(0),
            Write::End => self.go(line.len()),
            Write::Submit | Write::NextField | Write::PreviousField | Write::InEditor => Typed::leaving(action),
        }
    }

    /// To the same column of the line above or below.
    pub(crate) fn step(&mut self, by: isize) {
        let column = text::width(&self.lines[self.row][..self.at]);
        self.row = self.row.saturating_add_signed(by).min(self.lines.len() - 1);
        self.at = text::head(&self.lines[self.row], column).len();
    }

    fn delete(&mut self, start: usize, end: usize) -> Typed {
        let line = &mut self.lines[self.row];
        line.replace_range(start..end, "");
        self.at = caret::near(line, start);
        if start == end { Typed::Moved } else { Typed::Changed }
    }

    fn join_before(&mut self) -> Typed {
        if self.row == 0 {
            return Typed::Moved;
        }
        let line = self.lines.remove(self.row);
        self.row -= 1;
        let joint = self.lines[self.row].len();
        self.lines[self.row].push_str(&line);
        self.at = caret::near(&self.lines[self.row], joint);
        Typed::Changed
    }

    fn join_after(&mut self) -> Typed {
        if self.row + 1 == self.lines.len() {
            return Typed::Moved;
        }
        self.row += 1;
        self.at = 0;
        self.join_before()
    }

    fn line_before(&mut self) -> Typed {
        if self.row > 0 {
            self.row -= 1;
            self.at = self.lines[self.row].len();
        }
        Typed::Moved
    }

    fn line_after(&mut self) -> Typed {
        if self.row + 1 < self.lines.len() {
            self.row += 1;
            self.at = 0;
        }
        Typed::Moved
    }

    fn go(&mut self, at: usize) -> Typed {
        self.at = at;
        Typed::Moved
    }

    /// Draws the rows around the caret and returns where it stands.
    pub(crate) fn draw(&self, style: Style, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        // A column is left free for the caret at the end of a full row.
        let room = usize::from(area.width).saturating_sub(1).max(1);
        let rows = self.rows(room, usize::from(area.height));
        let mut position = None;
        for (index, (line, piece)) in rows.iter().enumerate() {
            let Ok(index) = u16::try_from(index) else { break };
            let row = text::row(area, index);
            let shown = &self.lines[*line][piece.clone()];
            text::put(buf, row, area.x, shown, style);
            if self.stands_in(*line, piece) {
                let column = text::columns(&self.lines[*line][piece.start..self.at]);
                position = Some(Position::new(area.x + column.min(area.width - 1), row.y));
            }
        }
        position
    }

    fn stands_in(&self, line: usize, piece: &Piece) -> bool {
        line == self.row && piece.start <= self.at && (self.at < piece.end || piece.end == self.lines[line].len())
    }

    /// The rows of a window in which the caret is seen, from the text's start if that fits.
    fn rows(&self, room: usize, height: usize) -> Vec<(usize, Piece)> {
        let mut rows: Vec<(usize, Piece)> = Vec::new();
        let first = self.row.saturating_sub(height);
        for line in first..self.lines.len() {
            rows.extend(wrap(&self.lines[line], room).into_iter().map(|piece| (line, piece)));
            if line > self.row && rows.len() >= 3 * height {
                break;
            }
        }
        let caret = rows.iter().position(|(line, piece)| self.stands_in(*line, piece)).unwrap_or(0);
        let top = (caret + 1).saturating_sub(height);
        rows.drain(..top);
        rows.truncate(height);
        rows
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_paste_keeps_its_lines_and_what_stood_around_the_caret() {
        let mut composer = Composer::new("ab");
        composer.write(Write::Left);

        composer.insert("1\r\n2\n3");

        assert_eq!(composer.text(), "a1\n2\n3b");
    }

    #[test]
    fn deleting_at_the_start_of_a_line_joins_it_to_the_one_before() {
        let mut composer = Composer::new("one\ntwo");
        composer.write(Write::Start);

        composer.write(Write::DeleteBack);

        assert_eq!(composer.text(), "onetwo");
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_and_the_caret_is_always_seen(text in "[ a-f日🎉\n]{0,60}", width in 1_u16..9, ups in 0..4_usize) {
            let mut composer = Composer::new(&text);
            for _ in 0..ups {
                composer.step(-1);
            }
            for line in text.split('\n') {
                let whole: String = wrap(line, usize::from(width)).into_iter().map(|piece| &line[piece]).collect();
                prop_assert_eq!(whole, line);
            }
            let area = Rect::new(0, 0, width, 3);
            prop_assert!(composer.draw(Style::new(), area, &mut Buffer::empty(area)).is_some());
        }
    }
}
