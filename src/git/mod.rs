//! One repository; knows paths and messages, not entries.
//!
//! Everything local goes through libgit2, built from HEAD's tree and the changed paths, never by a status of the
//! whole store. Fetch, push and clone run the `git` program (see `transport`); so does what libgit2 would do wrongly:
//! content filters and signatures (see `blob` and `commit`).
//!
//! Paths given to and returned by this module are relative to the store's root. The store may be a folder inside the
//! repository; the difference is made up here.

mod apart;
mod arrived;
mod aside;
mod bare;
mod beginning;
mod blob;
mod commit;
mod damage;
mod folders;
mod held;
mod history;
mod holder;
mod in_step;
mod index_lock;
mod integrate;
mod journal;
mod locks;
mod loose;
mod mend;
mod merge;
mod open;
mod outside;
mod pack;
mod repair;
mod safe_path;
mod spelling;
mod staging;
mod stale;
pub mod stuck;
pub mod sync;
mod taken_back;
mod three_way;
pub mod transport;
mod tree;
mod unsent;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use git2::ErrorClass;

use crate::disk;

pub use arrived::Stale;
pub use aside::free as free_name;
pub use bare::{Author, Bare, BlobId, Changed, Compared, Fetched, LIST_LIMIT, Listed, Pushed, Side, Signed, joined};
pub use damage::Damage;
pub use history::{IsSame, Version};
pub use holder::Holder;
pub use locks::HeldLock;
pub use merge::{Clash, Merge, Moved, Naming, content_id, keep_both};
pub use open::Limits;
pub use outside::make_bare;
pub use unsent::{Unsent, Why};

/// A moment with the offset of the place it was noted in.
pub type Timestamp = DateTime<FixedOffset>;

/// A commit, by its hexadecimal id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommitId(pub String);

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
    #[error("HEAD is not on the branch {branch}; `git switch {branch}` goes back to it")]
    OffBranch { branch: String },
    #[error("another program moved the branch; try again")]
    Moved,
    #[error("another program holds {}; `riffle doctor` tells which", .0.display())]
    Held(PathBuf),
    #[error("{0} lies in a repository of its own inside this one; commit it there")]
    OtherRepository(String),
    #[error("git says: {0}")]
    Said(String),
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
    Decision(#[from] sync::Decision),
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
            | Self::Busy { .. }
            | Self::OffBranch { .. }
            | Self::Moved
            | Self::Held(_)
            | Self::OtherRepository(_)
            | Self::Said(_)
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

/// One path of an act: its new content, or `None` when it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Relative to the store's root, `/` between parts.
    pub path: String,
    pub content: Option<Vec<u8>>,
}

/// One path that differs between two commits, with its content on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

/// The repository that a store lies in.
pub struct Repo {
    inner: git2::Repository,
    /// Of the whole work tree, which the store's root may lie deep inside.
    workdir: PathBuf,
    /// The store's root inside the work tree: empty, or `folder/` with its slash.
    prefix: String,
    /// `refs/heads/…`
    branch: String,
    state: PathBuf,
    /// How long `git` may be silent.
    stall: Duration,
    /// What the attribute files were found to ask for.
    attributes: RefCell<blob::Attributes>,
    /// What the person's git index holds of committed paths until it follows, if they staged nothing there.
    behind: RefCell<HashMap<String, Option<tree::Leaf>>>,
    /// The last commit made here, if nothing lagged behind before it.
    follows: Cell<Option<git2::Oid>>,
    /// Held from before a commit until the person's git index has followed.
    index_lock: RefCell<Option<index_lock::IndexLock>>,
}

impl Repo {
    /// The branch that the store is on, without `refs/heads/`.
    pub fn branch(&self) -> &str {
        self.branch.strip_prefix("refs/heads/").unwrap_or(&self.branch)
    }

    /// Ends a `git` that was silent for so long; 60 seconds unless set.
    pub fn set_stall(&mut self, stall: Duration) {
        self.stall = stall;
    }

    /// The same path inside the repository.
    fn full(&self, path: &str) -> Result<String, Error> {
        let inside = !path.is_empty()
            && !path.contains('\0')
            && path.split('/').all(|part| !matches!(part, "" | "." | "..") && !safe_path::is_git(part));
        if inside { Ok(format!("{}{path}", self.prefix)) } else { Err(Error::Outside(path.to_owned())) }
    }

    /// The same path seen from the store, if it lies inside.
    fn inside<'a>(&self, full: &'a str) -> Option<&'a str> {
        full.strip_prefix(self.prefix.as_str())
    }

    fn failed(&self, source: git2::Error) -> Error {
        match self.damage_behind(&source) {
            Some(damage) => Error::Damaged(damage),
            None => failed_at(&self.workdir, source),
        }
    }

    /// What is damaged, if that may be why something failed.
    fn damage_behind(&self, source: &git2::Error) -> Option<Damage> {
        let is_likely = matches!(
            source.class(),
            ErrorClass::Reference
                | ErrorClass::Odb
                | ErrorClass::Object
                | ErrorClass::Tree
                | ErrorClass::Index
                | ErrorClass::Config
                | ErrorClass::Zlib
                | ErrorClass::Invalid
                | ErrorClass::Os
                | ErrorClass::Repository
        );
        if is_likely { self.damage() } else { None }
    }

    /// Where this repository's own notes lie in the state folder, which several repositories may share.
    fn note(&self, name: &str) -> PathBuf {
        note_at(&self.state, self.inner.path(), name)
    }
}

/// The note of that name about the repository whose own folder this is.
fn note_at(state: &Path, git: &Path, name: &str) -> PathBuf {
    let place = git.as_os_str().as_encoded_bytes();
    let hash =
        git2::Oid::hash_object(git2::ObjectType::Blob, place).map_or_else(|_| String::new(), |id| id.to_string());
    state.join("git").join(format!("{}-{name}", &hash[..hash.len().min(16)]))
}

fn failed_at(path: &Path, source: git2::Error) -> Error {
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

impl From<git2::Oid> for CommitId {
    fn from(id: git2::Oid) -> Self {
        Self(id.to_string())
    }
}

#[cfg(test)]
mod tests;
