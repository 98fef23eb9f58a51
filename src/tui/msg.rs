//! What happened ([`Msg`]) and what is to be done ([`Effect`]), as data.
//!
//! An answer carries the generation or the path it belongs to, so that one that comes too late is known as such.

use std::error::Error as _;

use crate::entry::{Entry, EntryPath};
use crate::keymap::Key;
use crate::ops::capture::{Captured, Draft};
use crate::ops::edit::{Changed, Session as Editing};
use crate::ops::find::Answer;
use crate::ops::fresh::{Caught, Progress};
use crate::ops::sync::Report;
use crate::ops::undo::Undone;
use crate::ops::{self, Status};
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

/// Where an entry is shown, so that it can be rendered for the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub path: EntryPath,
    pub width: usize,
}

/// Text that was typed and is not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub text: String,
    pub tags: String,
}

/// Which job a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Bringing the index into step with the files.
    Index,
    Sync,
}

/// Which way through the acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// How an editor was left.
#[derive(Clone, Debug)]
pub enum Left {
    Done(Editing),
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
    Shown {
        place: Place,
        page: Outcome<Box<Page>>,
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
    Edited(Left),
    Finished(Outcome<Changed>),
    Tagged(Outcome<Changed>),
    Undone {
        way: Way,
        undone: Outcome<Option<Undone>>,
    },
    Synced(Outcome<Report>),
    Progress(Progress),
    Caught(Outcome<Caught>),
    Opened(Outcome<()>),
    /// Something that belongs to a lane failed in a way that nobody foresaw.
    Broken(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Search {
        generation: u64,
        text: String,
        limit: usize,
    },
    Show(Place),
    Tags,
    Status,
    CatchUp,
    Capture(Draft),
    KeepDraft(Kept),
    LoadDraft,
    Tag {
        paths: Vec<EntryPath>,
        add: Vec<String>,
        remove: Vec<String>,
    },
    FinishEdit(EditingRef),
    Undo,
    Redo,
    Sync,
    Open(String),
    /// Stops the job that can be stopped.
    Cancel,
    /// The session as JSON.
    SaveSession(String),

    /// Hands the terminal to the editor.
    Edit(EntryPath),
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
    /// In order.
    Write,
    /// What may take long and works through the whole store.
    Tend,
    Net,
}

impl Effect {
    pub fn lane(&self) -> Lane {
        match self {
            Self::Search { .. } | Self::Show(_) | Self::Tags | Self::Status | Self::LoadDraft => Lane::Read,
            Self::Capture(_)
            | Self::KeepDraft(_)
            | Self::Tag { .. }
            | Self::FinishEdit(_)
            | Self::Undo
            | Self::Redo
            | Self::Open(_)
            | Self::SaveSession(_) => Lane::Write,
            Self::CatchUp => Lane::Tend,
            Self::Sync => Lane::Net,
            Self::Edit(_)
            | Self::EditDraft(_)
            | Self::Copy(_)
            | Self::Mouse(_)
            | Self::Cancel
            | Self::Suspend
            | Self::Redraw
            | Self::Quit => Lane::Face,
        }
    }
}
