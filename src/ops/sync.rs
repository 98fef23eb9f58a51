//! Exchanges commits with the remote; nothing is ever dropped.

pub mod clone;
pub(super) mod copies;
mod naming;
pub mod unsent;

use std::io;

use self::unsent::{Unsent, Why};
use super::{Error, Status, Workspace, act, conflict, fresh, recovery, stale};
use crate::disk;
use crate::entry::EntryPath;
use crate::git::sync::Hands;
pub use crate::git::sync::{Held, Removals, Report};
use crate::git::{self, Clash, Difference, Repo};
use crate::process::{self, GoOn};

/// Commits what is uncommitted, fetches, merges, pushes. Safe to repeat whatever went wrong, and to stop while the network is
/// waited for: then it fails with [`Error::Stopped`].
pub fn sync(workspace: &Workspace, removals: Removals, go_on: &mut GoOn<'_>) -> Result<Report, Error> {
    let repo = workspace.history()?;
    let synced = match sync_once(workspace, repo, removals, go_on) {
        Err(Error::Git(error)) if repo.repairs_from_remote(&error, go_on) => {
            sync_once(workspace, repo, removals, go_on)
        }
        synced => synced,
    };
    synced.map_err(|error| match error {
        Error::Git(error) => repo.explained(error).into(),
        error => error,
    })
}

fn sync_once(workspace: &Workspace, repo: &Repo, removals: Removals, go_on: &mut GoOn<'_>) -> Result<Report, Error> {
    recover(workspace)?;
    repo.clear_locks()?;
    let mut warnings = Vec::new();
    let left = {
        let _lock = workspace.lock()?;
        record_all_outside(workspace, "outside: before a sync", removals, &mut warnings)?
    };
    let begun = recovery::begin(workspace, "sync", &[], None);
    let synced = exchange(workspace, repo, removals, go_on);
    // Whatever stopped it: what is left to do is what the repository says.
    begun.end_if(!repo.unfinished() && !repo.is_behind());
    let synced = synced.and_then(|report| Ok(Report { unsent: unsent::look(workspace, repo, left)?, ..report }));
    match synced {
        Err(Error::Git(git::Error::Process(process::Error::Stopped(_)))) => Err(Error::Stopped),
        Err(other) => Err(other),
        Ok(report) => Ok(Report { warnings: warnings.into_iter().chain(report.warnings).collect(), ..report }),
    }
}

fn exchange(workspace: &Workspace, repo: &Repo, removals: Removals, go_on: &mut GoOn<'_>) -> Result<Report, Error> {
    let lock_file = workspace.state().join("write.lock");
    let mut hands = Hands {
        lock: &mut || disk::lock(&lock_file),
        write: &mut |difference| write(workspace, difference),
        merge: &mut |clash| conflict::between_machines(workspace, clash),
        naming: &naming::Entries(&workspace.config.folders),
        removals,
        go_on,
    };
    let report = repo.sync(&mut hands, workspace.clock.now())?;
    settle(workspace, repo, &report)?;
    Ok(report)
}

/// Ahead and behind as far as the last fetch knows, without the network.
pub fn status(workspace: &Workspace) -> Result<Status, Error> {
    match workspace.repo()? {
        Some(repo) => Ok(Status { unsent: unsent::remembered(workspace).len(), ..repo.status()? }),
        None => Ok(Status::default()),
    }
}

/// Finishes what a crash in the middle of a sync or a commit left; costs next to nothing when there was none.
pub fn recover(workspace: &Workspace) -> Result<(), Error> {
    recovery::finish(workspace);
    let Some(repo) = workspace.repo()? else { return Ok(()) };
    commit_again(workspace, repo)?;
    mend(workspace, repo)
}

/// Commits what a commit by hand at the same moment as an act left out of the branch.
fn commit_again(workspace: &Workspace, repo: &Repo) -> Result<(), Error> {
    let taken = repo.taken_back()?;
    let paths: Vec<EntryPath> = taken.into_iter().filter_map(|path| EntryPath::new(path).ok()).collect();
    if paths.is_empty() {
        return Ok(());
    }
    let _lock = workspace.lock()?;
    record_outside(workspace, "again: what a commit at the same moment left out", &paths, &mut Vec::new())
}

/// Finishes a sync that was stopped half-way, then lets the person's git index follow what it does not show yet.
pub(super) fn mend(workspace: &Workspace, repo: &Repo) -> Result<(), Error> {
    if repo.unfinished() || repo.has_releasable() {
        let _lock = workspace.lock()?;
        let (at, merge) =
            (workspace.clock.now(), &mut |clash: &Clash<'_>| conflict::between_machines(workspace, clash));
        let mut received = repo.resume(&mut |difference| write(workspace, difference), merge, at)?;
        received.extend(repo.release(&mut |difference| write(workspace, difference), merge, at)?);
        arrived(workspace, &received)?;
    }
    let behind = repo.left_behind()?;
    if behind.is_empty() { Ok(()) } else { Ok(repo.refresh_index(&behind)?) }
}

/// Commits what other programs changed in the store, as one commit, and answers with what is not committed by itself. The
/// caller holds the store's lock.
pub(super) fn commit_outside(workspace: &Workspace, message: &str, removals: Removals) -> Result<Vec<Unsent>, Error> {
    record_all_outside(workspace, message, removals, &mut Vec::new())
}

/// Does the same, and adds what the person is to be told of it.
fn record_all_outside(
    workspace: &Workspace,
    message: &str,
    removals: Removals,
    warnings: &mut Vec<String>,
) -> Result<Vec<Unsent>, Error> {
    let (mut paths, mut left) = (Vec::new(), Vec::new());
    let outside = workspace.history()?.outside()?;
    match removals {
        Removals::Guarded => workspace.history()?.guard_here(&outside)?,
        Removals::Accepted => {}
    }
    for path in outside {
        let Ok(path) = EntryPath::new(path) else { continue };
        match workspace.store().file(&path).is_ok_and(|file| unsent::is_large(&file)) {
            true => left.push(Unsent::new(path.as_str(), Why::Large)),
            false => paths.push(path),
        }
    }
    // What lies in a repository of its own is that one's to commit, and nobody asked for it here.
    let mut is_own = workspace.history()?.owning();
    paths.retain(|path| is_own(path.as_str()));
    record_outside(workspace, message, &paths, warnings)?;
    Ok(left)
}

/// Commits these files of other programs and lets the person's git index follow. What acts of Riffle are writing at the
/// moment is theirs to commit.
pub(super) fn record_outside(
    workspace: &Workspace,
    message: &str,
    paths: &[EntryPath],
    warnings: &mut Vec<String>,
) -> Result<(), Error> {
    let underway = recovery::underway(workspace);
    let paths = paths.iter().filter(|path| !underway.contains(path)).cloned().collect();
    let mut paths = without_held(workspace, paths)?;
    paths.extend(stale::join(workspace, &paths, warnings)?);
    // Before the commit there is nothing to finish, and after it the repository knows what.
    let begun = recovery::begin(workspace, message, &[], None);
    let done = act::try_commit(workspace, message, &paths, warnings)
        .and_then(|commit| commit.map_or(Ok(()), |_| act::refresh(workspace, &paths)));
    begun.end_if(done.is_ok());
    done
}

/// Without the paths that are merely not written here; where all are there, nothing is asked.
fn without_held(workspace: &Workspace, paths: Vec<EntryPath>) -> Result<Vec<EntryPath>, Error> {
    let Some(repo) = workspace.repo()? else { return Ok(paths) };
    let is_there = |path: &EntryPath| workspace.root().join(path.as_str()).symlink_metadata().is_ok();
    let (mut there, missing): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_there);
    if !missing.is_empty() {
        let missing = missing.into_iter().map(|path| path.to_string()).collect();
        there.extend(repo.without_held(missing)?.into_iter().filter_map(|path| EntryPath::new(path).ok()));
    }
    Ok(there)
}

/// The index follows what arrived; the person's git index too.
fn settle(workspace: &Workspace, repo: &Repo, report: &Report) -> Result<(), Error> {
    repo.refresh_index(&report.received)?;
    arrived(workspace, &report.received)
}

/// The index follows what was written.
fn arrived(workspace: &Workspace, paths: &[String]) -> Result<(), Error> {
    let paths = paths.iter().filter_map(|path| EntryPath::new(path.as_str()).ok());
    let entries: Vec<EntryPath> = paths.filter(|path| path.as_str().ends_with(".md")).collect();
    if entries.is_empty() { Ok(()) } else { fresh::apply(workspace, &entries) }
}

/// Writes one file that arrived, if it still is what it was.
pub(super) fn write(workspace: &Workspace, difference: &Difference) -> Result<(), disk::Error> {
    let file = inside(workspace, &difference.path)?;
    match (&difference.before, &difference.after) {
        (None, Some(after)) => disk::create(&file, after),
        (Some(before), Some(after)) => disk::replace(&file, before, after),
        (Some(before), None) => disk::remove_expected(&file, before),
        (None, None) => Ok(()),
    }
}

/// The file of a path that arrived, refused when a link leads out of the store.
fn inside(workspace: &Workspace, path: &str) -> Result<std::path::PathBuf, disk::Error> {
    let refused = |why: String| disk::Error::Write {
        path: workspace.root().join(path),
        source: io::Error::new(io::ErrorKind::PermissionDenied, why),
    };
    let path = EntryPath::new(path).map_err(|error| refused(error.to_string()))?;
    workspace.store().file(&path).map_err(|error| refused(error.to_string()))
}
