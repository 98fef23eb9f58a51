//! `riffle trash`: what was taken away, and the way back.

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::table;
use crate::entry::EntryPath;
use crate::ops::trash::{self, Trashed};
use crate::ops::{self, Workspace};
use crate::render::{Line, Role, safe_line};

/// List what was taken away in the last thirty days, newest first, or bring it back.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Bring an entry back to where it was; nothing is overwritten.
    Restore {
        /// Its path as `riffle trash` lists it, or its title.
        entry: String,
    },
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let trashed = trash::list(&workspace)?;
        match &self.command {
            None => list(&trashed, output),
            Some(Command::Restore { entry }) => restore(&workspace, &trashed, entry, output),
        }
    }
}

fn list(trashed: &[Trashed], output: &mut Output) -> Result<(), Failure> {
    for one in trashed {
        if output.json {
            output.object(&object(one))?;
        } else {
            output.lines(&[table::cut(row(one))])?;
        }
    }
    if trashed.is_empty() {
        output.note("The trash is empty.");
    }
    Ok(())
}

fn restore(workspace: &Workspace, trashed: &[Trashed], name: &str, output: &mut Output) -> Result<(), Failure> {
    let by_path = trashed.iter().find(|one| one.path.as_str() == name).map(|one| &one.path);
    let mut titled: Vec<&EntryPath> = trashed.iter().filter(|one| one.title == name).map(|one| &one.path).collect();
    titled.sort_unstable();
    titled.dedup();
    let path = match (by_path, titled.as_slice()) {
        (Some(path), _) => path,
        (None, [path]) => *path,
        (None, []) => return Err(ops::Error::Write(ops::WriteError::NotInTrash(name.to_owned())).into()),
        (None, many) => {
            let found = many.iter().map(ToString::to_string).collect();
            return Err(ops::Error::Find(ops::FindError::Ambiguous { name: name.to_owned(), found }).into());
        }
    };
    output.changed(&trash::restore(workspace, path)?)
}

fn row(one: &Trashed) -> Line {
    let mut line = Line::default();
    line.push(&format!("{}  ", one.when.format("%Y-%m-%d")), Role::Muted);
    line.push(&safe_line(&one.title), Role::Strong);
    line.push(&format!("  {}", safe_line(one.path.as_str())), Role::Muted);
    line
}

fn object(one: &Trashed) -> Value {
    json!({ "path": one.path.as_str(), "title": one.title, "when": one.when.to_rfc3339() })
}
