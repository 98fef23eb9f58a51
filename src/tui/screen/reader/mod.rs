//! The text of one entry: asked for, scrolled, searched in, drawn. A screen that shows one has a reader of its own.

mod draw;
mod find;
mod follow;
pub(crate) mod keys;
mod todo;

use crate::entry::EntryPath;
use crate::keymap::Move;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Outcome;
use crate::tui::core::views::{RenderRequest, RenderedEntry, SeenLines};
use crate::tui::widget::input::Input;
use crate::tui::widget::selection::scrolls;
use crate::tui::widget::styled::Sideways;
pub(crate) use draw::{Around, reading_area, text_area};
use find::Found;
pub(crate) use find::TypedInText;
use follow::Following;
pub(crate) use keys::reading_contexts;
pub(crate) use todo::draw_lines;

/// Lines beyond those that are seen which are laid out with them.
const AHEAD: usize = 60;

/// A text and the place in it.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub scroll: usize,
    side: Sideways,
    /// Rows of the screen that the text has.
    pub rows: usize,
    page: Option<(RenderRequest, Outcome<Box<RenderedEntry>>)>,
    asked: Option<RenderRequest>,
    /// The text that comes next is to be shown where it matched.
    jump: bool,
    /// The line of the file where that is.
    aim: Option<usize>,
    /// What is being typed to look for in the text.
    finding: Option<Input>,
    found: Found,
    /// The letters of a link are being typed.
    following: Option<Following>,
    /// The line in the file of the to-do that was chosen last.
    todo: Option<usize>,
}

impl Reader {
    /// A reader that shows its first text from a row on.
    pub fn at(scroll: usize) -> Self {
        Self { scroll, ..Self::default() }
    }

    /// Asks for the text of an entry in so many columns, if that is not what is shown or asked for already: first for what
    /// is seen of it, then for the rest.
    pub fn want(&mut self, path: &EntryPath, width: usize) -> Option<Effect> {
        if let Some(request) = self.request(path, width) {
            let line = self.aim.filter(|_| self.jump);
            let seen = Some(SeenLines { count: self.scroll.saturating_add(self.rows + AHEAD), line });
            let request = RenderRequest { seen, ..request };
            self.asked = Some(request.clone());
            return Some(Effect::Show { request });
        }
        let (shown, page) = self.page.as_ref().filter(|(shown, _)| self.asked.as_ref() == Some(shown))?;
        let is_part = page.as_ref().is_ok_and(|page| !page.is_whole) && shown.seen.is_some();
        let request = RenderRequest::whole(path, width);
        is_part.then(|| {
            self.asked = Some(request.clone());
            Effect::ShowWhole { request }
        })
    }

    /// The text to ask for, for a screen that has its texts from elsewhere.
    pub fn request(&mut self, path: &EntryPath, width: usize) -> Option<RenderRequest> {
        if width == 0 {
            return None;
        }
        let request = RenderRequest::whole(path, width);
        if self.asked.as_ref().is_some_and(|asked| asked.is_same_text(&request)) {
            return None;
        }
        let before = self.asked.as_ref().or(self.page.as_ref().map(|(request, _)| request));
        if before.is_some_and(|before| before.path != request.path) {
            (self.scroll, self.side) = (0, Sideways::default());
            self.todo = None;
            self.jump = true;
        }
        self.asked = Some(request.clone());
        Some(request)
    }

    /// The line of the file, counted from 1, that the next text is to be shown at.
    pub fn aim(&mut self, line: Option<usize>) {
        self.aim = line;
    }

    /// A text has come; one of another place is not looked at.
    pub fn shown(&mut self, request: &RenderRequest, page: &Outcome<Box<RenderedEntry>>) {
        if self.asked.as_ref() == Some(request) {
            self.page = Some((request.clone(), page.clone()));
            self.look();
        }
    }

    /// Takes the text out of an answer, if it is the one that was asked for.
    pub fn take(&mut self, answer: &Answer) {
        if let Answer::Show { request, outcome } | Answer::ShowWhole { request, outcome } = answer {
            self.shown(request, outcome);
        }
    }

    /// The text is asked for again; the old one is shown until it comes.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// The text that comes next is shown where it matched.
    pub fn jump(&mut self) {
        self.jump = true;
    }

    /// What came for an entry.
    pub fn outcome(&self, path: &EntryPath) -> Option<&Outcome<Box<RenderedEntry>>> {
        self.page.as_ref().filter(|(request, _)| request.path == *path).map(|(_, page)| page)
    }

    /// The text of an entry, if it has come.
    pub fn page(&self, path: &EntryPath) -> Option<&RenderedEntry> {
        self.outcome(path)?.as_ref().ok().map(Box::as_ref)
    }

    /// Whatever text has come last.
    fn text(&self) -> Option<&RenderedEntry> {
        self.page.as_ref()?.1.as_ref().ok().map(Box::as_ref)
    }

    /// Moves in the text, or from one found place to the next.
    pub fn go(&mut self, r#move: Move) {
        let finds = matches!(r#move, Move::FindNext | Move::FindPrevious);
        if self.finding.is_some() || finds { self.go_find(r#move) } else { self.go_in_text(r#move) }
    }

    /// Moves from one to-do to the next where some are in sight; scrolls else.
    fn go_in_text(&mut self, r#move: Move) {
        let stepped = match r#move {
            Move::Down => self.step_todo(1),
            Move::Up => self.step_todo(-1),
            _ => self.scroll_sideways(r#move),
        };
        if !stepped {
            self.scroll_by(scrolls(r#move, self.rows));
        }
    }

    /// Scrolls what is wider than the page; says whether it is a key that does.
    pub fn scroll_sideways(&mut self, r#move: Move) -> bool {
        self.side.go(r#move)
    }

    pub fn scroll_by(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by);
    }

    /// The first line of a page that is in sight.
    pub fn first_line(&self, page: &RenderedEntry) -> usize {
        self.scroll.saturating_sub(self.above(page))
    }

    /// The row of the screen, counted from the top of the text, that shows a line of a page.
    pub fn row_of(&self, page: &RenderedEntry, line: usize) -> Option<u16> {
        let row = (line + self.above(page)).checked_sub(self.scroll)?;
        u16::try_from(row).ok().filter(|_| row < self.rows)
    }

    /// Shows the text from a line on.
    pub fn begin_at(&mut self, line: usize) {
        self.scroll = line + self.text().map_or(0, |page| self.above(page));
    }

    /// Scrolls as little as is needed to bring a line into sight.
    pub fn reveal(&mut self, line: usize) {
        let row = line + self.text().map_or(0, |page| self.above(page));
        self.scroll = self.scroll.clamp((row + 1).saturating_sub(self.rows.max(1)), row);
    }

    /// Keeps the scroll inside the text.
    pub fn hold(&mut self) {
        if let Some((request, Ok(page))) = &self.page {
            let lines = page.lines.len() + self.above(page);
            // More of it is on its way.
            if page.is_whole {
                self.scroll = self.scroll.min(lines.saturating_sub(self.rows));
            }
            self.side.hold(&page.lines, request.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_revealed_also_where_there_is_no_room_for_text() {
        for rows in 0..3 {
            let mut reader = Reader { rows, ..Reader::default() };

            reader.reveal(5);

            assert_eq!(reader.scroll, 6_usize.saturating_sub(rows.max(1)), "{rows} rows");
        }
    }
}
