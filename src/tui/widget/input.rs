//! One line of text that is being typed: moves by grapheme, readline keys, scrolls sideways.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use super::{caret, text};
use crate::keymap::action::Write;

/// What an editing key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Changed,
    /// The caret went somewhere, or there was nothing to do.
    Moved,
    /// These leave the text; whoever owns it decides.
    Submit,
    NextField,
    PreviousField,
    InEditor,
}

impl Typed {
    /// A key that changes nothing in the text.
    pub(crate) fn leaving(write: Write) -> Self {
        match write {
            Write::Submit => Self::Submit,
            Write::NextField => Self::NextField,
            Write::PreviousField => Self::PreviousField,
            Write::InEditor => Self::InEditor,
            Write::NewLine | Write::DeleteBack | Write::DeleteForward | Write::DeleteWordBack | Write::DeleteWord => {
                Self::Moved
            }
            Write::DeleteToStart | Write::DeleteToEnd | Write::Left | Write::Right | Write::WordLeft => Self::Moved,
            Write::WordRight | Write::Start | Write::End => Self::Moved,
        }
    }
}

/// A line and its caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    caret: usize,
    /// All of it is selected: what is typed next takes its place.
    selected: bool,
}

impl Input {
    /// With the caret at the end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text, selected: false }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Lets the next typing take the place of the whole text; a movement keeps it.
    pub fn select(&mut self) {
        self.caret = self.text.len();
        self.selected = !self.text.is_empty();
    }

    pub fn unselect(&mut self) {
        self.selected = false;
    }

    /// Inserts at the caret, or in the place of what is selected; line ends become spaces.
    pub fn insert(&mut self, text: &str) {
        if self.selected {
            self.clear();
        }
        let line: String = text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
        self.text.insert_str(self.caret, &line);
        // A combining character may have joined what stood before.
        self.caret = caret::near(&self.text, self.caret + line.len());
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The part before the caret.
    pub fn before_caret(&self) -> &str {
        &self.text[..self.caret]
    }

    /// Replaces the bytes from `start` to the caret.
    pub fn complete(&mut self, start: usize, with: &str) {
        self.text.replace_range(start..self.caret, with);
        self.caret = start + with.len();
    }

    pub fn write(&mut self, action: Write) -> Typed {
        if std::mem::take(&mut self.selected) && deletes(action) {
            self.clear();
            return Typed::Changed;
        }
        let (text, at) = (&self.text, self.caret);
        match action {
            Write::DeleteBack => self.delete(caret::before(text, at), at),
            Write::DeleteForward => self.delete(at, caret::after(text, at)),
            Write::DeleteWordBack => self.delete(caret::word_before(text, at), at),
            Write::DeleteWord => self.delete(at, caret::word_after(text, at)),
            Write::DeleteToStart => self.delete(0, at),
            Write::DeleteToEnd => self.delete(at, text.len()),
            Write::Left => self.go(caret::before(text, at)),
            Write::Right => self.go(caret::after(text, at)),
            Write::WordLeft => self.go(caret::word_before(text, at)),
            Write::WordRight => self.go(caret::word_after(text, at)),
            Write::Start => self.go(0),
            Write::End => self.go(text.len()),
            Write::Submit | Write::NewLine | Write::NextField | Write::PreviousField | Write::InEditor => {
                Typed::leaving(action)
            }
        }
    }

    fn delete(&mut self, start: usize, end: usize) -> Typed {
        self.text.replace_range(start..end, "");
        self.caret = caret::near(&self.text, start);
        if start == end { Typed::Moved } else { Typed::Changed }
    }

    fn go(&mut self, at: usize) -> Typed {
        self.caret = at;
        Typed::Moved
    }

    /// Draws the line, scrolled so that the caret is seen, and returns where the caret stands.
    pub fn draw(&self, style: Style, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let room = usize::from(area.width);
        let start = self.first_shown(room);
        let style = if self.selected { style.add_modifier(Modifier::REVERSED) } else { style };
        text::put(buf, text::row(area, 0), area.x, &self.text[start..], style);
        let column = text::columns(&self.text[start..self.caret]).min(area.width - 1);
        Some(Position::new(area.x + column, area.y))
    }

    /// The first byte shown: as much of what stands before the caret as fits, with a column for the caret.
    fn first_shown(&self, room: usize) -> usize {
        let mut used = 0;
        for (at, grapheme) in self.before_caret().grapheme_indices(true).rev() {
            used += text::width(grapheme);
            if used >= room {
                return at + grapheme.len();
            }
        }
        0
    }
}

fn deletes(action: Write) -> bool {
    match action {
        Write::DeleteBack
        | Write::DeleteForward
        | Write::DeleteWordBack
        | Write::DeleteWord
        | Write::DeleteToStart
        | Write::DeleteToEnd => true,
        Write::Left
        | Write::Right
        | Write::WordLeft
        | Write::WordRight
        | Write::Start
        | Write::End
        | Write::Submit
        | Write::NewLine
        | Write::NextField
        | Write::PreviousField
        | Write::InEditor => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(text: &str, actions: &[Write]) -> Input {
        let mut input = Input::new(text);
        for action in actions {
            input.write(*action);
        }
        input
    }

    #[test]
    fn a_family_emoji_and_an_accent_are_deleted_whole() {
        assert_eq!(typed("a👩‍👩‍👧", &[Write::DeleteBack]).text(), "a");
        assert_eq!(typed("cafe\u{301}", &[Write::DeleteBack]).text(), "caf");
    }

    #[test]
    fn words_are_deleted_as_in_a_shell() {
        assert_eq!(typed("git rebase ", &[Write::DeleteWordBack]).text(), "git ");
        assert_eq!(typed("git rebase", &[Write::Start, Write::DeleteWord]).text(), " rebase");
        assert_eq!(typed("git rebase", &[Write::WordLeft, Write::DeleteToEnd]).text(), "git ");
    }

    #[test]
    fn a_paste_of_several_lines_becomes_one() {
        let mut input = Input::new("a ");

        input.insert("b\r\nc\nd");

        assert_eq!(input.text(), "a b c d");
    }

    const KEYS: [Write; 12] = [
        Write::DeleteBack,
        Write::DeleteForward,
        Write::DeleteWordBack,
        Write::DeleteWord,
        Write::DeleteToStart,
        Write::DeleteToEnd,
        Write::Left,
        Write::Right,
        Write::WordLeft,
        Write::WordRight,
        Write::Start,
        Write::End,
    ];

    proptest! {
        #[test]
        fn any_keys_on_any_text_leave_the_caret_inside(
            text in "\\PC{0,12}",
            keys in prop::collection::vec((0..KEYS.len(), "\\PC{0,3}"), 0..20),
        ) {
            let mut input = Input::new(text);
            for (key, insert) in keys {
                input.insert(&insert);
                input.write(KEYS[key]);
                prop_assert!(input.text.is_char_boundary(input.caret));
                input.first_shown(3);
            }
        }
    }
}
