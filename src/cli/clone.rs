//! `riffle clone`: an existing store on this machine.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Global;
use super::ask;
use super::open;
use super::output::{Failure, Output};
use crate::ops;

/// Clone an existing store to this machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where its repository is.
    url: String,
    /// The new folder; else named after the repository.
    dir: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        open::place(global, output)?;
        let dir = self.dir.clone().unwrap_or_else(|| named_after(&self.url));
        ops::clone::clone(&self.url, &dir, ask::at_terminal())?;
        if output.json {
            return output.object(&json!({ "path": dir }));
        }
        output.line(dir.display())
    }
}

/// `https://host/notes.git` becomes `notes`.
fn named_after(url: &str) -> PathBuf {
    let last = url.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or("store");
    Path::new(last.strip_suffix(".git").unwrap_or(last)).to_owned()
}
