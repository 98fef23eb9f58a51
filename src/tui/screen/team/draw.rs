//! Draws what the teams have.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Team;
use super::request;
use super::rows::{News, Row, Section};
use crate::keymap::{Act, Action, Move, Run};
use crate::ops::team::{Listed, What};
use crate::tui::screen::{Surroundings, reader};
use crate::tui::theme::Theme;
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count, shown_path};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::parts;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

/// Columns that most ages take, and a kind.
const AGE: u16 = 4;
const KIND: u16 = 9;
/// Columns of a topic, at most.
const TOPIC: u16 = 16;
/// Nobody has looked whether a commit is from whom it says.
const UNVERIFIED: &str = "author not verified";
/// As much of a name as is shown in the list.
const AUTHOR: usize = 16;

impl Team {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        let cursor = self.draw_list(around, areas.list, buf);
        let Some(row) = self.selected() else { return cursor };
        self.draw_about(around, row, areas.about, buf);
        let title = if areas.about.is_empty() { row.title.as_str() } else { "" };
        let shown = reader::Around { screen: around, path: &row.path, title, words: &[], focused: false, ticks: false };
        self.reader.draw(&shown, areas.text, buf);
        cursor
    }

    /// Rows above the list for the names of the sections.
    pub(super) fn head(class: Class) -> u16 {
        match class {
            Class::Wide | Class::Normal | Class::TallNarrow => 2,
            Class::Small => 1,
            Class::Tiny | Class::None => 0,
        }
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = around.theme;
        self.draw_frame(around, area, buf);
        let room = panel_room(around.class, area);
        let (head, below) = (Self::head(around.class), Rect { height: room.height.min(1), ..room });
        let has_teams = !around.shared.sharing.teams().is_empty();
        if head > 0 && has_teams && self.has_answered() {
            self.draw_sections(around, below, buf);
        }
        let room = Rect { y: room.y + head, height: room.height.saturating_sub(head), ..room };
        if self.list.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        let room =
            if around.class == Class::Tiny { room } else { Rect { x: room.x - 1, width: room.width + 2, ..room } };
        let topics = self.section() == Section::Topics;
        Rows::new(theme, room, self.list.len()).draw(self.list.selection, buf, |index, selected, row, buf| {
            let Some(page) = self.list.get(index) else { return };
            let before = index.checked_sub(1).and_then(|before| self.list.get(before));
            let begins = before.is_none_or(|before| before.topic != page.topic);
            let topic = if begins { page.topic.as_str() } else { "" };
            let row = if topics { draw_topic(around, topic, row, buf) } else { row };
            draw_row(around, page, selected, row, buf);
        })
    }

    fn draw_frame(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if around.class == Class::Tiny {
            return;
        }
        let at = self.list.selection.of(self.list.len());
        let is_alone = around.class == Class::Small && self.section() == Section::New && !self.list.is_empty();
        let note = if is_alone { format!("authors not verified  {at}") } else { at };
        Pane { title: &self.heading(around), note: &note, focused: !around.covered }.draw(around.theme, area, buf);
    }

    /// The sections with how much each has; the one that is shown stands out.
    fn draw_sections(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let [before, after] = [Move::PaneLeft, Move::PaneRight].map(|r#move| around.key(r#move.into()));
        let word = |section| match self.len_of(section) {
            0 => format!(" {} ", name(section)),
            number => format!(" {} {} ", name(section), count(number)),
        };
        let words = Section::ALL.map(word);
        let widths = words.each_ref().map(|word| text::columns(word) + 1);
        let shown = self.section() as usize;
        let seen = parts::in_sight(&widths, shown, area.width);
        let mut x = area.x;
        if seen.start > 0 {
            x = text::put_safe(buf, area, x, theme.ellipsis(), theme.muted);
        }
        for (index, word) in words.iter().enumerate().take(seen.end).skip(seen.start) {
            let from = x;
            x = text::put_safe(buf, area, x, word, if index == shown { theme.strong } else { theme.muted });
            if index == shown {
                buf.set_style(Rect { x: from, width: x - from, ..area }.intersection(buf.area), theme.selected);
            }
            x += 1;
        }
        if seen.end < words.len() {
            x = text::put_safe(buf, area, x, theme.ellipsis(), theme.muted);
        }
        if !before.is_empty() || !after.is_empty() {
            let keys = format!("{before}/{after}");
            let room = text::from(area, x + 1);
            if text::columns(&keys) <= room.width {
                text::put_safe(buf, room, room.x, &keys, theme.accent);
            }
        }
    }

    /// Which teams are shown: all, or the one that was chosen of several.
    fn heading(&self, around: &Surroundings<'_>) -> String {
        let key = around.key(Move::PaneNext.into());
        match (around.shared.sharing.teams(), &self.chosen) {
            ([], _) => "Team".to_owned(),
            ([only], _) => only.name.clone(),
            (_, Some(chosen)) => format!("{chosen}  {key}"),
            (all, None) => format!("{} teams  {key}", all.len()),
        }
    }

    /// Says that there is nothing, or no team, and teaches one key.
    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let sharing = &around.shared.sharing;
        let teams = sharing.teams();
        if sharing.teams.is_none() || (!self.has_answered() && !teams.is_empty()) {
            return;
        }
        let theme = around.theme;
        let area = text::from(area, area.x + 1);
        if teams.is_empty() {
            let (key, does) = around.add_team();
            return Empty { why: "No team yet.", key: &key, does }.draw(theme, area, buf);
        }
        let names = self.shown(teams).join(", ");
        let why = match self.section() {
            Section::New => format!("Nothing new in {names}."),
            Section::Requests => {
                let why = format!("Nobody asks anything in {names}.");
                return Empty { why: &why, key: around.key(Run::Ask.into()), does: "asks" }.draw(theme, area, buf);
            }
            Section::Week if self.weeks.is_none() => return,
            Section::Week => format!("Nothing happened in {names} this week."),
            Section::All | Section::Topics => format!("There is nothing in {names} yet."),
        };
        let (key, does) = (around.key(Run::Sync.into()), "looks again");
        Empty { why: &why, key, does }.draw(theme, area, buf);
        for (problem, y) in problems(teams).zip(u16::from(area.height > 4) + 3..area.height) {
            text::put(buf, text::row(area, y), area.x, &problem, theme.warn);
        }
    }

    /// Who brought the selected one, as far as anybody can know, and what it names as its sources.
    fn draw_about(&self, around: &Surroundings<'_>, row: &Row, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let theme = around.theme;
        let inner = Pane { title: &row.title, note: "", focused: false }.draw(theme, area, buf);
        if let Some(request) = &row.request {
            return request::draw(around, request, inner, buf);
        }
        let about = self.about();
        let author = if row.author.is_empty() { about.and_then(|about| about.author.clone()) } else { None };
        draw_author(around, row, &author.unwrap_or_else(|| row.author.clone()), inner, buf);
        let line = text::row(inner, 2);
        let right = draw_adopt(around, row, line, buf);
        text::put_cut(theme, buf, text::until(line, right.saturating_sub(2)), &shown_path(&row.path), theme.muted);
        let Some(about) = about else { return };
        let says = about.says().map(|authors| ("says it is by ", authors, theme.text));
        let sources = about.sources.iter().take(super::SOURCES).map(|source| ("source  ", source.clone(), theme.seek));
        let notices = about.notices.iter().map(|notice| ("! ", (*notice).to_owned(), theme.warn));
        for ((label, what, style), y) in says.into_iter().chain(sources).chain(notices).zip(3..inner.height) {
            let line = text::row(inner, y);
            let x = text::put_safe(buf, line, line.x, label, theme.muted);
            text::put_cut(theme, buf, text::from(line, x), &what, style);
        }
    }
}

fn name(section: Section) -> &'static str {
    match section {
        Section::New => "New",
        Section::Requests => "Requests",
        Section::All => "All",
        Section::Topics => "Topics",
        Section::Week => "Week",
    }
}

/// What keeps teams from being used.
fn problems(teams: &[Listed]) -> impl Iterator<Item = String> {
    teams.iter().filter_map(|team| Some(format!("! {}: {}", team.name, team.problem.as_ref()?)))
}

/// The topic in a column of its own; returns the room for the rest.
fn draw_topic(around: &Surroundings<'_>, topic: &str, row: Rect, buf: &mut Buffer) -> Rect {
    let width = TOPIC.min(row.width / 3);
    let column = Rect { x: row.x + 2, width: width.saturating_sub(2), ..row };
    text::put_cut(around.theme, buf, column, topic, around.theme.seek);
    text::from(row, row.x + width)
}

fn draw_row(around: &Surroundings<'_>, page: &Row, selected: bool, row: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
    let left = draw_columns(around, page, inner, buf);
    let style = match (page.news, selected) {
        (News::TakenBack, _) => theme.muted,
        (News::None | News::Came | News::Changed, true) => theme.strong,
        (News::None | News::Came | News::Changed, false) => theme.text,
    };
    text::put_cut(theme, buf, text::until(inner, left.saturating_sub(2)), &page.title, style);
}

/// What happened to it, author, kind and age at the right of a row; returns where they begin.
fn draw_columns(around: &Surroundings<'_>, page: &Row, area: Rect, buf: &mut Buffer) -> u16 {
    let theme = around.theme;
    if area.width < 24 {
        return area.right();
    }
    let when = page.when.map(|when| age(when, around.now)).unwrap_or_default();
    text::put_right(buf, area, &when, theme.muted);
    let mut left = area.right().saturating_sub(AGE);
    let has_kind = !page.is_readme && page.request.is_none() && page.happened.is_none();
    if area.width >= 56 && has_kind {
        left = left.saturating_sub(KIND);
        text::put_safe(buf, Rect { x: left, width: KIND, ..area }, left, page.kind.name(), theme.muted);
    }
    let author = crate::render::safe_line(&page.author).into_owned();
    let author = text::cut(&author, AUTHOR.min(usize::from(area.width / 4)), theme.ellipsis()).into_owned();
    if !author.is_empty() {
        let width = text::columns(&author) + 2;
        left = left.saturating_sub(width);
        text::put_safe(buf, Rect { x: left, width, ..area }, left, &author, theme.muted);
    }
    let (what, style) = match (&page.request, page.happened) {
        (Some(request), _) => request::label(theme, request, around.now.date_naive()),
        (None, Some(what)) => happened(theme, what),
        (None, None) => label(theme, page),
    };
    let what = &*what;
    if !what.is_empty() && area.width >= 44 {
        left = left.saturating_sub(text::columns(what) + 2);
        text::put_safe(buf, Rect { x: left, width: text::columns(what), ..area }, left, what, style);
    }
    left
}

/// What happened with it in the week, in a word.
fn happened(theme: &Theme, what: What) -> (Cow<'static, str>, Style) {
    let style = match what {
        What::New | What::Changed | What::Asked => theme.seek,
        What::Answered | What::Thanked | What::Logged => theme.ok,
        What::Gone => theme.muted,
        What::Overdue => theme.warn,
    };
    (what.name().into(), style)
}

/// What happened to it, in a word.
fn label(theme: &Theme, page: &Row) -> (Cow<'static, str>, Style) {
    let (what, style) = match (page.is_adopted, page.news) {
        (_, News::TakenBack) => ("withdrawn", theme.warn),
        (_, News::Changed) => ("changed", theme.seek),
        (true, News::None | News::Came) => ("adopted", theme.ok),
        (false, News::Came) if page.author.is_empty() => ("new", theme.seek),
        (false, News::None | News::Came) => ("", theme.muted),
    };
    (what.into(), style)
}

/// Who wrote it, and when, as the commit says.
fn draw_author(around: &Surroundings<'_>, page: &Row, author: &str, area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let verb = match page.news {
        News::TakenBack => "withdrawn by ",
        News::Changed => "changed by ",
        News::None | News::Came => "by ",
    };
    let row = text::row(area, 0);
    let when = page.when.map(|when| when.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let right = text::put_right(buf, row, &when, theme.muted);
    if author.is_empty() {
        return;
    }
    let x = text::put_safe(buf, row, row.x, verb, theme.muted);
    text::put_cut(theme, buf, text::from(text::until(row, right.saturating_sub(2)), x), author, theme.text);
    let row = text::row(area, 1);
    text::put_safe(buf, row, row.x, UNVERIFIED, theme.muted);
}

/// The key that takes it into the store, or that this was done, at the right; returns where that begins.
fn draw_adopt(around: &Surroundings<'_>, page: &Row, row: Rect, buf: &mut Buffer) -> u16 {
    if page.is_adopted {
        return text::put_right(buf, row, "adopted", around.theme.ok);
    }
    let key = around.key(Action::Act(Act::Adopt));
    if key.is_empty() || page.is_readme || !around.can(Action::Act(Act::Adopt)) {
        return row.right();
    }
    let left = text::put_right(buf, row, "adopts it", around.theme.muted);
    let before = Rect { width: left.saturating_sub(row.x + 1), ..row };
    text::put_right(buf, before, key, around.theme.accent)
}
