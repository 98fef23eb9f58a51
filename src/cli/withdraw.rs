//! `riffle withdraw`: takes a page back.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::fresh::Look;
use crate::ops::share::{self, State};

/// Withdraw a published page: a note in its place says so and names what replaces it. History keeps the text.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// The team, by its name here.
    #[arg(long, value_name = "TEAM")]
    from: String,
    /// What replaces it: an entry that is published there.
    #[arg(long, value_name = "ENTRY")]
    successor: Option<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let entry = find(&workspace, &self.entry, output)?;
        let successor = self.successor.as_ref().map(|name| find(&workspace, name, output)).transpose()?;
        let done = share::withdraw(&workspace, &entry, &self.from, successor.as_ref())?;
        done.warnings.iter().for_each(|warning| output.note(warning));
        if output.json {
            return output.object(&json!({
                "state": State::Withdrawn.name(), "team": done.team, "path": done.path, "commit": done.commit.0,
            }));
        }
        output.line(&done.path)
    }
}
