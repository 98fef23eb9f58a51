//! What can be done with entries: each is one act, which undo takes back.

use chrono::NaiveDate;

use crate::entry::{EntryPath, Stage};
use crate::ops::edit::Changed;
use crate::ops::refine::{Annotation, Confidence};
use crate::ops::share::{self, Taking};
use crate::ops::{self, Workspace, bookmark, history, later, links, log, refine, trash};

/// What is to be done with entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Out of the inbox, as a seed.
    Keep,
    Archive,
    Trash,
    /// Into today's journal as a to-do.
    Todo,
    Later(NaiveDate),
    Stage(Stage),
    Confidence(Confidence),
    Checked,
    Annotate(Annotation),
    Tag {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Joins a bookmark into another of the same page.
    Merge {
        into: EntryPath,
    },
    Link {
        to: EntryPath,
    },
    /// Brings an earlier version back.
    Restore {
        rev: String,
    },
    /// Takes in what colleagues changed in the entry's page, as it was shown.
    Take(Box<Taking>),
}

impl Deed {
    pub fn perform(&self, workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, ops::Error> {
        match self {
            Self::Keep => refine::keep(workspace, paths),
            Self::Archive => refine::stage(workspace, paths, Stage::Archived),
            Self::Trash => trash::remove(workspace, paths),
            Self::Todo => log::todo(workspace, paths),
            Self::Later(day) => later::later(workspace, paths, *day),
            Self::Stage(stage) => refine::stage(workspace, paths, *stage),
            Self::Confidence(confidence) => refine::confidence(workspace, paths, *confidence),
            Self::Checked => refine::checked(workspace, paths),
            Self::Tag { add, remove } => ops::edit::tag(workspace, paths, add, remove),
            Self::Annotate(annotation) => each(paths, |path| refine::annotate(workspace, path, annotation)),
            Self::Merge { into } => each(paths, |path| bookmark::merge(workspace, path, into)),
            Self::Link { to } => each(paths, |path| links::add(workspace, path, to)),
            Self::Restore { rev } => each(paths, |path| history::restore(workspace, path, rev)),
            Self::Take(taking) => share::take(workspace, taking),
        }
    }

    /// Whether entries are out of the inbox when it is done.
    pub fn decides(&self) -> bool {
        match self {
            Self::Keep | Self::Archive | Self::Trash | Self::Todo | Self::Later(_) | Self::Merge { .. } => true,
            Self::Stage(stage) => *stage != Stage::Inbox,
            Self::Confidence(_)
            | Self::Checked
            | Self::Annotate(_)
            | Self::Tag { .. }
            | Self::Link { .. }
            | Self::Restore { .. }
            | Self::Take(_) => false,
        }
    }

    /// A sentence that tells that it is done with `what`.
    pub fn told(&self, what: &str) -> String {
        match self {
            Self::Keep => format!("Kept {what} as a seed."),
            Self::Archive => format!("Done with {what}; it stays searchable."),
            Self::Trash => format!("Trashed {what}."),
            Self::Todo => format!("Noted {what} in today's log as a to-do."),
            Self::Later(day) => format!("{} comes back on {}.", capital(what), day.format("%A, %-d %B")),
            Self::Stage(stage) => format!("{} is {} now.", capital(what), stage.name()),
            Self::Confidence(confidence) => format!("Confidence in {what}: {}.", name(*confidence)),
            Self::Checked => format!("Checked {what} today."),
            Self::Annotate(_) => format!("Added your words to {what}."),
            Self::Tag { .. } => format!("Changed the tags of {what}."),
            Self::Merge { .. } => format!("Joined {what} into the other bookmark of the page."),
            Self::Link { .. } => format!("Linked {what}."),
            Self::Restore { .. } => format!("Brought an earlier version of {what} back."),
            Self::Take(taking) => format!("Took what {} changed into {what}.", taking.who),
        }
    }
}

/// The same for each entry, told as one change.
fn each(
    paths: &[EntryPath],
    mut act: impl FnMut(&EntryPath) -> Result<Changed, ops::Error>,
) -> Result<Changed, ops::Error> {
    let mut all = Changed::default();
    for path in paths {
        let Changed { paths, warnings } = act(path)?;
        all.paths.extend(paths);
        all.warnings.extend(warnings);
    }
    Ok(all)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}
