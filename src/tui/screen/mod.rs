//! The screens: state, update and drawing together, a folder each, all of them behind one trait.

pub(crate) mod conflicts;
pub(crate) mod feeds;
pub(crate) mod inbox;
pub(crate) mod library;
pub(crate) mod order;
mod prepare;
pub(crate) mod reader;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod shared;
mod state;
mod table;
pub(crate) mod team;
pub(crate) mod today;
pub(crate) mod trash;
pub(crate) mod workbench;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::core::command::EntryCommand;
use super::core::drafts::Draft;
use super::theme::Theme;
use super::widget::layout::Class;
use super::widget::text;
use crate::entry::{EntryPath, Kind, Timestamp};
use crate::keymap::{Action, Go, Move, Run};
use crate::ops::links::{self, Target};
use shared::Shared;
pub(crate) use state::{Reminder, ScreenState};
pub use table::Screen;
pub(crate) use table::Screens;

/// A row this wide says what a narrower one marks with a sign.
const ROOM_FOR_WORD: u16 = 34;

/// A place to go back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    pub screen: Screen,
    /// Which entry is shown, on a screen that shows one.
    pub entry: Option<EntryPath>,
    /// The team that would get it.
    pub team: Option<String>,
}

impl Location {
    pub fn of(screen: Screen) -> Self {
        Self { screen, ..Self::default() }
    }

    /// An entry to be read.
    pub fn entry(path: EntryPath) -> Self {
        Self { screen: Screen::Workbench, entry: Some(path), team: None }
    }

    /// An entry as a team would get it.
    pub fn prepare(entry: EntryPath, team: impl Into<String>) -> Self {
        Self { screen: Screen::Prepare, entry: Some(entry), team: Some(team.into()) }
    }
}

/// A place to go to, with what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    pub location: Location,
    /// The entry's title, as far as it is known.
    pub title: String,
    /// Where in its text.
    pub at: Anchor,
    /// What was searched for, in lower case, to be marked in the text.
    pub words: Vec<String>,
}

impl From<Location> for Visit {
    fn from(location: Location) -> Self {
        Self { location, ..Self::default() }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    Entry {
        path: EntryPath,
        title: String,
        at: Anchor,
    },
    /// A file of the store that is no entry, by its path in the store.
    File(String),
    Web(String),
    /// To nothing; the name it was called by.
    Missing(String),
}

impl LinkTarget {
    /// Where a link that stands in a text leads.
    pub(crate) fn of(link: &links::Link) -> Self {
        match &link.target {
            Target::Entry(named) => Self::Entry {
                path: named.path.clone(),
                title: named.title.clone(),
                at: link.heading.clone().map_or(Anchor::Top, Anchor::Heading),
            },
            Target::File(path) => Self::File(path.clone()),
            Target::Web(url) => Self::Web(url.clone()),
            Target::Missing(name) => Self::Missing(name.clone()),
        }
    }
}

/// Where in a text a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    #[default]
    Top,
    /// Of the file, counted from 1.
    Line(usize),
    Heading(String),
}

/// What a screen asks of the program.
#[derive(Clone, Debug)]
pub enum Request {
    Visit(Visit),
    /// Goes where a link leads.
    Follow(LinkTarget),
    /// Goes on with a text that was kept.
    ContinueDraft(Draft),
    /// Offers the lines of the week of a day to a team.
    ShareWeek(chrono::NaiveDate),
    /// Does something with the selected or marked entries.
    Do(EntryCommand),
}

/// What happened to entries.
#[derive(Clone, Debug)]
pub enum Event {
    /// Captured or distilled here.
    Created(EntryPath),
    /// An undo brought it back.
    Restored(EntryPath),
    /// On their way to the trash.
    Leaves(Vec<EntryPath>),
    Moved {
        from: EntryPath,
        to: EntryPath,
    },
}

/// Whether an action makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Can {
    Yes,
    /// Not, and why.
    No(&'static str),
    /// The screen has no say in it.
    AsElsewhere,
}

impl Can {
    /// It can be done, unless there is a reason not to.
    pub fn unless(reason: Option<&'static str>) -> Self {
        reason.map_or(Self::Yes, Self::No)
    }
}

/// Which verb a screen belongs to, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Seek,
    Find,
    Share,
}

/// A tab: how it is reached, its name long and short.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    pub go: Go,
    pub name: &'static str,
    pub short: &'static str,
    pub verb: Verb,
}

/// The selected entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    pub path: &'a EntryPath,
    pub title: &'a str,
    /// As far as it is known.
    pub kind: Option<Kind>,
    /// A line of a journal, counted from 1: actions are about it and not about the day.
    pub line: Option<usize>,
}

impl<'a> Subject<'a> {
    pub fn new(path: &'a EntryPath, title: &'a str, kind: Option<Kind>) -> Self {
        Self { path, title, kind, line: None }
    }
}

/// What drawing needs beyond a screen's state.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub theme: &'a Theme,
    pub class: Class,
    pub now: Timestamp,
    /// The index is being built or brought up to date.
    pub indexing: bool,
    /// Something lies over the screen and has the keys.
    pub covered: bool,
    pub shared: &'a Shared,
    /// Why an action makes no sense now; nothing if it does.
    pub why_not: &'a dyn Fn(Action) -> Option<&'static str>,
}

impl Surroundings<'_> {
    /// The key of an action, as the person has it.
    pub fn key(&self, action: Action) -> &str {
        self.shared.key_on_screen(action)
    }

    /// Marks an entry of which two texts are kept at the right of its row; returns the room that is left.
    pub(crate) fn mark_conflict(&self, path: &EntryPath, room: Rect, buf: &mut Buffer) -> Rect {
        if !self.shared.conflicts.concern(path) {
            return room;
        }
        let word = if room.width >= ROOM_FOR_WORD { "conflict" } else { "!" };
        let left = text::put_right(buf, room, word, self.theme.warn);
        text::until(room, left.saturating_sub(2))
    }

    /// The keys of two moves, as `j/k`.
    pub(crate) fn keys(&self, down: Move, up: Move) -> String {
        let (down, up) = (self.key(down.into()), self.key(up.into()));
        if down.is_empty() || up.is_empty() { String::new() } else { format!("{down}/{up}") }
    }

    /// Those that scroll a text beside what has the keys.
    pub(crate) fn scroll_keys(&self) -> String {
        self.keys(Move::PreviewDown, Move::PreviewUp)
    }

    /// The keys by which a team is added, and what they do.
    pub(crate) fn add_team(&self) -> (String, &'static str) {
        (format!("{} add a team", self.key(Run::Palette.into())), "takes the address of its repository")
    }

    /// Whether an action can be done here and now.
    pub fn can(&self, action: Action) -> bool {
        (self.why_not)(action).is_none()
    }
}
