//! Finds words in the text that is being read: Enter goes to the next place, Up to the one before, Esc ends.

use super::{Reader, draw};
use crate::entry::EntryPath;
use crate::keymap::{Move, Write};
use crate::tui::core::views::RenderedEntry;
use crate::tui::widget::input::{Input, Typed};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    pub(super) input: Input,
    /// The line of the text where it was found last.
    at: usize,
}

impl Reader {
    /// Begins to look for words in the text.
    pub fn find(&mut self) {
        self.finding = Some(Find { input: Input::default(), at: self.scroll });
    }

    /// Whether words are being typed to look for.
    pub fn is_finding(&self) -> bool {
        self.finding.is_some()
    }

    /// Ends looking for words; says whether there was anything to end.
    pub fn end_find(&mut self) -> bool {
        self.finding.take().is_some()
    }

    /// Takes an editing key if something is looked for; says whether it did.
    pub fn write_find(&mut self, write: Write) -> bool {
        let Some(find) = &mut self.finding else { return false };
        match find.input.write(write) {
            Typed::Changed => self.seek(0),
            Typed::Submit => self.seek(1),
            Typed::Moved | Typed::NextField | Typed::PreviousField | Typed::InEditor => {}
        }
        true
    }

    pub fn text_find(&mut self, text: &str) -> bool {
        let Some(find) = &mut self.finding else { return false };
        find.input.insert(text);
        self.seek(0);
        true
    }

    pub(super) fn go_find(&mut self, r#move: Move) {
        match r#move {
            Move::Down | Move::PaneNext => self.seek(1),
            Move::Up | Move::PanePrevious => self.seek(-1),
            other => self.go_in_text(other),
        }
    }

    /// Once the text of an entry has come: shows a line of its file, counted from 1, if that is not in sight from the top.
    pub fn land(&mut self, path: &EntryPath, line: Option<usize>) {
        let (true, Some(page)) = (self.jump, self.page(path)) else { return };
        let row = line.and_then(|line| row_of(page, line));
        self.scroll = match row.map(|row| row + self.above(page)) {
            Some(row) if row >= self.rows => row.saturating_sub(self.rows / 3),
            Some(_) | None => 0,
        };
        self.jump = false;
    }

    /// To the place where it is found: the nearest from here on (0), the next, or the one before.
    fn seek(&mut self, by: isize) {
        let (Some(find), Some(shown)) = (&self.finding, self.text()) else { return };
        let words = [find.input.text().to_lowercase()];
        let about = self.above(shown);
        let lines: Vec<usize> =
            (0..shown.lines.len()).filter(|line| draw::line_has(&shown.lines[*line], &words)).collect();
        let here = find.at;
        let next = match by {
            0 => lines.iter().find(|line| **line >= here).or(lines.first()),
            1.. => lines.iter().find(|line| **line > here).or(lines.first()),
            ..0 => lines.iter().rfind(|line| **line < here).or(lines.last()),
        };
        let Some(line) = next.copied() else { return };
        self.scroll = (line + about).saturating_sub(self.rows / 3);
        if let Some(find) = &mut self.finding {
            find.at = line;
        }
    }
}

/// The rendered line of a page that shows a line of the file, counted from 1.
fn row_of(page: &RenderedEntry, line: usize) -> Option<usize> {
    let ends = page.entry.text.match_indices('\n').map(|(at, _)| at + 1);
    let at = std::iter::once(0).chain(ends).nth(line.checked_sub(1)?)?;
    let at = at.checked_sub(page.entry.body.start)?;
    page.lines.iter().position(|line| line.source.contains(&at))
}
