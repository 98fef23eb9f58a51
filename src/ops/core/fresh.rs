//! Keeps the index in step with the files: builds it when it is missing, catches up after outside edits.

mod feed;

use std::collections::HashSet;
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::disk;
use crate::entry::{EntryPath, Stamps};
use crate::index::{self, Batch, Index, Writer};
use crate::ops::pages::{self, Shelf};
use crate::ops::{Error, Workspace, sync};
use crate::store::scan;
pub(in crate::ops) use feed::{Coming, apply_coming};
use feed::{apply_many, beside, feed, stamped, today};

/// A scan that took no longer than this is repeated before a search from the command line.
const QUICK: Duration = Duration::from_millis(20);
/// So few entries are scanned in any case: if that took longer, the machine was busy for a moment.
const FEW: usize = 1_000;
/// From so many files on, an act's files are indexed by several threads.
pub(in crate::ops) const MANY: usize = 500;
/// How often the index's writer is tried for: for half a second.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);
/// Beyond so many outside edits at once, committing them is left to the next sync.
const MOST_OUTSIDE: usize = 500;

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
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct LastScan {
    took_ms: u64,
    entries: usize,
    /// Seconds since 1970.
    at: i64,
}

impl LastScan {
    fn is_quick(&self) -> bool {
        self.entries <= FEW || Duration::from_millis(self.took_ms) <= QUICK
    }
}

/// Brings the index into step with the files and commits what other programs changed. Takes as long as what changed,
/// after a scan of sizes and times; meant for the background. `progress` answers whether to go on.
pub fn catch_up(workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Caught, Error> {
    catch(workspace, Recover::Always, progress)
}

/// The same in front of an act, which finds what a crash left behind in the repository by itself.
pub(in crate::ops) fn catch_up_first(
    workspace: &Workspace,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Caught, Error> {
    catch(workspace, Recover::IfChanged, progress)
}

/// When what a crash left behind in the repository is looked for, which costs more than a scan of a small store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recover {
    Always,
    IfChanged,
}

fn catch(workspace: &Workspace, recover: Recover, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Caught, Error> {
    match try_catch_up(workspace, recover, progress) {
        Err(Error::Index(index::Error::Damaged { .. })) => {
            workspace.discard_index();
            try_catch_up(workspace, recover, progress)
        }
        other => other,
    }
}

fn try_catch_up(
    workspace: &Workspace,
    recover: Recover,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Caught, Error> {
    let index = workspace.index()?;
    if index.is_in_ram() {
        return Ok(Caught::default());
    }
    let rebuilt = last_scan(workspace).is_none();
    let started = Instant::now();
    let remembered = index.stamps()?;
    let mut scan = scan::scan(workspace.store(), &remembered)?;
    let took = started.elapsed();
    let (pages, seen) = pages::changed(workspace);
    scan.touched.extend(bookmarks_of(&index, &pages, &remembered, &scan.touched)?);
    let mut caught = Caught { rebuilt, problems: scan.problems.clone(), ..Caught::default() };
    if !scan.touched.is_empty() || !scan.gone.is_empty() {
        let batch = match scan.touched.len() {
            ..=1_000 => Batch::Small,
            _ if remembered.is_empty() => Batch::Rebuild,
            _ => Batch::Large,
        };
        let writer = patient_writer(&index, batch)?;
        feed(workspace, writer, &scan, &mut caught, progress)?;
    }
    if !pages.is_empty() {
        pages::remember(workspace, &seen)?;
    }
    keep_scan(workspace, took, scan.entries)?;
    caught.gone = scan.gone;
    if recover == Recover::IfChanged && caught.changed.is_empty() && caught.gone.is_empty() {
        return Ok(caught);
    }
    if let Err(error) = sync::recover(workspace) {
        caught.problems.push(crate::ops::error::chain(&error));
    }
    commit_outside(workspace, &mut caught);
    Ok(caught)
}

/// A writer of the index; another Riffle that writes a few entries is waited for.
fn patient_writer(index: &Index, batch: Batch) -> Result<Writer, index::Error> {
    for _ in 0..TRIES {
        match index.writer(batch) {
            Err(index::Error::Busy(_)) => thread::sleep(PAUSE),
            other => return other,
        }
    }
    index.writer(batch)
}

/// The entries of pages that came, changed or went, as far as they are indexed and not read anyway.
fn bookmarks_of(
    index: &Index,
    pages: &[Ulid],
    remembered: &Stamps,
    touched: &[EntryPath],
) -> Result<Vec<EntryPath>, Error> {
    if pages.is_empty() || remembered.is_empty() {
        return Ok(Vec::new());
    }
    let touched: HashSet<&EntryPath> = touched.iter().collect();
    let mut paths = Vec::new();
    for id in pages {
        let named = index.resolve(&id.to_string())?.into_iter().map(|named| named.path);
        paths.extend(named.filter(|path| !touched.contains(path)));
    }
    Ok(paths)
}

/// A writer of the index, if that is whole; without a whole one there is nothing to keep in step: the next search builds it.
/// Nothing, too, while another writes, who finds what is new, or else the next scan does.
fn writer_of_whole(workspace: &Workspace, batch: Batch) -> Result<Option<Writer>, Error> {
    if last_scan(workspace).is_none() {
        return Ok(None);
    }
    match workspace.index()?.writer(batch) {
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
    let shelf = Shelf::of(workspace);
    for path in paths.iter().filter(|path| scan::holds_entries(path)) {
        match stamped(workspace.store(), path) {
            Ok((entry, stamp)) => {
                writer.put_with(&entry, beside(&shelf, &entry).as_ref(), stamp, today(workspace))?;
            }
            Err(crate::store::Error::Missing(_)) => writer.remove(path)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(writer.commit()?.tidy()?)
}

/// How up to date an answer from the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The files were scanned just now.
    Now,
    /// Seconds since the last scan; the store is too large to scan before every search.
    Seconds(i64),
}

/// Reads the whole store into an index in memory.
pub(in crate::ops) fn fill(workspace: &Workspace, index: &Index) -> Result<(), Error> {
    let scan = scan::scan(workspace.store(), &Stamps::default())?;
    feed(workspace, index.writer(Batch::Rebuild)?, &scan, &mut Caught::default(), &mut |_| true)
}

/// Prepares the index for one answer from the command line: scans where that is quick, where `always` says so, or where there
/// is no whole index yet.
pub fn ensure(
    workspace: &Workspace,
    always: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Freshness, Error> {
    // A damaged one is given up here, and the mark with it.
    if workspace.index()?.is_in_ram() {
        return Ok(Freshness::Now);
    }
    let ensured = ensure_on_disk(workspace, always, progress);
    match ensured {
        // There is no whole one to fall back to.
        Err(Error::Disk(error) | Error::Index(index::Error::Disk(error))) if !is_whole(workspace) => {
            workspace.index_in_memory(&error).map(|_| Freshness::Now)
        }
        ensured => ensured,
    }
}

fn ensure_on_disk(
    workspace: &Workspace,
    always: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Freshness, Error> {
    match last_scan(workspace) {
        Some(last) if !always && !last.is_quick() => {
            Ok(Freshness::Seconds((workspace.clock.now().timestamp() - last.at).max(0)))
        }
        Some(_) if !always => catch(workspace, Recover::IfChanged, progress).map(|_| Freshness::Now),
        Some(_) | None => catch_up(workspace, progress).map(|_| Freshness::Now),
    }
}

/// Whether the index is known to hold every entry.
pub fn is_whole(workspace: &Workspace) -> bool {
    last_scan(workspace).is_some()
}

/// Throws the index away and builds it anew.
pub fn rebuild(workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Caught, Error> {
    workspace.discard_index();
    catch_up(workspace, progress)
}

/// The mark that the index is whole. It lies in the index's own folder, so that it goes when the index goes.
fn scan_file(workspace: &Workspace) -> std::path::PathBuf {
    workspace.index_home().join(".scan.json")
}

fn last_scan(workspace: &Workspace) -> Option<LastScan> {
    serde_json::from_slice(&fs::read(scan_file(workspace)).ok()?).ok()
}

fn keep_scan(workspace: &Workspace, took: Duration, entries: usize) -> Result<(), Error> {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let scan = LastScan { took_ms, entries, at: workspace.clock.now().timestamp() };
    let json = serde_json::to_vec(&scan).expect("numbers are plain");
    Ok(disk::put_unsynced(&scan_file(workspace), &json)?)
}

/// Commits what other programs wrote, in a store that was made one; an adopted folder's commits are its owner's.
fn commit_outside(workspace: &Workspace, caught: &mut Caught) {
    let paths: Vec<EntryPath> = caught.changed.iter().chain(&caught.gone).cloned().collect();
    if caught.rebuilt || paths.is_empty() || paths.len() > MOST_OUTSIDE || !workspace.is_ours() {
        return;
    }
    let outside: Vec<String> = paths.iter().map(ToString::to_string).collect();
    if let Err(error) = workspace.history().and_then(|repo| Ok(repo.guard_here(&outside)?)) {
        let hint = error.hint().unwrap_or_default();
        return caught.problems.push(format!("{}; {hint}", crate::ops::error::chain(&error)));
    }
    let message = match paths.as_slice() {
        [one] => format!("outside: {one}"),
        many => format!("outside: {} entries", many.len()),
    };
    let _lock = match workspace.lock() {
        Ok(lock) => lock,
        Err(error) => return caught.problems.push(crate::ops::error::chain(&error)),
    };
    if let Err(error) = sync::record_outside(workspace, &message, &paths, &mut caught.problems) {
        caught.problems.push(crate::ops::error::chain(&error));
    }
}
