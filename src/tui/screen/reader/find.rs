//! Finds words in the text that is being read: what is typed is looked for at once, Enter keeps all places marked, and then
//! keys go from one to the next; Esc ends.

use super::Reader;
use crate::entry::EntryPath;
use crate::keymap::{Move, Write};
use crate::tui::core::views::RenderedEntry;
use crate::tui::screen::LinkTarget;
use crate::tui::widget::found::found;
use crate::tui::widget::input::{Input, Typed};

/// The places of a text that are marked.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// What is looked for, in lower case.
    pub(super) words: Vec<String>,
    /// The lines of the page that have it.
    pub(super) lines: Vec<usize>,
    /// The line that was gone to last.
    pub(super) at: usize,
}

/// What became of a key that types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedInText {
    /// Nothing is typed in the text.
    Elsewhere,
    Taken,
    /// A link was chosen.
    Follow(LinkTarget),
}

impl TypedInText {
    /// The link that was chosen.
    pub fn target(self) -> Option<LinkTarget> {
        match self {
            Self::Elsewhere | Self::Taken => None,
            Self::Follow(target) => Some(target),
        }
    }
}

impl Reader {
    /// Begins to look for words in the text.
    pub fn find(&mut self) {
        self.finding = Some(Input::default());
        self.found = Found { at: self.text().map_or(0, |page| self.first_line(page)), ..Found::default() };
    }

    /// Whether words are being typed to look for.
    pub fn is_finding(&self) -> bool {
        self.finding.is_some()
    }

    /// Whether something is being typed.
    pub fn is_typing(&self) -> bool {
        self.is_finding() || self.is_following()
    }

    /// Whether places are marked that keys go through.
    pub fn has_found(&self) -> bool {
        self.finding.is_none() && !self.found.lines.is_empty()
    }

    /// Ends what is being typed, or takes the marks away; says whether there was anything to end.
    pub fn end_typing(&mut self) -> bool {
        if self.following.take().is_some() {
            return true;
        }
        let marked = !std::mem::take(&mut self.found).words.is_empty();
        self.finding.take().is_some() || marked
    }

    /// Marks what was searched for, from a line of the file on, counted from 1.
    pub fn mark_found(&mut self, words: &[String]) {
        self.finding = None;
        self.found = Found { words: words.to_vec(), ..Found::default() };
        self.look();
    }

    /// Takes an editing key if something is typed in the text.
    pub fn write(&mut self, write: Write) -> TypedInText {
        if self.is_following() {
            self.write_follow(write);
            return TypedInText::Taken;
        }
        let Some(input) = &mut self.finding else { return TypedInText::Elsewhere };
        match input.write(write) {
            Typed::Changed => self.look_for_typed(),
            Typed::Submit => self.finding = None,
            Typed::Moved | Typed::NextField | Typed::PreviousField | Typed::InEditor => {}
        }
        TypedInText::Taken
    }

    /// Takes characters if something is typed in the text.
    pub fn type_text(&mut self, text: &str) -> TypedInText {
        if self.is_following() {
            return self.text_follow(text).map_or(TypedInText::Taken, TypedInText::Follow);
        }
        let Some(input) = &mut self.finding else { return TypedInText::Elsewhere };
        input.insert(text);
        self.look_for_typed();
        TypedInText::Taken
    }

    fn look_for_typed(&mut self) {
        let typed = self.finding.as_ref().map(|input| input.text().to_lowercase()).unwrap_or_default();
        self.found.words = Some(typed).filter(|typed| !typed.is_empty()).into_iter().collect();
        self.look();
        self.seek(0);
    }

    /// Looks where the words are in the text as it is now.
    pub(super) fn look(&mut self) {
        self.found.lines = self.text().map(|page| found(&page.lines, &self.found.words)).unwrap_or_default();
    }

    pub(super) fn go_find(&mut self, r#move: Move) {
        match r#move {
            Move::Down | Move::PaneNext | Move::FindNext => self.seek(1),
            Move::Up | Move::PanePrevious | Move::FindPrevious => self.seek(-1),
            other => self.go_in_text(other),
        }
    }

    /// Once the text of an entry has come: shows a line of its file, counted from 1, if that is not in sight from the top.
    pub fn land(&mut self, path: &EntryPath, line: Option<usize>) {
        let (true, Some(page)) = (self.jump, self.page(path)) else { return };
        let line = line.and_then(|line| row_of(page, line));
        let row = line.map(|line| line + self.above(page));
        self.scroll = match row {
            Some(row) if row >= self.rows => row.saturating_sub(self.rows / 3),
            Some(_) | None => 0,
        };
        self.found.at = line.unwrap_or(0);
        self.jump = false;
    }

    /// To the place where it is found: the nearest from here on (0), the next, or the one before.
    pub(super) fn seek(&mut self, by: isize) {
        let Found { lines, at: here, .. } = &self.found;
        let next = match by {
            0 => lines.iter().find(|line| *line >= here).or(lines.first()),
            1.. => lines.iter().find(|line| *line > here).or(lines.first()),
            ..0 => lines.iter().rfind(|line| *line < here).or(lines.last()),
        };
        let (Some(line), Some(page)) = (next.copied(), self.text()) else { return };
        let row = line + self.above(page);
        self.found.at = line;
        // One that is in sight is gone to without a jump of the text.
        if row < self.scroll || row >= self.scroll + self.rows.saturating_sub(1) {
            self.scroll = row.saturating_sub(self.rows / 3);
        }
    }

    /// Which of the marked places is the current one, and of how many: `3/12`.
    pub(super) fn place_found(&self) -> Option<String> {
        let Found { words, lines, at } = &self.found;
        if words.is_empty() || lines.is_empty() {
            return None;
        }
        let before = lines.iter().filter(|line| *line <= at).count().max(1).min(lines.len());
        Some(format!("{before}/{}", lines.len()))
    }
}

/// The rendered line of a page that shows a line of the file, counted from 1.
fn row_of(page: &RenderedEntry, line: usize) -> Option<usize> {
    let ends = page.entry.text.match_indices('\n').map(|(at, _)| at + 1);
    let at = std::iter::once(0).chain(ends).nth(line.checked_sub(1)?)?;
    let at = at.checked_sub(page.entry.body.start)?;
    page.lines.iter().position(|line| line.source.contains(&at))
}
