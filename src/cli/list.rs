//! `riffle list`: matching entries, newest first.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{LookArgs, freshen, late, listed, say_ignored};
use super::table::Rows;
use crate::ops::{self, Hit};

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
    #[command(flatten)]
    look: LookArgs,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let freshness = freshen(&workspace, self.look.before(output), output)?;
        let answer = || ops::find::list(&workspace, &self.query.join(" "), self.limit);
        let first = answer()?;
        say_ignored(&first, output);
        self.print(&first.found.hits, output)?;
        if self.look.is_due(freshness) {
            let late = late(&workspace, &first, &answer, output)?;
            self.print(&late, output)?;
        }
        Ok(())
    }

    fn print(&self, hits: &[Hit], output: &mut Output) -> Result<(), Failure> {
        let rows = Rows::of(hits);
        for hit in hits {
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
