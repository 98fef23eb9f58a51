//! `riffle demo`: a disposable store to try everything on.

use std::path::PathBuf;

use serde_json::json;

use super::Global;
use super::open::{self, Place};
use super::output::{Failure, Output};
use crate::ops;

/// Make a disposable store with a team repository and open it; nothing outside its folder is touched.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where; else a new folder for temporary files.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Only make it and print its path.
    #[arg(long)]
    no_tui: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let Place { config, clock, .. } = open::place(global, output)?;
        let dir = self
            .dir
            .clone()
            .unwrap_or_else(|| std::env::temp_dir().join(format!("riffle-demo-{}", std::process::id())));
        let made = ops::demo::demo(&dir, config, clock)?;
        output.warnings(&made.warnings);
        if output.json {
            return output.object(&json!({ "path": made.store, "team": made.team }));
        }
        if self.no_tui {
            return output.line(made.store.display());
        }
        output.note(&format!("A demo store; delete it whenever you like: {}", dir.display()));
        super::tui::open(&made.store, made.paths, global, output)
    }
}
