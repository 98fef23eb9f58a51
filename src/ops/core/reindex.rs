//! Writes entries into the index: those that an act wrote, those that a scan found, or all of them.

mod indexing;

use std::time::Duration;
use std::{fs, thread};

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::entry::{EntryPath, Stamps};
use crate::index::{self, Batch, Index, Writer};
use crate::ops::pages::PageStore;
use crate::ops::watch::State;
use crate::ops::{Error, Workspace};
use crate::store::scan;
pub(in crate::ops) use indexing::{Coming, apply_coming, feed};
use indexing::{apply_many, beside, stamped, today};

/// A scan that took no longer than this is repeated before a search from the command line.
const QUICK: Duration = Duration::from_millis(20);
/// So few entries are scanned in any case: if that took longer, the machine was busy for a moment.
const FEW: usize = 1_000;
/// From so many files on, an act's files are indexed by several threads.
pub(in crate::ops) const MANY: usize = 500;
/// How often the index's writer is tried for: for half a second.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);

/// How far an index job has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// What catching up found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    pub changed: Vec<EntryPath>,
    pub gone: Vec<EntryPath>,
    /// The index was built from nothing.
    pub rebuilt: bool,
    /// Files that could not be read, a sentence each.
    pub problems: Vec<String>,
}

/// The last complete scan, kept beside the index. Without it the index is not known to be whole.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(in crate::ops) struct LastScan {
    pub(in crate::ops) took_ms: u64,
    pub(in crate::ops) entries: usize,
    /// Seconds since 1970.
    pub(in crate::ops) at: i64,
    /// How many there were.
    #[serde(default)]
    pub(in crate::ops) number: u64,
    /// The state in which the files were before it, where somebody watches them.
    #[serde(default)]
    pub(in crate::ops) state: Option<State>,
}

impl LastScan {
    pub(in crate::ops) fn is_quick(&self) -> bool {
        self.entries <= FEW || Duration::from_millis(self.took_ms) <= QUICK
    }
}

/// A writer of the index; another Riffle that writes a few entries is waited for, and so is a program that was just started: until
/// it has begun, it holds the lock of the writer before.
pub(in crate::ops) fn patient_writer(index: &Index, batch: Batch) -> Result<Writer, index::Error> {
    for _ in 0..TRIES {
        match index.writer(batch) {
            Err(index::Error::Busy(_)) => thread::sleep(PAUSE),
            other => return other,
        }
    }
    index.writer(batch)
}

/// A writer of the index, if that is whole; without a whole one there is nothing to keep in step: the next search builds it.
/// Nothing, too, while another writes for longer, who finds what is new, or else the next scan does.
fn writer_of_whole(workspace: &Workspace, batch: Batch) -> Result<Option<Writer>, Error> {
    if last_scan(workspace).is_none() {
        return Ok(None);
    }
    let index = workspace.index()?;
    match patient_writer(&index, batch) {
        Err(index::Error::Busy(_)) => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// Indexes entries that one act wrote.
pub(in crate::ops) fn apply(workspace: &Workspace, paths: &[EntryPath]) -> Result<(), Error> {
    if paths.len() >= MANY {
        return apply_many(workspace, paths);
    }
    let Some(writer) = writer_of_whole(workspace, Batch::Small)? else { return Ok(()) };
    let page_store = PageStore::of(workspace);
    for path in paths.iter().filter(|path| workspace.store().is_entry(path)) {
        match stamped(workspace.store(), path) {
            Ok((entry, stamp)) => {
                writer.put_with(&entry, beside(&page_store, &entry).as_ref(), stamp, today(workspace))?;
            }
            Err(crate::store::Error::Missing(_)) => writer.remove(path)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(writer.commit()?.tidy()?)
}

/// Reads the whole store into an index in memory.
pub(in crate::ops) fn fill(workspace: &Workspace, index: &Index) -> Result<(), Error> {
    let scan = scan::scan(workspace.store(), &Stamps::default())?;
    feed(workspace, index.writer(Batch::Rebuild)?, &scan, &mut Caught::default(), &mut |_| true)
}

/// Whether the index is known to hold every entry.
pub fn is_whole(workspace: &Workspace) -> bool {
    last_scan(workspace).is_some()
}

/// The mark that the index is whole. It lies in the index's own folder, so that it goes when the index goes.
fn scan_file(workspace: &Workspace) -> std::path::PathBuf {
    workspace.index_home().join(".scan.json")
}

pub(in crate::ops) fn last_scan(workspace: &Workspace) -> Option<LastScan> {
    serde_json::from_slice(&fs::read(scan_file(workspace)).ok()?).ok()
}

/// Notes that a scan is complete.
pub(in crate::ops) fn keep_scan(workspace: &Workspace, took: Duration, scan: LastScan) -> Result<(), Error> {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let scan = LastScan { took_ms, at: workspace.clock.now().timestamp(), ..scan };
    let json = serde_json::to_vec(&scan).expect("numbers are plain");
    Ok(disk::put_unsynced(&scan_file(workspace), &json)?)
}
