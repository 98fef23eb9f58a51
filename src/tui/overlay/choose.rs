//! A short list of things that are there, of which one is chosen: a team, a topic, whose lines stay.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::{Layer, Look, MENU, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Context, Move, Write};
use crate::ops::share::ConflictChoice;
use crate::ops::sync;
use crate::tui::widget::footer::Item;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Team(String),
    /// The team that is asked, and what.
    AskTeam(super::question::Typing),
    /// The team that gets lines of the week of this day.
    ShareWeek(String, chrono::NaiveDate),
    Topic(String),
    /// A topic that the team does not have yet.
    OtherTopic,
    Lines(ConflictChoice),
    /// A finding that blocks may pass, by its key.
    Allow(String),
    /// Edit the entry first.
    Edit,
    /// What a sync is to do; nothing to have it look once more.
    Sync(Option<sync::Choice>),
    /// What is followed, and in which group.
    Follow {
        typed: String,
        group: String,
    },
    /// What takes the place of an entry that is taken back.
    Successor(Option<EntryPath>),
    /// Whose lines stay where a page's are taken into its entry.
    Take {
        entry: EntryPath,
        team: String,
        conflict: ConflictChoice,
    },
}

/// One row: its label, a note on it, what it chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceRow {
    pub label: String,
    pub note: String,
    pub choice: Choice,
}

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Choose {
    title: String,
    /// The question, where the title does not say it.
    about: String,
    rows: Vec<ChoiceRow>,
    list: Selection,
}

impl ChoiceRow {
    pub fn new(label: impl Into<String>, note: impl Into<String>, choice: Choice) -> Self {
        Self { label: label.into(), note: note.into(), choice }
    }
}

impl Choose {
    /// With the row selected that is so now.
    pub fn new(title: impl Into<String>, rows: Vec<ChoiceRow>, now: usize) -> Self {
        let list = Selection::at(now, rows.len());
        Self { title: title.into(), about: String::new(), rows, list }
    }

    /// With a question above the rows.
    pub fn about(self, about: &str) -> Self {
        Self { about: about.to_owned(), ..self }
    }
}

/// Columns that it takes where there is room.
const WIDTH: u16 = 60;

impl Choose {
    /// Rows that the question takes, with a blank one below it.
    fn about_rows(&self, screen: Rect) -> u16 {
        if self.about.is_empty() {
            return 0;
        }
        let room = middle(screen, WIDTH, 3).width.saturating_sub(4);
        text::rows(&self.about, room).saturating_add(1)
    }
}

impl Layer for Choose {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Menu, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.rows.len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write != Write::Submit {
            return Reply::Stay;
        }
        self.rows.get(self.list.row).map_or(Reply::Close, |row| Reply::Chosen(row.choice.clone()))
    }

    fn footer(&self) -> &'static [Item] {
        &MENU
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).min(16);
        let about = self.about_rows(screen);
        let area = middle(screen, WIDTH, rows + about + 2);
        let note = if self.rows.len() > 16 { self.list.of(self.rows.len()) } else { String::new() };
        let inner = Pane { title: &self.title, note: &note, focused: true }.draw_over(theme, area, buf);
        let [above, inner] = Layout::vertical([Constraint::Length(about), Constraint::Fill(1)]).areas(inner);
        text::put_wrapped(buf, above, &self.about, theme.text);
        Rows::new(theme, inner, self.rows.len()).draw(self.list, buf, |index, _, line, buf| {
            let row = &self.rows[index];
            let note = text::cut(&row.note, usize::from(line.width / 2), theme.ellipsis()).into_owned();
            let edge = Rect { width: line.width.saturating_sub(1), ..line };
            let right = text::put_right(buf, edge, &note, theme.muted);
            let room = text::from(text::until(line, right.saturating_sub(2)), line.x + 2);
            text::put_cut(theme, buf, room, &row.label, theme.text);
        })
    }
}
