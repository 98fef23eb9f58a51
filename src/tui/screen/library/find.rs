//! Finds words in the text that is being read: Enter goes to the next place, Up to the one before, Esc ends.

use super::{Focus, Library, page};
use crate::keymap::{Move, Write};
use crate::tui::msg::Page;
use crate::tui::widget::input::{Input, Typed};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    pub(super) input: Input,
    /// The line of the text where it was found last.
    at: usize,
}

impl Library {
    /// Begins a search: the query is there and what is typed takes its place.
    pub fn begin_search(&mut self) {
        self.out();
        self.focus = Focus::Query;
        self.query.select();
    }

    /// Looks in the text that is read, else goes on with the query.
    pub fn find(&mut self) {
        match self.focus {
            Focus::Reader => self.finding = Some(Find { input: Input::default(), at: self.scroll }),
            Focus::Query | Focus::Results => self.focus = Focus::Query,
        }
    }

    /// Takes an editing key if something is looked for; says whether it did.
    pub(super) fn write_find(&mut self, write: Write) -> bool {
        let Some(find) = &mut self.finding else { return false };
        match (find.input.write(write), write) {
            (Typed::Changed, _) => self.jump(0),
            (Typed::NotMine, Write::Submit) => self.jump(1),
            (Typed::Moved | Typed::NotMine, _) => {}
        }
        true
    }

    pub(super) fn text_find(&mut self, text: &str) -> bool {
        let Some(find) = &mut self.finding else { return false };
        find.input.insert(text);
        self.jump(0);
        true
    }

    pub(super) fn go_find(&mut self, r#move: Move) {
        match r#move {
            Move::Down | Move::PaneNext => self.jump(1),
            Move::Up | Move::PanePrevious => self.jump(-1),
            other => self.go_in_text(other),
        }
    }

    /// Once a text has come: shows the place that the results show a piece of, if that is not in sight from the top.
    pub(super) fn jump_to_match(&mut self) {
        let (true, Some(page), Some(hit)) = (self.jump, self.page(), self.selected()) else { return };
        let row = if self.shown_for.trim().is_empty() { None } else { row_of(page, hit.snippet.line) };
        self.scroll = match row.map(|row| row + self.above(page)) {
            Some(row) if row >= self.preview_rows => row.saturating_sub(self.preview_rows / 3),
            Some(_) | None => 0,
        };
        self.jump = false;
    }

    /// To the place where it is found: the nearest from here on (0), the next, or the one before.
    fn jump(&mut self, by: isize) {
        let (Some(find), Some(shown)) = (&self.finding, self.page()) else { return };
        let words = [find.input.text().to_lowercase()];
        let about = self.above(shown);
        let lines: Vec<usize> =
            (0..shown.lines.len()).filter(|line| page::line_has(&shown.lines[*line], &words)).collect();
        let here = find.at;
        let next = match by {
            0 => lines.iter().find(|line| **line >= here).or(lines.first()),
            1.. => lines.iter().find(|line| **line > here).or(lines.first()),
            ..0 => lines.iter().rfind(|line| **line < here).or(lines.last()),
        };
        let Some(line) = next.copied() else { return };
        self.scroll = (line + about).saturating_sub(self.preview_rows / 3);
        if let Some(find) = &mut self.finding {
            find.at = line;
        }
    }
}

/// The rendered line of a page that shows a line of the file, counted from 1.
fn row_of(page: &Page, line: usize) -> Option<usize> {
    let ends = page.entry.text.match_indices('\n').map(|(at, _)| at + 1);
    let at = std::iter::once(0).chain(ends).nth(line.checked_sub(1)?)?;
    let at = at.checked_sub(page.entry.body.start)?;
    page.lines.iter().position(|line| line.source.contains(&at))
}
