//! What the lanes read for the screens to show.

use chrono::NaiveDate;
use std::ops::Range;

use super::drafts::Draft;
use crate::entry::todo::{self, Todo};
use crate::entry::{Entry, EntryPath};
use crate::ops::edit::Session as Editing;
use crate::ops::inbox::Fetch;
use crate::ops::later::Due;
use crate::ops::links::TextLink;
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
    /// Whether all of its lines are there, as they are to be seen; more is on its way then.
    pub is_whole: bool,
    /// The to-dos that can be ticked, in order.
    pub todos: Vec<ShownTodo>,
    /// Where the links of the text lead, in order.
    pub links: Vec<TextLink>,
}

/// A to-do and the lines of the page that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTodo {
    pub todo: Todo,
    pub lines: Range<usize>,
}

impl RenderedEntry {
    /// Finds the to-dos of the entry's own text.
    pub fn find_todos(&mut self) {
        let (text, body) = (&self.entry.text, self.entry.body.start);
        let shown = todo::todos(text).into_iter().filter_map(|todo| {
            let end = text[todo.mark..].find('\n').map_or(text.len(), |length| todo.mark + length);
            let lines = lines_within(&self.lines, todo.mark - body..end - body)?;
            Some(ShownTodo { todo, lines })
        });
        self.todos = shown.collect();
    }
}

/// The lines of a page that begin in a part of its body.
fn lines_within(lines: &[Line], source: Range<usize>) -> Option<Range<usize>> {
    let begins = |line: &Line| source.contains(&line.source.start) && !line.is_blank();
    let first = lines.iter().position(begins)?;
    let more = lines[first..].iter().take_while(|line| begins(line)).count();
    Some(first..first + more)
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
    /// Lines that are seen at first, if the rest can wait.
    pub seen: Option<SeenLines>,
}

/// What is seen of a text at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenLines {
    /// So many from the top, or around a line.
    pub count: usize,
    /// Of the file, counted from 1.
    pub line: Option<usize>,
}

impl RenderRequest {
    /// All of a text.
    pub fn whole(path: &EntryPath, width: usize) -> Self {
        Self { path: path.clone(), width, seen: None }
    }

    /// Whether another asks for the same text, of which it may see another part.
    pub fn is_same_text(&self, other: &Self) -> bool {
        (&self.path, self.width) == (&other.path, other.width)
    }
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
