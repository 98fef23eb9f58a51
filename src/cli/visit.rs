//! `riffle links check` and `riffle links follow`: whether the addresses of bookmarks still lead to what was kept.

use serde_json::json;

use super::output::{Failure, Output};
use super::show::find;
use crate::ops::Workspace;
use crate::ops::visits::{self, Verdict, Visit, Which};
use crate::text::counted;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Visit the addresses of bookmarks, and mark those that are dead, moved or changed; `is:dead`, `is:moved` and `is:changed` find them.
    Check {
        /// Which bookmarks; without it, all.
        query: Vec<String>,
        /// Also those that were visited in the last week.
        #[arg(long)]
        all: bool,
        /// As many as are visited at most; the next call goes on.
        #[arg(long, short = 'n', value_name = "N", default_value_t = 1000)]
        limit: usize,
    },
    /// Give bookmarks that moved for good their new addresses.
    Follow {
        #[arg(required = true, value_name = "ENTRY")]
        entries: Vec<String>,
    },
}

impl Command {
    pub(super) fn run(&self, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        match self {
            Self::Check { query, all, limit } => {
                let which = if *all { Which::All } else { Which::Due };
                check(workspace, &query.join(" "), (which, *limit), output)
            }
            Self::Follow { entries } => {
                let paths =
                    entries.iter().map(|entry| find(workspace, entry, output)).collect::<Result<Vec<_>, _>>()?;
                output.changed(&visits::follow(workspace, &paths)?)
            }
        }
    }
}

fn check(workspace: &Workspace, query: &str, which: (Which, usize), output: &mut Output) -> Result<(), Failure> {
    let (mut told, mut visited, mut found) = (Ok(()), 0, 0);
    let changed = visits::visit(workspace, query, which, &mut || true, &mut |visit| {
        visited += 1;
        found += usize::from(visit.verdict.name().is_some());
        if told.is_ok() {
            told = tell(visit, output);
        }
    })?;
    told?;
    output.warnings(&changed.warnings);
    if !output.json {
        output.note(&format!("{} visited, {found} dead, moved or changed.", counted(visited, "address", "addresses")));
    }
    Ok(())
}

fn tell(visit: &Visit, output: &mut Output) -> Result<(), Failure> {
    let (state, about) = match &visit.verdict {
        Verdict::Fine => ("fine", String::new()),
        Verdict::Dead(why) => ("dead", format!("{why}; perhaps {}", visits::archived(&visit.url))),
        Verdict::Moved(to) => ("moved", to.clone()),
        Verdict::Changed(quotes) if quotes.is_empty() => ("changed", String::new()),
        Verdict::Changed(quotes) => ("changed", format!("not there any more: {}", quotes.join(" / "))),
        Verdict::Unsure(why) => ("unsure", why.clone()),
    };
    if output.json {
        return output.object(&json!({
            "path": visit.path.as_str(), "title": visit.title, "url": visit.url, "state": state, "detail": about,
        }));
    }
    if visit.of >= 100 && visit.done.is_multiple_of(100) {
        output.note(&format!("{} of {} …", visit.done, visit.of));
    }
    if state == "fine" { Ok(()) } else { output.line(format!("{state:8} {}  {about}", visit.path).trim_end()) }
}
