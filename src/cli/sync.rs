//! `riffle sync`: exchanges commits with the remote.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use crate::ops::sync::{self, Held, Removals, Report};
use crate::ops::unsent::{self, Unsent};
use crate::ops::{Status, Workspace};

/// So many paths that stay here, or are not written here, are named.
const ENOUGH: usize = 10;

/// Commit what is uncommitted, fetch, merge and push; no text is ever dropped.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only say where the store stands, without the network.
    #[arg(long)]
    status: bool,
    /// Also where it removes more than a quarter of the store; without this such a sync stops and asks.
    #[arg(long)]
    accept_removals: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let removals = if self.accept_removals { Removals::Accepted } else { Removals::Guarded };
        let report = if self.status { Report::default() } else { exchange(&workspace, removals)? };
        let status = sync::status(&workspace)?;
        let unsent = if self.status { unsent::remembered(&workspace) } else { report.unsent.clone() };
        if output.json {
            return output.object(&json!({
                "state": state(&status), "ahead": status.ahead, "behind": status.behind,
                "received": report.received, "sent": report.sent, "review": report.conflicts,
                "unsent": unsent.iter().map(as_json).collect::<Vec<_>>(),
                "renamed": report.renamed.iter().map(|(from, to)| json!({"from": from, "to": to})).collect::<Vec<_>>(),
                "held": status.held.iter().map(|held| json!({"path": held.path, "why": held.why})).collect::<Vec<_>>(),
            }));
        }
        if self.status {
            output.line(standing(&workspace, &status))?;
            tell_held(&status.held, output);
        } else {
            summary(&report, output)?;
        }
        name_unsent(&unsent, output)
    }
}

/// Ctrl-c ends the exchange with the programs it runs: they have a session of their own and would not hear of it. A second
/// one ends this program, too.
fn exchange(workspace: &Workspace, removals: Removals) -> Result<Report, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    // Without them Ctrl-c ends this program alone, as it would have.
    flag::register_conditional_default(SIGINT, Arc::clone(&stop)).ok();
    flag::register(SIGINT, Arc::clone(&stop)).ok();
    Ok(sync::sync(workspace, removals, &mut || !stop.load(Ordering::Relaxed))?)
}

fn state(status: &Status) -> &'static str {
    match (&status.remote, status.ahead, status.behind) {
        (None, ..) => "no remote",
        (Some(_), 0, 0) => "synced",
        (Some(_), _, 0) => "ahead",
        (Some(_), 0, _) => "behind",
        (Some(_), ..) => "diverged",
    }
}

fn standing(workspace: &Workspace, status: &Status) -> String {
    match &status.remote {
        None => format!("{}: no remote; `git remote add origin URL` adds one", workspace.root().display()),
        Some(remote) => {
            let held = held_back(&status.held, ", ");
            format!("{remote}: {} to send, {} to receive{held}", status.ahead, status.behind)
        }
    }
}

fn summary(report: &Report, output: &mut Output) -> Result<(), Failure> {
    for path in &report.conflicts {
        output.note(&format!("{path} was changed on both sides; both texts are kept, side by side"));
    }
    for (from, to) in &report.renamed {
        output.note(&format!("{from} is {to} now: another entry has that name, or one that some disks take for it"));
    }
    if !report.conflicts.is_empty() {
        output.note("`riffle conflicts` shows both texts and makes one of them");
    }
    output.warnings(&report.warnings);
    tell_held(&report.held, output);
    let held = held_back(&report.held, "; ");
    output.line(format!("Synced: {} received, {} sent{held}.", report.received.len(), report.sent))
}

/// How many paths are not written here, in a few words behind others.
fn held_back(held: &[Held], sign: &str) -> String {
    if held.is_empty() { String::new() } else { format!("{sign}{} held back, not written here", held.len()) }
}

/// What is not written here, and why; of very many the first.
fn tell_held(held: &[Held], output: &mut Output) {
    for Held { path, why } in held.iter().take(ENOUGH) {
        output.note(&format!("held back: {path}: {why}; it stays in the history and goes on to other machines"));
    }
    if held.len() > ENOUGH {
        output.note(&format!("held back: {} more; `riffle sync --status --json` lists all", held.len() - ENOUGH));
    }
}

fn as_json(unsent: &Unsent) -> serde_json::Value {
    json!({ "path": unsent.path, "why": unsent.why.to_string(), "remedy": unsent.why.remedy() })
}

/// What stays on this machine, so that nobody takes "synced" for more than it is.
fn name_unsent(unsent: &[Unsent], output: &mut Output) -> Result<(), Failure> {
    for Unsent { path, why } in unsent.iter().take(ENOUGH) {
        output.line(format!("Not sent: {path}: {why}; {}", why.remedy()))?;
    }
    match unsent.len().saturating_sub(ENOUGH) {
        0 => Ok(()),
        more => output.line(format!("Not sent: {more} more; `riffle doctor --verbose` lists them all")),
    }
}
