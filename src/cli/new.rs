//! `riffle new`: an entry in the editor, from a template or an empty one.

use serde_json::json;

use super::Global;
use super::distil::tell;
use super::open;
use super::output::{Failure, Output};
use crate::entry::Kind;
use crate::ops::template::{self, Template};
use crate::ops::{self, Workspace};

/// Write a new entry in the editor, from a template of yours or of a team.
///
/// A template is a file in the store's `templates/`, or in a team's. `{{title}}`, `{{date}}`, `{{time}}` and `{{week}}` in it are filled
/// in; nothing in it is run. A file that is left as it was makes no entry.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The title; it can be written in the editor too.
    title: Vec<String>,
    /// The template: `how-to`, or `acme/how-to` for a team's.
    #[arg(short = 'T', long, value_name = "NAME")]
    template: Option<String>,
    /// List the templates, your own first.
    #[arg(long, conflicts_with_all = ["template", "title"])]
    list: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.list {
            return show(&workspace, output);
        }
        let template = match &self.template {
            Some(name) => template::named(&workspace, name)?,
            None => Template::blank(Kind::Note),
        };
        let writing = ops::distil::begin_from(&workspace, &[], &template, &self.title.join(" "))?;
        ops::edit::run_editor(&writing.file)?;
        tell(ops::distil::finish(&workspace, &writing)?, "entry", output)
    }
}

fn show(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let all = template::list(workspace)?;
    if all.is_empty() {
        output.note("No template; a Markdown file in the store's `templates/` is one.");
    }
    for it in all {
        if output.json {
            output.object(&json!({ "name": it.name, "team": it.team, "kind": it.kind.name() }))?;
        } else {
            output.line(format!("{:9}  {}", it.kind.name(), it.full_name()))?;
        }
    }
    Ok(())
}
