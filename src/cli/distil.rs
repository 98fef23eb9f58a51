//! `riffle distil`: one nugget from entries and lines of the journal.

use std::io::{self, IsTerminal};

use serde_json::json;

use super::Global;
use super::capture::stdin;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::capture::Captured;
use crate::ops::distil::Source;
use crate::ops::fresh::Look;
use crate::ops::template;
use crate::ops::{self, Workspace};

const EXAMPLES: &str = "\
Examples:
  riffle distil partial-clone                     in the editor, with what it says at hand
  riffle distil partial-clone 2026-11-21:9        an entry and line 9 of a journal
  riffle distil retry budgets --title 'Retry budgets stop storms' -- A budget caps what a retry may cost.
  riffle distil partial-clone --title 'Clone less' < words.md";

/// Make a nugget in your own words; it knows what it came from.
///
/// `derived_from`, `source` and `via` are filled in from the sources, and those in the inbox leave it. On a terminal without
/// words the editor opens, with the quotes of the sources below. A file that is left as it was makes no nugget.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What it is made from: paths, file names, titles, aliases, `[[links]]` or parts of ids; `ENTRY:LINE` is a line of a journal.
    #[arg(required = true, value_name = "ENTRY")]
    entries: Vec<String>,
    /// The title; else the first line.
    #[arg(long)]
    title: Option<String>,
    /// Begin with a template: `how-to`, or `acme/how-to` for a team's.
    #[arg(short = 'T', long, value_name = "NAME", conflicts_with_all = ["title", "text"])]
    template: Option<String>,
    /// Write it in the editor.
    #[arg(long, conflicts_with_all = ["title", "text"])]
    edit: bool,
    /// The nugget's text, behind `--`; else standard input.
    #[arg(last = true)]
    text: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let sources = self.entries.iter().map(|name| source(&workspace, name, output));
        let sources = sources.collect::<Result<Vec<Source>, Failure>>()?;
        let words = self.text.join(" ");
        let is_written = !words.is_empty() || !io::stdin().is_terminal();
        let made = match self.edit || self.template.is_some() || !is_written && self.title.is_none() {
            true => self.edited(&workspace, &sources)?,
            false => {
                let words = if words.is_empty() && !io::stdin().is_terminal() { stdin()? } else { words };
                let title = self.title.as_deref().unwrap_or_default();
                Some(ops::distil::distil(&workspace, &sources, title, &words)?)
            }
        };
        tell(made, "nugget", output)
    }
}

pub(super) fn tell(made: Option<Captured>, what: &str, output: &mut Output) -> Result<(), Failure> {
    let Some(made) = made else {
        output.note(&format!("Nothing written, so no {what} was made."));
        return Ok(());
    };
    output.warnings(&made.warnings);
    if output.json {
        return output.object(&json!({
            "path": made.path.as_str(), "id": made.id.to_string(), "kind": made.kind.name(), "title": made.title,
        }));
    }
    output.line(&made.path)
}

impl Args {
    /// Lets the person write it in their editor.
    fn edited(&self, workspace: &Workspace, sources: &[Source]) -> Result<Option<Captured>, Failure> {
        let distilling = match &self.template {
            Some(name) => ops::distil::begin_from(workspace, sources, &template::named(workspace, name)?, "")?,
            None => ops::distil::begin(workspace, sources)?,
        };
        ops::edit::run_editor(&distilling.file)?;
        Ok(ops::distil::finish(workspace, &distilling)?)
    }
}

/// An entry, or behind a colon one line of it.
fn source(workspace: &Workspace, name: &str, output: &mut Output) -> Result<Source, Failure> {
    let line = name.rsplit_once(':').and_then(|(entry, line)| Some((entry, line.parse::<usize>().ok()?)));
    match (find(workspace, name, output), line) {
        (Ok(path), _) => Ok(Source { path, line: None }),
        (Err(_), Some((entry, line))) => Ok(Source { path: find(workspace, entry, output)?, line: Some(line) }),
        (Err(failure), None) => Err(failure),
    }
}
