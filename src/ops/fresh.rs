//! Keeps the index in step with the files: builds it when it is missing, catches up after outside edits.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant, SystemTime};
use std::{fs, thread};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::pages::{self, Shelf};
use super::{Error, Workspace, sync};
use crate::disk;
use crate::entry::{Entry, EntryPath, Stamp, Stamps};
use crate::index::{self, Batch, Beside, Index, Writer};
use crate::parallel;
use crate::store::Store;
use crate::store::scan::{self, Scan};

/// A scan that took no longer than this is repeated before a search from the command line.
const QUICK: Duration = Duration::from_millis(20);
/// So few entries are scanned in any case: if that took longer, the machine was busy for a moment.
const FEW: usize = 1_000;
/// From so many files on, an act's files are indexed by several threads.
pub(super) const MANY: usize = 500;
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
pub(super) fn catch_up_first(
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
        caught.problems.push(super::error::chain(&error));
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

/// Reads and indexes what a scan found.
fn feed(
    workspace: &Workspace,
    writer: Writer,
    scan: &Scan,
    caught: &mut Caught,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(), Error> {
    for path in &scan.gone {
        writer.remove(path)?;
    }
    let feeder = Feeder::of(workspace, writer, Things::Files(&scan.touched));
    feeder.run(progress)?;
    let Feeder { writer, problems, changed, .. } = feeder;
    caught.problems.append(&mut problems.into_inner().unwrap_or_else(PoisonError::into_inner));
    caught.changed = changed.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(writer.commit()?.tidy()?)
}

/// An entry as an act is about to write it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming<'a> {
    pub path: &'a EntryPath,
    pub text: &'a [u8],
    /// What its file gets.
    pub time: SystemTime,
}

/// What is indexed.
#[derive(Clone, Copy)]
enum Things<'a> {
    Files(&'a [EntryPath]),
    Coming(&'a [Coming<'a>]),
}

/// Things handed out to the threads that index them.
struct Feeder<'a> {
    things: Things<'a>,
    writer: Writer,
    store: &'a Store,
    shelf: Shelf,
    today: NaiveDate,
    next: AtomicUsize,
    stop: AtomicBool,
    problems: Mutex<Vec<String>>,
    changed: Mutex<Vec<EntryPath>>,
}

fn joined(lane: thread::ScopedJoinHandle<'_, Result<(), Error>>) -> Result<(), Error> {
    lane.join().expect("a lane does not panic")
}

impl<'a> Feeder<'a> {
    fn of(workspace: &'a Workspace, writer: Writer, things: Things<'a>) -> Self {
        Self {
            things,
            writer,
            store: workspace.store(),
            shelf: Shelf::of(workspace),
            today: today(workspace),
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            problems: Mutex::default(),
            changed: Mutex::default(),
        }
    }

    /// Indexes all of them on as many threads as there are cores.
    fn run(&self, progress: &mut dyn FnMut(Progress) -> bool) -> Result<(), Error> {
        let helpers = if self.things.count() < 64 { 0 } else { parallel::threads() - 1 };
        thread::scope(|scope| {
            let lanes: Vec<_> = (0..helpers).map(|_| scope.spawn(|| self.work(&mut |_| true))).collect();
            let mine = self.work(progress);
            lanes.into_iter().map(joined).fold(mine, Result::and)
        })
    }

    fn work(&self, progress: &mut dyn FnMut(Progress) -> bool) -> Result<(), Error> {
        let total = self.things.count();
        loop {
            let done = self.next.fetch_add(1, Ordering::Relaxed);
            if done >= total {
                return Ok(());
            }
            if done.is_multiple_of(64) && !progress(Progress { done, total }) {
                self.stop.store(true, Ordering::Relaxed);
            }
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Stopped);
            }
            match self.things {
                Things::Files(paths) => self.file(&paths[done])?,
                Things::Coming(coming) => self.coming(&coming[done])?,
            }
        }
    }

    fn coming(&self, Coming { path, text, time }: &Coming<'_>) -> Result<(), Error> {
        let stamp = scan::stamp_of(text, *time);
        self.put(&self.store.parse(path, text, stamp.size), stamp)
    }

    fn put(&self, entry: &Entry, stamp: Stamp) -> Result<(), Error> {
        Ok(self.writer.put_with(entry, beside(&self.shelf, entry).as_ref(), stamp, self.today)?)
    }

    /// Indexes one file; one that cannot be read is a problem, not a failure.
    fn file(&self, path: &EntryPath) -> Result<(), Error> {
        match stamped(self.store, path) {
            Ok((entry, stamp)) => {
                self.put(&entry, stamp)?;
                self.changed.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
            }
            Err(crate::store::Error::Missing(_)) => self.writer.remove(path)?,
            Err(error) => {
                let said = super::error::chain(&error);
                self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(said);
            }
        }
        Ok(())
    }
}

impl Things<'_> {
    fn count(&self) -> usize {
        match self {
            Self::Files(paths) => paths.len(),
            Self::Coming(coming) => coming.len(),
        }
    }
}

fn today(workspace: &Workspace) -> NaiveDate {
    workspace.clock.now().date_naive()
}

/// An entry with the stamp of the file it was read from.
fn stamped(store: &Store, path: &EntryPath) -> Result<(Entry, Stamp), crate::store::Error> {
    let (stamp, bytes) = scan::stamp(store, path)?;
    Ok((store.parse(path, &bytes, stamp.size), stamp))
}

/// What is found under an entry though it is not in its file.
fn beside(shelf: &Shelf, entry: &Entry) -> Option<Beside> {
    shelf.kept(entry).map(|pages::Kept { text, addresses }| Beside { text, addresses })
}

/// Indexes what an act is about to write, while it does. Once all is written, `act` calls what it is given with the entries
/// that it wrote besides; where it does not, nothing of it gets into the index.
pub(super) fn apply_coming<T>(
    workspace: &Workspace,
    coming: &[Coming<'_>],
    act: impl FnOnce(&dyn Fn(Vec<EntryPath>)) -> T,
) -> (T, Result<(), Error>) {
    let writer = match writer_of_whole(workspace, Batch::Large) {
        Ok(Some(writer)) => writer,
        other => return (act(&|_| {}), other.map(drop)),
    };
    let feeder = Feeder::of(workspace, writer, Things::Coming(coming));
    let (written, all_written) = mpsc::channel::<Vec<EntryPath>>();
    thread::scope(|scope| {
        let lane = scope.spawn(move || {
            feeder.run(&mut |_| true)?;
            let Ok(besides) = all_written.recv() else { return Ok(()) };
            besides.iter().try_for_each(|path| feeder.file(path))?;
            Ok(feeder.writer.commit()?.tidy()?)
        });
        // A lane that failed listens no more, and says why at the end.
        let done = act(&|besides| drop(written.send(besides)));
        drop(written);
        (done, joined(lane))
    })
}

/// Indexes many entries that are written.
fn apply_many(workspace: &Workspace, paths: &[EntryPath]) -> Result<(), Error> {
    let Some(writer) = writer_of_whole(workspace, Batch::Large)? else { return Ok(()) };
    let touched = paths.iter().filter(|path| scan::holds_entries(path)).cloned().collect();
    feed(workspace, writer, &Scan { touched, ..Scan::default() }, &mut Caught::default(), &mut |_| true)
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
pub(super) fn apply(workspace: &Workspace, paths: &[EntryPath]) -> Result<(), Error> {
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

/// Prepares the index for one answer from the command line: scans where that is quick, where `always` says so, or where there
/// is no whole index yet.
pub fn ensure(
    workspace: &Workspace,
    always: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Freshness, Error> {
    workspace.index()?; // a damaged one is given up here, and the mark with it
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
        return caught.problems.push(format!("{}; {hint}", super::error::chain(&error)));
    }
    let message = match paths.as_slice() {
        [one] => format!("outside: {one}"),
        many => format!("outside: {} entries", many.len()),
    };
    let _lock = match workspace.lock() {
        Ok(lock) => lock,
        Err(error) => return caught.problems.push(super::error::chain(&error)),
    };
    if let Err(error) = sync::record_outside(workspace, &message, &paths, &mut caught.problems) {
        caught.problems.push(super::error::chain(&error));
    }
}
