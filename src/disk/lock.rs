//! Locks between processes: they end with the value or with the process, however it dies.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{Error, failed, make_private_folder, parent, sys};

/// How long to wait for another Riffle; the text of [`Error::Locked`] names it.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// A lock that ends with this value or with the process.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its drop")] File);

/// Waits up to five seconds for an exclusive lock on a file that is made if missing.
pub(crate) fn lock(path: &Path) -> Result<Lock, Error> {
    lock_within(path, PATIENCE)
}

/// Takes the lock if nobody has it.
pub(crate) fn try_lock(path: &Path) -> Result<Option<Lock>, Error> {
    make_private_folder(parent(path))?;
    let file = sys::open_to_lock(path).map_err(failed(path))?;
    match file.try_lock() {
        Ok(()) if is_at(&file, path) => Ok(Some(Lock(file))),
        // The file was removed between opening and locking: a lock on it would keep nobody out.
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(path)(source)),
    }
}

/// Whether somebody has the lock on a file, as far as this system tells; what cannot be opened counts as held.
pub(crate) fn is_held(path: &Path) -> bool {
    !File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

pub(super) fn lock_within(path: &Path, patience: Duration) -> Result<Lock, Error> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(lock) = try_lock(path)? {
            return Ok(lock);
        }
        if Instant::now() >= deadline {
            return Err(Error::Locked(path.to_owned()));
        }
        thread::sleep(PAUSE);
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    let identity = |meta: std::fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), sys::metadata(path)) {
        (Ok(held), Ok(named)) => identity(held) == identity(named),
        (Err(_), _) | (_, Err(_)) => false,
    }
}
