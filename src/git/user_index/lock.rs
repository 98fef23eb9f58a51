//! Git's lock on the person's index.

use std::path::PathBuf;
use std::time::Duration;

use git2::Index;

use crate::disk;
use crate::git::locks::own::{COPY, OWNER, is_ours};
use crate::git::{Error, Repo};

/// How often the lock is tried for: for a fiftieth of a second, a fourth, and a whole one.
const FEW_TRIES: u32 = 3;
const TRIES: u32 = 10;
const TRIES_OF_OURS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

impl Repo {
    /// Takes the lock before the branch moves, so that nobody commits an index that does not show the new commit yet;
    /// [`Repo::refresh_index`] gives it back.
    ///
    /// Git reads the branch before it takes the lock. Whoever has it now finds the branch moved and commits nothing, so
    /// there is no need to wait long.
    pub(in crate::git) fn hold_index(&self) {
        let mut held = self.index_lock.borrow_mut();
        if held.is_none() {
            *held = self.lock_index(FEW_TRIES).ok();
        }
    }

    /// Gives the lock back without anything to follow.
    pub(in crate::git) fn release_index(&self) {
        self.index_lock.take();
    }

    /// The index with git's lock on it: read and written under that, so that what another program puts in meanwhile is not
    /// written over. `None` for the forms of index that libgit2 does not read.
    pub(in crate::git) fn locked_index(&self) -> Result<Option<(IndexLock, Index)>, Error> {
        let held = self.index_lock.take();
        let lock = held.map_or_else(|| self.lock_index(TRIES), Ok)?;
        if let Ok(index) = self.open_copy() {
            return Ok(Some((lock, index)));
        }
        drop(lock);
        self.mend_index()?;
        if self.inner.index().is_err() {
            return Ok(None);
        }
        Ok(Some((self.lock_index(TRIES)?, self.open_copy()?)))
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
            // None yet: it begins empty.
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

    pub(in crate::git) fn index_copy(&self) -> PathBuf {
        self.inner.path().join(format!("{COPY}{}", std::process::id()))
    }

    /// Puts the copy of the index in the index's place, or away if nothing changed in it.
    pub(in crate::git) fn put_copy(&self, index: &mut Index, is_changed: bool) -> Result<(), Error> {
        let copy = self.index_copy();
        if !is_changed {
            // Swept later.
            disk::remove_unsynced(&copy).ok();
            return Ok(());
        }
        index.write().map_err(|error| self.failed(error))?;
        disk::point("index-written");
        Ok(disk::supersede(&copy, &self.inner.path().join("index"))?)
    }
}

/// Git's lock on the index, given back at the end.
pub(in crate::git) struct IndexLock {
    file: PathBuf,
    _held: disk::Lock,
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // One that stays is put aside later, as after a crash.
        disk::release(&self.file);
    }
}
