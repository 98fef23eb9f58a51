//! Git's lock on the person's index.

use std::path::PathBuf;
use std::time::Duration;

use git2::Index;

use super::UserIndex;
use crate::disk;
use crate::git::locks::own::{COPY, OWNER, is_ours};
use crate::git::{Error, Repo};

/// How often the lock is tried for: in all about 15, 225 and 950 milliseconds.
const FEW_TRIES: u32 = 3;
const TRIES: u32 = 10;
const TRIES_OF_OURS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

impl UserIndex {
    /// Takes git's lock before the branch moves.
    ///
    /// Git reads the branch before it takes the lock. Whoever has it now finds the branch moved and commits nothing, so
    /// there is no need to wait long.
    pub(in crate::git) fn lock(&mut self, repo: &Repo) {
        if self.lock.is_none() {
            self.lock = repo.lock_index(FEW_TRIES).ok();
        }
    }

    /// Gives the lock back, since nothing was committed.
    pub(in crate::git) fn unlock(&mut self) {
        self.lock = None;
    }
}

/// The index, opened under git's lock on it, so that what another program puts in meanwhile is not written over.
pub(super) struct LockedIndex {
    pub(super) index: Index,
    pub(super) is_changed: bool,
    _lock: IndexLock,
}

impl LockedIndex {
    /// Puts the index that was changed in the place of the old one, and gives the lock back.
    pub(super) fn finish(mut self, repo: &Repo) -> Result<(), Error> {
        let copy = repo.index_copy();
        if !self.is_changed {
            // Swept later.
            disk::remove_unsynced(&copy).ok();
            return Ok(());
        }
        self.index.write().map_err(|error| repo.failed(error))?;
        disk::point("index-written");
        Ok(disk::supersede(&copy, &repo.inner.path().join("index"))?)
    }
}

impl Repo {
    /// Opens the index under a lock that was taken before, or else is taken now. `None` for the forms of index that libgit2
    /// does not read.
    pub(super) fn locked_index(&self, lock: Option<IndexLock>) -> Result<Option<LockedIndex>, Error> {
        let locked = |lock, index| Some(LockedIndex { index, is_changed: false, _lock: lock });
        let lock = lock.map_or_else(|| self.lock_index(TRIES), Ok)?;
        if let Ok(index) = self.open_copy() {
            return Ok(locked(lock, index));
        }
        drop(lock);
        self.rebuild_bad_index()?;
        if self.inner.index().is_err() {
            return Ok(None);
        }
        let lock = self.lock_index(TRIES)?;
        Ok(locked(lock, self.open_copy()?))
    }

    /// Takes git's lock on the index, which others hold for moments; another Riffle always gives it back.
    fn lock_index(&self, tries: u32) -> Result<IndexLock, Error> {
        let file = self.inner.path().join("index.lock");
        for attempt in 0..TRIES_OF_OURS {
            match disk::claim(&file, format!("{OWNER}{}\n", std::process::id()).as_bytes()) {
                Ok(held) => return Ok(IndexLock { file, _held: held }),
                Err(disk::Error::Exists(_)) if self.clear_own_lock() => {}
                Err(disk::Error::Exists(_)) if attempt < tries || is_ours(&file) => std::thread::sleep(PAUSE * attempt),
                Err(disk::Error::Exists(_)) if self.clear_lock(&file)? => {}
                Err(disk::Error::Exists(_)) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Held(file))
    }

    /// The index under a second name, since libgit2 takes the lock for itself when it writes.
    fn open_copy(&self) -> Result<Index, Error> {
        let copy = self.index_copy();
        match disk::link(&self.inner.path().join("index"), &copy) {
            // There is no index yet: it begins empty.
            Ok(()) | Err(disk::Error::Changed(_)) => {}
            Err(error) => return Err(error.into()),
        }
        disk::point("index-linked");
        Index::open(&copy).map_err(|error| {
            // Swept later.
            disk::remove_unsynced(&copy).ok();
            self.failed(error)
        })
    }

    fn index_copy(&self) -> PathBuf {
        self.inner.path().join(format!("{COPY}{}", std::process::id()))
    }
}

/// Git's lock on the index, given back at the end.
#[derive(Debug)]
pub(super) struct IndexLock {
    file: PathBuf,
    _held: disk::Lock,
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // One that stays is put aside later, as after a crash.
        disk::release(&self.file);
    }
}
