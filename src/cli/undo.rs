//! `riffle undo` and `riffle redo`.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use crate::entry::EntryPath;
use crate::ops::undo::{self, Undone};

/// Undo the last change made on this machine: a capture, an edit, tags.
#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {}

/// Redo what was undone last.
#[derive(Debug, clap::Args)]
pub(super) struct RedoArgs {}

pub(super) fn undo(global: &Global, output: &mut Output) -> Result<(), Failure> {
    let workspace = open::workspace(global, output)?;
    say(undo::undo(&workspace)?, "Undone", "There is nothing to undo.", output)
}

pub(super) fn redo(global: &Global, output: &mut Output) -> Result<(), Failure> {
    let workspace = open::workspace(global, output)?;
    say(undo::redo(&workspace)?, "Redone", "There is nothing to redo.", output)
}

fn say(undone: Option<Undone>, done: &str, nothing: &str, output: &mut Output) -> Result<(), Failure> {
    let Some(undone) = undone else {
        output.note(nothing);
        return Ok(());
    };
    output.warnings(&undone.warnings);
    for path in &undone.left {
        output.note(&format!("{path} has changed since and was left as it is"));
    }
    for path in &undone.merged {
        output.note(&format!("{path} has changed since; both changes are in it now"));
    }
    if output.json {
        let changed: Vec<&str> = undone.paths.iter().chain(&undone.merged).map(EntryPath::as_str).collect();
        return output.object(&json!({ "act": undone.act, "changed": changed }));
    }
    output.line(format!("{done}: {}", undone.act))
}
