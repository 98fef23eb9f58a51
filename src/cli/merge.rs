//! `riffle merge`: joins two bookmarks of one page.

use serde_json::json;

use super::output::{Failure, Output};
use super::show::find;
use super::{Global, open};
use crate::ops;

/// Join a bookmark into another one of the same page.
///
/// Words, quotes and tags of the first go into the second, and the first goes; `riffle undo` brings both back.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The bookmark that goes.
    from: String,
    /// The bookmark that stays.
    into: String,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let (from, into) = (find(&workspace, &self.from, output)?, find(&workspace, &self.into, output)?);
        let changed = ops::bookmark::merge(&workspace, &from, &into)?;
        output.warnings(&changed.warnings);
        match output.json {
            true => output.object(&json!({ "path": into.as_str(), "merged": from.as_str() })),
            false => output.line(into),
        }
    }
}
