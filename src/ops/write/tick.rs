//! Ticks to-dos: one byte of a file changes.

use crate::entry::{EntryPath, text, todo};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite, sound_text};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace};

pub use crate::entry::todo::Todo;

/// How much of a to-do a commit's subject shows, in characters.
const SUBJECT: usize = 60;

/// A to-do as the person saw it, and what is to become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub text: String,
    /// In the file, counted from 1.
    pub line: usize,
    pub done: bool,
}

impl Tick {
    /// The other way round from how a to-do is.
    pub fn turn(todo: &Todo) -> Self {
        Self { text: todo.text.clone(), line: todo.line, done: !todo.done }
    }
}

/// The to-dos of an entry, in order.
pub fn todos(workspace: &Workspace, path: &EntryPath) -> Result<Vec<Todo>, Error> {
    Ok(todo::todos(&sound_text(workspace.store(), path)?.text))
}

/// Ticks a to-do of an entry, or takes the tick away. One that has moved since it was seen is found by its words.
pub fn tick(workspace: &Workspace, path: &EntryPath, tick: &Tick) -> Result<Changed, Error> {
    let verb = if tick.done { "tick" } else { "untick" };
    bulk::compose(workspace, || {
        let entry = sound_text(workspace.store(), path)?;
        let same = todo::todos(&entry.text).into_iter().filter(|todo| todo.text == tick.text);
        let nearest = same.min_by_key(|todo| todo.line.abs_diff(tick.line));
        let todo = nearest.ok_or_else(|| WriteError::NoTodo { path: path.clone(), line: tick.line })?;
        let after = todo::turned(&entry.text, &todo);
        let changed = if todo.done == tick.done { Vec::new() } else { vec![Rewrite::to(entry, after)] };
        Ok((format!("{verb}: {}", text::summary(&tick.text, SUBJECT)), changed))
    })
}
