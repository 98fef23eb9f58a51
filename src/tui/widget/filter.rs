//! Words that the rows of a list must have to be shown: typed after `/`, kept after Enter, gone after Esc.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input::{Input, Typed};
use super::text;
use crate::keymap::Write;
use crate::tui::theme::Theme;

/// The words, and whether they are being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    input: Input,
    typing: bool,
}

impl Filter {
    /// Begins to type, or goes on with it.
    pub fn begin(&mut self) {
        self.typing = true;
    }

    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// Whether rows may be hidden.
    pub fn is_on(&self) -> bool {
        self.typing || !self.input.text().trim().is_empty()
    }

    pub fn text(&mut self, text: &str) {
        self.input.insert(text);
    }

    pub fn write(&mut self, write: Write) {
        if self.input.write(write) == Typed::Submit {
            self.typing = false;
        }
    }

    /// Shows everything again; says whether something was hidden or typed.
    pub fn end(&mut self) -> bool {
        let was_on = self.is_on();
        *self = Self::default();
        was_on
    }

    /// Whether a row has all the words, whatever their case.
    pub fn fits(&self, row: &str) -> bool {
        let row = row.to_lowercase();
        self.input.text().to_lowercase().split_whitespace().all(|word| row.contains(word))
    }

    /// Draws the words and returns where the caret is while they are being typed.
    pub fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let x = text::put_safe(buf, area, area.x, "/ ", theme.accent);
        let field = text::from(area, x);
        let caret = self.input.draw(theme.text, field, buf);
        if self.typing { caret.or(Some(field.as_position())) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_needs_every_word_in_any_order() {
        let mut filter = Filter::default();
        assert!(filter.fits("anything"));
        filter.text("clone PART");

        assert!(filter.fits("Partial clones") && !filter.fits("Clones"));
        assert!(filter.end() && !filter.end());
    }
}
