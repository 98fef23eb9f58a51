//! `riffle stage`: how far entries have come.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find_all;
use crate::entry::Stage;
use crate::ops::refine;

/// Give entries a stage: seed, growing, evergreen or archived.
///
/// `seed` keeps an entry of the inbox; `archived` is done and still found. Nothing goes back to the inbox.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One or more entries, each a path, file name, title, alias, `[[link]]` or part of an id, and the stage behind them.
    #[arg(required = true, num_args = 2.., value_names = ["ENTRY", "STAGE"])]
    words: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let (stage, entries) = self.words.split_last().expect("clap wants two");
        let stage: Stage = stage.parse()?;
        let paths = find_all(&workspace, entries, output)?;
        output.changed(&refine::stage(&workspace, &paths, stage)?)
    }
}
