//! One repository; knows paths and messages, not entries.
//!
//! Everything local goes through libgit2, built from HEAD's tree and the changed paths, never by a status of the
//! whole store. Fetch, push and clone run the `git` program (see `transport`); so does what libgit2 would do wrongly:
//! content filters and signatures (see `objects::blob` and `objects::signature`).
//!
//! Paths given to and returned by this module are relative to the store's root. The store may be a folder inside the
//! repository; the difference is made up here.

mod backup;
mod clone;
mod commit;
mod error;
mod limits;
mod locks;
mod maintenance;
mod objects;
mod open;
mod program;
mod repair;
mod safe_path;
mod settings;
pub mod stuck;
pub mod sync;
pub mod transport;
mod user_index;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use git2::ErrorClass;

pub use clone::{Author, Bare, BlobId, Changed, Compared, Fetched, LIST_LIMIT, Listed, Pushed, Signed, make_bare};
pub use commit::Committed;
pub use error::{Decision, Error};
pub use limits::Limits;
pub use locks::{HeldLock, Holder};
pub use objects::history::{IsSame, Version};
pub use objects::joins::Join;
pub use objects::makers::{Made, Maker, newest, with_machine};
pub use objects::names::{content_id, free_name};
pub use objects::three_way::{Side, merge_favoring};
pub use program::arrivals::arrivals;
pub use program::shared_files;
pub use repair::Damage;
pub(crate) use safe_path::refuse as refuse_path;
pub use sync::{Conflict, Merge, Moved, Naming, Stale, Unsent, Why, keep_both};

pub use user_index::UserIndex;

use error::failed_at;

/// A moment with the offset of the place it was noted in.
pub type Timestamp = DateTime<FixedOffset>;

/// A commit, by its hexadecimal id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommitId(pub String);

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
}

impl Repo {
    /// The branch that the store is on, without `refs/heads/`.
    pub fn branch(&self) -> &str {
        self.branch.strip_prefix("refs/heads/").unwrap_or(&self.branch)
    }

    /// Ends a `git` that was silent for so long.
    #[cfg(test)]
    fn set_stall(&mut self, stall: Duration) {
        self.stall = stall;
    }

    /// A path of the store as a path of the repository.
    fn full(&self, path: &str) -> Result<String, Error> {
        let inside = !path.is_empty()
            && !path.contains('\0')
            && path.split('/').all(|part| !matches!(part, "" | "." | "..") && !safe_path::is_git(part));
        if inside { Ok(format!("{}{path}", self.prefix)) } else { Err(Error::Outside(path.to_owned())) }
    }

    /// A path of the repository as a path of the store, if it lies inside.
    fn inside<'a>(&self, full: &'a str) -> Option<&'a str> {
        full.strip_prefix(self.prefix.as_str())
    }

    /// A path as a person of this store would name it.
    fn shown(&self, full: &str) -> String {
        self.inside(full).unwrap_or(full).to_owned()
    }

    fn failed(&self, source: git2::Error) -> Error {
        if source.class() == ErrorClass::Odb && self.is_partial() {
            self.note_partial();
            return Error::Elsewhere;
        }
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

    /// A file about this repository in the state folder, which several repositories may share.
    fn state_file(&self, name: &str) -> PathBuf {
        state_file_at(&self.state, self.inner.path(), name)
    }
}

/// The file of that name about the repository whose own folder `git` is.
fn state_file_at(state: &Path, git: &Path, name: &str) -> PathBuf {
    let place = git.as_os_str().as_encoded_bytes();
    let hash =
        git2::Oid::hash_object(git2::ObjectType::Blob, place).map_or_else(|_| String::new(), |id| id.to_string());
    state.join("git").join(format!("{}-{name}", &hash[..hash.len().min(16)]))
}

impl From<git2::Oid> for CommitId {
    fn from(id: git2::Oid) -> Self {
        Self(id.to_string())
    }
}

#[cfg(test)]
mod tests;
