//! Brings in what a person has elsewhere: files read, joined with what is there, and written as one act.
//!
//! Nobody typed these addresses here, so they are guarded in every fetch; and no page is fetched until somebody asks for it.

mod attach;
mod compose;
mod copy;
mod join;
mod merge;
mod paragraphs;
mod plan;
mod quotes;
mod source;

use std::path::PathBuf;

use crate::entry::EntryPath;
use crate::ops::bulk::{self, Undo};
use crate::ops::fresh::Progress;
use crate::ops::{Error, Workspace, fresh};
use crate::text::counted;

pub use crate::formats::{FORMATS, Format};

/// What is to be brought in, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// A file or a folder.
    pub from: PathBuf,
    /// The name of a format; else it is told by the content.
    pub format: Option<String>,
    /// For all that is new.
    pub tags: Vec<String>,
    pub folders: Folders,
    /// What stands before the place where a file is cut short is taken.
    pub partial: Partial,
}

/// What becomes of the folders that things lay in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folders {
    #[default]
    Tags,
    Paths,
    None,
}

/// What becomes of a file that is cut short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Partial {
    #[default]
    Refuse,
    Take,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The formats that were read, each once.
    pub formats: Vec<&'static str>,
    pub read: usize,
    pub new: Vec<EntryPath>,
    /// How many files come that are no entries: pictures and the like.
    pub files: usize,
    /// Entries that were there before and got something.
    pub joined: Vec<EntryPath>,
    /// How many are here already, or twice in the files.
    pub known: usize,
    pub left_out: Vec<LeftOut>,
    pub warnings: Vec<String>,
}

/// Something that was not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub file: String,
    pub line: usize,
    pub why: String,
}

/// Brings it in as one act, which undo takes back.
pub fn run(workspace: &Workspace, request: &Request, progress: &mut dyn FnMut(Progress)) -> Result<Report, Error> {
    let sources = source::read(request)?;
    fresh::catch_up(workspace, &mut |_| true)?;
    let mut report = Report::default();
    let compose = || {
        let plan = plan::of(workspace, request, sources)?;
        report = plan.report;
        let entries = report.new.len() + report.joined.len();
        Ok((format!("import: {}", counted(entries, "entry", "entries")), plan.rewrites))
    };
    let changed = bulk::run(workspace, Undo::Alone, compose, progress)?;
    report.warnings.extend(changed.warnings);
    Ok(report)
}

/// What [`run`] would do; nothing is written.
pub fn preview(workspace: &Workspace, request: &Request) -> Result<Report, Error> {
    let sources = source::read(request)?;
    fresh::catch_up(workspace, &mut |_| true)?;
    Ok(plan::of(workspace, request, sources)?.report)
}
