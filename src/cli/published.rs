//! `riffle published`: what is out, and whether it still agrees.

use std::io::{self, IsTerminal as _};

use serde_json::json;

use super::Global;
use super::history::show_diff;
use super::open;
use super::output::{Failure, Output};
use super::publish::Whose;
use super::search::{freshen, look};
use super::show::find;
use crate::entry::EntryPath;
use crate::ops::Workspace;
use crate::ops::share::{self, ConflictChoice, Outgoing, State, Taking};

/// List what you published: queued, drifted, edited by others, no longer shared, withdrawn.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One entry: a path, file name, title, alias, `[[link]]` or part of an id.
    entry: Option<String>,
    /// Remove the entry's publication that has not arrived from the queue of this team.
    #[arg(long, value_name = "TEAM", requires = "entry")]
    drop: Option<String>,
    /// Take what colleagues changed in its page into the entry, which is shown line by line; `riffle undo` takes it back.
    #[arg(long, requires = "entry", conflicts_with = "drop")]
    take: bool,
    /// From this team alone.
    #[arg(long, value_name = "TEAM", requires = "take")]
    from: Option<String>,
    /// Whose lines to keep where you and a colleague changed the same ones.
    #[arg(long, value_name = "WHOSE", requires = "take")]
    keep: Option<Whose>,
    /// Only show what would be taken.
    #[arg(long, requires = "take")]
    dry_run: bool,
    /// Do not ask.
    #[arg(short, long, requires = "take")]
    yes: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(output), output)?;
        let entry = self.entry.as_ref().map(|name| find(&workspace, name, output)).transpose()?;
        if let (Some(entry), Some(team)) = (&entry, &self.drop) {
            share::drop_queued(&workspace, entry, team)?;
        }
        let all = share::published(&workspace)?;
        if let Some(entry) = entry.as_ref().filter(|_| self.take) {
            return self.take(&workspace, entry, &all, output);
        }
        let wanted = all.iter().filter(|out| entry.as_ref().is_none_or(|entry| *entry == out.entry));
        wanted.into_iter().try_for_each(|out| print(out, output))
    }

    /// Takes what the copies of an entry have and it has not.
    fn take(
        &self,
        workspace: &Workspace,
        entry: &EntryPath,
        all: &[Outgoing],
        output: &mut Output,
    ) -> Result<(), Failure> {
        let own = all.iter().filter(|out| out.entry == *entry && out.commit.is_some());
        let teams: Vec<&str> = match &self.from {
            Some(team) => vec![team],
            None => own.filter(|out| out.has_theirs).map(|out| out.team.as_str()).collect(),
        };
        if teams.is_empty() {
            output.note("Nothing to take: the entry has everything that its page has.");
        }
        for team in teams {
            let conflict = self.keep.map_or(ConflictChoice::Ask, ConflictChoice::from);
            let taking = share::taking(workspace, entry, team, conflict)?;
            self.one(workspace, &taking, output)?;
        }
        Ok(())
    }

    fn one(&self, workspace: &Workspace, taking: &Taking, output: &mut Output) -> Result<(), Failure> {
        let is_new = !taking.changes.is_empty();
        if !output.json && is_new {
            output.line(format!("{} changed {} in {}:", taking.who, taking.path, taking.team))?;
            show_diff(&taking.changes, output)?;
        }
        let is_taken = is_new && !self.dry_run && self.agreed(taking, output)?;
        if is_taken {
            output.warnings(&share::take(workspace, taking)?.warnings);
        }
        if output.json {
            return output.object(&json!({
                "entry": taking.entry.as_str(), "title": taking.title, "team": taking.team, "path": taking.path,
                "by": taking.who, "taken": is_taken,
            }));
        }
        match (is_new, is_taken) {
            (false, _) => output.note("Nothing to take: the entry has everything that its page has."),
            (true, true) => output.note(&format!("Taken into {}; `riffle undo` undoes it.", taking.entry)),
            (true, false) => {}
        }
        Ok(())
    }

    /// Whether the person agrees, who is asked where that can be answered: it can be taken back.
    fn agreed(&self, taking: &Taking, output: &mut Output) -> Result<bool, Failure> {
        if self.yes || output.json || !io::stdin().is_terminal() {
            return Ok(true);
        }
        let answer = output.ask(&format!("Take it into {}? [y/N] ", taking.entry))?;
        Ok(answer.is_some_and(|answer| matches!(answer.as_str(), "y" | "Y" | "yes")))
    }
}

fn print(out: &Outgoing, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&json!({
            "entry": out.entry.as_str(), "title": out.title, "team": out.team, "path": out.path,
            "state": out.state.name(), "commit": out.commit.as_ref().map(|commit| &commit.0), "date": out.date,
            "why": out.why, "theirs": out.has_theirs,
        }));
    }
    let why = reason(out).map(|why| format!("  ({why})")).unwrap_or_default();
    let theirs = if out.has_theirs { "  (colleagues wrote in it: --take takes that)" } else { "" };
    output.line(format!("{:<10} {}  {}: {}{why}{theirs}", out.state.name(), out.entry, out.team, out.path))
}

/// Why it stands so, and the command that ends what should not stay.
fn reason(out: &Outgoing) -> Option<String> {
    let why = out.why.as_ref()?;
    if out.state != State::Unshared {
        return Some(why.clone());
    }
    let remedy = format!("`riffle withdraw {} --from {}` takes it back", out.entry, out.team);
    Some(format!("no longer shared, still published: {why}; {remedy}"))
}
