//! A list of actions that runs what is chosen: the palette, the help and the actions menu.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, MENU, Reply, middle};
use crate::keymap::{Action, Context, Move, Write};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

/// Which menu it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    Palette,
    Help,
    /// Positions never move: nothing is typed here, an action's own key runs it.
    Actions(MenuSubject),
    /// When an entry comes back.
    Later,
    /// Stage, confidence, checked.
    Refine,
    /// The order of a list.
    Sort,
}

/// What the actions are for, which decides what their keys mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuSubject {
    Entry,
    /// What is shared.
    Shared,
    /// An entry of a team.
    Team,
}

impl MenuKind {
    pub fn contexts(self) -> &'static [Context] {
        match self {
            Self::Palette => &[Context::Picker, Context::Input, Context::Global],
            Self::Help => &[Context::Help, Context::Picker, Context::Input, Context::Global],
            Self::Actions(MenuSubject::Entry) => &[Context::Menu, Context::Entry, Context::List, Context::Global],
            Self::Actions(MenuSubject::Shared) => {
                &[Context::Menu, Context::Share, Context::Entry, Context::List, Context::Global]
            }
            Self::Actions(MenuSubject::Team) => {
                &[Context::Menu, Context::Team, Context::Entry, Context::List, Context::Global]
            }
            Self::Later => &[Context::Later, Context::Menu, Context::Global],
            Self::Refine => &[Context::Refine, Context::Menu, Context::Global],
            Self::Sort => &[Context::Sort, Context::Menu, Context::Global],
        }
    }

    /// Whether something can be typed to find a row.
    fn is_searched(self) -> bool {
        match self {
            Self::Palette | Self::Help => true,
            Self::Actions(_) | Self::Later | Self::Refine | Self::Sort => false,
        }
    }
}

/// Columns that keys or names take at most.
const MOST: u16 = 18;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Gap,
    Group(&'static str),
    /// Which of those that are shown.
    Row(usize),
}

/// What stands in a column of so much room before what an action does.
#[derive(Clone, Copy, Debug)]
enum Columns {
    Keys(u16),
    Name(u16),
    /// Its keys are at the right.
    None,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuRow {
    pub action: Action,
    pub keys: String,
    /// Why it makes no sense now.
    pub reason: Option<&'static str>,
    /// Stands at the right in a menu of choices: the day that is meant, or that it is so now.
    note: String,
    /// What it stands under while nothing is typed.
    group: &'static str,
    /// What a search looks through.
    found_by: String,
}

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Menu {
    kind: MenuKind,
    title: String,
    input: Input,
    rows: Vec<MenuRow>,
    /// Indexes of rows, best first.
    shown: Vec<usize>,
    list: Selection,
    /// Lines of the list while nothing is typed: the box keeps its size.
    full: usize,
}

/// How a row fits what was typed, best first. A place comes before an action of its name, which may change an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Key,
    Place,
    Name,
    NameBegins,
    Words,
}

impl MenuRow {
    pub fn new(action: Action, keys: String, reason: Option<&'static str>) -> Self {
        let words = action.keywords().join(" ");
        let found_by = format!("{} {} {words}", action.about(), action.name());
        Self { action, keys, reason, note: String::new(), group: "", found_by }
    }

    /// How its keys or its name fit.
    fn fit(&self, typed: &str) -> Option<Fit> {
        let is_key = |keys: &str| keys.eq_ignore_ascii_case(typed) && (keys == typed || typed.len() > 1);
        let name = typed.to_lowercase().replace(' ', "-");
        if name.is_empty() {
            return None;
        }
        if self.keys.split("  ").any(is_key) {
            return Some(Fit::Key);
        }
        let begins = self.action.name().starts_with(&name);
        match self.action {
            Action::Go(_) if begins => Some(Fit::Place),
            action if action.name() == name => Some(Fit::Name),
            _ => begins.then_some(Fit::NameBegins),
        }
    }

    /// Whether each word that was typed is the beginning of one that it is found by, or most of its letters.
    fn is_alike(&self, typed: &str) -> bool {
        let found_by = self.found_by.to_lowercase();
        let words = || found_by.split(|char: char| !char.is_alphanumeric());
        typed.to_lowercase().split_whitespace().all(|typed| words().any(|word| begins_or_shortens(typed, word)))
    }

    pub fn with_note(self, note: String) -> Self {
        Self { note, ..self }
    }

    pub fn under(self, group: &'static str) -> Self {
        Self { group, ..self }
    }
}

impl Menu {
    pub fn new(kind: MenuKind, title: &str, rows: Vec<MenuRow>) -> Self {
        let shown = (0..rows.len()).collect();
        let (input, list) = (Input::default(), Selection::default());
        let mut menu = Self { kind, title: title.to_owned(), input, rows, shown, list, full: 0 };
        menu.full = menu.lines().len();
        menu
    }

    /// With a row selected.
    pub fn begin_at(self, row: usize) -> Self {
        Self { list: Selection::at(row, self.shown.len()), ..self }
    }

    pub fn is_palette(&self) -> bool {
        self.kind == MenuKind::Palette
    }

    /// Finds out anew which actions make sense.
    pub fn update_reasons(&mut self, why_not: impl Fn(Action) -> Option<&'static str>) {
        for row in &mut self.rows {
            row.reason = why_not(row.action);
        }
    }

    fn chosen(&self) -> Option<&MenuRow> {
        self.shown.get(self.list.row).and_then(|index| self.rows.get(*index))
    }

    /// The rows that fit what was typed, best first.
    fn refine(&mut self) {
        let typed = self.input.text().trim();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut ranked: Vec<(Fit, Reverse<u32>, usize)> = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let words = pattern.score(Utf32Str::new(&row.found_by, &mut buffer), &mut matcher);
            let words = words.filter(|_| row.is_alike(typed));
            let fit = row.fit(typed).or(words.map(|_| Fit::Words));
            ranked.extend(fit.map(|fit| (fit, Reverse(words.unwrap_or_default()), index)));
        }
        ranked.sort_unstable();
        self.shown = ranked.into_iter().map(|(.., index)| index).collect();
        self.list = Selection::default();
    }

    /// A small box: what is typed for a choice, what it is, and what it means now.
    fn draw_choices(&self, theme: &Theme, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let area = middle(screen, 60, rows.saturating_add(2));
        let inner = Pane { title: &self.title, note: "", focused: true }.draw_over(theme, area, buf);
        let prefix = format!("{}: ", self.title);
        Rows::new(theme, inner, self.rows.len()).draw(self.list, buf, |index, _, line, buf| {
            let row = &self.rows[index];
            text::put_safe(buf, line, line.x + 2, &row.keys, theme.accent);
            let about = row.action.about();
            let about = about.strip_prefix(&prefix).unwrap_or(about);
            let style = if row.reason.is_some() { theme.muted } else { theme.text };
            let x = text::put_safe(buf, line, line.x + 6, about, style);
            let room = text::from(text::until(line, line.right().saturating_sub(1)), x + 2);
            let note = text::cut(row.reason.unwrap_or(&row.note), room.width.into(), theme.ellipsis());
            text::put_right(buf, room, &note, theme.muted);
        })
    }

    fn draw_input(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> (Option<Position>, Rect) {
        let line = text::row(area, 0);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let room = text::from(line, x);
        let caret = self.input.draw(theme.text, room, buf);
        if self.input.is_empty() {
            let hint = "Type words, or a key to see what it does.";
            text::put_cut(theme, buf, room, hint, theme.muted);
        }
        let used = 2.min(area.height);
        (caret, Rect { y: area.y + used, height: area.height - used, ..area })
    }

    fn draw_rows(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.shown.is_empty() {
            text::put_safe(buf, text::row(area, 0), area.x, "No such command.", theme.muted);
            return None;
        }
        let lines = self.lines();
        let at = lines.iter().position(|line| *line == Line::Row(self.list.row)).unwrap_or_default();
        let columns = self.columns();
        Rows::new(theme, area, lines.len()).draw(Selection { row: at, ..self.list }, buf, |index, _, line, buf| {
            match lines[index] {
                Line::Gap => {}
                Line::Group(name) => drop(text::put_safe(buf, line, line.x, name, theme.strong)),
                Line::Row(row) => draw_row(&self.rows[self.shown[row]], theme, columns, line, buf),
            }
        })
    }

    /// The rows with the names of their groups above them, as long as nothing is typed.
    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut last = "";
        for (at, row) in self.shown.iter().map(|index| &self.rows[*index]).enumerate() {
            if self.input.is_empty() && row.group != last {
                last = row.group;
                lines.extend((!lines.is_empty()).then_some(Line::Gap));
                lines.push(Line::Group(last));
            }
            lines.push(Line::Row(at));
        }
        lines
    }

    /// What stands in a column before what an action does.
    fn columns(&self) -> Columns {
        let widest =
            |of: fn(&MenuRow) -> &str| self.rows.iter().map(|row| text::columns(of(row))).max().unwrap_or_default();
        match self.kind {
            MenuKind::Help => Columns::Keys(widest(|row| &row.keys).min(MOST)),
            MenuKind::Palette => Columns::Name(widest(|row| row.action.name()).min(MOST)),
            MenuKind::Actions(_) | MenuKind::Later | MenuKind::Refine | MenuKind::Sort => Columns::None,
        }
    }
}

impl Layer for Menu {
    fn contexts(&self) -> &'static [Context] {
        self.kind.contexts()
    }

    fn text(&mut self, text: &str) {
        self.input.insert(text);
        self.refine();
    }

    fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.shown.len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit {
            return self.chosen().map_or(Reply::Stay, |row| Reply::Run(row.action));
        }
        if self.input.write(write) == Typed::Changed {
            self.refine();
        }
        Reply::Stay
    }

    fn other(&mut self, action: Action) -> Reply {
        match self.kind {
            MenuKind::Actions(_) => Reply::Run(action),
            MenuKind::Later | MenuKind::Refine | MenuKind::Sort if self.rows.iter().any(|row| row.action == action) => {
                Reply::Run(action)
            }
            MenuKind::Palette | MenuKind::Help | MenuKind::Later | MenuKind::Refine | MenuKind::Sort => Reply::Stay,
        }
    }

    fn footer(&self) -> &'static [Item] {
        &MENU
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        if matches!(self.kind, MenuKind::Later | MenuKind::Refine | MenuKind::Sort) {
            return self.draw_choices(theme, screen, buf);
        }
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow => {
                let most = if self.kind == MenuKind::Help { screen.height } else { 18 };
                let rows = u16::try_from(self.full).unwrap_or(u16::MAX).min(most);
                middle(screen, 76, rows.saturating_add(if self.kind.is_searched() { 5 } else { 2 }))
            }
            Class::Small => middle(screen, 58, screen.height.saturating_sub(4)),
            Class::Tiny | Class::None => screen,
        };
        let note = format!("{}/{}", self.shown.len().min(self.list.row + 1), self.shown.len());
        let inner = Pane { title: &self.title, note: &note, focused: true }.draw_over(theme, area, buf);
        let (caret, rows) = if self.kind.is_searched() { self.draw_input(theme, inner, buf) } else { (None, inner) };
        let selected = self.draw_rows(theme, rows, buf);
        caret.or(selected)
    }
}

/// `reb` and `rbse` for `rebase`.
fn begins_or_shortens(typed: &str, word: &str) -> bool {
    let mut letters = word.chars();
    let is_most = typed.len() * 2 >= word.len() && typed.chars().next() == word.chars().next();
    word.starts_with(typed) || is_most && typed.chars().all(|char| letters.any(|letter| letter == char))
}

/// What it does, with its keys or its name in a column before it or its keys at the right; a disabled one is muted and says why.
fn draw_row(row: &MenuRow, theme: &Theme, columns: Columns, area: Rect, buf: &mut Buffer) {
    let style = if row.reason.is_some() { theme.muted } else { theme.text };
    let edge = Rect { width: area.width.saturating_sub(1), ..area };
    let inner = text::from(area, area.x + 2);
    let room = match columns {
        Columns::Keys(width) => {
            text::put_cut(theme, buf, Rect { width, ..inner }.intersection(inner), &row.keys, theme.accent);
            text::from(edge, inner.x + width + 2)
        }
        Columns::Name(width) => {
            text::put_cut(theme, buf, Rect { width, ..inner }.intersection(inner), row.action.name(), theme.seek);
            let keys = text::put_right(buf, edge, &row.keys, theme.accent);
            text::from(text::until(area, keys.saturating_sub(1)), inner.x + width + 2)
        }
        Columns::None => {
            let keys = text::put_right(buf, edge, &row.keys, theme.accent);
            text::from(text::until(area, keys.saturating_sub(1)), inner.x)
        }
    };
    let about = text::cut(row.action.about(), usize::from(room.width), theme.ellipsis());
    let x = text::put_safe(buf, room, room.x, &about, style);
    if let Some(reason) = row.reason {
        let room_left = usize::from(room.right().saturating_sub(x)).saturating_sub(2);
        let reason = format!("({reason})");
        text::put_safe(buf, room, x + 2, &text::cut(&reason, room_left, theme.ellipsis()), theme.muted);
    }
}
