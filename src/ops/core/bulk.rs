//! Several files written as one act: checked first, then written as a whole, then one commit.
//!
//! What other programs wrote to the files of an act is committed before it, so that taking the act back gives back exactly that.

use std::collections::HashSet;
use std::thread;
use std::time::SystemTime;

use crate::clock;
use crate::disk;
use crate::entry::EntryPath;
use crate::git::{CommitId, Write};
use crate::ops::act::{self, Act};
use crate::ops::core::changed::Changed;
use crate::ops::core::reindex::{self, Coming, Progress};
pub(in crate::ops) use crate::ops::core::rewrite::{Rewrite, sound};
use crate::ops::core::team_path;
use crate::ops::recovery::{self, Begun};
use crate::ops::{Error, Workspace, stale};
use crate::store::scan;

/// From so many files on, they are made durable together instead of one by one.
const MANY: usize = 64;

/// Writes what differs and commits it as one act that can be undone; what is already so is passed over.
pub(in crate::ops) fn apply(workspace: &Workspace, message: &str, rewrites: Vec<Rewrite>) -> Result<Changed, Error> {
    apply_telling(workspace, message, rewrites, &mut |_| {})
}

/// The same, and `told` hears how many files are written.
pub(in crate::ops) fn apply_telling(
    workspace: &Workspace,
    message: &str,
    rewrites: Vec<Rewrite>,
    told: &mut dyn FnMut(Progress),
) -> Result<Changed, Error> {
    run(workspace, || Ok((message.to_owned(), rewrites)), told, |commit, message| Some(Act::did(commit, message)))
}

/// The same, for an act that is remembered in another way.
pub(in crate::ops) fn apply_as(
    workspace: &Workspace,
    message: &str,
    rewrites: Vec<Rewrite>,
    act: impl FnOnce(&CommitId) -> Act,
) -> Result<Changed, Error> {
    run(workspace, || Ok((message.to_owned(), rewrites)), &mut |_| {}, |commit, _| Some(act(commit)))
}

/// The same, for an act whose message and files are worked out while no other Riffle writes.
pub(in crate::ops) fn compose(
    workspace: &Workspace,
    compose: impl FnOnce() -> Result<(String, Vec<Rewrite>), Error>,
) -> Result<Changed, Error> {
    run(workspace, compose, &mut |_| {}, |commit, message| Some(Act::did(commit, message)))
}

/// The same, for what undo leaves alone: a note of what left the machine, which is taken back in another way.
pub(in crate::ops) fn unremembered(
    workspace: &Workspace,
    compose: impl FnOnce() -> Result<(String, Vec<Rewrite>), Error>,
) -> Result<Changed, Error> {
    run(workspace, compose, &mut |_| {}, |_, _| None)
}

fn run(
    workspace: &Workspace,
    compose: impl FnOnce() -> Result<(String, Vec<Rewrite>), Error>,
    told: &mut dyn FnMut(Progress),
    act: impl FnOnce(&CommitId, &str) -> Option<Act>,
) -> Result<Changed, Error> {
    recovery::finish(workspace);
    let _lock = workspace.lock()?;
    let (message, mut rewrites) = compose()?;
    rewrites.retain(Rewrite::is_change);
    if rewrites.is_empty() {
        return Ok(Changed::default());
    }
    let task = Task { workspace, message: &message, rewrites: &rewrites, time: clock::file_time() };
    let begun = task.begun()?;
    let act = |commit: Option<CommitId>| commit.and_then(|commit| act(&commit, &message));
    let mut warnings = Vec::new();
    let done = match rewrites.len() < reindex::MANY {
        true => task.few(told, act, &mut warnings),
        false => task.many(told, act, &mut warnings),
    };
    if let Err(error) = done {
        // What could not be taken back is committed by whoever comes next.
        begun.end_if(!rewrites.iter().any(|it| it.is_done(workspace)));
        return Err(error);
    }
    begun.end_if(warnings.is_empty());
    Ok(Changed { paths: task.paths(), warnings })
}

/// An act of several files.
struct Task<'a> {
    workspace: &'a Workspace,
    message: &'a str,
    rewrites: &'a [Rewrite],
    /// What its files get, where they are many.
    time: SystemTime,
}

impl<'a> Task<'a> {
    /// Notes the act before its first file is touched; what the files are to hold is stored for their commit meanwhile.
    fn begun(&self) -> Result<Begun, Error> {
        let now: Vec<_> = self.rewrites.iter().map(|it| (it.path.as_str(), it.before.as_deref())).collect();
        storing(self.workspace, self.rewrites, || {
            commit_outside(self.workspace, &now);
            recovery::begin_whole(self.workspace, self.message, self.rewrites)
        })
    }

    /// Writes the files and commits them, then indexes them.
    fn few(
        &self,
        told: &mut dyn FnMut(Progress),
        act: impl FnOnce(Option<CommitId>) -> Option<Act>,
        warnings: &mut Vec<String>,
    ) -> Result<(), Error> {
        write(self.workspace, self.rewrites, self.time, told)?;
        let commit = self.committed(warnings);
        act::settle(self.workspace, act(commit), &self.paths(), warnings);
        Ok(())
    }

    /// The same as [`Task::few`]; they are indexed while they are written.
    fn many(
        &self,
        told: &mut dyn FnMut(Progress),
        act: impl FnOnce(Option<CommitId>) -> Option<Act>,
        warnings: &mut Vec<String>,
    ) -> Result<(), Error> {
        let coming = self.coming();
        let (done, indexed) = reindex::apply_coming(self.workspace, &coming, |all_written| {
            write(self.workspace, self.rewrites, self.time, told)?;
            all_written(self.besides(&coming));
            Ok::<_, Error>((self.committed(warnings), act::refresh(self.workspace, &self.paths())))
        });
        let (commit, refreshed) = done?;
        act::settled(self.workspace, act(commit), [indexed, refreshed], warnings);
        Ok(())
    }

    fn paths(&self) -> Vec<EntryPath> {
        self.rewrites.iter().map(|it| it.path.clone()).collect()
    }

    fn committed(&self, warnings: &mut Vec<String>) -> Option<CommitId> {
        let write = |it: &Rewrite| Write { path: it.path.to_string(), content: it.after.clone() };
        act::commit_kept(self.workspace, self.message, self.rewrites.iter().map(write).collect(), warnings)
    }

    /// The entries whose files are replaced together, so that what they will be is known.
    fn coming(&self) -> Vec<Coming<'a>> {
        let updates = self.rewrites.iter().filter(|it| it.is_update() && scan::holds_entries(&it.path));
        let coming =
            updates.filter_map(|it| Some(Coming { path: &it.path, text: it.after.as_deref()?, time: self.time }));
        coming.filter(|it| scan::is_read_whole(it.text)).collect()
    }

    /// The other entries.
    fn besides(&self, coming: &[Coming<'_>]) -> Vec<EntryPath> {
        let coming: HashSet<&EntryPath> = coming.iter().map(|it| it.path).collect();
        let all = self.rewrites.iter().map(|it| &it.path).filter(|path| scan::holds_entries(path));
        all.filter(|path| !coming.contains(path)).cloned().collect()
    }
}

/// Stores what many files are to hold for their commit, while `act` is done.
fn storing<T>(workspace: &Workspace, rewrites: &[Rewrite], act: impl FnOnce() -> T) -> T {
    let repo = workspace.repo().ok().flatten().filter(|_| rewrites.len() >= MANY);
    let contents = rewrites.iter().filter_map(|it| Some((it.path.as_str(), it.after.as_deref()?)));
    let Some(pack) = repo.and_then(|repo| repo.ahead(contents).ok()) else { return act() };
    thread::scope(|scope| {
        // What is not stored here, the commit stores.
        scope.spawn(|| pack.write().ok());
        act()
    })
}

/// Commits what other programs wrote to these files, given what they hold now, as theirs. What keeps it from being committed
/// keeps the act from it too, and is said then.
pub(in crate::ops) fn commit_outside(workspace: &Workspace, now: &[(&str, Option<&[u8]>)]) {
    let Ok(Some(repo)) = workspace.repo() else { return };
    let mut is_own = repo.owning();
    let own: Vec<_> = now.iter().copied().filter(|(path, _)| is_own(path)).collect();
    let Ok(outside) = repo.uncommitted(&own) else { return };
    let mut paths: Vec<EntryPath> = outside.into_iter().filter_map(|path| EntryPath::new(path).ok()).collect();
    // An act on a text that is joined here finds it changed, and is done again by the person.
    paths.extend(stale::join(workspace, &paths, &mut Vec::new()).unwrap_or_default());
    let message = match paths.as_slice() {
        [] => return,
        [one] => format!("outside: {one}"),
        many => format!("outside: {} entries", many.len()),
    };
    act::commit(workspace, &message, &paths, &mut Vec::new());
    // What fails here is caught up when the act is settled, or at the next start.
    act::refresh(workspace, &paths).ok();
}

/// Writes all of them, or none: after an error what was written is taken back, as far as nobody wrote to it since.
pub(in crate::ops) fn write(
    workspace: &Workspace,
    rewrites: &[Rewrite],
    time: SystemTime,
    told: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let total = rewrites.len();
    let (together, single): (Vec<&Rewrite>, Vec<&Rewrite>) =
        rewrites.iter().partition(|it| total >= MANY && it.is_update());
    let updates: Vec<_> =
        together.iter().filter_map(|it| Some((&it.path, it.before.as_deref()?, it.after.as_deref()?))).collect();
    workspace.store().replace_all(&updates, time, &mut |done| told(Progress { done, total }))?;
    disk::point("rewrite-batched");
    for (number, rewrite) in single.iter().enumerate() {
        if let Err(error) = rewrite.write(workspace) {
            // Also the one that failed: it may have been written before it could be made durable.
            let written = single[..=number].iter().rev().chain(&together);
            // The error that led here is what is told.
            written.for_each(|it| drop(it.back().write(workspace)));
            return Err(error);
        }
        disk::point("rewrite-one-written");
        told(Progress { done: together.len() + number + 1, total });
    }
    Ok(())
}

/// The paths that an act on entries is about, each once; what is no entry is refused.
pub(in crate::ops) fn entries(paths: &[EntryPath]) -> Result<Vec<&EntryPath>, Error> {
    let mut seen = HashSet::new();
    let paths: Vec<&EntryPath> = paths.iter().filter(|path| seen.insert(*path)).collect();
    paths.iter().try_for_each(|path| team_path::own(path))?;
    match paths.iter().find(|path| !scan::is_entry(path)) {
        Some(other) => Err(Error::NoEntry((*other).clone())),
        None => Ok(paths),
    }
}

/// Whom a message is about: the title of the one entry that changes, or how many do.
pub(in crate::ops) fn whom(workspace: &Workspace, rewrites: &[Rewrite]) -> String {
    let mut entries: Vec<&Rewrite> = rewrites.iter().filter(|it| scan::holds_entries(&it.path)).collect();
    if entries.iter().any(|it| it.is_change()) {
        entries.retain(|it| it.is_change());
    }
    match entries.as_slice() {
        [one] => one.entry(workspace).map_or_else(|| one.path.to_string(), |entry| entry.title),
        many => format!("{} entries", many.len()),
    }
}
