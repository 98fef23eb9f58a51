//! `riffle sync`: exchanges commits with the remote.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{freshen, look};
use crate::clock::Stopwatch;
use crate::ops::sync::{self, Choice, Held, Machine, Question, Report};
use crate::ops::unsent::{self, Unsent};
use crate::ops::{self, Status, Workspace, conflicts};
use crate::text::counted;

/// So long the end of the workbench may take.
const LAST: Duration = Duration::from_secs(5);
/// So many paths that stay here, or are not written here, are named.
const ENOUGH: usize = 10;

/// Commit what is uncommitted, fetch, merge and push; no text is ever dropped.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only say where the store stands, without the network.
    #[arg(long)]
    status: bool,
    /// What to do where only you can decide: `join`, `keep-all`, `take-theirs`, `make-branch`, `branch:NAME`, `bring-back`,
    /// `remove`, `keep-files`, `take-removals`, `whole-branch`. A sync that stops says which of them fit.
    #[arg(long, value_name = "ANSWER", value_parser = answer)]
    choose: Vec<Choice>,
    /// As `--choose remove --choose take-removals`: also where more than a quarter of the store goes.
    #[arg(long)]
    accept_removals: bool,
}

fn answer(typed: &str) -> Result<Choice, String> {
    sync::choice(typed).ok_or_else(|| "no such answer".to_owned())
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.status {
            // Without an index nothing is known of conflicts, and the rest is told all the same.
            freshen(&workspace, look(output), output).ok();
            return stand(&workspace, output);
        }
        let report = self.exchange(&workspace, output)?;
        if output.json {
            let status = sync::status(&workspace)?;
            return output.object(&as_json(&status, &report, conflicts(&workspace), &[]));
        }
        summary(&report, output)?;
        name_unsent(&report.unsent, output)?;
        output.flush()?;
        // It is done another time where it does not work now.
        sync::packing::pack(&workspace, &mut || true).ok();
        Ok(())
    }

    /// Exchanges, and asks what only the person can decide where they can answer.
    fn exchange(&self, workspace: &Workspace, output: &mut Output) -> Result<Report, Failure> {
        let mut chosen = self.choose.clone();
        if self.accept_removals {
            chosen.extend([Choice::Remove, Choice::TakeRemovals]);
        }
        let can_ask = !output.json && io::stdin().is_terminal() && io::stdout().is_terminal();
        loop {
            let error = match exchange(workspace, &chosen, None) {
                Ok(report) => return Ok(report),
                Err(error) => error,
            };
            let question = sync::question(&error).filter(|_| can_ask);
            match question.map(|question| ask(&question, output)).transpose()?.flatten() {
                Some(choice) if !chosen.contains(&choice) => chosen.push(choice),
                Some(_) | None => return Err(error.into()),
            }
        }
    }
}

/// Where the store stands, without the network.
fn stand(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let (status, machines) = (sync::status(workspace)?, sync::machines(workspace)?);
    let report = Report { unsent: unsent::remembered(workspace), ..Report::default() };
    if output.json {
        return output.object(&as_json(&status, &report, conflicts(workspace), &machines));
    }
    output.line(standing(workspace, &status))?;
    tell_held(&status.held, output);
    tell_conflicts(conflicts(workspace), output)?;
    tell_machines(&machines, output)?;
    name_unsent(&report.unsent, output)
}

fn conflicts(workspace: &Workspace) -> usize {
    conflicts::list(workspace, 0).map_or(0, |conflicts| conflicts.total)
}

fn as_json(status: &Status, report: &Report, conflicts: usize, machines: &[Machine]) -> serde_json::Value {
    json!({
        "state": state(status), "waits": status.waits.as_ref().map(|waits| &waits.why),
        "ahead": status.ahead, "behind": status.behind,
        "received": report.received, "sent": report.sent, "review": report.conflicts, "conflicts": conflicts,
        "unsent": report.unsent.iter().map(unsent).collect::<Vec<_>>(),
        "renamed": report.renamed.iter().map(|(from, to)| json!({"from": from, "to": to})).collect::<Vec<_>>(),
        "machines": machines.iter().map(machine).collect::<Vec<_>>(),
        "held": status.held.iter().map(|held| json!({"path": held.path, "why": held.why})).collect::<Vec<_>>(),
    })
}

/// What the person answers; nothing where they would rather not.
fn ask(question: &Question, output: &mut Output) -> Result<Option<Choice>, Failure> {
    output.line(&question.text)?;
    for answer in &question.answers {
        output.line(format!("  {}  {}", answer.key, answer.label))?;
    }
    let typed = output.ask("Enter alone changes nothing: ")?.unwrap_or_default();
    let given = question.answers.iter().find(|answer| typed.chars().eq([answer.key]));
    Ok(given.map(|answer| answer.choice.clone()))
}

/// Ctrl-c ends the exchange with the programs it runs: they have a session of their own and would not hear of it. A second
/// one ends this program, too.
fn exchange(workspace: &Workspace, chosen: &[Choice], limit: Option<Duration>) -> Result<Report, ops::Error> {
    let since = Stopwatch::start();
    let stop = Arc::new(AtomicBool::new(false));
    // Without them Ctrl-c ends this program alone, as it would have.
    flag::register_conditional_default(SIGINT, Arc::clone(&stop)).ok();
    flag::register(SIGINT, Arc::clone(&stop)).ok();
    let is_in_time = || limit.is_none_or(|limit| since.elapsed() < limit);
    sync::sync(workspace, chosen, &mut || !stop.load(Ordering::Relaxed) && is_in_time())
}

/// Sends what is left when the workbench is closed, if the store was exchanged before; what cannot leave at once waits.
pub(super) fn at_the_end(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    if !workspace.config.background_sync || !workspace.has_history() {
        return Ok(());
    }
    // What keeps it from being known was told while the workbench was open.
    let Ok(status) = sync::status(workspace) else { return Ok(()) };
    if !status.is_exchanged || status.ahead == 0 {
        return Ok(());
    }
    output.note("Sending what is new; Ctrl-c leaves it for the next time.");
    match exchange(workspace, &[], Some(LAST)) {
        Ok(report) => output.warnings(&report.warnings),
        Err(error) => output.note(&format!("Not sent: {}. It goes out the next time.", ops::error::chain(&error))),
    }
    Ok(())
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
    if let Some(waits) = &status.waits {
        return format!("waiting since {}: {}; what is saved is safe", waits.since.format("%Y-%m-%d %H:%M"), waits.why);
    }
    match &status.remote {
        None => format!("{}: no remote; `git remote add origin URL` adds one", workspace.root().display()),
        Some(remote) => {
            let held = held_back(&status.held, ", ");
            format!("{remote}: {} to send, {} to receive{held}", status.ahead, status.behind)
        }
    }
}

fn tell_conflicts(total: usize, output: &mut Output) -> Result<(), Failure> {
    match total {
        0 => Ok(()),
        total => {
            output.line(format!("{} to settle: `riffle conflicts` lists them", counted(total, "conflict", "conflicts")))
        }
    }
}

/// The machines that the store is used on, if there is another than this.
fn tell_machines(machines: &[Machine], output: &mut Output) -> Result<(), Failure> {
    let others = machines.iter().any(|machine| !machine.is_this);
    machines.iter().filter(|_| others).try_for_each(|machine| {
        let at = machine.last.map_or_else(|| "not synced yet".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
        let what = if machine.is_this { "this machine, synced" } else { "last change" };
        output.line(format!("{}: {what} {at}", machine.name))
    })
}

fn machine(machine: &Machine) -> serde_json::Value {
    let last = machine.last.map(|at| at.to_rfc3339());
    json!({ "name": machine.name, "id": machine.id, "this": machine.is_this, "last": last })
}

fn summary(report: &Report, output: &mut Output) -> Result<(), Failure> {
    for path in &report.conflicts {
        output.note(&format!("{path} was changed on both sides; both texts are kept, side by side"));
    }
    for (from, to) in &report.renamed {
        output.note(&format!("{from} is {to} now: its name was taken, or it came under two names"));
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

fn unsent(unsent: &Unsent) -> serde_json::Value {
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
