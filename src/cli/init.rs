//! `riffle init`: makes a store.

use std::path::PathBuf;

use serde_json::json;

use super::Global;
use super::open::{self, Place};
use super::output::{Failure, Output};
use crate::ops;

/// Make a new store, or make an existing folder one; rewrites no file.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder; else this one.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// A git repository to sync with.
    #[arg(long, value_name = "URL")]
    remote: Option<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let Place { paths, config, clock } = open::place(global, output)?;
        let made = ops::init::init(&self.dir, self.remote.as_deref(), paths, config, clock)?;
        output.warnings(&made.warnings);
        if output.json {
            return output.object(&json!({ "path": made.path }));
        }
        output.line(made.path.display())?;
        if made.existed {
            output.note("Already a store; nothing changed.");
        }
        if self.remote.is_some() {
            output.note("`riffle sync` syncs it with the remote.");
        }
        Ok(())
    }
}
