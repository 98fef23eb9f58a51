//! `riffle tick`: to-dos in the text of an entry.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::entry::EntryPath;
use crate::ops::tick::{self, Tick, Todo};

/// Tick a to-do (`- [ ]`) of an entry; one byte of its file changes.
///
/// Without a line it ticks the only open one, or lists them where there are several: their lines and their words.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id, and the line of the to-do.
    #[arg(value_name = "ENTRY[:LINE]")]
    todo: String,
    /// Take the tick away.
    #[arg(long)]
    undone: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let (name, line) = split(&self.todo);
        let path = find(&workspace, name, output)?;
        let todos = tick::todos(&workspace, &path)?;
        let wanted: Vec<&Todo> = match line {
            Some(line) => todos.iter().filter(|todo| todo.line == line).collect(),
            None => todos.iter().filter(|todo| todo.done == self.undone).collect(),
        };
        match wanted.as_slice() {
            [] => Err(self.none(&path, line)),
            [todo] => {
                let tick = Tick { done: !self.undone, ..Tick::turn(todo) };
                output.changed(&tick::tick(&workspace, &path, &tick)?)
            }
            several => list(&path, several, output),
        }
    }

    fn none(&self, path: &EntryPath, line: Option<usize>) -> Failure {
        let hint = format!("`riffle tick {path}` lists those that are open");
        match line {
            Some(line) => Failure::usage(format!("there is no to-do on line {line} of {path}"), hint),
            None if self.undone => Failure::usage(format!("no to-do in {path} is ticked"), hint),
            None => {
                Failure::usage(format!("there is no open to-do in {path}"), "a to-do is a list item: `- [ ] words`")
            }
        }
    }
}

/// The name of an entry, and the line behind its last colon.
fn split(words: &str) -> (&str, Option<usize>) {
    match words.rsplit_once(':').map(|(name, line)| (name, line.parse())) {
        Some((name, Ok(line))) if !name.is_empty() => (name, Some(line)),
        Some(_) | None => (words, None),
    }
}

/// Says which to-dos there are to choose from.
fn list(path: &EntryPath, todos: &[&Todo], output: &mut Output) -> Result<(), Failure> {
    for todo in todos {
        if output.json {
            let object = json!({ "path": path.as_str(), "line": todo.line, "done": todo.done, "text": todo.text });
            output.object(&object)?;
        } else {
            output.line(format!("{path}:{}  {}", todo.line, todo.text))?;
        }
    }
    Ok(())
}
