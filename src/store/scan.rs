//! Finds the entries of a store and what changed since a remembered state: size and time first, content second.

mod rules;
mod walk;

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
}

/// Compares the store with what is remembered. Follows no symbolic links; leaves alone dot folders, `node_modules`, `pages`,
/// `templates`, `media` and what `.gitignore` and `.riffleignore` name.
///
/// What lies in a folder that cannot be read is not reported as gone.
pub(crate) fn scan(store: &Store, remembered: &Stamps) -> Result<Scan, Error> {
    // Alone this tells a store that cannot be read from one that has become empty.
    drop(store.root().read_dir().map_err(|source| Error::Read { path: store.root().to_owned(), source })?);
    let mut walk = Walk::over(store.root(), remembered);
    walk.touched.sort_unstable();
    walk.problems.sort_unstable();
    let gone = gone(&walk, remembered);
    Ok(Scan { touched: walk.touched, gone, entries: walk.entries, problems: walk.problems })
}

/// Whether a file may be an entry by where it lies: not in a hidden folder, `pages`, `templates` or `media`.
pub(crate) fn holds_entries(path: &EntryPath) -> bool {
    let above = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
    !path.as_str().split('/').any(|part| part.starts_with('.'))
        && !above.into_iter().any(|folder| walk::holds_no_entries(folder, folder.rsplit('/').next().unwrap_or(folder)))
}

/// Whether a file may be an entry by its name and where it lies.
pub(crate) fn is_entry(path: &EntryPath) -> bool {
    holds_entries(path) && walk::is_markdown(path.file_name().as_bytes())
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
