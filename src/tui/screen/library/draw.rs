//! Draws the library: the query, the list, and what stands in an empty one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Areas, Focus, Library};
use crate::keymap::{Act, Go, Run};
use crate::tui::core::command::capital;
use crate::tui::core::job::Job;
use crate::tui::screen::reader;
use crate::tui::screen::{Reminder, Surroundings};
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{count, counted, progress};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

impl Library {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let Areas { query, narrow, list, preview } = self.areas(around.class, body);
        let caret = self.draw_query(around, query, buf);
        let row = self.draw_list(around, list, buf);
        let text = self.draw_preview(around, preview, buf);
        let choice = self.draw_narrow(around, narrow, buf);
        match self.focus {
            Focus::Narrow => choice,
            Focus::Query => caret,
            Focus::Results => row,
            Focus::Reader => text,
        }
    }

    fn draw_preview(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let Some(hit) = self.selected() else {
            return self.draw_no_text(around, area, buf);
        };
        let words: &[String] = if self.shown_for.trim().is_empty() { &[] } else { &self.words };
        let focused = self.focus == Focus::Reader;
        let around =
            reader::Around { screen: around, path: &hit.path, title: &hit.title, words, focused, ticks: focused };
        self.reader.draw(&around, area, buf)
    }

    /// The box of the text where no entry is selected.
    fn draw_no_text(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if !area.is_empty() && around.class != Class::Tiny {
            Pane { title: "", note: "", focused: false }.draw(around.theme, area, buf);
        }
        None
    }

    fn draw_query(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let theme = around.theme;
        let focused = self.focus == Focus::Query && !around.covered;
        let inner = match around.class {
            Class::Tiny | Class::Small => {
                let edge = u16::from(around.class == Class::Small);
                let x = text::put_safe(buf, area, area.x + edge, theme.either("› ", "> "), theme.accent);
                Rect { x, width: area.right().saturating_sub(x + edge), height: area.height.min(1), ..area }
            }
            Class::Wide | Class::Normal | Class::TallNarrow | Class::None => {
                Pane { title: "Search", focused, note: "" }.draw(theme, area, buf)
            }
        };
        if inner.is_empty() {
            return None;
        }
        let counted = self.counted(around.class);
        let left = text::put_right(buf, text::row(inner, 0), &counted, theme.muted);
        let room = Rect { width: left.saturating_sub(inner.x).saturating_sub(1), ..text::row(inner, 0) };
        if self.query.is_empty() && !focused {
            draw_hint(around, room, buf);
            return None;
        }
        self.query.draw(theme.text, room, buf)
    }

    /// `23 of 1,482 entries`, shorter where there is less room.
    fn counted(&self, class: Class) -> String {
        let (total, all) = self.totals;
        if !self.answered {
            return String::new();
        }
        if self.shown_for.trim().is_empty() {
            return counted(all, "entry", "entries");
        }
        let theirs = self.teams.told();
        match class {
            Class::Tiny | Class::None if self.teams.total() > 0 => {
                format!("{}+{}", count(total), count(self.teams.total()))
            }
            Class::Tiny | Class::None => count(total),
            Class::Small => format!("{} of {}{theirs}", count(total), count(all)),
            Class::Wide | Class::Normal | Class::TallNarrow => {
                format!("{} of {}{theirs}", count(total), counted(all, "entry", "entries"))
            }
        }
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        if around.class != Class::Tiny {
            let pane = Pane {
                title: self.heading(),
                focused: self.focus == Focus::Results && !around.covered,
                note: &self.position(),
            };
            pane.draw(around.theme, area, buf);
        }
        let room = self.list_room(around.class, area);
        let height = self.row_height(around.class);
        if self.hits().is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        let rows = Rows { height, ..Rows::new(around.theme, room, self.list.len()) };
        rows.draw(self.list.selection, buf, |index, selected, area, buf| {
            let Some(hit) = self.list.get(index) else { return };
            self.draw_hit(around, hit, selected, area, buf);
        })
    }

    /// What of the query was not understood or searched; else, while it is typed, what it may say.
    pub(super) fn remind(&self) -> Option<(String, Reminder)> {
        let warnings = [&self.ignored[..], &self.teams.unsearched].concat();
        if !warnings.is_empty() {
            return Some((capital(&warnings.join("; ")), Reminder::Warning));
        }
        let filters = "kind: tag: stage: in: path: before: after: \"exact words\" -not OR";
        (self.focus == Focus::Query).then(|| (filters.to_owned(), Reminder::Quiet))
    }

    fn position(&self) -> String {
        if self.list.is_empty() {
            return String::new();
        }
        let marks = &self.list.marks;
        let marked = if marks.is_empty() { String::new() } else { format!("{} marked, ", marks.len()) };
        format!("{marked}{}/{}", count(self.list.selection.row + 1), count(self.totals.0 + self.teams.total()))
    }

    /// Says why the list is empty, and teaches one key.
    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let (why, does) = if !self.answered {
            (String::new(), "")
        } else if let Some(query) = self.nothing_found() {
            (format!("Nothing found for \u{201c}{query}\u{201d}."), "creates it with this title")
        } else if around.indexing {
            (reading(around), "works meanwhile")
        } else {
            ("Nothing here yet.".to_owned(), "writes down the first entry")
        };
        // While a search is typed every letter is one of it.
        let key = match around.key(Run::Capture.into()) {
            _ if does.is_empty() => "",
            "" => "Capture",
            key => key,
        };
        let room = text::from(area, area.x + 2);
        Empty { why: &why, key, does }.draw(around.theme, room, buf);
        if self.nothing_found().is_some() {
            draw_elsewhere(around, self.teams.are_hidden, room, buf);
        }
    }
}

/// How to begin a search.
fn draw_hint(around: &Surroundings<'_>, room: Rect, buf: &mut Buffer) {
    let short = format!("{} to search", around.key(Go::Search.into()));
    let long = format!("{short}: words, \"exact words\", tag:git");
    let hint = if text::columns(&long) <= room.width { long } else { short };
    text::put_safe(buf, room, room.x, &hint, around.theme.muted);
}

/// Where else to look for what is not here: the teams, the web.
fn draw_elsewhere(around: &Surroundings<'_>, only_mine: bool, room: Rect, buf: &mut Buffer) {
    let has_teams = around.shared.sharing.has_teams();
    let hidden = (has_teams && only_mine).then_some((Act::WithTeams.into(), "searches the teams too"));
    let team = has_teams.then_some((Run::Ask.into(), "asks the team"));
    let web = around.shared.settings.search_url.is_some().then_some((Run::WebSearch.into(), "searches the web"));
    let ways = hidden.into_iter().chain(team).chain(web).map(|(action, does)| (around.key(action), does));
    for ((key, does), below) in ways.filter(|(key, _)| !key.is_empty()).zip(1..) {
        let row = Rect { y: room.y.saturating_add(below), height: room.height.saturating_sub(below), ..room };
        Empty { why: "", key, does }.draw(around.theme, row, buf);
    }
}

/// How far the first reading of the store has come.
fn reading(around: &Surroundings<'_>) -> String {
    match around.shared.messages.progress_of(Job::Index) {
        Some(at) => format!("Reading {}.", progress(at)),
        None => "Reading the store for the first time.".to_owned(),
    }
}
