//! `riffle rm`: entries into the trash.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find_all;
use crate::ops::trash;

/// Move entries to the trash, which keeps them for thirty days.
///
/// `riffle undo` brings them back at once, `riffle trash restore` also later.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Entries, each a path, file name, title, alias, `[[link]]` or part of an id.
    #[arg(required = true, value_name = "ENTRY")]
    entries: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let paths = find_all(&workspace, &self.entries, output)?;
        output.changed(&trash::remove(&workspace, &paths)?)
    }
}
