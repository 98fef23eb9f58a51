//! The journal: timed lines of a day.

use chrono::{NaiveDate, NaiveTime};

use crate::disk;
use crate::entry::new::New;
use crate::entry::text::one_line;
use crate::entry::todo::{self, Todo};
use crate::entry::{EntryId, EntryPath, Kind, date, journal, text};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::capture::keep;
use crate::ops::core::changed::Changed;
use crate::ops::distil::as_seed;
use crate::ops::{Error, Workspace, find, links, new_path};
use crate::store;

/// How often a line is tried again that another Riffle came before.
const TRIES: usize = 20;
/// How much of a line a commit's subject shows, in characters.
const SUBJECT: usize = 60;

/// One line of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub time: Option<NaiveTime>,
    /// Without the time and the mark; further lines below the first.
    pub text: String,
    /// Begins with `!`: a dead end or a surprise.
    pub surprise: bool,
    /// The to-do that it is, if it is one.
    pub todo: Option<Todo>,
    /// In the file, counted from 1.
    pub line: usize,
}

/// A day of the journal; without lines where nothing was logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub path: EntryPath,
    pub lines: Vec<Line>,
}

/// A line that was logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub path: EntryPath,
    pub time: NaiveTime,
    pub text: String,
    pub warnings: Vec<String>,
}

/// Adds a line to today's journal, with the time. A text that begins with `!` is a dead end or a surprise.
pub fn log(workspace: &Workspace, text: &str) -> Result<Logged, Error> {
    let text = text.trim();
    if text.trim_start_matches('!').trim().is_empty() {
        return Err(WriteError::Empty.into());
    }
    let now = workspace.clock.now();
    let (path, time) = (path_of(workspace, now.date_naive()), now.time());
    let subject = text::summary(text, SUBJECT);
    let written =
        write_today(workspace, &format!("log: {subject}"), |day| Ok((journal::insert(day, time, text), Vec::new())));
    match written {
        Ok(changed) => Ok(Logged { path, time, text: text.to_owned(), warnings: changed.warnings }),
        Err(error) => Err(keep(workspace, "", text, error)),
    }
}

/// A day of the journal.
pub fn day(workspace: &Workspace, date: NaiveDate) -> Result<Day, Error> {
    let path = path_of(workspace, date);
    let text = match workspace.store().read(&path) {
        Ok(entry) => entry.text,
        Err(store::Error::Missing(_)) => String::new(),
        Err(error) => return Err(error.into()),
    };
    let todos = todo::todos(&text);
    let lines = journal::lines_of(&text).into_iter().map(|line| Line {
        todo: todos.iter().find(|todo| todo.line == line.line).cloned(),
        time: line.time,
        text: line.text,
        surprise: line.surprise,
        line: line.line,
    });
    Ok(Day { date, lines: lines.collect(), path })
}

/// How many lines each of these days has; one that cannot be read has none.
pub fn lines_per_day(workspace: &Workspace, days: impl Iterator<Item = NaiveDate>) -> Vec<(NaiveDate, usize)> {
    days.map(|date| (date, day(workspace, date).map_or(0, |day| day.lines.len()))).collect()
}

/// Adds `- [ ] title [[link]]` for each entry to today's journal; they leave the inbox as seeds.
pub fn todo(workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, Error> {
    let entries = paths.iter().map(|path| find::read(workspace, path)).collect::<Result<Vec<_>, Error>>()?;
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| format!("[ ] {} [[{}]]", one_line(&entry.title), links::name(workspace, entry)))
        .collect();
    let message = match entries.as_slice() {
        [one] => format!("todo: {}", one.title),
        several => format!("todo: {} entries", several.len()),
    };
    write_today(workspace, &message, |day| {
        let day = lines.iter().fold(day.to_owned(), |day, line| journal::append(&day, line));
        let seeds = paths.iter().map(|path| as_seed(workspace, path)).collect::<Result<Vec<_>, Error>>()?;
        Ok((day, seeds.into_iter().flatten().collect()))
    })
}

/// Changes today's journal, which is begun if it is not there yet, and other files with it in one act.
///
/// Another Riffle may write to the same day at the same moment; then it is done anew with what is there now.
fn write_today(
    workspace: &Workspace,
    message: &str,
    edit: impl Fn(&str) -> Result<(String, Vec<Rewrite>), Error>,
) -> Result<Changed, Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        let (day, before) = today(workspace)?;
        let (after, mut rewrites) = edit(&day)?;
        let path = path_of(workspace, workspace.clock.now().date_naive());
        rewrites.push(Rewrite { path, before, after: Some(after.into_bytes()) });
        match bulk::apply(workspace, message, rewrites) {
            Err(Error::Store(store::Error::Disk(disk::Error::Changed(_) | disk::Error::Exists(_))))
                if tries < TRIES => {}
            done => return done,
        }
    }
}

/// Today's journal as text, and the bytes of its file if it is there.
fn today(workspace: &Workspace) -> Result<(String, Option<Vec<u8>>), Error> {
    let path = path_of(workspace, workspace.clock.now().date_naive());
    match Rewrite::of(workspace, &path, |entry| Ok(entry.text.clone())) {
        Ok(there) => Ok((String::from_utf8_lossy(&there.after.unwrap_or_default()).into_owned(), there.before)),
        Err(Error::Store(store::Error::Missing(_))) => Ok((begun(workspace), None)),
        Err(error) => Err(error),
    }
}

/// The text of a day that nothing was logged on yet.
fn begun(workspace: &Workspace) -> String {
    let date = workspace.clock.now();
    let new = New {
        id: EntryId::Day(date.date_naive()),
        kind: Kind::Journal,
        title: String::new(),
        date,
        tags: vec![],
        stage: None,
        url: None,
        via: None,
        source: vec![],
        derived_from: vec![],
        credit: Vec::new(),
        body: String::new(),
    };
    new.text()
}

pub(in crate::ops) fn path_of(workspace: &Workspace, date: NaiveDate) -> EntryPath {
    new_path::of(workspace, Kind::Journal, date::at_midnight(date), &date.to_string(), &EntryId::Day(date))
}
