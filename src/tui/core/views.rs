//! What the lanes read for the screens to show.

use chrono::NaiveDate;

use super::drafts::Draft;
use crate::entry::{Entry, EntryPath};
use crate::ops::edit::Session as Editing;
use crate::ops::inbox::Fetch;
use crate::ops::later::Due;
use crate::ops::log::Day;
use crate::ops::{Hit, Named};
use crate::render::Line;

/// An entry as it is read on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderedEntry {
    pub entry: Entry,
    /// Words of the body.
    pub words: usize,
    /// What else its front matter says, as rows above the text.
    pub properties: Vec<Line>,
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
pub struct Agenda {
    pub day: Day,
    /// The days around it, and how many lines each has.
    pub strip: Vec<(NaiveDate, usize)>,
    /// How much was written in each of the last weeks.
    pub weeks: Vec<usize>,
    pub due: Vec<Due>,
    pub drafts: Vec<Draft>,
}

/// An entry that is to be rendered, and for how many columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderRequest {
    pub path: EntryPath,
    pub width: usize,
}

/// An edit to finish, comparable for tests.
#[derive(Clone, Debug)]
pub struct EditedEntry(pub Editing);

impl PartialEq for EditedEntry {
    fn eq(&self, other: &Self) -> bool {
        self.0.path == other.0.path && self.0.before == other.0.before
    }
}

impl Eq for EditedEntry {}
