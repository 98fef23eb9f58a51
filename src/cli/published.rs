//! `riffle published`: what is out, and whether it still agrees.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::share::{self, Outgoing};

/// List what you published: queued, drifted, edited by others, no longer shared, withdrawn.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One entry: a path, file name, title, alias, `[[link]]` or part of an id.
    entry: Option<String>,
    /// Take the entry's publication that has not arrived off the queue of this team.
    #[arg(long, value_name = "TEAM", requires = "entry")]
    drop: Option<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, false, output)?;
        let entry = self.entry.as_ref().map(|name| find(&workspace, name, output)).transpose()?;
        if let (Some(entry), Some(team)) = (&entry, &self.drop) {
            share::drop_queued(&workspace, entry, team)?;
        }
        let all = share::published(&workspace)?;
        let wanted = all.iter().filter(|out| entry.as_ref().is_none_or(|entry| *entry == out.entry));
        wanted.into_iter().try_for_each(|out| print(out, output))
    }
}

fn print(out: &Outgoing, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&json!({
            "entry": out.entry.as_str(), "title": out.title, "team": out.team, "path": out.path,
            "state": out.state.name(), "commit": out.commit.as_ref().map(|commit| &commit.0), "date": out.date,
            "why": out.why,
        }));
    }
    let why = out.why.as_ref().map(|why| format!("  ({why})")).unwrap_or_default();
    output.line(format!("{:<10} {}  {}: {}{why}", out.state.name(), out.entry, out.team, out.path))
}
