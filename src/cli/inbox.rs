//! `riffle inbox`: what is undecided, oldest first.

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{freshen, look};
use super::table;
use crate::ops::{self, inbox::Item};
use crate::render::{Line, Role, safe_line};

const EXAMPLES: &str = "\
To decide about an entry:
  riffle stage ENTRY seed           keep it
  riffle annotate ENTRY why it matters
  riffle later ENTRY friday         it comes back
  riffle stage ENTRY archived       done, and still found
  riffle rm ENTRY                   away; `riffle undo` brings it back";

/// List what was captured and is undecided, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// At most so many entries.
    #[arg(short = 'n', long, default_value_t = 1_000_000)]
    limit: usize,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(output), output)?;
        let inbox = ops::inbox::list(&workspace, self.limit)?;
        for item in &inbox.items {
            if output.json {
                output.object(&object(item))?;
            } else {
                output.lines(&[table::cut(row(item))])?;
            }
        }
        match (inbox.total, inbox.items.len()) {
            (0, _) => output.note("Inbox empty. `riffle capture` writes something down."),
            (total, shown) if total > shown => output.note(&format!("{shown} of {total}; --limit shows more.")),
            _ => {}
        }
        Ok(())
    }
}

/// Day, kind and title, and where it is.
fn row(item: &Item) -> Line {
    let day = item.date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let mut line = Line::default();
    line.push(&format!("{day:<12}{:<10}", item.kind.name()), Role::Muted);
    line.push(&safe_line(&item.title), Role::Strong);
    line.push(&format!("  {}", safe_line(item.path.as_str())), Role::Muted);
    line
}

fn object(item: &Item) -> Value {
    json!({
        "path": item.path.as_str(),
        "kind": item.kind.name(),
        "title": item.title,
        "date": item.date.map(|date| date.to_rfc3339()),
    })
}
