//! `riffle doctor`: checks store, index, repository and configuration.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use crate::config::Config;
use crate::ops::Workspace;
use crate::ops::doctor::{self, Finding, State};
use crate::ops::fresh;
use crate::render::{Line, Role, safe_line};
use crate::tui::theme::file::Custom;

/// So many findings of one sort are printed; with more, the report would hide the rest.
const ENOUGH: usize = 5;

/// Check store, index, repository and configuration; exit code 1 when something needs attention.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rebuild the index, and repair what is damaged in the repository.
    #[arg(long)]
    repair: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.repair {
            fresh::rebuild(&workspace, &mut |_| true)?;
            // What could not be put right is among the findings.
            doctor::repair(&workspace, &mut || true).ok();
        }
        let mut findings = configuration(&workspace);
        findings.extend(doctor::check(&workspace)?);
        for alike in findings.chunk_by(|one, next| (one.check, one.state) == (next.check, next.state)) {
            let shown = if output.json || global.verbose > 0 { alike.len() } else { alike.len().min(ENOUGH) };
            for finding in &alike[..shown] {
                print(finding, output)?;
            }
            if shown < alike.len() {
                output.line(format!(
                    "{:24}… and {} more like these; --verbose lists them all",
                    "",
                    alike.len() - shown
                ))?;
            }
        }
        match findings.iter().any(|finding| finding.state == State::Problem) {
            true => Err(Failure::Findings),
            false => Ok(()),
        }
    }
}

/// What the files of configuration, keys and colours say wrongly.
fn configuration(workspace: &Workspace) -> Vec<Finding> {
    let (_, mut complaints) = Config::load(&workspace.paths.config.join("config.toml"));
    complaints.extend(super::keys::load(&workspace.paths, &workspace.config).1);
    complaints.extend(Custom::load(&workspace.paths.config.join("theme.toml")).1);
    if complaints.is_empty() {
        let detail = workspace.paths.config.display().to_string();
        return vec![Finding { check: "configuration", state: State::Ok, detail, remedy: None }];
    }
    complaints
        .into_iter()
        .map(|complaint| Finding {
            check: "configuration",
            state: State::Problem,
            detail: complaint.to_string(),
            remedy: Some("fix that line; the rest of the file is used".into()),
        })
        .collect()
}

fn print(finding: &Finding, output: &mut Output) -> Result<(), Failure> {
    let (state, role) = match finding.state {
        State::Ok => ("ok", Role::Muted),
        State::Warning => ("warning", Role::Callout),
        State::Problem => ("problem", Role::Match),
    };
    if output.json {
        return output.object(&json!({
            "check": finding.check, "state": state, "detail": finding.detail, "remedy": finding.remedy,
        }));
    }
    let mut line = Line::default();
    line.push(state, role);
    line.push(
        &format!("{:width$}{:<14} {}", "", finding.check, safe_line(&finding.detail), width = 9 - state.len()),
        Role::Text,
    );
    output.lines(&[line])?;
    match &finding.remedy {
        Some(remedy) => output.line(format!("{:24}{remedy}", "")),
        None => Ok(()),
    }
}
