//! `riffle search`: ranked results.

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::table;
use crate::ops::find::Answer;
use crate::ops::fresh::{Freshness, Look};
use crate::ops::{self, Hit, Workspace};

const EXAMPLES: &str = "\
Examples:
  riffle search git reb
  riffle search 'tag:git kind:nugget after:last-month'
  riffle search -- --filter=blob:none
  $EDITOR \"$(riffle search --path -n 1 retry budget)\"";

/// Find entries by their words, best first.
///
/// Words must all be there, the last one may be the beginning of a longer one. `"exact words"`, `-not`, `this OR that`, and the
/// fields `kind:` `tag:` `stage:` `title:` `path:` `before:` `after:` narrow it. Without a query, recent entries. Write `--`
/// before a query that begins with a dash.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to find.
    query: Vec<String>,
    /// At most so many results.
    #[arg(short = 'n', long, default_value_t = 20)]
    limit: usize,
    /// Print only the paths.
    #[arg(long)]
    path: bool,
    /// The order of the results.
    #[arg(long, default_value = "best")]
    sort: Sort,
    /// Look at the files first, however many there are.
    #[arg(long)]
    fresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// By how well they match.
    Best,
    /// By date.
    Newest,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, look(self.fresh), output)?;
        let query = self.query.join(" ");
        let answer = match self.sort {
            Sort::Best => ops::find::search(&workspace, &query, self.limit)?,
            Sort::Newest => ops::find::list(&workspace, &query, self.limit)?,
        };
        say_ignored(&answer, output);
        for hit in &answer.found.hits {
            if output.json {
                output.object(&object(hit))?;
            } else if self.path {
                output.line(&hit.path)?;
            } else {
                output.lines(&table::result(hit))?;
            }
        }
        if !self.path && !output.json {
            summary(&answer, output);
        }
        Ok(())
    }
}

/// What `--fresh` asks for.
pub(super) fn look(fresh: bool) -> Look {
    if fresh { Look::Always } else { Look::WhereQuick }
}

/// Brings the index up to date as far as that is quick, with progress where it is not, and says how old an answer is.
pub(super) fn freshen(workspace: &Workspace, look: Look, output: &mut Output) -> Result<(), Failure> {
    let mut told = false;
    let freshness = ops::fresh::ensure(workspace, look, &mut |progress| {
        if progress.total > 2_000 && !told {
            told = true;
            output.note(&format!("Reading {} entries into the index …", progress.total));
        }
        true
    });
    if let Some(why) = workspace.unkept_index() {
        output.warnings(&[format!("every file was read, since the index cannot be kept: {why}")]);
    }
    let freshness = match freshness {
        Ok(freshness) => freshness,
        // A cache that cannot be written still answers with what it holds.
        Err(error) if ops::fresh::is_whole(workspace) && !matches!(error, ops::Error::Stopped) => {
            output.warnings(&[format!("what changed lately may not be found: {error}")]);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    match freshness {
        Freshness::Now => {}
        Freshness::Seconds(seconds) if seconds < 60 => {}
        Freshness::Seconds(seconds) => {
            output.note(&format!("Files last looked at {} ago; --fresh looks again.", span(seconds)));
        }
    }
    Ok(())
}

fn span(seconds: i64) -> String {
    match seconds {
        ..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Tells the person what of the query was not understood.
pub(super) fn say_ignored(answer: &Answer, output: &mut Output) {
    for ignored in &answer.ignored {
        output.note(ignored);
    }
}

fn summary(answer: &Answer, output: &mut Output) {
    let shown = answer.found.hits.len();
    match answer.found.total {
        0 => output.note("Nothing found."),
        total if total > shown => output.note(&format!("{shown} of {total} found; --limit shows more.")),
        _ => {}
    }
}

/// A result with its stable field names.
pub(super) fn object(hit: &Hit) -> Value {
    let mut object = listed(hit);
    object["score"] = json!(hit.score);
    object["snippet"] = json!(hit.snippet.text);
    object["line"] = json!(hit.snippet.line);
    object
}

/// The fields of an entry in a list.
pub(super) fn listed(hit: &Hit) -> Value {
    json!({
        "path": hit.path.as_str(),
        "id": hit.id.to_string(),
        "kind": hit.kind.name(),
        "title": hit.title,
        "tags": hit.tags,
        "date": hit.date.map(|date| date.to_rfc3339()),
    })
}
