//! `riffle list`: matching entries, newest first.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::print::{PrintArgs, Printed};
use super::search::{LookArgs, freshen, late, listed, say_ignored};
use super::table::Rows;
use crate::ops::{self, Hit, Workspace};

/// List entries that match, newest first, without ranking.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As for `search`; without it, all entries.
    query: Vec<String>,
    /// At most so many entries.
    #[arg(short = 'n', long, default_value_t = 1_000_000)]
    limit: usize,
    #[command(flatten)]
    print: PrintArgs,
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
        self.print(&first.found.hits, &workspace, output)?;
        if self.look.is_due(freshness) {
            let late = late(&workspace, &first, &answer, output)?;
            self.print(&late, &workspace, output)?;
        }
        Ok(())
    }

    fn print(&self, hits: &[Hit], workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        let rows = Rows::of(hits);
        match self.print.wanted() {
            _ if output.json => hits.iter().try_for_each(|hit| output.object(&listed(hit))),
            Some(print) => print.all(&Vec::from_iter(hits.iter().map(Printed::from)), workspace, output),
            None => hits.iter().try_for_each(|hit| {
                output.linked(&[rows.row(hit)], &|_| ops::outside::address_of_file(workspace, &hit.path))
            }),
        }
    }
}
