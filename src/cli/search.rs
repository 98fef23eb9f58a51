//! `riffle search`: ranked results.

use std::io::{self, IsTerminal};

use serde_json::{Value, json};

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::print::{PrintArgs, Printed};
use super::table;
use crate::entry::EntryPath;
use crate::ops::find::{Answer, By, SortOrder};
use crate::ops::fresh::{Freshness, Look};
use crate::ops::{self, Hit, Workspace};

const EXAMPLES: &str = "\
Examples:
  riffle search git reb
  riffle search 'tag:git kind:nugget after:last-month'
  riffle search in:mine retry budget
  riffle search -- --filter=blob:none
  $EDITOR \"$(riffle search --path -n 1 retry budget)\"";

/// Find entries by their words, best first.
///
/// Words must all be there, the last one may be the beginning of a longer one. `"exact words"`, `-not`, `this OR that`, and the
/// fields `kind:` `tag:` `stage:` `is:conflict` `title:` `path:` `before:` `after:` narrow it, and so does any field of your own
/// (`status:done`). Without a query, recent entries. Write `--` before a query that begins with a dash.
///
/// What your teams have follows what is yours; `in:mine` leaves it out, `in:acme` or `in:team` looks only there. With --json, the
/// field `team` names the team of a result, and is null for what is yours.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to find.
    query: Vec<String>,
    /// At most so many results.
    #[arg(short = 'n', long, default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    print: PrintArgs,
    /// The order of the results.
    #[arg(long, default_value = "best")]
    sort: Sort,
    #[command(flatten)]
    look: LookArgs,
}

/// How up to date the answer has to be.
#[derive(Debug, clap::Args)]
pub(super) struct LookArgs {
    /// Look at the files first, however many there are; so it is anyway into a pipe, a file or with --json.
    #[arg(long)]
    fresh: bool,
    /// Answer from the index as it is.
    #[arg(long, conflicts_with = "fresh")]
    quick: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    /// By how well they match.
    Best,
    /// Changed or dated last first.
    Recent,
    /// By date, newest first.
    Newest,
    /// By date, oldest first.
    Oldest,
    /// By title.
    Title,
    /// By the name of the file.
    Name,
}

impl Sort {
    fn order(self) -> SortOrder {
        match self {
            Self::Best => SortOrder::Best,
            Self::Recent => SortOrder::By(By::Recent),
            Self::Newest => SortOrder::By(By::Newest),
            Self::Oldest => SortOrder::By(By::Oldest),
            Self::Title => SortOrder::By(By::Title),
            Self::Name => SortOrder::By(By::Name),
        }
    }
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let freshness = freshen(&workspace, self.look.before(output), output)?;
        let answer = self.answer(&workspace)?;
        say_ignored(&answer, output);
        self.print(&answer.found.hits, &workspace, output)?;
        if self.print.wanted().is_none() && !output.json {
            summary(&answer, output);
        }
        if self.look.is_due(freshness) {
            let late = late(&workspace, &answer, &|| self.answer(&workspace), output)?;
            self.print(&late, &workspace, output)?;
        }
        Ok(())
    }

    fn answer(&self, workspace: &Workspace) -> Result<Answer, ops::Error> {
        let query = self.query.join(" ");
        ops::find::everywhere(workspace, &query, self.sort.order(), self.limit)
    }

    fn print(&self, hits: &[Hit], workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        match self.print.wanted() {
            _ if output.json => hits.iter().try_for_each(|hit| output.object(&object(hit))),
            Some(print) => print.all(&Vec::from_iter(hits.iter().map(Printed::from)), workspace, output),
            None => hits.iter().try_for_each(|hit| {
                output.linked(&table::result(hit), &|_| ops::outside::address_of_file(workspace, &hit.path))
            }),
        }
    }
}

impl LookArgs {
    /// Whether the files are looked at before the answer.
    pub(super) fn before(&self, output: &Output) -> Look {
        match (self.fresh, self.quick) {
            (true, _) => Look::Always,
            (false, true) => Look::Never,
            (false, false) if is_for_a_person(output) => Look::AtOnce,
            (false, false) => Look::First,
        }
    }

    /// Whether they have to be looked at once a person has the answer.
    pub(super) fn is_due(&self, freshness: Freshness) -> bool {
        !self.quick && freshness != Freshness::Now
    }
}

/// Looks at the files once the person has the first answer; the hits that changed meanwhile, as they are now.
pub(super) fn late(
    workspace: &Workspace,
    first: &Answer,
    again: &dyn Fn() -> Result<Answer, ops::Error>,
    output: &mut Output,
) -> Result<Vec<Hit>, Failure> {
    output.flush()?;
    let caught = match ops::fresh::afterwards(workspace) {
        Ok(caught) => caught,
        Err(error) => {
            output.warnings(&[format!("recent changes may be missing: {error}")]);
            return Ok(Vec::new());
        }
    };
    let gone: Vec<&str> = first
        .found
        .hits
        .iter()
        .map(|hit| &hit.path)
        .filter(|path| caught.gone.contains(path))
        .map(EntryPath::as_str)
        .collect();
    if !gone.is_empty() {
        output.note(&format!("Gone a moment ago: {}", gone.join(", ")));
    }
    let mut hits = if caught.changed.is_empty() { Vec::new() } else { again()?.found.hits };
    hits.retain(|hit| caught.changed.contains(&hit.path));
    if !hits.is_empty() {
        output.note("Changed a moment ago:");
    }
    Ok(hits)
}

/// Whether the files are looked at before an answer: always where a program or a file gets it, which does not look again.
pub(super) fn look(output: &Output) -> Look {
    if is_for_a_person(output) { Look::WhereQuick } else { Look::First }
}

fn is_for_a_person(output: &Output) -> bool {
    !output.json && io::stdout().is_terminal()
}

/// Brings the index up to date as far as that is quick, with progress where it is not, and says how old an answer is.
pub(super) fn freshen(workspace: &Workspace, look: Look, output: &mut Output) -> Result<Freshness, Failure> {
    let mut told = false;
    let freshness = ops::fresh::ensure(workspace, look, &mut |progress| {
        if progress.total > 2_000 && !told {
            told = true;
            output.note(&format!("Reading {} entries into the index …", progress.total));
        }
        true
    });
    if let Some(why) = workspace.unkept_index() {
        output.warnings(&[format!("the index cannot be saved, so every file was read: {why}")]);
    }
    let freshness = match freshness {
        Ok(freshness) => freshness,
        // A cache that cannot be written still answers with what it holds.
        Err(error) if ops::fresh::is_whole(workspace) && !matches!(error, ops::Error::Stopped) => {
            output.warnings(&[format!("recent changes may be missing: {error}")]);
            return Ok(Freshness::Now);
        }
        Err(error) => return Err(error.into()),
    };
    match freshness {
        Freshness::Seconds(seconds) if seconds >= 60 && look == Look::Never => {
            output.note(&format!("Last scan {} ago; --fresh scans again.", span(seconds)));
        }
        Freshness::Now | Freshness::Seconds(_) => {}
    }
    Ok(freshness)
}

fn span(seconds: i64) -> String {
    let counted = |number: i64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match seconds {
        ..7_200 => counted(seconds / 60, "minute"),
        7_200..172_800 => counted(seconds / 3_600, "hour"),
        _ => counted(seconds / 86_400, "day"),
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
    let theirs: usize = answer.teams.iter().map(|it| it.total).sum();
    match answer.found.total + theirs {
        0 => output.note("Nothing found."),
        total if total > shown => output.note(&format!("{shown} of {total} found; --limit shows more.")),
        _ => {}
    }
    if !answer.teams.is_empty() {
        let teams: Vec<String> = answer.teams.iter().map(|it| format!("{} in {}", it.total, it.team)).collect();
        output.note(&format!("{}; in:mine leaves that out.", teams.join(", ")));
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
        "team": ops::team::split(&hit.path).map(|(team, _)| team),
        "id": hit.id.to_string(),
        "kind": hit.kind.name(),
        "title": hit.title,
        "tags": hit.tags,
        "date": hit.date.map(|date| date.to_rfc3339()),
        "conflict": hit.is_conflict,
    })
}
