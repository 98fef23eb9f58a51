//! `riffle attach`: files beside entries.

use std::path::PathBuf;

use serde_json::json;

use super::output::{Failure, Output};
use super::show::find;
use super::{Global, open};
use crate::ops::attach;

/// Copy files into the store, and link them at the end of an entry.
///
/// They lie in `media/`, by year, or where Obsidian or Logseq keep files. Prints a link for each.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required_unless_present = "unused", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The entry that they belong to.
    #[arg(long, value_name = "ENTRY")]
    to: Option<String>,
    /// List the files that no entry links to, instead.
    #[arg(long, conflicts_with_all = ["files", "to"])]
    unused: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.unused {
            super::search::freshen(&workspace, super::search::look(output), output)?;
            return attach::unused(&workspace)?.iter().try_for_each(|path| match output.json {
                true => output.object(&json!({ "path": path.as_str() })),
                false => output.line(path),
            });
        }
        let entry = self.to.as_ref().map(|name| find(&workspace, name, output)).transpose()?;
        for attached in attach::attach(&workspace, &self.files, entry.as_ref())? {
            match output.json {
                true => output.object(&json!({
                    "path": attached.path.as_str(), "link": attached.link, "known": attached.was_there,
                }))?,
                false => output.line(&attached.link)?,
            }
        }
        Ok(())
    }
}
