//! `riffle export`: writes entries for other programs and other people.

use std::path::PathBuf;

use serde_json::json;

use super::output::{Failure, Output};
use super::{Global, open};
use crate::ops::export::{self, Existing, Exported, Request, WRITERS};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  riffle export kind:bookmark --as netscape --out bookmarks.html
  riffle export --as jsonl --out everything.jsonl
  riffle export tag:git --as markdown --out git-notes
  riffle export 'tag:til kind:nugget' --as atom --title 'What I learn' --out feed.xml";

/// Write entries for other programs and other people.
///
/// What you keep for yourself is whole: `netscape` (bookmarks), `jsonl` (everything), `csv`, `html` (one page), `markdown` (a folder
/// with its files and plain links). A feed (`atom`, `json-feed`) is for others: what may mean no, private passages, private tags and
/// what a check finds stay out of it, as of a page of a public team, and each that stays is named.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// As for `search`; without it, all entries.
    query: Vec<String>,
    /// The format.
    #[arg(long = "as", value_name = "FORMAT", value_parser = WRITERS.iter().map(|it| it.name).collect::<Vec<_>>())]
    format: String,
    /// The file, or the folder of `markdown`; else standard output.
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Replace a file that is there.
    #[arg(long, requires = "out")]
    overwrite: bool,
    /// What a feed is called.
    #[arg(long)]
    title: Option<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let exported = export::run(&workspace, &self.request())?;
        if let Some(text) = &exported.text {
            output.raw(text.as_bytes())?;
        }
        self.tell(&exported, output)
    }

    fn request(&self) -> Request {
        Request {
            query: self.query.join(" "),
            format: self.format.clone(),
            out: self.out.clone(),
            existing: if self.overwrite { Existing::Replace } else { Existing::Refuse },
            title: self.title.clone(),
        }
    }

    fn tell(&self, exported: &Exported, output: &mut Output) -> Result<(), Failure> {
        let Exported { entries, files, left_out, .. } = exported;
        for (path, why) in left_out {
            output.note(&format!("left out: {path}: {why}"));
        }
        if output.json && self.out.is_some() {
            let left_out: Vec<_> =
                left_out.iter().map(|(path, why)| json!({ "path": path.as_str(), "why": why })).collect();
            return output
                .object(&json!({ "out": self.out, "entries": entries, "files": files, "left_out": left_out }));
        }
        let files =
            if *files > 0 { format!(" and {} beside them", counted(*files, "file", "files")) } else { String::new() };
        output.note(&format!("Wrote {}{files}; {} left out.", counted(*entries, "entry", "entries"), left_out.len()));
        Ok(())
    }
}
