//! What happened ([`Msg`]), as data, and what answers carry.

use std::error::Error as _;

use super::drafts::Kept;
use super::effect::Answer;
use crate::entry::{Entry, EntryPath};
use crate::keymap::Key;
use crate::ops::distil::Distilling;
use crate::ops::edit::Session as Editing;
use crate::ops::fresh::Progress;
use crate::ops::inbox::Fetch;
use crate::ops::later::Due;
use crate::ops::log::Day;
use crate::ops::{self, Hit, Named};
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

impl Failure {
    /// Something that nobody foresaw kept this from working.
    pub fn unforeseen(what: &str, why: &str) -> Self {
        Self {
            what: format!("{what} did not work: {why}"),
            hint: Some("Nothing that was saved is affected.".to_owned()),
        }
    }
}

impl From<ops::Error> for Failure {
    fn from(error: ops::Error) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            what = format!("{what}: {inner}");
            cause = inner.source();
        }
        Self { what, hint: error.hint().and_then(|hint| hint.workbench) }
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

    Answer(Box<Answer>),
    /// A job ended because it was told to.
    Stopped(Job),
    Progress {
        job: Job,
        at: Progress,
    },
    DraftEdited(Outcome<Option<String>>),
    Edited(Left<Editing>),
    /// A nugget was written in the editor.
    Written(Left<Distilling>),
    /// Something that the person should know of, though nothing failed.
    Warning(String),
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
