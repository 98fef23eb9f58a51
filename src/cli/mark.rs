//! `riffle mark`: how sure the person is of entries, and when they checked them.

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find_all;
use crate::ops::refine::{self, Confidence, Mark};

/// Say how sure you are of entries, or that you checked them today.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("said").required(true).multiple(true).args(["confidence", "checked"]))]
pub(super) struct Args {
    /// Entries, each a path, file name, title, alias, `[[link]]` or part of an id.
    #[arg(required = true, value_name = "ENTRY")]
    entries: Vec<String>,
    /// How sure you are of what they say.
    #[arg(long, value_name = "HOW")]
    confidence: Option<How>,
    /// You verified them today.
    #[arg(long)]
    checked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum How {
    Low,
    Medium,
    High,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let paths = find_all(&workspace, &self.entries, output)?;
        let confidence = self.confidence.map(|how| match how {
            How::Low => Confidence::Low,
            How::Medium => Confidence::Medium,
            How::High => Confidence::High,
        });
        output.changed(&refine::mark(&workspace, &paths, Mark { confidence, checked: self.checked })?)
    }
}
