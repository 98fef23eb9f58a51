//! `riffle links`: what links to what.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{freshen, look};
use super::show::find;
use crate::ops::links::{self, Checker, Link, Missing, Target};
use crate::ops::{self, Workspace};

/// List links: of one entry, or of the whole store; or look where the addresses of bookmarks lead by now.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<super::visit::Command>,
    /// A path, file name, title, alias, `[[link]]` or part of an id; without it, all entries.
    entry: Option<String>,
    /// Only links that lead nowhere, or to an entry without the heading or block they name.
    #[arg(long)]
    broken: bool,
    /// Entries that no other entry links to, instead of links.
    #[arg(long, conflicts_with_all = ["entry", "broken", "dot"])]
    orphans: bool,
    /// A graph of entries in the language of Graphviz.
    #[arg(long, conflicts_with = "broken")]
    dot: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(output), output)?;
        if let Some(command) = &self.command {
            return command.run(&workspace, output);
        }
        if self.orphans {
            return orphans(&workspace, output);
        }
        if self.dot {
            return self.graph(&workspace, output);
        }
        let mut printed = Ok(());
        let mut checker = Checker::of(&workspace);
        self.each(&workspace, output, &mut |link, output| {
            let missing = checker.missing(&link);
            if printed.is_ok() && (missing.is_some() || !self.broken) {
                printed = print(&link, missing, output);
            }
        })?;
        printed
    }

    /// Calls `sink` with the links of the entry that was asked for, or of all.
    fn each(
        &self,
        workspace: &Workspace,
        output: &mut Output,
        sink: &mut dyn FnMut(Link, &mut Output),
    ) -> Result<(), Failure> {
        let Some(name) = &self.entry else {
            links::each(workspace, &mut |link| sink(link, output))?;
            return Ok(());
        };
        let path = find(workspace, name, output)?;
        let all = links::out(workspace, &ops::find::read(workspace, &path)?)?;
        all.into_iter().for_each(|link| sink(link, output));
        Ok(())
    }

    fn graph(&self, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        let mut edges = BTreeSet::new();
        self.each(workspace, output, &mut |link, _| {
            if let Target::Entry(to) = link.target {
                edges.insert((link.from.to_string(), to.path.to_string()));
            }
        })?;
        output.line("digraph riffle {")?;
        for (from, to) in edges {
            output.line(format!("  {} -> {};", quoted(&from), quoted(&to)))?;
        }
        output.line("}")
    }
}

fn orphans(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    for path in links::orphans(workspace)? {
        if output.json {
            output.object(&json!({ "path": path.as_str() }))?;
        } else {
            output.line(path)?;
        }
    }
    Ok(())
}

fn print(link: &Link, missing: Option<Missing>, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&object(link, missing));
    }
    let leads = match &link.target {
        Target::Entry(to) => to.path.to_string(),
        Target::File(path) => path.clone(),
        Target::Web(_) => return output.line(format!("{}:{}: {}", link.from, link.line, one_line(&link.text))),
        Target::Missing(_) => "nothing".into(),
    };
    let lacks = match missing {
        Some(Missing::Heading) => " (no such heading)",
        Some(Missing::Block) => " (no such block)",
        Some(Missing::Entry) | None => "",
    };
    output.line(format!("{}:{}: {} → {leads}{lacks}", link.from, link.line, one_line(&link.text)))
}

/// A link with its stable field names. `resolved` is the path it leads to; `target` what it names; `missing` what of it is not
/// there.
fn object(link: &Link, missing: Option<Missing>) -> Value {
    let resolved = match &link.target {
        Target::Entry(to) => Some(to.path.as_str()),
        Target::File(path) => Some(path.as_str()),
        Target::Web(_) | Target::Missing(_) => None,
    };
    json!({
        "from": link.from.as_str(),
        "line": link.line,
        "text": link.text,
        "target": link.named,
        "heading": link.heading,
        "resolved": resolved,
        "kind": link.form.name(),
        "leads": link.target.kind(),
        "missing": missing.map(Missing::name),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in the language of Graphviz.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
