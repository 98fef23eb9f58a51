//! `riffle edit`: one entry in the editor.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::ops;

/// Open an entry in $VISUAL or $EDITOR, and commit what changed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let path = find(&workspace, &self.entry, output)?;
        let session = ops::edit::begin(&workspace, &path)?;
        ops::edit::run_editor(&session.file)?;
        let changed = ops::edit::finish(&workspace, &session)?;
        output.warnings(&changed.warnings);
        if changed.paths.is_empty() {
            output.note("Nothing changed.");
        }
        if output.json {
            return output.object(&json!({ "path": path.as_str() }));
        }
        output.line(&path)
    }
}
