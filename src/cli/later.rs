//! `riffle later`: entries that come back on a day.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find_all;
use crate::ops::later;

/// Put entries off to a day: they leave the inbox and come back on Today.
///
/// WHEN is `1` for tomorrow, `2` for in a week, `3` for in a month, or `tomorrow`, `friday`, `3d`, `2w`, `2026-12-01`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One or more entries, each a path, file name, title, alias, `[[link]]` or part of an id, and when behind them.
    #[arg(required = true, num_args = 2.., value_names = ["ENTRY", "WHEN"])]
    words: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let (when, entries) = self.words.split_last().expect("clap wants two");
        let day = later::day(when, workspace.clock.now().date_naive()).ok_or_else(|| {
            Failure::usage(
                format!("{when:?} is not a day in the future"),
                "say 1 (tomorrow), 2 (in a week), 3 (in a month), `friday`, `3d`, `2w` or a date like 2026-12-01",
            )
        })?;
        let paths = find_all(&workspace, entries, output)?;
        let changed = later::later(&workspace, &paths, day)?;
        output.changed(&changed)?;
        output.note(&format!("Comes back on {}.", day.format("%A, %Y-%m-%d")));
        Ok(())
    }
}
