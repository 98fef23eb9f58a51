//! `riffle adopt`: takes an entry of a team into the store.

use super::Global;
use super::capture::tell;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::fresh::Look;
use crate::ops::team;

/// Copy a team's entry into your store, with its author's name.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its path as `riffle search in:team` and `riffle team new` print it.
    entry: String,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let path = find(&workspace, &self.entry, output)?;
        tell(team::adopt(&workspace, &path)?, &workspace, output).map(drop)
    }
}
