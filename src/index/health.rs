//! Finds out whether the index's files are what was written, and survives it where they are not.
//!
//! At each commit the size and time of every file are noted; an open compares them. What that does not see (a spoiled
//! block under an unchanged time) shows when it is read: tantivy trusts its files and may panic, so every read
//! runs under [`guard`], and a folder once found damaged is marked, so that the next open starts afresh.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tantivy::TantivyError;

use super::directory;

/// Holds the sizes and times.
const LIST: &str = "files.list";
/// Says that the index was found damaged.
const MARK: &str = "damaged";

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading the index: a panic then is damage that is dealt with, not a fault of the program.
/// For the panic hook.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs a read of the index; damage that makes it panic becomes an error.
pub(super) fn guard<T>(read: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    result.unwrap_or_else(|_| Err(TantivyError::InternalError("reading the index panicked".into())))
}

/// Notes what is in the folder, after a commit. Not vital: without it less is checked.
pub(super) fn note(folder: &Path) {
    let list: String = files(folder)
        .into_iter()
        .filter(|(name, _)| is_data(name))
        .map(|(name, (size, time))| format!("{size} {time} {name}\n"))
        .collect();
    if let Err(error) = directory::renew(&folder.join(LIST), list.as_bytes()) {
        tracing::warn!("cannot note the files of the index: {error}");
    }
}

/// Whether the folder may be opened: not marked, and nothing that the list names and the index uses has changed.
pub(super) fn is_sound(folder: &Path, used: impl Iterator<Item = PathBuf>) -> bool {
    if folder.join(MARK).exists() {
        return false;
    }
    let Ok(list) = fs::read_to_string(folder.join(LIST)) else { return true };
    let noted: HashMap<&str, &str> =
        list.lines().filter_map(|line| line.rsplit_once(' ')).map(|(a, b)| (b, a)).collect();
    used.into_iter().all(|file| {
        let Some(name) = file.to_str() else { return false };
        let Some(noted) = noted.get(name) else { return true };
        stamp(&folder.join(name)).is_ok_and(|(size, time)| format!("{size} {time}") == *noted)
    })
}

/// Makes the next open start afresh.
pub(super) fn mark(folder: &Path) {
    if let Err(error) = directory::replace(&folder.join(MARK), b"") {
        tracing::warn!("cannot mark the index as damaged: {error}");
    }
}

/// Empties the folder but for locks, which others may hold.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "lock") {
            continue;
        }
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn is_data(name: &str) -> bool {
    !name.starts_with('.') && name != LIST && name != MARK && name != "meta.json" && !name.ends_with(".new")
}

fn files(folder: &Path) -> Vec<(String, (u64, u128))> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let file = |entry: io::Result<fs::DirEntry>| {
        let path = entry.ok()?.path();
        Some((path.file_name()?.to_str()?.to_owned(), stamp(&path).ok()?))
    };
    entries.filter_map(file).collect()
}

/// Size, and nanoseconds since 1970.
fn stamp(path: &Path) -> io::Result<(u64, u128)> {
    let metadata = fs::metadata(path)?;
    let time = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    Ok((metadata.len(), time))
}
