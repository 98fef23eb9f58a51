//! `riffle rename`: another title or place for an entry, with every link to it.

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::entry::EntryPath;
use crate::ops;
use crate::ops::rename::Renamed;
use crate::text::counted;

/// Rename or move an entry; every link to it is updated.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// The new title; the file is named after it, unless --path says where.
    #[arg(required_unless_present = "path")]
    title: Option<String>,
    /// The new path in the store.
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let from = find(&workspace, &self.entry, output)?;
        let to = self.path.as_deref().map(EntryPath::new).transpose().map_err(ops::Error::from)?;
        let mut told = false;
        let renamed = ops::rename::rename(&workspace, &from, self.title.as_deref(), to.as_ref(), &mut |progress| {
            if progress.total > 500 && !told {
                told = true;
                output.note(&format!("Looking at {} entries …", progress.total));
            }
            true
        })?;
        output.warnings(&renamed.warnings);
        if output.json { output.object(&object(&renamed)) } else { summary(&renamed, output) }
    }
}

fn object(renamed: &Renamed) -> Value {
    json!({
        "changed": renamed.changed.iter().map(EntryPath::as_str).collect::<Vec<_>>(),
        "from": renamed.from.as_str(),
        "to": renamed.to.as_str(),
        "links": renamed.links,
    })
}

fn summary(renamed: &Renamed, output: &mut Output) -> Result<(), Failure> {
    if renamed.changed.is_empty() {
        output.note("Nothing changed.");
    }
    output.line(&renamed.to)?;
    if renamed.links > 0 {
        output.note(&format!("{} updated.", counted(renamed.links, "link", "links")));
    }
    Ok(())
}
