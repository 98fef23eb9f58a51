//! `riffle publish`: shows what would leave, and lets it.

use std::io::{self, IsTerminal as _};

use serde_json::{Value, json};

use super::Global;
use super::history::show_diff;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find_all;
use crate::entry::EntryPath;
use crate::ops::fresh::Look;
use crate::ops::share::{self, Agreed, ConflictChoice, Finding, Order, Preview, Published, Route, Severity, State};
use crate::ops::{self, Workspace};

/// Publish entries to a team, or bring their pages up to date: a filtered copy, shown before it leaves.
///
/// The exact file is shown line by line against your own, with what stays behind and what the checks found. Nothing leaves
/// before you agree, or without --yes where nobody can be asked. Exit code 3 means that a check, or lines that a colleague
/// changed too, want a word of yours first.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Paths, file names, titles, aliases, `[[links]]` or parts of ids.
    #[arg(required = true, value_name = "ENTRY")]
    entries: Vec<String>,
    /// The team, by its name here.
    #[arg(long, value_name = "TEAM")]
    to: String,
    /// The folder of its subject.
    #[arg(long)]
    topic: Option<String>,
    /// Only show what would leave.
    #[arg(long)]
    dry_run: bool,
    /// As a branch of its own, for review.
    #[arg(long)]
    branch: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Let a finding pass that blocks, by its key; it is recorded.
    #[arg(long, value_name = "KEY")]
    allow: Vec<String>,
    /// Whose lines to keep where you and a colleague changed the same ones.
    #[arg(long, value_name = "WHOSE")]
    keep: Option<Whose>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Whose {
    Mine,
    Theirs,
}

impl From<Whose> for ConflictChoice {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::Mine => Self::Mine,
            Whose::Theirs => Self::Theirs,
        }
    }
}

/// Of what is not asked for, something should be left to read.
fn passed_over(preview: &Preview, output: &mut Output) {
    let warnings = preview.report.findings.iter().filter(|finding| finding.severity == Severity::Warn);
    warnings.for_each(|finding| output.note(&said(finding)));
    preview.notes.iter().for_each(|note| output.note(note));
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        for path in find_all(&workspace, &self.entries, output)? {
            self.one(&workspace, path, output)?;
        }
        Ok(())
    }

    fn one(&self, workspace: &Workspace, path: EntryPath, output: &mut Output) -> Result<(), Failure> {
        let order = Order {
            entry: Some(path),
            team: self.to.clone(),
            topic: self.topic.clone(),
            allowed: self.allow.clone(),
            conflict: self.keep.map_or(ConflictChoice::Ask, ConflictChoice::from),
        };
        let route = if self.branch { Route::Branch } else { Route::Main };
        let preview = share::prepare(workspace, &order)?.on(route);
        if self.dry_run && output.json {
            return output.object(&object(&preview, None));
        }
        if self.dry_run || !self.yes {
            shown(&preview, output)?;
        }
        if self.dry_run || !self.agreed(&preview, output)? {
            return Ok(());
        }
        if self.yes {
            passed_over(&preview, output);
        }
        let published = share::publish(workspace, &Agreed { order: &order, route, page: &preview.text })?;
        output.warnings(&published.warnings);
        if output.json {
            return output.object(&object(&preview, Some(&published)));
        }
        summary(&published, output)
    }

    /// Whether the person agrees; nobody is asked where nobody can answer.
    fn agreed(&self, preview: &Preview, output: &mut Output) -> Result<bool, Failure> {
        if self.yes || !preview.is_ready() {
            // What is not ready is refused with its reasons.
            return Ok(true);
        }
        if !io::stdin().is_terminal() {
            return Err(ops::Error::from(ops::ShareError::Unagreed).into());
        }
        let to = format!("{} ({})", preview.order.team, preview.branch);
        let answer = output.ask(&format!("Publish {} to {to}? [y/N] ", preview.path))?;
        Ok(answer.is_some_and(|answer| matches!(answer.as_str(), "y" | "Y" | "yes")))
    }
}

/// Everything that a person should see before it leaves.
fn shown(preview: &Preview, output: &mut Output) -> Result<(), Failure> {
    let against = if preview.update.is_empty() { &preview.changes } else { &preview.update };
    output.line(format!("What {} will see: {}", preview.order.team, preview.path))?;
    show_diff(against, output)?;
    output.line("")?;
    output.line(format!("To       {} ({}), {}", preview.order.team, preview.branch, preview.url))?;
    let files = preview.files.join(", ");
    output.line(format!("Commit   by {}", preview.author))?;
    preview.message.lines().try_for_each(|line| output.line(format!("         {line}")))?;
    output.line(format!("Files    {files}"))?;
    for left in &preview.left_out {
        output.line(format!("Stays    line {}: {}: {}", left.line, left.what.name(), left.text))?;
    }
    for note in &preview.notes {
        output.line(format!("Note     {note}"))?;
    }
    for passed in &preview.report.passed {
        output.line(format!("ok       {}", passed.what))?;
    }
    preview.report.findings.iter().try_for_each(|finding| output.line(said(finding)))
}

pub(super) fn said(finding: &Finding) -> String {
    let weight = if finding.severity == Severity::Block { "BLOCKS" } else { "warning" };
    let advice = finding.advice.map(|advice| format!("; {advice}")).unwrap_or_default();
    format!("{weight:<8} {}: {}{advice} [{}]", finding.location, finding.what, finding.key)
}

fn summary(published: &Published, output: &mut Output) -> Result<(), Failure> {
    match (&published.branch, &published.link) {
        (Some(branch), Some(link)) => output.note(&format!("On the branch {branch}, for review: {link}")),
        (Some(branch), None) => output.note(&format!("On the branch {branch}, for review.")),
        (None, Some(link)) => output.note(&format!("Published in {}: {link}", published.team)),
        (None, None) => output.note(&format!("Published in {}.", published.team)),
    }
    output.line(&published.path)
}

fn object(preview: &Preview, published: Option<&Published>) -> Value {
    let findings = preview.report.findings.iter().map(|finding| {
        json!({
            "check": finding.check.name(), "blocks": finding.severity == Severity::Block,
            "place": finding.location.to_string(), "what": finding.what, "key": finding.key,
        })
    });
    let left_out = preview.left_out.iter();
    let left_out = left_out.map(|left| json!({ "what": left.what.name(), "line": left.line, "text": left.text }));
    let along = preview.along.iter().map(|it| json!({ "path": it.path, "from": it.from, "text": it.text }));
    json!({
        "team": preview.order.team,
        "path": published.map_or(&preview.path, |published| &published.path),
        "commit": published.map(|published| &published.commit.0),
        "branch": published.and_then(|published| published.branch.as_ref()),
        "link": published.and_then(|published| published.link.as_ref()),
        "findings": findings.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "files": preview.files,
        "attachments": along.collect::<Vec<_>>(),
        "notes": preview.notes,
        "conflict": preview.has_conflict,
        "message": preview.message,
        "text": preview.text,
        "state": published.map_or(preview.state, state).name(),
    })
}

/// What has become of it: on a branch for review nothing is published yet.
fn state(published: &Published) -> State {
    if published.branch.is_some() { State::Proposed } else { State::Published }
}
