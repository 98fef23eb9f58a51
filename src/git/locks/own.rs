//! The lock that Riffle itself takes on the person's git index: it says whose it is.

use std::fs;
use std::path::Path;

use crate::disk;
use crate::git::Repo;

/// What Riffle's lock says first; the number of its process follows.
pub(in crate::git) const OWNER: &str = "riffle ";

/// The name under which Riffle writes the index anew; the number of its process follows.
pub(in crate::git) const COPY: &str = "riffle-index-";

impl Repo {
    /// Removes the index's lock if a Riffle made it that runs no more; answers whether it did.
    pub(in crate::git) fn clear_own_lock(&self) -> bool {
        let lock = self.inner.path().join("index.lock");
        let said = fs::read(&lock).unwrap_or_default();
        said.starts_with(OWNER.as_bytes()) && !disk::is_held(&lock) && disk::remove_expected(&lock, &said).is_ok()
    }
}

/// Whether a Riffle made this lock.
pub(in crate::git) fn is_ours(lock: &Path) -> bool {
    fs::read(lock).is_ok_and(|said| said.starts_with(OWNER.as_bytes()))
}

/// The process that a Riffle's lock names.
pub(in crate::git) fn owner(lock: &Path) -> u32 {
    let said = fs::read_to_string(lock).unwrap_or_default();
    said.trim_end().strip_prefix(OWNER).and_then(|number| number.parse().ok()).unwrap_or_default()
}
