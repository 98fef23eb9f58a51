//! A clone of a shared repository that is never checked out: read from the object database, written by commits and pushes.
//!
//! Nothing in it is trusted. Its configuration is written here and compared at every opening, so that nothing that somebody
//! planted in it is run; contents come out of the database as bytes with a limit, and trees of any shape are read within bounds.

mod authors;
mod commit;
mod fetch;
mod list;
mod make;
mod open;
mod page_authors;
mod push;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{Commit, Oid, Repository};

use super::{CommitId, Error, Timestamp, failed_at, transport};
use crate::git::objects::signature;
use crate::process::Run;
use crate::process::askpass::Asker;

pub use list::LIST_LIMIT;
pub use make::make_bare;
pub use page_authors::Compared;

/// A content, by its hexadecimal id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobId(pub String);

/// What a fetch found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Where the branch was before.
    pub before: Option<CommitId>,
    /// Where the remote has it now.
    pub after: Option<CommitId>,
    /// The remote's branch no longer holds what was fetched before. Then both ends are kept under `refs/riffle/rescue/`, and
    /// [`Bare::tip`] stays until [`Bare::accept_rewritten`].
    pub rewritten: bool,
    /// The refs that keep both ends.
    pub rescue: Vec<String>,
}

/// One entry of a commit's tree that is not a folder, of whatever mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it is written in the tree: perhaps not UTF-8, perhaps with `..` in it.
    pub path: Vec<u8>,
    /// `0o100644` and the like. A folder (`0o040000`) is listed where its contents were not: it lies too deep, or there is
    /// too much.
    pub mode: i32,
    pub blob: BlobId,
    /// In bytes; 0 for what is no file.
    pub size: u64,
}

/// A path that differs between two commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub path: Vec<u8>,
    pub before: Option<BlobId>,
    pub after: Option<Listed>,
}

/// A name and an address, as a commit has them: nobody has checked them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    pub name: String,
    pub email: String,
}

/// A commit and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub author: Author,
    pub committer: Author,
    pub when: Timestamp,
    pub commit: CommitId,
    pub subject: String,
}

/// The remote took a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// What the server had to say, in one line that is safe to show.
    pub said: String,
}

/// A bare clone.
pub struct Bare {
    inner: Repository,
    folder: PathBuf,
    url: String,
    /// Without `refs/heads/`.
    branch: RefCell<String>,
    /// How long `git` may be silent.
    stall: Duration,
    /// What one fetch may bring, in bytes.
    largest_fetch: u64,
    /// Who signs in where that is needed.
    asker: Option<Asker>,
}

impl Bare {
    /// The address it is exchanged with, as it was given.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The branch that is read and published to: the one that the remote's HEAD names, else `main`.
    pub fn branch(&self) -> String {
        self.branch.borrow().clone()
    }

    /// Takes no more than so many bytes in one fetch; 500 MB unless set.
    #[cfg(test)]
    pub(in crate::git) fn set_largest_fetch(&mut self, bytes: u64) {
        self.largest_fetch = bytes;
    }

    /// Where the remote's branch was when it was last fetched or pushed to; `None` while it has no commit.
    pub fn tip(&self) -> Result<Option<CommitId>, Error> {
        Ok(self.tip_id()?.map(CommitId::from))
    }

    /// The person as git knows them. Where git does not, others learn nothing of this machine's host name.
    pub fn identity(&self) -> Author {
        let (name, email) = signature::person(self.inner.config(), || "localhost".to_owned());
        Author { name, email }
    }

    fn tip_id(&self) -> Result<Option<Oid>, Error> {
        match self.inner.refname_to_id(&self.tracking()) {
            Ok(id) => Ok(Some(id)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn tracking(&self) -> String {
        format!("refs/remotes/origin/{}", self.branch.borrow())
    }

    fn commit_of(&self, id: &CommitId) -> Result<Commit<'_>, Error> {
        let found = Oid::from_str(&id.0).and_then(|id| self.inner.find_commit(id));
        found.map_err(|error| match error.code() {
            git2::ErrorCode::NotFound => Error::NoCommit(id.clone()),
            _ => self.failed(error),
        })
    }

    /// The `git` program on this clone, without the network.
    fn git(&self, args: &[String]) -> Run {
        let mut run = transport::base_run(&self.folder, self.stall);
        run.args.push(transport::option("--git-dir=", &self.folder));
        run.args.extend(args.iter().map(Into::into));
        run
    }

    fn failed(&self, source: git2::Error) -> Error {
        failed_at(&self.folder, source)
    }
}

/// Words of a commit, which may be in any encoding.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
