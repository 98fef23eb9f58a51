//! An error that knows its kind and its hint; as both fronts show it.

mod below;
pub(in crate::ops) mod hint;

use std::path::PathBuf;

pub use super::feeds::error::FeedError;
pub use super::find::error::FindError;
pub use super::seek::error::SeekError;
pub use super::sense::error::SenseError;
pub use super::share::error::ShareError;
pub use super::team::error::TeamError;
pub use super::transfer::error::TransferError;
pub use super::write::error::WriteError;
use crate::{disk, entry, git, index, items, process, records, store, web};
use below::{delivery_hint, disk_hint, git_hint, git_kind, store_hint, web_hint};
pub use hint::{ErrorKind, Hint};

/// An error with its causes, on one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// What can go wrong with a verb.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error("{} was written by a newer Riffle and stays as it is", .0.display())]
    Newer(PathBuf),
    #[error(transparent)]
    Git(#[from] git::Error),
    #[error(transparent)]
    Index(#[from] index::Error),
    #[error(transparent)]
    Process(#[from] process::Error),
    #[error(transparent)]
    Web(#[from] web::Error),
    #[error(transparent)]
    Path(#[from] entry::path::NotInside),
    #[error(transparent)]
    Find(#[from] FindError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Seek(#[from] SeekError),
    #[error(transparent)]
    Feed(#[from] FeedError),
    #[error(transparent)]
    Items(#[from] items::Error),
    #[error(transparent)]
    Sense(#[from] SenseError),
    #[error(transparent)]
    Share(#[from] ShareError),
    #[error(transparent)]
    Team(#[from] TeamError),
    #[error(transparent)]
    Transfer(#[from] TransferError),
    #[error("the text could not be saved; it is kept in {}", draft.display())]
    Unsaved {
        draft: PathBuf,
        #[source]
        source: Box<Self>,
    },
    #[error("the text could not be saved, nor kept as a draft")]
    Lost(#[source] Box<Self>),
    #[error("{} is not in a git repository, so history, undo and sync are off", .0.display())]
    NoHistory(PathBuf),
    #[error("{path} cannot be changed: line {}: {}", problem.line, problem.what)]
    Uneditable { path: entry::EntryPath, problem: entry::Problem },
    #[error("{0} is not an entry")]
    NoEntry(entry::EntryPath),
    #[error("stopped")]
    Stopped,
    #[error("{path} belongs to the team {team:?}")]
    OfTeam { path: entry::EntryPath, team: String },
    #[error("{0} is an item of a feed")]
    OfFeed(entry::EntryPath),
    #[error("not published yet; it stays queued")]
    Queued(#[source] Box<Self>),
    #[error("{}", chain(because.as_ref()))]
    OfDelivery { team: String, because: Box<Self> },
}

impl From<records::Error> for Error {
    fn from(error: records::Error) -> Self {
        match error {
            records::Error::Disk(error) => Self::Disk(error),
            records::Error::Newer(file) => Self::Newer(file),
        }
    }
}

impl Error {
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Write(error) => error.kind(),
            Self::Share(error) => error.kind(),
            Self::Team(error) => error.kind(),
            Self::Transfer(error) => error.kind(),
            Self::Find(_) | Self::Seek(_) | Self::Feed(_) => ErrorKind::Usage,
            Self::Git(error) => git_kind(error),
            Self::Queued(source)
            | Self::OfDelivery { because: source, .. }
            | Self::Unsaved { source, .. }
            | Self::Lost(source) => source.kind(),
            Self::OfTeam { .. } | Self::OfFeed(_) | Self::NoEntry(_) | Self::Path(_) => ErrorKind::Usage,
            Self::Web(_) => ErrorKind::Network,
            Self::Stopped => ErrorKind::Interrupted,
            Self::Store(_)
            | Self::Disk(_)
            | Self::Newer(_)
            | Self::Index(_)
            | Self::Items(_)
            | Self::Process(_)
            | Self::Sense(_)
            | Self::NoHistory(_)
            | Self::Uneditable { .. } => ErrorKind::Failed,
        }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Find(error) => error.hint(),
            Self::Write(error) => error.hint(),
            Self::Seek(error) => error.hint(),
            Self::Feed(error) => error.hint(),
            Self::Sense(error) => error.hint(),
            Self::Share(error) => error.hint(),
            Self::Team(error) => error.hint(),
            Self::Transfer(error) => error.hint(),
            Self::Store(error) => store_hint(error),
            Self::Disk(error) => disk_hint(error),
            Self::Git(error) => git_hint(error),
            Self::Web(error) => web_hint(error),
            Self::Unsaved { source, .. } | Self::Lost(source) => source.hint(),
            Self::Index(index::Error::Damaged { .. }) => Hint::both("`riffle doctor --repair` builds it anew"),
            Self::Newer(_) => Hint::both("do it with that Riffle; `riffle doctor` lists what only it can read"),
            Self::NoHistory(root) => Hint::both(format!(
                "`riffle init {}` makes it a store with history; it rewrites none of your files",
                root.display()
            )),
            Self::Uneditable { .. } => Hint::each(
                "`riffle edit` opens it as it is, so that the line can be fixed",
                "edit it: it opens as it is, so that the line can be fixed",
            ),
            Self::NoEntry(_) => {
                Hint::both("entries are the Markdown files outside of hidden folders, pages, templates and media")
            }
            Self::OfFeed(_) => Hint::each("`riffle feeds keep` makes an entry of it", "keep it first"),
            Self::OfTeam { .. } => {
                Hint::each("`riffle adopt` takes a copy of your own", "adopting it takes a copy of your own")
            }
            Self::Queued(_) => Hint::each(
                "`riffle published` lists it; publish it again when the team can be reached",
                "It is kept, and tried again from the list of what I published.",
            ),
            Self::OfDelivery { team, because } => match because.as_ref() {
                Self::Git(error) => delivery_hint(team, error),
                error => error.hint(),
            },
            Self::Index(_) | Self::Items(_) | Self::Process(_) | Self::Path(_) | Self::Stopped => None,
        }
    }
}
