//! Exchanges commits with the remote; nothing is ever dropped.

pub mod clone;
pub mod conflicts;
mod gone;
mod machines;
mod naming;
pub mod packing;
mod question;
pub mod unsent;

use self::unsent::{Unsent, Why};
use super::core::{arrival, outside_changes};
use super::{Error, Status, Workspace, conflict, feeds, recovery};
use crate::disk;
use crate::entry::{EntryPath, merge};
use crate::git::sync::SyncCallbacks;
pub use crate::git::sync::{Choice, Held, Report};
use crate::git::{self, Repo, UserIndex};
pub use crate::ops::core::resume::recover;
use crate::ops::error::chain;
use crate::process::askpass::Asker;
pub use crate::process::askpass::{Ask, is_secret};
use crate::process::{self, GoOn};
pub use machines::{Machine, machines};
pub use question::{Answer, Question, choice, question, word};

/// Commits what is uncommitted, fetches, merges, pushes. Safe to repeat whatever went wrong, and to stop while the network is
/// waited for: then it fails with [`Error::Stopped`]. Where only the person can decide it fails, too, and [`question()`] says what
/// to ask; `chosen` is what they said so far.
pub fn sync(workspace: &Workspace, chosen: &[Choice], go_on: &mut GoOn<'_>) -> Result<Report, Error> {
    let repo = workspace.history()?;
    let synced = match sync_once(workspace, repo, chosen, go_on) {
        Err(Error::Git(error)) if repo.repairs_from_remote(&error, go_on) => sync_once(workspace, repo, chosen, go_on),
        synced => synced,
    };
    synced.map_err(|error| match error {
        Error::Git(error) => repo.explained(error).into(),
        error => error,
    })
}

fn sync_once(workspace: &Workspace, repo: &Repo, chosen: &[Choice], go_on: &mut GoOn<'_>) -> Result<Report, Error> {
    recover(workspace)?;
    repo.clear_locks()?;
    let mut warnings = Vec::new();
    if let Err(error) = feeds::write_marks(workspace) {
        warnings.push(format!("what was read of feeds does not go along: {}", chain(&error)));
    }
    let mut left = {
        let _lock = workspace.lock()?;
        record_all_outside(workspace, "outside: before a sync", chosen, &mut warnings)?
    };
    let begun = recovery::begin(workspace, "sync", &[], None);
    let mut index = UserIndex::default();
    let synced = exchange(workspace, repo, &mut index, chosen, go_on);
    // Whatever stopped it: what is left to do is what the repository says.
    if repo.is_interrupted() || index.is_behind() {
        begun.leave();
    } else {
        begun.end();
    }
    let synced = synced.and_then(|mut report| {
        left.extend(unsent::of_lfs(workspace, repo, &mut report, go_on)?);
        Ok(Report { unsent: unsent::look(workspace, repo, left)?, ..report })
    });
    match synced {
        Err(Error::Git(git::Error::Process(process::Error::Stopped(_)))) => Err(Error::Stopped),
        Err(other) => Err(other),
        Ok(report) => {
            machines::synced(workspace);
            Ok(Report { warnings: warnings.into_iter().chain(report.warnings).collect(), ..report })
        }
    }
}

fn exchange(
    workspace: &Workspace,
    repo: &Repo,
    index: &mut UserIndex,
    chosen: &[Choice],
    go_on: &mut GoOn<'_>,
) -> Result<Report, Error> {
    let lock_file = workspace.state().join("write.lock");
    let mut by_word = Vec::new();
    let removes = [Choice::TakeRemovals, Choice::TakeTheirs].iter().any(|choice| chosen.contains(choice));
    let write = if removes { gone::write_or_trash } else { arrival::write };
    let asker = workspace.asker();
    let mut callbacks = SyncCallbacks {
        lock: &mut || disk::lock(&lock_file),
        write: &mut |difference| write(workspace, difference),
        merge: &mut |conflict| conflict::between_machines(workspace, conflict, &mut by_word),
        naming: &naming::Entries(&workspace.config.folders),
        chosen,
        asks_at: asker.as_ref().and_then(Asker::place),
        go_on,
    };
    let before = repo.head()?;
    let mut report = repo.sync(&mut callbacks, index, workspace.clock.now())?;
    match conflicts::joined::note(workspace, repo, before.as_ref()) {
        Ok(joined) => by_word.extend(joined),
        // What was exchanged is exchanged; only the list for a look lacks something.
        Err(error) => report.warnings.push(format!("what was joined could not be read: {}", chain(&error))),
    }
    tell_joined(by_word, &mut report);
    report.warnings.extend(report.sent_files.iter().filter_map(|path| marked(workspace, path)));
    index.follow(repo, &report.received)?;
    arrival::index(workspace, &report.received)?;
    add_arrived_conflicts(workspace, &mut report)?;
    Ok(report)
}

/// A line that was joined by words is told: somebody should look at it.
fn tell_joined(mut by_word: Vec<String>, report: &mut Report) {
    by_word.sort();
    by_word.dedup();
    report.warnings.extend(by_word.iter().map(|path| {
        format!("{path}: a line that both sides had changed is joined word by word; it is among the conflicts until you have looked at it")
    }));
}

/// Conflicts that another machine met are told here, too: what it kept a second time arrives as any other entry.
fn add_arrived_conflicts(workspace: &Workspace, report: &mut Report) -> Result<(), Error> {
    let arrived = conflicts::among(workspace, &report.received)?;
    report.conflicts.extend(conflicts::files::note(workspace, &report.received)?);
    report.conflicts.extend(arrived.iter().map(|kept| kept.path().to_string()));
    report.conflicts.sort();
    report.conflicts.dedup();
    Ok(())
}

/// A file that was sent with the marks that git leaves around a conflict is told: nobody meant to write them.
fn marked(workspace: &Workspace, path: &str) -> Option<String> {
    let path = EntryPath::new(path).ok().filter(|path| path.as_str().ends_with(".md"))?;
    let line = merge::marked_line(&String::from_utf8(workspace.store().bytes(&path).ok()?).ok()?)?;
    Some(format!("{path}: line {line} begins a conflict that another program marked; it is sent as it is"))
}

/// Ahead and behind as far as the last fetch knows, without the network.
pub fn status(workspace: &Workspace) -> Result<Status, Error> {
    match workspace.repo()? {
        Some(repo) => Ok(Status { unsent: unsent::remembered(workspace).len(), ..repo.status()? }),
        None => Ok(Status::default()),
    }
}

/// Commits what other programs changed in the store, as one commit, and answers with what is not committed by itself;
/// `warnings` gets what the person is to be told. The caller holds the store's lock.
pub(super) fn record_all_outside(
    workspace: &Workspace,
    message: &str,
    chosen: &[Choice],
    warnings: &mut Vec<String>,
) -> Result<Vec<Unsent>, Error> {
    let (mut paths, mut left) = (Vec::new(), Vec::new());
    for path in outside(workspace, chosen)? {
        let Ok(path) = EntryPath::new(path) else { continue };
        match workspace.store().file(&path).is_ok_and(|file| unsent::is_large(&file)) {
            true => left.push(Unsent::new(path.as_str(), Why::Large)),
            false => paths.push(path),
        }
    }
    // What lies in a repository of its own is that one's to commit, and nobody asked for it here.
    let mut is_own = workspace.history()?.owning();
    paths.retain(|path| is_own(path.as_str()));
    outside_changes::record(workspace, message, &paths, warnings)?;
    Ok(left)
}

/// What other programs changed. Where a large part of the store is gone from the disk, that is what the person chose.
fn outside(workspace: &Workspace, chosen: &[Choice]) -> Result<Vec<String>, Error> {
    let repo = workspace.history()?;
    let outside = repo.outside()?;
    let asked = repo.guard_here(&outside);
    if asked.is_ok() {
        return Ok(outside);
    }
    if chosen.contains(&Choice::BringBack) {
        gone::bring_back(workspace, &outside)?;
        return Ok(repo.outside()?);
    }
    if !chosen.contains(&Choice::Remove) {
        asked?;
    }
    gone::keep_in_trash(workspace, &outside)?;
    Ok(outside)
}
