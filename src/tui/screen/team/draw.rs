//! Draws what is new in the teams.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Team;
use crate::keymap::{Act, Action, Move, Run};
use crate::ops::team::{Arrived, Listed};
use crate::tui::screen::{Surroundings, reader};
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::{age, count, shown_path};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::text;

/// Columns that most ages take, and a kind.
const AGE: u16 = 4;
const KIND: u16 = 9;
/// Nobody has looked whether a commit is from whom it says.
const UNVERIFIED: &str = "unverified: so the commit says";
/// As much of a name as is shown in the list.
const AUTHOR: usize = 16;

impl Team {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        let cursor = self.draw_list(around, areas.list, buf);
        let Some(arrived) = self.selected() else { return cursor };
        draw_about(around, arrived, areas.about, buf);
        let title = if areas.about.is_empty() { arrived.title.as_str() } else { "" };
        let shown =
            reader::Around { screen: around, path: &arrived.path, title, words: &[], focused: false, ticks: false };
        self.reader.draw(&shown, areas.text, buf);
        cursor
    }

    fn draw_list(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if around.class != Class::Tiny {
            let note = match self.list.len() {
                0 => String::new(),
                all if around.class == Class::Small => {
                    format!("names unverified  {}/{}", count(self.list.selection.row + 1), count(all))
                }
                all => format!("{}/{}", count(self.list.selection.row + 1), count(all)),
            };
            Pane { title: &self.heading(around), note: &note, focused: !around.covered }.draw(around.theme, area, buf);
        }
        let room = panel_room(around.class, area);
        if self.list.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        let room =
            if around.class == Class::Tiny { room } else { Rect { x: room.x - 1, width: room.width + 2, ..room } };
        Rows::new(around.theme, room, self.list.len()).draw(self.list.selection, buf, |index, selected, row, buf| {
            self.list.get(index).into_iter().for_each(|arrived| draw_row(around, arrived, selected, row, buf));
        })
    }

    /// Which teams are shown: all, or the one that was chosen of several.
    fn heading(&self, around: &Surroundings<'_>) -> String {
        let keys = [Move::PaneLeft, Move::PaneRight].map(|r#move| around.key(r#move.into())).join("/");
        match (around.shared.sharing.teams(), &self.chosen) {
            ([], _) => "Team".to_owned(),
            ([only], _) => format!("New in {}", only.name),
            (_, Some(chosen)) => format!("New in {chosen}  {keys}"),
            (all, None) => format!("New in {} teams  {keys}", all.len()),
        }
    }

    /// Says that there is nothing new, or no team, and teaches one key.
    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let sharing = &around.shared.sharing;
        let teams = sharing.teams();
        if sharing.teams.is_none() || (!self.answered && !teams.is_empty()) {
            return;
        }
        let theme = around.theme;
        let area = text::from(area, area.x + 1);
        if teams.is_empty() {
            let (key, does) = around.add_team();
            return Empty { why: "There is no team yet.", key: &key, does }.draw(theme, area, buf);
        }
        let why = format!("Nothing new in {}.", self.shown(teams).join(", "));
        let (key, does) = (around.key(Run::Sync.into()), "looks again; in:team searches all of it");
        Empty { why: &why, key, does }.draw(theme, area, buf);
        for (problem, y) in problems(teams).zip(u16::from(area.height > 4) + 3..area.height) {
            text::put(buf, text::row(area, y), area.x, &problem, theme.warn);
        }
    }
}

/// What keeps teams from being used.
fn problems(teams: &[Listed]) -> impl Iterator<Item = String> {
    teams.iter().filter_map(|team| Some(format!("! {}: {}", team.name, team.problem.as_ref()?)))
}

fn draw_row(around: &Surroundings<'_>, arrived: &Arrived, selected: bool, row: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
    let left = draw_columns(around, arrived, inner, buf);
    let style = match (arrived.is_withdrawn, selected) {
        (true, _) => theme.muted,
        (false, true) => theme.strong,
        (false, false) => theme.text,
    };
    text::put_cut(theme, buf, text::until(inner, left.saturating_sub(2)), &arrived.title, style);
}

/// Author, kind and age at the right of a row; returns where they begin.
fn draw_columns(around: &Surroundings<'_>, arrived: &Arrived, area: Rect, buf: &mut Buffer) -> u16 {
    let theme = around.theme;
    if area.width < 24 {
        return area.right();
    }
    text::put_right(buf, area, &age(arrived.when, around.now), theme.muted);
    let mut left = area.right().saturating_sub(AGE);
    if area.width >= 56 {
        left = left.saturating_sub(KIND);
        text::put_safe(buf, Rect { x: left, width: KIND, ..area }, left, arrived.kind.name(), theme.muted);
    }
    let author = crate::render::safe_line(&arrived.author).into_owned();
    let author = text::cut(&author, AUTHOR.min(usize::from(area.width / 4)), theme.ellipsis()).into_owned();
    let what = match (arrived.is_withdrawn, arrived.is_update) {
        (true, _) => "taken back",
        (false, true) => "changed",
        (false, false) => "",
    };
    let width = text::columns(&author) + 2;
    left = left.saturating_sub(width);
    text::put_safe(buf, Rect { x: left, width, ..area }, left, &author, theme.muted);
    if !what.is_empty() && area.width >= 44 {
        left = left.saturating_sub(text::columns(what) + 2);
        let style = if arrived.is_withdrawn { theme.warn } else { theme.seek };
        text::put_safe(buf, Rect { x: left, width: text::columns(what), ..area }, left, what, style);
    }
    left
}

/// Who brought the selected one, as far as anybody can know.
fn draw_about(around: &Surroundings<'_>, arrived: &Arrived, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = around.theme;
    let inner = Pane { title: &arrived.title, note: "", focused: false }.draw(theme, area, buf);
    let verb = match (arrived.is_withdrawn, arrived.is_update) {
        (true, _) => "taken back by ",
        (false, true) => "changed by ",
        (false, false) => "by ",
    };
    let row = text::row(inner, 0);
    let right = text::put_right(buf, row, &arrived.when.format("%Y-%m-%d").to_string(), theme.muted);
    let x = text::put_safe(buf, row, row.x, verb, theme.muted);
    text::put_cut(theme, buf, text::from(text::until(row, right.saturating_sub(2)), x), &arrived.author, theme.text);
    let row = text::row(inner, 1);
    text::put_safe(buf, row, row.x, UNVERIFIED, theme.muted);
    let row = text::row(inner, 2);
    let right = if around.can(Action::Act(Act::Adopt)) { draw_adopt(around, row, buf) } else { row.right() };
    text::put_cut(theme, buf, text::until(row, right.saturating_sub(2)), &shown_path(&arrived.path), theme.muted);
}

/// The key that takes it into the store, at the right; returns where that begins.
fn draw_adopt(around: &Surroundings<'_>, row: Rect, buf: &mut Buffer) -> u16 {
    let key = around.key(Action::Act(Act::Adopt));
    if key.is_empty() {
        return row.right();
    }
    let left = text::put_right(buf, row, "adopts it", around.theme.muted);
    let before = Rect { width: left.saturating_sub(row.x + 1), ..row };
    text::put_right(buf, before, key, around.theme.accent)
}
