//! What is added to a team from the shell: shown, agreed to, sent.

use std::io::{self, IsTerminal as _};

use serde_json::json;

use super::history::show_diff;
use super::output::{Failure, Output};
use super::publish::said;
use crate::ops::share::{self, AgreedWords, Contributed, Contribution, ContributionPreview, Finding, Route, Severity};
use crate::ops::{self, Workspace};

/// How a contribution is agreed to.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Consent {
    /// Only show what would leave.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Let a finding pass that blocks, by its key.
    #[arg(long, value_name = "KEY")]
    pub(super) allow: Vec<String>,
}

impl Consent {
    /// Shows what would leave, asks where somebody can answer, and sends it.
    pub(super) fn send(
        &self,
        workspace: &Workspace,
        contribution: &Contribution,
        output: &mut Output,
    ) -> Result<(), Failure> {
        self.ask_and_send(workspace, contribution, output).map(drop)
    }

    /// The same, and says what was sent, if anything was.
    pub(super) fn ask_and_send(
        &self,
        workspace: &Workspace,
        contribution: &Contribution,
        output: &mut Output,
    ) -> Result<Option<Contributed>, Failure> {
        let preview = share::prepare_contribution(workspace, contribution)?;
        if self.dry_run && output.json {
            return output.object(&object(&preview)).map(|()| None);
        }
        // Where no words of mine leave, the command says it all.
        let has_words = !preview.words.is_empty() && !self.yes;
        if self.dry_run || has_words {
            shown(&preview, output)?;
        }
        if self.dry_run || has_words && !agreed(&preview, output)? {
            return Ok(None);
        }
        if !has_words {
            warned(preview.report.findings.iter(), output);
        }
        let sent = share::contribute(workspace, &AgreedWords { contribution, words: &preview.words })?;
        done(&sent, output)?;
        Ok(Some(sent))
    }
}

/// Of what is not asked for, something should be left to read.
fn warned<'a>(findings: impl Iterator<Item = &'a Finding>, output: &mut Output) {
    findings.filter(|finding| finding.severity == Severity::Warn).for_each(|finding| output.note(&said(finding)));
}

fn agreed(preview: &ContributionPreview, output: &mut Output) -> Result<bool, Failure> {
    if !preview.is_ready() {
        // What is not ready is refused with its reasons.
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(ops::Error::from(ops::ShareError::Unagreed).into());
    }
    let to = format!("{} ({})", preview.contribution.team, preview.branch);
    let answer = output.ask(&format!("Send this to {to}? [y/N] "))?;
    Ok(answer.is_some_and(|answer| matches!(answer.as_str(), "y" | "Y" | "yes")))
}

/// Everything that a person should see before it leaves.
fn shown(preview: &ContributionPreview, output: &mut Output) -> Result<(), Failure> {
    output.line(format!("What {} will see: {}", preview.contribution.team, preview.path))?;
    show_diff(&preview.changes, output)?;
    output.line("")?;
    let branch = if preview.route == Route::Branch { "a branch for review" } else { preview.branch.as_str() };
    output.line(format!("To       {} ({branch}), {}", preview.contribution.team, preview.url))?;
    output.line(format!("Commit   by {}", preview.author))?;
    preview.message.lines().try_for_each(|line| output.line(format!("         {line}")))?;
    output.line(format!("Files    {}", preview.files.join(", ")))?;
    for left in &preview.left_out {
        output.line(format!("Stays    {}: {}", left.what.name(), left.text))?;
    }
    preview.report.findings.iter().try_for_each(|finding| output.line(said(finding)))
}

fn done(sent: &Contributed, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&json!({
            "team": sent.team, "path": sent.path, "commit": sent.commit.0, "link": sent.link, "title": sent.title,
            "branch": sent.branch,
        }));
    }
    if let Some(branch) = &sent.branch {
        let link = sent.link.as_ref().map(|link| format!(": {link}")).unwrap_or_default();
        output.note(&format!("On the branch {branch} of {}, for review{link}", sent.team));
        return output.line(&sent.path);
    }
    match (&sent.link, sent.is_there) {
        (_, true) => output.note(&format!("{} has it already.", sent.team)),
        (Some(link), false) => output.note(&format!("Sent to {}: {link}", sent.team)),
        (None, false) => output.note(&format!("Sent to {}.", sent.team)),
    }
    output.line(&sent.path)
}

fn object(preview: &ContributionPreview) -> serde_json::Value {
    let findings = preview.report.findings.iter().map(|finding| {
        json!({
            "check": finding.check.name(), "blocks": finding.severity == Severity::Block,
            "place": finding.location.to_string(), "what": finding.what, "key": finding.key,
        })
    });
    let left_out = preview.left_out.iter().map(|left| json!({ "what": left.what.name(), "text": left.text }));
    json!({
        "team": preview.contribution.team, "path": preview.path, "title": preview.title, "words": preview.words,
        "message": preview.message, "files": preview.files, "findings": findings.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
    })
}
