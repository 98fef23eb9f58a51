//! `riffle import`: brings in what a person has elsewhere.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::output::{Failure, Output};
use super::{Global, open};
use crate::ops::Workspace;
use crate::ops::import::{self, FORMATS, Folders, LeftOut, Partial, Report, Request};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  riffle import bookmarks.html
  riffle import pinboard_export.json --tag from/pinboard --dry-run
  riffle import pocket.csv --folders none";

/// So many of what was left out are shown one by one.
const SHOWN: usize = 20;

/// Bring in bookmarks and notes from other programs.
///
/// What a file is, is told by its content. Titles, dates, tags, notes, quotes, what was read, archived or starred are kept. A page
/// or note that is here already is joined with what is new about it; a second run brings nothing. All of it is one commit, which
/// `riffle undo` takes back. No page is fetched before `riffle fetch --missing`, fifty at a time.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What another program exported: a file, an archive or a folder; `-` reads standard input.
    file: PathBuf,
    /// The format, where it is not told by the content.
    #[arg(long = "as", value_name = "FORMAT", value_parser = FORMATS.iter().map(|it| it.name).collect::<Vec<_>>())]
    format: Option<String>,
    /// Only say what would come.
    #[arg(long)]
    dry_run: bool,
    /// A tag for all that comes; several with several flags or commas.
    #[arg(short, long = "tag", value_name = "TAG", value_delimiter = ',')]
    tags: Vec<String>,
    /// What becomes of the folders that things lay in.
    #[arg(long, value_name = "HOW", default_value = "tags")]
    folders: How,
    /// Of a file that ends in the middle of something, take what is whole.
    #[arg(long)]
    partial: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum How {
    /// Tags: `Dev/Rust` is the tag `Dev/Rust`.
    Tags,
    /// Folders of the store.
    Paths,
    /// Nothing.
    None,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let request = self.request()?;
        let report = match self.dry_run {
            true => import::preview(&workspace, &request)?,
            false => import::run(&workspace, &request, &mut output.progress())?,
        };
        self.tell(&report, &workspace, output)
    }

    fn request(&self) -> Result<Request, Failure> {
        let is_piped = self.file.as_os_str() == "-";
        if is_piped && io::stdin().is_terminal() {
            return Err(Failure::usage("there is nothing on standard input", "name a file, or pipe one in"));
        }
        Ok(Request {
            from: if is_piped { PathBuf::from("/dev/stdin") } else { self.file.clone() },
            format: self.format.clone(),
            tags: self.tags.clone(),
            folders: match self.folders {
                How::Tags => Folders::Tags,
                How::Paths => Folders::Paths,
                How::None => Folders::None,
            },
            partial: if self.partial { Partial::Take } else { Partial::Refuse },
        })
    }

    fn tell(&self, report: &Report, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        output.warnings(&report.warnings);
        if output.json {
            return output.object(&self.object(report));
        }
        let Report { new, joined, known, left_out, files, .. } = report;
        output.line(format!("Read {} of {}", report.read, report.formats.join(", ")))?;
        output.line(format!(
            "{} new, {} joined with what was here, {known} here already, {} left out",
            new.len(),
            joined.len(),
            left_out.len()
        ))?;
        if *files > 0 {
            output.line(format!("{} beside them", counted(*files, "file", "files")))?;
        }
        left_out.iter().take(SHOWN).try_for_each(|it| output.line(format!("  {}", said(it))))?;
        if left_out.len() > SHOWN {
            output.line(format!("  and {} more; --json names all", left_out.len() - SHOWN))?;
        }
        match (self.dry_run, new.len() + joined.len()) {
            (true, _) => output.note("Nothing was written."),
            (false, 0) => output.note("Nothing is new."),
            (false, _) => output.note(&Self::after(workspace)),
        }
        Ok(())
    }

    /// What can be done about it.
    fn after(workspace: &Workspace) -> String {
        let back = match workspace.has_history() {
            true => "`riffle undo` takes all of it back.",
            false => "This store has no history: nothing takes it back.",
        };
        format!("{back} Pages are fetched when you say so: `riffle fetch --missing`.")
    }

    fn object(&self, report: &Report) -> Value {
        let paths =
            |paths: &[crate::entry::EntryPath]| paths.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>();
        let left_out = |it: &LeftOut| json!({ "file": it.file, "line": it.line, "why": it.why });
        json!({
            "formats": report.formats, "read": report.read, "new": paths(&report.new), "joined": paths(&report.joined),
            "files": report.files, "known": report.known, "left_out": report.left_out.iter().map(left_out).collect::<Vec<_>>(), "dry_run": self.dry_run,
        })
    }
}

fn said(LeftOut { file, line, why }: &LeftOut) -> String {
    match line {
        0 => format!("{file}: {why}"),
        line => format!("{file}, line {line}: {why}"),
    }
}
