//! Keeps the index in step with the files: builds it when it is missing, catches up after outside edits.

use std::collections::HashSet;
use std::time::Instant;

use ulid::Ulid;

use super::{outside_changes, resume, watch};
use crate::entry::{EntryPath, Stamps};
use crate::index::{self, Batch, Index};
pub use crate::ops::core::reindex::{Caught, Progress, is_whole};
use crate::ops::core::reindex::{LastScan, feed, keep_scan, last_scan, patient_writer};
use crate::ops::error::chain;
use crate::ops::{Error, Workspace, pages};
use crate::store::scan;

/// Beyond so many outside edits at once, committing them is left to the next sync.
const MOST_OUTSIDE: usize = 500;

/// So many seconds a scan that took long keeps others from being made.
const REMEMBERED: i64 = 60;

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
    let mut caught = index_changed(workspace, &index, progress)?;
    if recover == Recover::IfChanged && caught.changed.is_empty() && caught.gone.is_empty() {
        return Ok(caught);
    }
    if let Err(error) = resume::recover(workspace) {
        caught.problems.push(chain(&error));
    }
    commit_outside(workspace, &mut caught);
    Ok(caught)
}

/// Indexes what differs from what the index remembers of the files.
fn index_changed(
    workspace: &Workspace,
    index: &Index,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Caught, Error> {
    let before = last_scan(workspace);
    let state = watch::state(workspace);
    let started = Instant::now();
    let remembered = index.stamps()?;
    let mut scan = scan::scan(workspace.store(), &remembered)?;
    let took = started.elapsed();
    let (pages, seen) = pages::changed(workspace);
    scan.touched.extend(bookmarks_of(index, &pages, &remembered, &scan.touched)?);
    let mut caught = Caught { rebuilt: before.is_none(), problems: scan.problems.clone(), ..Caught::default() };
    if !scan.touched.is_empty() || !scan.gone.is_empty() {
        let writer = patient_writer(index, batch(scan.touched.len(), &remembered))?;
        feed(workspace, writer, &scan, &mut caught, progress)?;
    }
    if !pages.is_empty() {
        pages::remember(workspace, &seen)?;
    }
    // Another one that ended meanwhile may have taken away what this one saw in its place.
    let is_alone = number(last_scan(workspace)) == number(before);
    let state = state.filter(|_| is_alone && !scan.has_other_names);
    keep_scan(
        workspace,
        took,
        LastScan { entries: scan.entries, number: number(last_scan(workspace)) + 1, state, ..LastScan::default() },
    )?;
    caught.gone = scan.gone;
    Ok(caught)
}

fn number(scan: Option<LastScan>) -> u64 {
    scan.map_or(0, |scan| scan.number)
}

fn batch(touched: usize, remembered: &Stamps) -> Batch {
    match touched {
        ..=1_000 => Batch::Small,
        _ if remembered.is_empty() => Batch::Rebuild,
        _ => Batch::Large,
    }
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

/// How up to date an answer from the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The files were scanned just now, or nothing happened to them since they were.
    Now,
    /// Seconds since the last scan; the store is too large to scan before every search.
    Seconds(i64),
}

/// Whether the files are looked at before an answer from the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Also at what a crash may have left behind in the repository.
    Always,
    First,
    /// Where the last scan was quick, or is no longer true.
    WhereQuick,
    /// Where the last scan was quick; else once the answer is given, by [`afterwards`].
    AtOnce,
    Never,
}

/// Prepares the index for one answer from the command line; where there is no whole index yet, the files are looked at anyway.
pub fn ensure(
    workspace: &Workspace,
    look: Look,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Freshness, Error> {
    // A damaged one is given up here, and the mark with it.
    if workspace.index()?.is_in_ram() {
        return Ok(Freshness::Now);
    }
    let ensured = ensure_on_disk(workspace, look, progress);
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
    look: Look,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Freshness, Error> {
    match (last_scan(workspace), look) {
        (Some(last), Look::First | Look::WhereQuick | Look::AtOnce) if is_vouched_for(workspace, last) => {
            Ok(Freshness::Now)
        }
        (Some(last), Look::Never) => Ok(age(workspace, last)),
        (Some(last), Look::AtOnce) if !last.is_quick() => Ok(age(workspace, last)),
        (Some(last), Look::WhereQuick) if !last.is_quick() && !is_forgotten(workspace, last) => {
            Ok(age(workspace, last))
        }
        (Some(_), Look::First | Look::WhereQuick | Look::AtOnce) => {
            catch(workspace, Recover::IfChanged, progress).map(|_| Freshness::Now)
        }
        (Some(_), Look::Always)
        | (None, Look::Always | Look::First | Look::WhereQuick | Look::AtOnce | Look::Never) => {
            catch_up(workspace, progress).map(|_| Freshness::Now)
        }
    }
}

/// Whether nothing happened to the files since they were looked at, as somebody knows who watches them. Of a file's second name outside
/// and of what is mounted over a folder nobody hears, so that this does not hold for long.
fn is_vouched_for(workspace: &Workspace, last: LastScan) -> bool {
    last.state.is_some() && !is_forgotten(workspace, last) && watch::state(workspace) == last.state
}

fn age(workspace: &Workspace, last: LastScan) -> Freshness {
    Freshness::Seconds((workspace.clock.now().timestamp() - last.at).max(0))
}

/// Whether a scan is so long ago that how long it took says nothing: the machine may have been busy.
fn is_forgotten(workspace: &Workspace, last: LastScan) -> bool {
    (workspace.clock.now().timestamp() - last.at).abs() > REMEMBERED
}

/// Brings the index up to date behind an answer that was given at once.
pub fn afterwards(workspace: &Workspace) -> Result<Caught, Error> {
    catch_up_first(workspace, &mut |_| true)
}

/// Throws the index away and builds it anew.
pub fn rebuild(workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Caught, Error> {
    workspace.discard_index();
    catch_up(workspace, progress)
}

/// Commits what other programs wrote, in a store that was made one; an adopted folder's commits are its owner's.
fn commit_outside(workspace: &Workspace, caught: &mut Caught) {
    let paths: Vec<EntryPath> = caught.changed.iter().chain(&caught.gone).cloned().collect();
    if caught.rebuilt || paths.is_empty() || paths.len() > MOST_OUTSIDE || !workspace.is_ours() {
        return;
    }
    let outside: Vec<String> = paths.iter().map(ToString::to_string).collect();
    if let Err(error) = workspace.history().and_then(|repo| Ok(repo.guard_here(&outside)?)) {
        let hint = error.hint().map(|hint| hint.shell).unwrap_or_default();
        return caught.problems.push(format!("{}; {hint}", chain(&error)));
    }
    let _lock = match workspace.lock() {
        Ok(lock) => lock,
        Err(error) => return caught.problems.push(chain(&error)),
    };
    if let Err(error) =
        outside_changes::record(workspace, &outside_changes::message(&paths), &paths, &mut caught.problems)
    {
        caught.problems.push(chain(&error));
    }
}
