//! What happened ([`Msg`]) and what is to be done ([`Effect`]), as data.
//!
//! An answer carries the generation or the path it belongs to, so that one that comes too late is known as such.

use std::error::Error as _;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::deed::Deed;
use super::drafts::{Kept, Purpose};
use super::sharing::{Errand, News};
use crate::entry::{Entry, EntryPath};
use crate::keymap::Key;
use crate::ops::capture::{Captured, Draft};
use crate::ops::distil::{Distilling, Source};
use crate::ops::edit::{Changed, Session as Editing};
use crate::ops::facets::Facets;
use crate::ops::fetch::Fetched;
use crate::ops::find::Answer;
use crate::ops::fresh::{Caught, Progress};
use crate::ops::history::{DiffLine, Version};
use crate::ops::inbox::{Fetch, Inbox};
use crate::ops::later::Due;
use crate::ops::log::{Day, Logged};
use crate::ops::rename::Renamed;
use crate::ops::sync::Report;
use crate::ops::undo::Undone;
use crate::ops::workbench::Sides;
use crate::ops::{self, Hit, Named, Status};
use crate::render::Line;

/// Why something did not work, for the message line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The error and what caused it, on one line.
    pub what: String,
    pub hint: Option<String>,
}

/// Whatever an effect can come to.
pub type Outcome<T> = Result<T, Failure>;

impl From<ops::Error> for Failure {
    fn from(error: ops::Error) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            what = format!("{what}: {inner}");
            cause = inner.source();
        }
        Self { what, hint: error.hint() }
    }
}

/// An entry as it is read on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub entry: Entry,
    /// Words of the body.
    pub words: usize,
    pub lines: Vec<Line>,
}

/// An undecided entry as its card shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub entry: Entry,
    pub via: Option<String>,
    /// The text of its page, if there is one.
    pub page: Option<Vec<Line>>,
    /// How it stands with a page that is not there.
    pub fetch: Fetch,
    /// What the person wrote: all of a note, the own words of a bookmark.
    pub words: Vec<Line>,
    pub related: Vec<Hit>,
    pub same_page: Vec<Named>,
}

impl Card {
    /// The text that a decision is about: the page, else what was written.
    pub fn main(&self) -> &[Line] {
        match (&self.page, &self.entry.url) {
            (Some(page), _) => page,
            (None, Some(_)) => &[],
            (None, None) => &self.words,
        }
    }
}

/// What a day begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Morning {
    pub day: Day,
    pub due: Vec<Due>,
    pub drafts: Vec<Kept>,
}

/// Where an entry is shown, so that it can be rendered for the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub path: EntryPath,
    pub width: usize,
}

/// Which job a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Bringing the index into step with the files.
    Index,
    Sync,
    /// Rewriting the links to a renamed entry.
    Rename,
    /// Bringing a page to a team, or taking one back.
    Publish,
    /// Reading a team's repository.
    Team,
}

/// Which way through the acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// How an editor was left.
#[derive(Clone, Debug)]
pub enum Left<T> {
    Done(T),
    /// With another code than 0, by a signal, or never started: a sentence.
    Failed(String),
}

/// What the mouse did at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    Click,
    WheelUp,
    WheelDown,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    Paste(String),
    Resized {
        width: u16,
        height: u16,
    },
    FocusGained,
    Mouse {
        x: u16,
        y: u16,
        did: Pointed,
    },
    /// A deadline that [`super::app::App::deadline`] named has passed.
    Late,
    /// The program is to end now, keeping everything.
    Ended,
    /// Something in the store's folder changed.
    FilesChanged,

    Found {
        generation: u64,
        answer: Outcome<Answer>,
    },
    /// What the results of a search can be narrowed to.
    Facets {
        generation: u64,
        facets: Outcome<Facets>,
    },
    Shown {
        place: Place,
        page: Outcome<Box<Page>>,
    },
    Card {
        place: Place,
        card: Outcome<Box<Card>>,
    },
    /// The text of an entry's page.
    PageShown {
        place: Place,
        page: Outcome<Box<Page>>,
    },
    /// What stands beside an entry's text.
    Sides {
        generation: u64,
        sides: Outcome<Box<Sides>>,
    },
    /// Entries to link to.
    Picked {
        text: String,
        answer: Outcome<Answer>,
    },
    Versions {
        path: EntryPath,
        versions: Outcome<Vec<Version>>,
    },
    Diff {
        path: EntryPath,
        rev: String,
        diff: Outcome<Vec<DiffLine>>,
    },
    Tags(Outcome<Vec<(String, usize)>>),
    Status(Outcome<Status>),
    Captured {
        draft: Draft,
        captured: Outcome<Captured>,
    },
    Kept(Outcome<()>),
    DraftFound(Kept),
    DraftEdited(Outcome<Option<String>>),
    Edited(Left<Editing>),
    Finished(Outcome<Changed>),
    /// A nugget was written in the editor.
    Written(Left<Distilling>),
    /// What became of it; nothing where nothing was written.
    Distilled(Outcome<Option<Captured>>),
    Done {
        deed: Deed,
        paths: Vec<EntryPath>,
        called: String,
        changed: Outcome<Changed>,
    },
    Inbox {
        generation: u64,
        inbox: Outcome<Inbox>,
    },
    Today(Outcome<Box<Morning>>),
    Logged {
        text: String,
        logged: Outcome<Logged>,
    },
    Renamed(Outcome<Renamed>),
    /// Other bookmarks of the page of this one.
    SamePage {
        path: EntryPath,
        found: Outcome<Vec<Named>>,
    },
    Undone {
        way: Way,
        undone: Outcome<Option<Undone>>,
    },
    Synced(Outcome<Report>),
    /// A job ended because it was told to.
    Stopped(Job),
    /// One page of the queue was tried; nothing where none was due.
    Fetched(Outcome<Option<Fetched>>),
    Shared(News),
    Progress {
        job: Job,
        at: Progress,
    },
    Caught(Outcome<Caught>),
    Opened(Outcome<()>),
    /// Something that belongs to a lane failed in a way that nobody foresaw.
    Broken(String),
    /// Where a text was kept that is no entry yet.
    SetAside(Outcome<PathBuf>),
    /// Something that the person should know of, though nothing failed.
    Warning(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Search {
        generation: u64,
        text: String,
        limit: usize,
    },
    Facets {
        generation: u64,
        text: String,
    },
    Show(Place),
    Card(Place),
    /// The text of the page that a bookmark is about.
    ShowPage(Place),
    Sides {
        generation: u64,
        path: EntryPath,
    },
    /// Finds entries to link to.
    Pick(String),
    Versions(EntryPath),
    Diff {
        path: EntryPath,
        rev: String,
    },
    Tags,
    Status,
    CatchUp,
    Capture(Draft),
    KeepDraft(Kept),
    /// The same, and answers with where it lies.
    SetAside(Kept),
    LoadDraft(Purpose),
    /// Does something with entries.
    Do {
        deed: Deed,
        paths: Vec<EntryPath>,
        /// What messages call them.
        called: String,
    },
    Inbox {
        generation: u64,
        limit: usize,
    },
    Today(NaiveDate),
    SamePage(EntryPath),
    Log(String),
    Rename {
        path: EntryPath,
        title: String,
    },
    FinishEdit(EditingRef),
    FinishNugget(Distilling),
    Undo,
    Redo,
    Sync,
    /// Fetches the next page that is due.
    Fetch,
    /// Concerns teams and what is published.
    Share(Errand),
    Open(String),
    /// Opens a file of the store with what the desktop has for it.
    OpenFile(EntryPath),
    /// Stops a job at its next safe point.
    Cancel(Job),
    /// The session as JSON.
    SaveSession(String),

    /// Hands the terminal to the editor.
    Edit(EntryPath),
    /// Hands the terminal to the editor for a nugget that is distilled from these.
    Distil(Vec<Source>),
    /// Hands the terminal to the editor for text that is not an entry yet.
    EditDraft(Kept),
    Copy(String),
    /// Takes the mouse, or leaves it to the terminal.
    Mouse(bool),
    Suspend,
    Redraw,
    Quit,
}

/// An edit to finish, comparable for tests.
#[derive(Clone, Debug)]
pub struct EditingRef(pub Editing);

impl PartialEq for EditingRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.path == other.0.path && self.0.before == other.0.before
    }
}

impl Eq for EditingRef {}

/// Who carries an effect out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The main thread, which has the terminal.
    Face,
    /// Only the newest of each sort counts.
    Read,
    /// The same, for what may take long and must not keep a search waiting.
    Dig,
    /// In order.
    Write,
    /// What may take long and works through the whole store.
    Tend,
    Net,
}

impl Effect {
    /// The job whose progress it tells.
    pub fn job(&self) -> Job {
        match self {
            Self::Rename { .. } => Job::Rename,
            Self::Sync => Job::Sync,
            Self::Share(errand) => errand.job(),
            _ => Job::Index,
        }
    }

    pub fn lane(&self) -> Lane {
        match self {
            Self::Search { .. }
            | Self::Show(_)
            | Self::Card(_)
            | Self::ShowPage(_)
            | Self::Sides { .. }
            | Self::Pick(_)
            | Self::Tags
            | Self::Status
            | Self::Inbox { .. }
            | Self::Today(_)
            | Self::SamePage(_) => Lane::Read,
            Self::Facets { .. } | Self::Versions(_) | Self::Diff { .. } => Lane::Dig,
            Self::Capture(_)
            | Self::KeepDraft(_)
            | Self::SetAside(_)
            | Self::LoadDraft(_)
            | Self::Do { .. }
            | Self::Log(_)
            | Self::Rename { .. }
            | Self::FinishEdit(_)
            | Self::FinishNugget(_)
            | Self::Undo
            | Self::Redo
            | Self::Open(_)
            | Self::OpenFile(_)
            | Self::SaveSession(_) => Lane::Write,
            Self::CatchUp => Lane::Tend,
            Self::Sync | Self::Fetch => Lane::Net,
            Self::Share(errand) => errand.lane(),
            Self::Edit(_)
            | Self::Distil(_)
            | Self::EditDraft(_)
            | Self::Copy(_)
            | Self::Mouse(_)
            | Self::Cancel(_)
            | Self::Suspend
            | Self::Redraw
            | Self::Quit => Lane::Face,
        }
    }
}
