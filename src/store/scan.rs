//! Finds the entries of a store and what changed since a remembered state: size and time first, content second.

pub(crate) mod others;
pub(super) mod rules;
pub(super) mod walk;

use std::hash::{DefaultHasher, Hasher as _};
use std::os::unix::fs::MetadataExt as _;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Error, LARGE, Store};
use crate::entry::{EntryPath, Stamp, Stamps};
use walk::Walk;

/// What a scan found against what was remembered.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// New or possibly changed files (size or time differ), in path order.
    pub touched: Vec<EntryPath>,
    /// Remembered files that are gone.
    pub gone: Vec<EntryPath>,
    /// How many entries there are now.
    pub entries: usize,
    /// What could not be read, and why, a sentence each.
    pub problems: Vec<String>,
    /// Whether a file has another name, outside maybe: who changes it there tells nobody who watches the store.
    pub has_other_names: bool,
}

/// Compares the store with what is remembered. Follows no symbolic links; leaves alone dot folders, `node_modules`, what
/// `.gitignore` and `.riffleignore` name, and in a store that Riffle made `pages`, `templates` and `media`.
///
/// What lies in a folder that cannot be read is not reported as gone.
pub(crate) fn scan(store: &Store, remembered: &Stamps) -> Result<Scan, Error> {
    // Alone this tells a store that cannot be read from one that has become empty.
    drop(store.root().read_dir().map_err(|source| Error::Read { path: store.root().to_owned(), source })?);
    let mut walk = Walk::over(store.root(), store.habits(), remembered);
    walk.touched.sort_unstable();
    walk.problems.sort_unstable();
    let gone = gone(&walk, remembered);
    Ok(Scan {
        touched: walk.touched,
        gone,
        entries: walk.entries,
        problems: walk.problems,
        has_other_names: walk.has_other_names,
    })
}

impl Store {
    /// Whether a file may be an entry by where it lies: not in a hidden folder, or one that holds something else.
    pub(crate) fn holds_entries(&self, path: &EntryPath) -> bool {
        let mut above = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
        !path.as_str().split('/').any(|part| part.starts_with('.'))
            && !is_kept_page(path.as_str())
            && !above.any(|folder| self.habits().why_without_entries(folder).is_some())
    }

    /// Whether a file may be an entry by its name and where it lies.
    pub(crate) fn is_entry(&self, path: &EntryPath) -> bool {
        self.holds_entries(path) && walk::is_markdown(path.file_name().as_bytes())
    }
}

/// Whether a file is the kept page of a bookmark, in whatever store: `pages/2026/<id>.md`.
fn is_kept_page(path: &str) -> bool {
    let Some((year, name)) = path.strip_prefix("pages/").and_then(|rest| rest.split_once('/')) else { return false };
    let is_id = |id: &str| id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && name.strip_suffix(".md").is_some_and(is_id)
}

/// Size, time and content hash of one file, with its bytes; of a file above 16 MB, with the first MB, which alone counts.
pub(crate) fn stamp(store: &Store, path: &EntryPath) -> Result<(Stamp, Vec<u8>), Error> {
    // Size and time are from before the reading: a file that is written meanwhile looks touched to the next scan.
    let (bytes, meta) = store.load(path)?;
    let hash = if bytes.len() as u64 == meta.len() { hash(&bytes, 0) } else { hash(&bytes, meta.len()) };
    Ok((Stamp { mtime: nanoseconds(meta.mtime(), meta.mtime_nsec()), size: meta.len(), hash }, bytes))
}

/// Whether all of a file counts, and not its beginning alone.
pub(crate) fn is_read_whole(bytes: &[u8]) -> bool {
    bytes.len() as u64 <= LARGE
}

/// What [`stamp`] says of a file that holds these bytes, all of which count, and was written at that time.
pub(crate) fn stamp_of(bytes: &[u8], written: SystemTime) -> Stamp {
    let since = written.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mtime = nanoseconds(since.as_secs().cast_signed(), since.subsec_nanos().into());
    Stamp { mtime, size: bytes.len() as u64, hash: hash(bytes, 0) }
}

fn gone(walk: &Walk, remembered: &Stamps) -> Vec<EntryPath> {
    if walk.seen.len() == remembered.len() {
        return Vec::new();
    }
    let mut missing = vec![true; remembered.len()];
    walk.seen.iter().for_each(|which| missing[*which] = false);
    let missing = remembered.iter().zip(missing).filter(|(_, missing)| *missing);
    let missing = missing.filter_map(|((path, _), _)| EntryPath::new(path).ok());
    let mut gone: Vec<_> = missing.filter(|path| !walk.is_unknown(path)).collect();
    gone.sort_unstable();
    gone
}

/// Of a cache: another Rust may hash otherwise, and then everything merely looks changed once.
fn hash(bytes: &[u8], size: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.write_u64(size);
    hasher.finish()
}

fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(test)]
mod tests;
