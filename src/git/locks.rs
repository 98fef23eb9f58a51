//! Lock files that a killed program left behind.
//!
//! Of unknown programs only those of refs, which no program holds for longer than a moment. The index's lock may belong to
//! a `git commit` whose editor is open; it is left to the person, unless it says that a Riffle made it that is no more.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::index_lock::COPY;
use super::{Error, Repo, Timestamp};
use crate::disk;

/// Younger locks may belong to a program that runs.
const STALE_AFTER: i64 = 60;
/// How long after an act began, in seconds, a lock can still be that act's.
const ACT_LASTS: i64 = 60;

impl Repo {
    /// Moves locks aside that are old and that no process has open.
    pub fn clear_stale_locks(&self, at: Timestamp) -> Result<(), Error> {
        for lock in self.ref_locks() {
            let Ok(meta) = fs::symlink_metadata(&lock) else { continue };
            if at.timestamp() - meta.mtime() > STALE_AFTER && !is_open(&lock) {
                self.put_aside(&lock)?;
            }
        }
        Ok(())
    }

    /// Clears away what an act left which began at `began` and whose process was killed.
    pub fn clear_after(&self, began: SystemTime) -> Result<(), Error> {
        self.clear_own_lock();
        self.sweep();
        let began = began.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
        for lock in self.ref_locks() {
            let Ok(meta) = fs::symlink_metadata(&lock) else { continue };
            if (began..=began + ACT_LASTS).contains(&meta.mtime()) && !is_open(&lock) {
                self.put_aside(&lock)?;
            }
        }
        Ok(())
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

    pub(super) fn put_aside(&self, lock: &Path) -> Result<(), Error> {
        let name = lock.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = self.inner.commondir().join("riffle-locks-aside");
        let mut names = (0..).map(|count| folder.join(format!("{name}-{count}")));
        let free = names.find(|name| name.symlink_metadata().is_err()).expect("numbers do not end");
        match disk::rename(lock, &free) {
            // Its owner removed it meanwhile.
            Err(_) if lock.symlink_metadata().is_err() => Ok(()),
            other => Ok(other?),
        }
    }

    /// The lock that stands in the way of the branch, for a message.
    pub(super) fn held_lock(&self) -> PathBuf {
        let locks = self.ref_locks();
        let found = locks.iter().find(|lock| lock.exists()).unwrap_or(&locks[0]);
        found.clone()
    }

    fn ref_locks(&self) -> [PathBuf; 3] {
        let common = self.inner.commondir();
        [
            common.join(format!("{}.lock", self.branch)),
            self.inner.path().join("HEAD.lock"),
            common.join("packed-refs.lock"),
        ]
    }
}

/// Whether some process has a file open, as far as this system tells.
pub(super) fn is_open(file: &Path) -> bool {
    let Ok(file) = fs::canonicalize(file) else { return false };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut open =
        processes.flat_map(|process| fs::read_dir(process.path().join("fd")).into_iter().flatten().flatten());
    open.any(|link| fs::read_link(link.path()).is_ok_and(|target| target == file))
}
