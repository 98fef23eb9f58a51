//! `riffle history`: the versions of an entry.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::show::find;
use crate::ops;
use crate::ops::history::{DiffLine, Sign};
use crate::render::{Line, Role, safe_line};

/// How much of a commit's id is shown.
const REV: usize = 10;

/// The versions of an entry, newest first, also under its earlier names.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id.
    entry: String,
    /// What this version changed.
    #[arg(long, value_name = "REV")]
    diff: Option<String>,
    /// At most so many versions.
    #[arg(short = 'n', long, default_value_t = 1_000)]
    limit: usize,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let path = find(&workspace, &self.entry, output)?;
        if let Some(rev) = &self.diff {
            return show_diff(&ops::history::diff(&workspace, &path, rev)?, output);
        }
        let versions = ops::history::versions(&workspace, &path, self.limit)?;
        if versions.is_empty() {
            output.note("Not committed yet.");
        }
        for version in versions {
            if output.json {
                output.object(&json!({
                    "rev": version.rev, "date": version.when.to_rfc3339(), "subject": version.subject,
                    "author": version.author,
                }))?;
                continue;
            }
            let rev = &version.rev[..version.rev.len().min(REV)];
            output.line(format!("{rev}  {}  {}", version.when.format("%Y-%m-%d %H:%M"), version.subject))?;
        }
        Ok(())
    }
}

/// A comparison, with the signs that everybody knows.
pub(super) fn show_diff(lines: &[DiffLine], output: &mut Output) -> Result<(), Failure> {
    for line in lines {
        let (sign, role) = match line.sign {
            Sign::Same => (" ", Role::Text),
            Sign::Added => ("+", Role::Literal),
            Sign::Removed => ("-", Role::Muted),
            Sign::Gap => ("", Role::Muted),
        };
        let text = if line.sign == Sign::Gap { "...".to_owned() } else { line.text.clone() };
        if output.json {
            output.object(&json!({ "sign": sign.trim(), "text": text }))?;
            continue;
        }
        let mut styled = Line::default();
        styled.push(&format!("{sign}{}", safe_line(&text)), role);
        output.lines(&[styled])?;
    }
    Ok(())
}
