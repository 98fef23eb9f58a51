//! `riffle fetch`: works off the queue of pages.

use serde_json::json;

use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use super::{Global, open};
use crate::ops;
use crate::ops::fetch::{Fetched, State, Which};
use crate::ops::fresh::Look;

/// Fetch the pages of bookmarks that are waiting.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only the page of this bookmark, even if it is here already.
    entry: Option<String>,
    /// All that are waiting, also those that were given up.
    #[arg(long, conflicts_with = "entry")]
    all: bool,
    /// Pages of bookmarks that have none and wait for none, as after an import: so many of the newest.
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "50", conflicts_with_all = ["entry", "all"])]
    missing: Option<usize>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let which = match (&self.entry, self.missing) {
            (Some(entry), _) => Which::Of(find(&workspace, entry, output)?),
            (None, Some(most)) => {
                freshen(&workspace, Look::Always, output)?;
                Which::Missing(most)
            }
            (None, None) if self.all => Which::All,
            (None, None) => Which::Due,
        };
        let (mut told, mut fetched) = (Ok(()), 0);
        ops::fetch::drain(&workspace, &which, &mut || true, &mut |one| {
            fetched += 1;
            if told.is_ok() {
                told = tell(one, output);
            }
        })?;
        if fetched == 0 {
            output.note("No page is waiting.");
        }
        told
    }
}

fn tell(Fetched { path, url, state }: &Fetched, output: &mut Output) -> Result<(), Failure> {
    let (name, about) = match state {
        State::Kept { title } => ("kept", title.as_deref().unwrap_or_default()),
        State::Waiting(why) => ("waiting", why.as_str()),
        State::Failed(why) => ("failed", why.as_str()),
    };
    if output.json {
        return output.object(&json!({ "url": url, "path": path.as_str(), "state": name, "detail": about }));
    }
    output.line(format!("{name:8} {path}  {about}"))
}
