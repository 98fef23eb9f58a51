//! Draws today.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::{Part, Today};
use crate::entry::EntryPath;
use crate::keymap::{Act, Move, Run};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::screen::Surroundings;
use crate::tui::widget::format::{age, count};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::Rows;
use crate::tui::widget::spark;
use crate::tui::widget::text;

/// Rows below the log: a rule and the line that is being written.
const FOOT: u16 = 2;

/// Rows of the box that shows the last weeks.
const WEEKS: u16 = 3;

/// Where the boxes lie.
#[derive(Clone, Copy, Debug, Default)]
struct Areas {
    /// In the order of `Part::ALL`.
    parts: [Rect; 6],
    weeks: Rect,
}

/// What one row of a box at the right shows.
struct Row {
    path: Option<EntryPath>,
    title: String,
    about: String,
}

impl Today {
    /// Where the boxes lie in the body of the screen; one that holds nothing, or has no room, is empty.
    fn areas(&self, class: Class, body: Rect) -> Areas {
        let split = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(56), Constraint::Fill(1)]),
            Class::Normal => Layout::horizontal([Constraint::Percentage(62), Constraint::Fill(1)]),
            Class::TallNarrow => Layout::vertical([Constraint::Percentage(50), Constraint::Fill(1)]),
            Class::Small | Class::Tiny | Class::None => return self.stacked(class, body),
        };
        let [left, side] = split.areas(body);
        let height = |part: Part, most: u16| match u16::try_from(self.len(part)).unwrap_or(u16::MAX) {
            0 => 0,
            rows => rows.saturating_add(2).min((most / 3).max(3)),
        };
        let due = Constraint::Length(height(Part::Due, left.height));
        let [log, due] = Layout::vertical([Constraint::Fill(1), due]).areas(left);
        let of_side = |part: Part| height(part, side.height);
        let (for_me, meanwhile, drafts) = (of_side(Part::ForMe), of_side(Part::Meanwhile), of_side(Part::Drafts));
        let undecided = height(Part::Inbox, u16::MAX).max(3);
        let has_room = side.height >= for_me + meanwhile + drafts + undecided.saturating_add(WEEKS);
        let weeks = if has_room && self.weeks.iter().any(|count| *count > 0) { WEEKS } else { 0 };
        let heights = [for_me, meanwhile, drafts, weeks].map(Constraint::Length);
        let [inbox, for_me, meanwhile, drafts, weeks] =
            Layout::vertical(std::iter::once(Constraint::Fill(1)).chain(heights)).areas(side);
        Areas { parts: [log, due, inbox, for_me, meanwhile, drafts], weeks }
    }

    /// The box with the focus has all the room; a line below it says what the others hold.
    fn stacked(&self, class: Class, body: Rect) -> Areas {
        let below = u16::from(class == Class::Small);
        let mut areas = Areas::default();
        areas.parts[self.part as usize] = Rect { height: body.height.saturating_sub(below), ..body };
        areas
    }

    /// The room for rows inside a box.
    pub(super) fn room(&self, class: Class, size: (u16, u16), part: Part) -> Rect {
        let body = ScreenAreas::of(class, Rect::new(0, 0, size.0, size.1)).body;
        self.inside(class, part, self.areas(class, body).parts[part as usize])
    }

    fn inside(&self, class: Class, part: Part, area: Rect) -> Rect {
        let foot = if part == Part::Log && (class != Class::Tiny || self.line.is_some()) { FOOT } else { 0 };
        let edge = u16::from(class != Class::Tiny);
        let head = Self::head(class, part, area) + self.steps_height(class, part, area);
        Rect {
            x: area.x + edge,
            y: area.y + edge + head,
            width: area.width.saturating_sub(2 * edge),
            height: area.height.saturating_sub(2 * edge + foot + head),
        }
    }

    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        let mut cursor = None;
        for part in Part::ALL {
            let area = areas.parts[part as usize];
            if area.is_empty() {
                continue;
            }
            let row = match part {
                Part::Log => self.draw_log(around, area, buf),
                Part::Due | Part::Inbox | Part::ForMe | Part::Meanwhile | Part::Drafts => {
                    self.draw_side(around, part, area, buf)
                }
            };
            cursor = cursor.or(row);
        }
        self.draw_weeks(around, areas.weeks, buf);
        if around.class == Class::Small {
            self.draw_others(around, Rect { y: body.bottom().saturating_sub(1), height: 1, ..body }, buf);
        }
        cursor
    }

    fn draw_log(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let focused = self.part == Part::Log;
        self.draw_log_frame(around, area, buf);
        let room = self.inside(around.class, Part::Log, area);
        self.draw_above(around, area, room, buf);
        self.draw_no_lines(around, room, buf);
        let selected = self.draw_lines(around, focused, room, buf);
        let caret = self.draw_foot(around, room, buf);
        if !focused {
            return None;
        }
        caret.or(selected.map(Rect::as_position)).or(Some(Position::new(room.x + 2, room.y)))
    }

    fn draw_log_frame(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let focused = self.part == Part::Log;
        let day = self.day(around.shared);
        if around.class == Class::Tiny {
            return;
        }
        let title = day.format(if area.width > 60 { "Log, %A %-d %B %Y" } else { "Log, %a %-d %B" }).to_string();
        let key = around.key(Act::Edit.into());
        let note =
            if focused && self.has_day() && !key.is_empty() { format!("{key} edits the day") } else { String::new() };
        Pane { title: &title, note: &note, focused: focused && !around.covered }.draw(around.theme, area, buf);
    }

    /// The days around, and the first steps, above the log.
    fn draw_above(&self, around: &Surroundings<'_>, area: Rect, room: Rect, buf: &mut Buffer) {
        if Self::head(around.class, Part::Log, area) > 0 {
            let inner = Rect { x: room.x + 2, y: area.y + 1, width: room.width.saturating_sub(3), height: 1 };
            self.draw_strip(around, inner, buf);
        }
        let steps = self.steps_height(around.class, Part::Log, area);
        if steps > 0 {
            let area =
                Rect { x: room.x + 2, y: room.y - steps, width: room.width.saturating_sub(3), height: steps - 1 };
            let draw = if self.has_steps { Self::draw_steps } else { Self::draw_news };
            draw(around, area, buf);
        }
    }

    fn draw_no_lines(&self, around: &Surroundings<'_>, room: Rect, buf: &mut Buffer) {
        if !self.log.is_empty() || self.path.is_none() {
            return;
        }
        let first = text::row(room, u16::from(room.height > 3));
        let nothing = match (self.filter.is_on(), self.day(around.shared) == around.now.date_naive()) {
            (true, _) => "No match.",
            (false, true) => "Nothing logged today.",
            (false, false) => "Nothing logged on this day.",
        };
        text::put_safe(buf, first, room.x + 2, nothing, around.theme.text);
    }

    /// The line that is being written, or how to begin one.
    fn draw_foot(&self, around: &Surroundings<'_>, room: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = around.theme;
        if around.class == Class::Tiny && self.line.is_none() {
            return None;
        }
        let inner = Rect { x: room.x + 1, width: room.width.saturating_sub(2), ..room };
        let rule = Rect { y: room.bottom(), height: 1, ..inner };
        text::put_safe(buf, rule, rule.x, &theme.rule().repeat(rule.width.into()), theme.border);
        let foot = Rect { y: rule.y + 1, ..rule };
        let Some(line) = &self.line else {
            let x = text::put_safe(buf, foot, foot.x + 1, around.key(Run::Log.into()), theme.accent);
            let what = match (self.left.trim().is_empty(), foot.width) {
                (false, _) => "continues the line you began",
                (true, 58..) => "logs what you did, learned, or got stuck on",
                (true, _) => "logs a line; ! for a surprise",
            };
            text::put_safe(buf, foot, x + 1, what, theme.muted);
            return None;
        };
        let time = around.now.format("%H:%M").to_string();
        let x = text::put_safe(buf, foot, foot.x + 1, &time, theme.accent) + 2;
        let field = text::from(foot, x);
        let surprise = line.text().trim_start().starts_with('!');
        if line.is_empty() {
            text::put_cut(theme, buf, field, "begin with ! for a dead end or a surprise", theme.muted);
        }
        line.draw(if surprise { theme.warn } else { theme.text }, field, buf)
    }

    fn title(&self, part: Part, around: &Surroundings<'_>) -> String {
        let of =
            |name: &str, number: usize| if number == 0 { name.to_owned() } else { format!("{name} {}", count(number)) };
        match part {
            Part::Log => of("Log", self.len(Part::Log)),
            Part::Due => of("Due", self.len(Part::Due)),
            Part::Drafts => of("Drafts", self.len(Part::Drafts)),
            Part::ForMe => of("For me in the teams", self.len(Part::ForMe)),
            Part::Meanwhile => of("Changed since last time", self.len(Part::Meanwhile)),
            Part::Inbox => {
                let oldest = self.inbox.get(0).and_then(|item| item.date).map(|date| age(date, around.now));
                let title = of("Inbox", if self.filter.is_on() { self.inbox.len() } else { self.undecided });
                oldest.filter(|age| !age.is_empty()).map_or(title.clone(), |age| format!("{title}, oldest {age}"))
            }
        }
    }

    /// How much was written in the last weeks, as bars.
    fn draw_weeks(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let Some(now) = self.weeks.last().filter(|_| !area.is_empty()) else { return };
        let theme = around.theme;
        let title = format!("Written in {} weeks", self.weeks.len());
        let inner = Pane { title: &title, note: "", focused: false }.draw(theme, area, buf);
        let row = text::row(Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }, 0);
        let left = text::put_right(buf, row, &format!("{} this week", count(*now)), theme.muted);
        let bars = spark::bars(theme, &self.weeks);
        text::put_safe(buf, text::until(row, left.saturating_sub(1)), row.x, &bars, theme.seek);
    }

    fn draw_side(&self, around: &Surroundings<'_>, part: Part, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = around.theme;
        let focused = self.part == part;
        if around.class != Class::Tiny {
            let title = self.title(part, around);
            Pane { title: &title, focused: focused && !around.covered, note: "" }.draw(theme, area, buf);
        }
        let room = self.inside(around.class, part, area);
        if self.len(part) == 0 && self.path.is_some() {
            let nothing = if self.filter.is_on() { "No match." } else { nothing(part) };
            text::put_safe(buf, text::row(room, 0), room.x + 2, nothing, theme.muted);
        }
        let rows = Rows { focused, ..Rows::new(theme, room, self.len(part)) };
        rows.draw(self.selection(part), buf, |index, selected, area, buf| {
            let Some(row) = self.row(part, index, around) else { return };
            let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
            let left = text::put_right(buf, inner, &row.about, theme.muted);
            let mut room = text::until(inner, left.saturating_sub(1));
            if let Some(path) = &row.path {
                room = around.mark_conflict(path, room, buf);
            }
            let style = if selected { theme.strong } else { theme.text };
            text::put_cut(theme, buf, room, &row.title, style);
        })
    }

    fn row(&self, part: Part, index: usize, around: &Surroundings<'_>) -> Option<Row> {
        match part {
            Part::Log => None,
            Part::Due => {
                let due = self.due.get(index)?;
                let late = (around.now.date_naive() - due.day).num_days();
                let about = if late > 0 { format!("{late}d late") } else { "today".to_owned() };
                Some(Row { path: Some(due.path.clone()), title: due.title.clone(), about })
            }
            Part::Inbox => {
                let item = self.inbox.get(index)?;
                let about = item.date.map(|date| age(date, around.now)).unwrap_or_default();
                Some(Row { path: Some(item.path.clone()), title: item.title.clone(), about })
            }
            Part::ForMe => {
                let it = self.for_me.get(index)?;
                Some(Row { path: None, title: it.title.clone(), about: it.about.clone() })
            }
            Part::Meanwhile => {
                let it = self.meanwhile.get(index)?;
                let path = Some(it.path.clone());
                Some(Row { path, title: it.title.clone(), about: age(it.when, around.now) })
            }
            Part::Drafts => {
                let draft = self.drafts.get(index)?;
                Some(Row { path: None, title: first_line(draft), about: kind(&draft.kind).to_owned() })
            }
        }
    }

    /// What the boxes that are not shown hold, on one line.
    fn draw_others(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let others = Part::ALL.into_iter().filter(|part| *part != self.part && self.len(*part) > 0);
        let titles: Vec<String> = others.map(|part| self.title(part, around)).collect();
        if titles.is_empty() {
            return;
        }
        let x = text::put_safe(buf, area, area.x + 1, around.key(Move::PaneNext.into()), theme.accent);
        let room = text::from(text::until(area, area.right().saturating_sub(1)), x + 1);
        text::put_cut(theme, buf, room, &titles.join(theme.dot()), theme.muted);
    }
}

/// What stands in a box that holds nothing.
fn nothing(part: Part) -> &'static str {
    match part {
        Part::Log => "",
        Part::Due => "Nothing due.",
        Part::Inbox => "Nothing is undecided.",
        Part::ForMe => "Nothing is asked of me.",
        Part::Meanwhile => "Nothing changed.",
        Part::Drafts => "No drafts.",
    }
}

fn first_line(draft: &Draft) -> String {
    draft.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

fn kind(kind: &DraftKind) -> &'static str {
    match kind {
        DraftKind::Capture => "capture",
        DraftKind::Log => "log",
        DraftKind::Words(_) => "own words",
        DraftKind::Left(_) => "leftover",
    }
}
