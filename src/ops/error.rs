//! An error that knows its kind and its hint; both faces show the same.

use std::path::PathBuf;

use crate::git::sync::Decision;
use crate::git::transport::Failure;
use crate::{disk, entry, git, index, process, store};

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

/// What sort of failure, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Failed,
    Usage,
    Decision,
    Network,
}

/// What can go wrong with a verb.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error(transparent)]
    Git(#[from] git::Error),
    #[error(transparent)]
    Index(#[from] index::Error),
    #[error(transparent)]
    Process(#[from] process::Error),
    #[error(transparent)]
    Path(#[from] entry::path::NotInside),
    #[error("there is nothing to save: the text is empty")]
    Empty,
    #[error("a journal is written a line at a time; capture makes notes, bookmarks and nuggets")]
    JournalCapture,
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
    #[error("no entry is called {0:?}")]
    Unknown(String),
    #[error("{name:?} may mean {} entries", found.len())]
    Ambiguous { name: String, found: Vec<String> },
    #[error("the editor {command:?} ended with {status}")]
    Editor { command: String, status: String },
    #[error("stopped")]
    Stopped,
}

impl Error {
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Empty | Self::JournalCapture | Self::Unknown(_) | Self::Ambiguous { .. } | Self::Path(_) => {
                ErrorKind::Usage
            }
            Self::Git(error) => git_kind(error),
            Self::Unsaved { source, .. } | Self::Lost(source) => source.kind(),
            Self::Store(_)
            | Self::Disk(_)
            | Self::Index(_)
            | Self::Process(_)
            | Self::NoHistory(_)
            | Self::Uneditable { .. }
            | Self::Editor { .. }
            | Self::Stopped => ErrorKind::Failed,
        }
    }

    /// What the person can do about it, a sentence.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(store::Error::NoStore(_)) => Some("`riffle init DIR` makes a store there".into()),
            Self::Store(store::Error::Disk(error)) | Self::Disk(error) => disk_hint(error),
            Self::NoHistory(root) => Some(format!(
                "`riffle init {}` makes it a store with history; it rewrites none of your files",
                root.display()
            )),
            Self::Uneditable { .. } => Some("`riffle edit` opens it as it is, so that the line can be mended".into()),
            Self::Ambiguous { found, .. } => Some(format!("say which: {}", found.join(", "))),
            Self::Unknown(_) => {
                Some("an entry is meant by its path, file name, title, alias or a part of its id".into())
            }
            Self::Unsaved { source, .. } | Self::Lost(source) => source.hint(),
            Self::Index(index::Error::Damaged { .. }) => Some("`riffle doctor --repair` builds it anew".into()),
            Self::Git(error) => git_hint(error),
            Self::Editor { .. } => Some("Riffle changed nothing; set VISUAL or EDITOR to the editor you want".into()),
            _ => None,
        }
    }
}

fn git_kind(error: &git::Error) -> ErrorKind {
    match error {
        git::Error::Decision(_) => ErrorKind::Decision,
        network if network.is_network() => ErrorKind::Network,
        _ => ErrorKind::Failed,
    }
}

fn git_hint(error: &git::Error) -> Option<String> {
    let hint = match error {
        git::Error::Remote(Failure::Offline(_)) => "nothing is lost; sync again when the network is back",
        git::Error::Remote(Failure::SignIn(_)) => "sign in once with `git fetch` in the store; git remembers it",
        git::Error::Remote(Failure::Rejected(_)) => "your commits stay here; ask who keeps the remote, then sync again",
        git::Error::Remote(Failure::NotFound(_)) => "`git remote set-url origin URL` says where it is now",
        git::Error::Decision(Decision::Rewritten { .. }) => {
            "nothing was changed here; compare both ends with `git log`, then merge or take over the remote's with git"
        }
        git::Error::Decision(Decision::Unrelated) => "if they belong together: `git merge --allow-unrelated-histories`",
        git::Error::OffBranch { .. } => "`riffle init` makes the branch you are on the store's",
        git::Error::Git { .. } => "your files are safe; `git fsck` in the store tells what is damaged",
        git::Error::Disk(error) => return disk_hint(error),
        git::Error::Process(process::Error::Missing(_)) => "install git to exchange commits; all else works without it",
        _ => return None,
    };
    Some(hint.to_owned())
}

fn disk_hint(error: &disk::Error) -> Option<String> {
    match error {
        disk::Error::Full(_) => Some("free some space and try again".into()),
        disk::Error::ReadOnly(_) => Some("mount it for writing, or open another store with --store".into()),
        disk::Error::Changed(_) => Some("another program wrote to it; try again".into()),
        disk::Error::Locked(_) => Some("wait for the other Riffle, or end it".into()),
        disk::Error::Exists(_) | disk::Error::Write { .. } => None,
    }
}
