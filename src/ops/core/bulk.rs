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
use crate::ops::core::acts::Act;
use crate::ops::core::batch::{Batch, MANY};
use crate::ops::core::changed::Changed;
use crate::ops::core::reindex::{self, Coming, Progress};
pub(in crate::ops) use crate::ops::core::rewrite::{Rewrite, sound, sound_text};
use crate::ops::core::transaction::{Committed, Transaction};
use crate::ops::core::{outside_changes, team_path};
use crate::ops::{Error, Workspace, recovery};
use crate::store::scan;

/// What undo does with an act.
#[derive(Clone, Copy, Debug)]
pub(in crate::ops) enum Undo<'a> {
    /// It takes the act back by itself …
    Alone,
    /// … or together with the act that has this commit …
    With(&'a str),
    /// … or leaves it alone: a note of what left the machine is taken back in another way.
    Never,
}

impl Undo<'_> {
    fn act(self, commit: CommitId, message: &str) -> Option<Act> {
        match self {
            Self::Alone => Some(Act::did(commit, message)),
            Self::With(to) => Some(Act::Also { commit: commit.0, message: message.to_owned(), to: to.to_owned() }),
            Self::Never => None,
        }
    }
}

/// Writes what differs and commits it as one act that can be undone; what is already so is passed over.
pub(in crate::ops) fn apply(workspace: &Workspace, message: &str, rewrites: Vec<Rewrite>) -> Result<Changed, Error> {
    compose(workspace, || Ok((message.to_owned(), rewrites)))
}

/// Does the same with an act whose message and files are worked out while no other Riffle writes.
pub(in crate::ops) fn compose(
    workspace: &Workspace,
    compose: impl FnOnce() -> Result<(String, Vec<Rewrite>), Error>,
) -> Result<Changed, Error> {
    run(workspace, Undo::Alone, compose, &mut |_| {})
}

/// Does the same, and `progress` hears how many files are written.
pub(in crate::ops) fn run(
    workspace: &Workspace,
    undo: Undo<'_>,
    compose: impl FnOnce() -> Result<(String, Vec<Rewrite>), Error>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Changed, Error> {
    recovery::finish(workspace);
    let _lock = workspace.lock()?;
    let (message, mut rewrites) = compose()?;
    // What is there before the act is no part of it, so that an act that fails does not take it back.
    rewrites.retain(|it| it.is_change() && !it.is_there(workspace));
    if rewrites.is_empty() {
        return Ok(Changed::default());
    }
    let task = Task { workspace, message: &message, undo, rewrites: &rewrites, time: clock::file_time() };
    let begun = task.begin()?;
    match rewrites.len() < reindex::MANY {
        true => task.few(begun, progress),
        false => task.many(begun, progress),
    }
}

/// An act of several files.
struct Task<'a> {
    workspace: &'a Workspace,
    message: &'a str,
    undo: Undo<'a>,
    rewrites: &'a [Rewrite],
    /// What its files get, where they are many.
    time: SystemTime,
}

impl<'a> Task<'a> {
    /// Notes the act before its first file is touched; what the files are to hold is stored for their commit meanwhile.
    fn begin(&self) -> Result<Transaction<'a>, Error> {
        let now: Vec<_> = self.rewrites.iter().map(|it| (it.path.as_str(), it.before.as_deref())).collect();
        storing(self.workspace, self.rewrites, || {
            outside_changes::record_before_act(self.workspace, &now);
            Transaction::of_rewrites(self.workspace, self.message, self.rewrites)
        })
    }

    /// Writes the files and commits them, then indexes them.
    fn few(&self, begun: Transaction<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Changed, Error> {
        let committed = self.written(begun, progress)?;
        let act = self.act(&committed);
        Ok(committed.settle_as(self.workspace, act))
    }

    /// The same as [`Task::few`]; they are indexed while they are written.
    fn many(&self, begun: Transaction<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Changed, Error> {
        let coming = self.coming();
        let (done, indexed) = reindex::apply_coming(self.workspace, &coming, |all_written| {
            let written = self.write(begun, progress)?;
            all_written(self.besides(&coming));
            let mut committed = written.commit(self.writes());
            let refreshed = committed.refresh(self.workspace);
            Ok::<_, Error>((committed, refreshed))
        });
        let (committed, refreshed) = done?;
        let act = self.act(&committed);
        Ok(committed.settled(self.workspace, act, [indexed, refreshed]))
    }

    fn written(&self, begun: Transaction<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Committed, Error> {
        Ok(self.write(begun, progress)?.commit(self.writes()))
    }

    fn write<'b>(&self, begun: Transaction<'b>, progress: &mut dyn FnMut(Progress)) -> Result<Transaction<'b>, Error> {
        match write(self.workspace, self.rewrites, self.time, progress) {
            Ok(()) => Ok(begun),
            Err(error) => {
                let is_written = self.rewrites.iter().any(|it| it.is_done(self.workspace));
                if is_written {
                    begun.leave();
                } else {
                    begun.cancel();
                }
                Err(error)
            }
        }
    }

    fn act(&self, committed: &Committed) -> Option<Act> {
        committed.commit.clone().and_then(|commit| self.undo.act(commit, self.message))
    }

    fn writes(&self) -> Vec<Write> {
        self.rewrites.iter().map(Rewrite::to_commit).collect()
    }

    /// The entries whose files are written together, so that what they will be is known.
    fn coming(&self) -> Vec<Coming<'a>> {
        let (batch, _) = Batch::of(self.rewrites);
        let written = batch.new.iter().copied().chain(batch.updates.iter().map(|(path, _, after)| (*path, *after)));
        let entries = written.filter(|(path, _)| self.workspace.store().is_entry(path));
        let coming = entries.map(|(path, text)| Coming { path, text, time: self.time });
        coming.filter(|it| scan::is_read_whole(it.text)).collect()
    }

    /// The other entries.
    fn besides(&self, coming: &[Coming<'_>]) -> Vec<EntryPath> {
        let coming: HashSet<&EntryPath> = coming.iter().map(|it| it.path).collect();
        let all = self.rewrites.iter().map(|it| &it.path).filter(|path| self.workspace.store().is_entry(path));
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

/// Writes all of them, or none: after an error what was written is taken back, as far as nobody wrote to it since.
pub(in crate::ops) fn write(
    workspace: &Workspace,
    rewrites: &[Rewrite],
    time: SystemTime,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let total = rewrites.len();
    let (batch, single) = Batch::of(rewrites);
    if let Err(error) = batch.write(workspace, time, &mut |done| progress(Progress { done, total })) {
        take_back(workspace, rewrites.iter().filter(|it| it.is_done(workspace)));
        return Err(error);
    }
    for (number, rewrite) in single.iter().enumerate() {
        if let Err(error) = rewrite.write(workspace) {
            // Also the one that failed: it may have been written before it could be made durable.
            take_back(workspace, single[..=number].iter().rev().copied());
            take_back(workspace, rewrites.iter().filter(|it| it.is_done(workspace)));
            return Err(error);
        }
        disk::point("rewrite-one-written");
        progress(Progress { done: total - single.len() + number + 1, total });
    }
    Ok(())
}

/// Undoes what was written, after an error, which is what is told.
fn take_back<'a>(workspace: &Workspace, written: impl Iterator<Item = &'a Rewrite>) {
    written.for_each(|it| drop(it.back().write(workspace)));
}

/// The paths that an act on entries is about, each once; what is no entry is refused.
pub(in crate::ops) fn entries<'a>(workspace: &Workspace, paths: &'a [EntryPath]) -> Result<Vec<&'a EntryPath>, Error> {
    let mut seen = HashSet::new();
    let paths: Vec<&EntryPath> = paths.iter().filter(|path| seen.insert(*path)).collect();
    paths.iter().try_for_each(|path| team_path::own(path))?;
    match paths.iter().find(|path| !workspace.store().is_entry(path)) {
        Some(other) => Err(Error::NoEntry((*other).clone())),
        None => Ok(paths),
    }
}

/// Whom a message is about: the title of the one entry that changes, or how many do.
pub(in crate::ops) fn whom(workspace: &Workspace, rewrites: &[Rewrite]) -> String {
    let mut entries: Vec<&Rewrite> = rewrites.iter().filter(|it| workspace.store().holds_entries(&it.path)).collect();
    if entries.iter().any(|it| it.is_change()) {
        entries.retain(|it| it.is_change());
    }
    match entries.as_slice() {
        [one] => one.entry(workspace).map_or_else(|| one.path.to_string(), |entry| entry.title),
        many => format!("{} entries", many.len()),
    }
}
