//! `riffle list`: matching entries, newest first.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{freshen, listed, look, say_ignored};
use super::table::Rows;
use crate::ops;

/// List entries that match, newest first, without ranking.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As for `search`; without it, all entries.
    query: Vec<String>,
    /// At most so many entries.
    #[arg(short = 'n', long, default_value_t = 1_000_000)]
    limit: usize,
    /// Print only the paths.
    #[arg(long)]
    path: bool,
    /// Look at the files first, however many there are.
    #[arg(long)]
    fresh: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(self.fresh), output)?;
        let answer = ops::find::list(&workspace, &self.query.join(" "), self.limit)?;
        say_ignored(&answer, output);
        let rows = Rows::of(&answer.found.hits);
        for hit in &answer.found.hits {
            if output.json {
                output.object(&listed(hit))?;
            } else if self.path {
                output.line(&hit.path)?;
            } else {
                output.lines(&[rows.row(hit)])?;
            }
        }
        Ok(())
    }
}
