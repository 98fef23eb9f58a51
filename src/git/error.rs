//! What can go wrong with a repository.

use std::path::{Path, PathBuf};

use super::{CommitId, transport};
use crate::disk;
use crate::git::repair::Damage;

/// What can go wrong with a repository.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} cannot be used: {why}", path.display())]
    Unsupported { path: PathBuf, why: String },
    /// What opening it said before.
    #[error("{why}")]
    Unopened { why: String, remedy: Option<String> },
    #[error("{} {}", .0.file.display(), .0.what)]
    Damaged(Damage),
    #[error("the repository is in the middle of a {operation}: there is {}", file.display())]
    Busy { operation: &'static str, file: PathBuf },
    #[error("{}, no part of the store, was changed here and is not committed, and the remote changed it, too", .0.join(", "))]
    Edited(Vec<String>),
    #[error("{0}, no part of the store, was changed here and in the remote, in the same lines")]
    Unmergeable(String),
    #[error("what this needs is at the remote: the clone was made without old versions")]
    Elsewhere,
    #[error("HEAD is not on the branch {branch}; `git switch {branch}` goes back to it")]
    OffBranch { branch: String },
    #[error("another program moved the branch; try again")]
    Moved,
    #[error("another program holds {}; `riffle doctor` tells which", .0.display())]
    Held(PathBuf),
    #[error("{0} lies in a repository of its own inside this one; commit it there")]
    OtherRepository(String),
    #[error("git says: {0}")]
    GitFailed(String),
    #[error("there is no remote; `git remote add origin URL` adds one")]
    NoRemote,
    #[error("the repository at {0} is empty: it has no branch yet")]
    EmptyRemote(String),
    #[error("there is a remote `origin` already; `git remote set-url origin URL` changes it")]
    RemoteExists,
    #[error("there is no commit {}", .0.0)]
    NoCommit(CommitId),
    #[error("{0:?} is not a path inside the store")]
    Outside(String),
    #[error("the configuration of {} is not the one it was made with, so it is not used", .0.display())]
    Planted(PathBuf),
    #[error("{url} holds more than {megabytes} MB and is not fetched")]
    TooLarge { url: String, megabytes: u64 },
    #[error("others were faster {rounds} times in a row")]
    NotTaken { rounds: u32 },
    #[error(transparent)]
    Remote(#[from] transport::Failure),
    #[error(transparent)]
    Decision(#[from] Decision),
    #[error(transparent)]
    Disk(#[from] crate::disk::Error),
    #[error(transparent)]
    Record(#[from] crate::records::Error),
    #[error(transparent)]
    Process(#[from] crate::process::Error),
    #[error("the repository at {} cannot be read or written", path.display())]
    Git {
        path: PathBuf,
        #[source]
        source: git2::Error,
    },
    #[error("cannot read {}", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    /// Whether the way to the remote failed; trying later may help.
    pub fn is_network(&self) -> bool {
        match self {
            Self::Remote(failure) => failure.is_network(),
            Self::NotTaken { .. } => true,
            Self::Unsupported { .. }
            | Self::Unopened { .. }
            | Self::Damaged(_)
            | Self::Edited(_)
            | Self::Unmergeable(_)
            | Self::Elsewhere
            | Self::Busy { .. }
            | Self::OffBranch { .. }
            | Self::Moved
            | Self::Held(_)
            | Self::OtherRepository(_)
            | Self::GitFailed(_)
            | Self::NoRemote
            | Self::EmptyRemote(_)
            | Self::RemoteExists
            | Self::NoCommit(_)
            | Self::Outside(_)
            | Self::Planted(_)
            | Self::TooLarge { .. }
            | Self::Decision(_)
            | Self::Disk(_)
            | Self::Process(_)
            | Self::Git { .. }
            | Self::Read { .. }
            | Self::Record(_) => false,
        }
    }
}

/// What only a person can decide; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Decision {
    #[error("the remote's history was rewritten; both old ends are kept as {}", rescue.join(" and "))]
    Rewritten { rescue: Vec<String> },
    #[error("this store and the remote have no commit in common")]
    Unrelated,
    #[error("the remote no longer has the branch {0}")]
    Gone(String),
    #[error("the remote has no branch {branch}, but {}", has.join(", "))]
    OtherBranch { branch: String, has: Vec<String> },
    #[error("the remote's HEAD names no branch that is there, and of its branches none is usual: {}", has.join(", "))]
    WhichBranch { has: Vec<String> },
    #[error("{gone} of the store's {of} files are gone from the disk, and nobody removed them with Riffle")]
    GoneHere { gone: usize, of: usize },
    #[error("the remote removes {gone} of the store's {of} files")]
    GoneThere { gone: usize, of: usize },
    #[error("the store is the folder {folder} of a larger repository, of which a sync exchanges the whole branch")]
    Larger { folder: String },
}

impl Error {
    /// Whether it is what the repository holds that made something fail, and not the network, the disk or the person.
    pub(crate) fn is_of_repository(&self) -> bool {
        use git2::ErrorClass::{Http, Net, NoMemory, Os, Ssh, Ssl};
        match self {
            Self::Planted(_) | Self::Damaged(_) | Self::Read { .. } | Self::NoCommit(_) => true,
            Self::Git { source, .. } => !matches!(source.class(), Os | NoMemory | Net | Ssl | Ssh | Http),
            _ => false,
        }
    }
}

pub(super) fn failed_at(path: &Path, source: git2::Error) -> Error {
    if source.code() == git2::ErrorCode::Owner {
        let why = format!(
            "it belongs to another user; `git config --global --add safe.directory {}` trusts it",
            path.display()
        );
        return Error::Unsupported { path: path.to_owned(), why };
    }
    // Its own words for this are of no use ("no error").
    if disk::is_full(path) {
        return disk::Error::Full(path.to_owned()).into();
    }
    Error::Git { path: path.to_owned(), source }
}
