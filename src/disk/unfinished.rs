//! The temporary files beside a path: they have their writer in their names, so that those of a process that is no more are known.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{parent, sys};

/// No Riffle takes so long from the first byte of a file to its name.
const LONGEST_WRITE: Duration = Duration::from_secs(24 * 60 * 60);

/// Temporary files in a folder whose writers no longer run.
pub(crate) fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let names = sys::names(folder).unwrap_or_default();
    names.iter().map(|name| folder.join(name)).filter(|file| is_left(file)).collect()
}

/// Whether a file is a temporary one whose writer no longer runs.
pub(crate) fn is_left(file: &Path) -> bool {
    let writer = file.file_name().and_then(OsStr::to_str).and_then(writer_of);
    // The number may be another program's by now.
    let is_old = || sys::metadata(file).is_ok_and(|meta| sys::age(&meta) > LONGEST_WRITE);
    writer.is_some_and(|writer| !sys::is_running(writer) || is_old())
}

/// Whether a name is that of a temporary file.
pub(crate) fn is_unfinished(name: &OsStr) -> bool {
    name.to_str().and_then(writer_of).is_some()
}

/// The process that a temporary file's name names.
fn writer_of(name: &str) -> Option<u32> {
    let (writer, count) = name.strip_prefix(".riffle-")?.strip_suffix(".tmp")?.split_once('-')?;
    count.parse::<u64>().ok()?;
    writer.parse().ok()
}

/// A name beside a path for what is not finished yet; [`leftovers`] finds those of processes that are no more.
pub(crate) fn unfinished_beside(path: &Path) -> PathBuf {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    parent(path).join(format!(".riffle-{}-{count}.tmp", process::id()))
}
