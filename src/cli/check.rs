//! `riffle check`: what is wrong in a team's files, for a person or for CI.

use std::path::PathBuf;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use crate::ops::team::{self, Issue, Repair};
use crate::render::safe_line;

/// Check the files of a team, in any clone of it: links, names, front matter, the lists of its README, requests, secrets.
///
/// Exit code 1 means that something is wrong. What is only worth a look (a day that has passed, a title of the list) is told and
/// does not count.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The clone; without it, where you are.
    folder: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Repair the lists of the README, titles in them, links to files that moved, and the feeds of a team that has them.
    #[arg(long)]
    fix: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        let repair = if self.fix { Repair::Do } else { Repair::Leave };
        let today = open::clock(global)?.now().date_naive();
        let (found, written) = team::inspect_folder(&folder, today, repair)?;
        written.iter().for_each(|path| output.note(&format!("Repaired {}.", safe_line(path))));
        let issues = &found.issues;
        match self.format {
            Format::Gitlab => output.line(Value::from(issues.iter().map(quality).collect::<Vec<_>>()))?,
            Format::Github => issues.iter().try_for_each(|issue| output.line(annotation(issue)))?,
            Format::Json => issues.iter().try_for_each(|issue| output.object(&object(issue)))?,
            Format::Human if output.json => issues.iter().try_for_each(|issue| output.object(&object(issue)))?,
            Format::Human => issues.iter().try_for_each(|issue| output.line(human(issue)))?,
        }
        if issues.iter().any(|issue| !issue.rule.is_weak()) {
            return Err(Failure::Findings);
        }
        output.note(if issues.is_empty() {
            "Nothing is wrong."
        } else {
            "Nothing is wrong; what is listed is worth a look."
        });
        Ok(())
    }
}

fn human(issue: &Issue) -> String {
    format!("{}:{}: {} [{}]", safe_line(&issue.path), issue.line, issue.what, issue.rule.name())
}

fn object(issue: &Issue) -> Value {
    let severity = if issue.rule.is_weak() { "warning" } else { "error" };
    json!({ "path": issue.path, "line": issue.line, "rule": issue.rule.name(), "severity": severity, "what": issue.what })
}

/// As GitHub Actions reads it: what would end a property or the line is encoded.
fn annotation(issue: &Issue) -> String {
    let plain = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| plain(text).replace(':', "%3A").replace(',', "%2C");
    let level = if issue.rule.is_weak() { "warning" } else { "error" };
    let (file, title) = (property(&issue.path), property(issue.rule.name()));
    format!("::{level} file={file},line={},title={title}::{}", issue.line, plain(&issue.what))
}

fn quality(issue: &Issue) -> Value {
    let seed = format!("{}\0{}\0{}", issue.path, issue.rule.name(), issue.what);
    let fingerprint: String = Sha256::digest(seed).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    json!({
        "description": issue.what, "check_name": issue.rule.name(), "fingerprint": fingerprint,
        "severity": if issue.rule.is_weak() { "info" } else { "major" },
        "location": { "path": issue.path, "lines": { "begin": issue.line } },
    })
}
