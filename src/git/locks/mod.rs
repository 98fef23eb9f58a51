//! Lock files that a killed program left behind: they are put aside, never one whose holder may live.

mod holder;
pub(in crate::git) mod own;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Error, Repo};
use crate::disk;
use crate::git::backup::moved_aside;

pub use holder::Holder;
use own::owner;
pub(super) use own::{COPY, is_ours};

/// A lock that is this old, and that nobody is seen to have, was not merely closed to be renamed the next moment.
const SETTLED: Duration = Duration::from_millis(250);
/// Where locks are put, inside the repository.
const ASIDE: &str = "riffle-locks-aside";
/// Folders of a repository in which git makes locks, and how many levels deep.
const WITH_LOCKS: [(&str, usize); 6] =
    [("", 0), ("refs", usize::MAX), ("logs", usize::MAX), ("info", 0), ("objects", 0), ("objects/info", 1)];

/// A lock of git's that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLock {
    pub file: PathBuf,
    pub by: Holder,
}

impl Repo {
    /// All locks on the repository, with who has them.
    pub fn locks(&self) -> Vec<HeldLock> {
        let places = self.places();
        let locks = files(self.inner.path(), self.inner.commondir()).into_iter();
        locks.map(|file| HeldLock { by: self.holder(&file, &places), file }).collect()
    }

    /// Puts aside the locks that nobody holds.
    pub fn clear_locks(&self) -> Result<(), Error> {
        let locks = files(self.inner.path(), self.inner.commondir());
        locks.iter().try_for_each(|lock| self.clear_lock(lock).map(drop))
    }

    /// Puts a lock aside if nobody holds it; answers whether it did.
    pub(super) fn clear_lock(&self, lock: &Path) -> Result<bool, Error> {
        if is_own(lock, self) && self.clear_own_lock() {
            return Ok(true);
        }
        let places = self.places();
        let Some(found) = nobodys(lock, || self.holder(lock, &places)) else { return Ok(false) };
        let Some(aside) = self.put_aside(lock)? else { return Ok(false) };
        if identity(&aside) == Some(found) {
            tracing::warn!("a lock that nobody holds was put aside: {} is now {}", lock.display(), aside.display());
            return Ok(true);
        }
        // Somebody took it in this very moment: it is theirs. Where they are done already, nothing is missed.
        disk::rename(&aside, lock).ok();
        Ok(false)
    }

    /// Clears away what a Riffle left whose process was killed.
    pub fn clear_after_kill(&self) -> Result<(), Error> {
        self.sweep();
        self.clear_locks()
    }

    /// Removes copies of the index and half-written files whose writers run no more.
    fn sweep(&self) {
        let folder = self.inner.path();
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|item| item.file_name());
        let writer = |name: &str| name.strip_prefix(COPY)?.trim_end_matches(".lock").parse::<u32>().ok();
        let copies =
            names.filter(|name| name.to_str().and_then(writer).is_some_and(|writer| !disk::is_running(writer)));
        let objects = fs::read_dir(self.inner.commondir().join("objects")).into_iter().flatten().flatten();
        let folders = objects.map(|item| item.path()).chain([folder.to_owned()]);
        let half = folders.flat_map(|folder| disk::leftovers(&folder));
        for left in copies.map(|name| folder.join(name)).chain(half) {
            // In nobody's way; the next sweep takes it.
            disk::remove_unsynced(&left).ok();
        }
    }

    /// Moves a file of the repository aside and answers where it lies now; nothing if it is gone.
    pub(super) fn put_aside(&self, file: &Path) -> Result<Option<PathBuf>, Error> {
        moved_aside(&self.inner.commondir().join(ASIDE), file)
    }

    /// The lock that stands in the way of the branch, for a message.
    pub(super) fn held_lock(&self) -> PathBuf {
        let common = self.inner.commondir();
        let branch = common.join(format!("{}.lock", self.branch));
        let others = [self.inner.path().join("HEAD.lock"), common.join("packed-refs.lock")];
        [branch.clone()].into_iter().chain(others).find(|lock| lock.exists()).unwrap_or(branch)
    }

    /// A Riffle's mark tells more than what runs.
    fn holder(&self, lock: &Path, places: &[PathBuf]) -> Holder {
        match is_own(lock, self) {
            true if disk::is_held(lock) => Holder::Program { number: owner(lock), words: "riffle".to_owned() },
            true => Holder::Nobody,
            false => holder::of(lock, places),
        }
    }

    /// The folders in which a program is at work on this repository: its own, and those of its other work trees.
    fn places(&self) -> Vec<PathBuf> {
        let common = self.inner.commondir();
        let others = fs::read_dir(common.join("worktrees")).into_iter().flatten().flatten();
        let others = others.filter_map(|other| fs::read_to_string(other.path().join("gitdir")).ok());
        let others = others.filter_map(|file| Some(Path::new(file.trim()).parent()?.to_owned()));
        let mut places = vec![self.workdir.clone(), self.inner.path().to_owned(), common.to_owned()];
        places.extend(common.parent().filter(|_| common.ends_with(".git")).map(Path::to_owned));
        places.extend(others);
        places.iter().map(|place| fs::canonicalize(place).unwrap_or_else(|_| place.clone())).collect()
    }
}

/// Which file a lock is that nobody holds, now and a moment later; `None` for one that may be held.
fn nobodys(lock: &Path, holder: impl Fn() -> Holder) -> Option<Identity> {
    let found = identity(lock)?;
    if holder() != Holder::Nobody {
        return None;
    }
    let age = holder::age(lock)?;
    if age < SETTLED {
        std::thread::sleep(SETTLED - age);
    }
    let is_still = identity(lock) == Some(found) && (age >= SETTLED || holder() == Holder::Nobody);
    is_still.then_some(found)
}

/// Removes the locks on a clone of ours that nobody holds: nothing in there is a person's.
pub(super) fn clear_clone(folder: &Path) -> Result<(), disk::Error> {
    let places = [fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())];
    for lock in files(folder, folder) {
        if nobodys(&lock, || holder::of(&lock, &places)).is_some() {
            disk::remove_unsynced(&lock)?;
        }
    }
    Ok(())
}

/// The locks in a repository's folders.
fn files(git: &Path, common: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (folder, levels) in WITH_LOCKS {
        gather(&common.join(folder), levels, &mut found);
    }
    if git != common {
        gather(git, 0, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn gather(folder: &Path, levels: usize, found: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = item.file_type() else { continue };
        let name = item.file_name();
        let name = name.as_encoded_bytes();
        if kind.is_dir() && levels > 0 {
            gather(&item.path(), levels - 1, found);
        } else if kind.is_file() && name.ends_with(b".lock") && !name.starts_with(COPY.as_bytes()) {
            found.push(item.path());
        }
    }
}

/// Whether a Riffle made this lock, which says so in it.
fn is_own(lock: &Path, repo: &Repo) -> bool {
    lock == repo.inner.path().join("index.lock") && is_ours(lock)
}

/// What tells a file from another of the same name: device, number, time and size.
type Identity = (u64, u64, i64, i64, u64);

fn identity(file: &Path) -> Option<Identity> {
    let meta = fs::symlink_metadata(file).ok()?;
    Some((meta.dev(), meta.ino(), meta.mtime(), meta.mtime_nsec(), meta.size()))
}
