//! `riffle restore`: an earlier version of an entry.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::entry::EntryPath;
use crate::ops;

/// Restore an earlier version of an entry; `riffle history` lists them.
///
/// What it holds now stays in its history, and `riffle undo` takes this back.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// The version: (part of) a commit's id.
    #[arg(long, value_name = "REV")]
    at: String,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let path = match find(&workspace, &self.entry, output) {
            Ok(path) => path,
            // An entry that is gone has versions too.
            Err(missing) => EntryPath::new(self.entry.as_str()).map_err(|_| missing)?,
        };
        let changed = ops::history::restore(&workspace, &path, &self.at)?;
        output.warnings(&changed.warnings);
        if changed.paths.is_empty() {
            output.note("Nothing changed.");
        }
        if output.json {
            let paths: Vec<&str> = changed.paths.iter().map(EntryPath::as_str).collect();
            return output.object(&json!({ "path": path.as_str(), "changed": paths }));
        }
        output.line(&path)
    }
}
