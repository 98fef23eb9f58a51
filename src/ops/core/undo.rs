//! Takes acts back, and back again, by inverse commits.
//!
//! The acts of this machine are a list in the state folder; what each changed is read from its commit. Where nothing
//! changed since, the old bytes come back; where something did, both changes are merged, or the file stays as it is.

use crate::clock;
use crate::entry::EntryPath;
use crate::git::{CommitId, Conflict, Difference, Repo, Write};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::acts::{Act, acts};
use crate::ops::core::changed::Changed;
use crate::ops::core::transaction::{Committed, Transaction};
use crate::ops::core::{commit, recovery};
use crate::ops::{Error, Workspace, conflict};

/// What was undone or redone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// The act's message: `capture: Tea`.
    pub act: String,
    pub paths: Vec<EntryPath>,
    /// Paths that had changed since and were merged instead of restored.
    pub merged: Vec<EntryPath>,
    /// Paths that had changed since in the same place and were left as they are.
    pub left: Vec<EntryPath>,
    /// An entry that is back under another path: from where to where.
    pub moved: Option<(EntryPath, EntryPath)>,
    pub warnings: Vec<String>,
}

/// Undoes the newest act that is not undone yet; `None` when there is none.
pub fn undo(workspace: &Workspace) -> Result<Option<Undone>, Error> {
    workspace.history()?;
    let Some(step) = replay(&acts(workspace)).undoable.pop() else { return Ok(None) };
    let act = &step.act;
    let inverted = invert(workspace, &step, &format!("undo: {act}"))?;
    let record = |new: CommitId| Act::Undid { commit: new.0, message: format!("undo: {act}"), act: act.clone() };
    Ok(Some(finish(workspace, inverted, act, record)))
}

/// Undoes the newest undo; `None` when the last act was not one.
pub fn redo(workspace: &Workspace) -> Result<Option<Undone>, Error> {
    workspace.history()?;
    let Some(step) = replay(&acts(workspace)).redoable.pop() else { return Ok(None) };
    let act = &step.act;
    let inverted = invert(workspace, &step, &format!("redo: {act}"))?;
    let record = |new: CommitId| Act::Redid { commit: new.0, message: format!("redo: {act}"), act: act.clone() };
    Ok(Some(finish(workspace, inverted, act, record)))
}

/// A commit that can be taken back, and the act it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    commit: CommitId,
    /// Later commits that belong to the act, oldest first.
    also: Vec<CommitId>,
    act: String,
}

/// What can be undone and redone, newest last.
#[derive(Debug, Default, PartialEq, Eq)]
struct Steps {
    undoable: Vec<Step>,
    redoable: Vec<Step>,
}

/// Folds the list of acts: an act opens a new future, an undo moves one step over, a redo moves it back.
fn replay(acts: &[Act]) -> Steps {
    let mut steps = Steps::default();
    for act in acts {
        match act {
            Act::Did { commit, message } => {
                steps.undoable.push(Step::new(commit, message));
                steps.redoable.clear();
            }
            Act::Undid { commit, act, .. } => {
                steps.undoable.pop();
                steps.redoable.push(Step::new(commit, act));
            }
            Act::Redid { commit, act, .. } => {
                steps.redoable.pop();
                steps.undoable.push(Step::new(commit, act));
            }
            Act::Also { commit, to, .. } => {
                let whole = steps.undoable.iter_mut().rfind(|step| step.commit.0 == *to);
                if let Some(step) = whole {
                    step.also.push(CommitId(commit.clone()));
                }
            }
        }
    }
    steps
}

impl Step {
    fn new(commit: &str, act: &str) -> Self {
        Self { commit: CommitId(commit.to_owned()), also: Vec::new(), act: act.to_owned() }
    }

    /// What the act changed, with all that belongs to it, as if it were one commit.
    fn differences(&self, repo: &Repo) -> Result<Vec<Difference>, Error> {
        let mut all = repo.differences(&self.commit)?;
        for later in &self.also {
            for difference in repo.differences(later)? {
                match all.iter_mut().find(|known| known.path == difference.path) {
                    Some(known) => known.after = difference.after,
                    None => all.push(difference),
                }
            }
        }
        Ok(all)
    }
}

/// What taking a commit's changes back did.
struct Inverted {
    undone: Undone,
    /// The commit that stands for it from now on; `None` where something was left as it is and nothing else was changed.
    commit: Option<CommitId>,
    committed: Committed,
}

/// Takes a step's changes back on disk and commits that. Where no commit can be made, no file is touched.
fn invert(workspace: &Workspace, step: &Step, message: &str) -> Result<Inverted, Error> {
    recovery::finish(workspace);
    let repo = workspace.history()?;
    repo.ready()?;
    let _lock = workspace.lock()?;
    let mut undone = Undone::default();
    let (mut rewrites, mut settled) = (Vec::new(), Vec::new());
    for difference in step.differences(repo)? {
        rewrites.extend(restored(workspace, difference, &mut undone, &mut settled)?);
    }
    undone.moved = moved(workspace, &rewrites);
    let begun = Transaction::of_rewrites(workspace, message, &rewrites)?;
    if let Err(error) = bulk::write(workspace, &rewrites, clock::file_time(), &mut |_| {}) {
        begun.cancel();
        return Err(error);
    }
    let committed = begun.commit(rewrites.iter().map(Rewrite::to_commit).chain(settled).collect());
    // Somebody else took it back before: then it is done, and the next undo goes one further.
    let was_done = undone.left.is_empty() && committed.warnings.is_empty();
    let commit = committed.commit.clone().or_else(|| was_done.then(|| step.commit.clone()));
    Ok(Inverted { undone, commit, committed })
}

/// The way of the one entry that goes and comes.
fn moved(workspace: &Workspace, rewrites: &[Rewrite]) -> Option<(EntryPath, EntryPath)> {
    let entries = || rewrites.iter().filter(|it| workspace.store().holds_entries(&it.path));
    let gone: Vec<_> = entries().filter(|it| it.after.is_none()).collect();
    let come: Vec<_> = entries().filter(|it| it.before.is_none()).collect();
    match (gone.as_slice(), come.as_slice()) {
        ([from], [to]) => Some((from.path.clone(), to.path.clone())),
        _ => None,
    }
}

/// What brings one file back to what it was before, as far as that loses nothing written since.
fn restored(
    workspace: &Workspace,
    difference: Difference,
    undone: &mut Undone,
    settled: &mut Vec<Write>,
) -> Result<Option<Rewrite>, Error> {
    let path = EntryPath::new(difference.path.as_str())?;
    let Write { content: now, path: name } = commit::current(workspace, &path)?;
    if now == difference.before {
        settled.push(Write { content: now, path: name });
        return Ok(None);
    }
    if now == difference.after {
        undone.paths.push(path.clone());
        return Ok(Some(Rewrite { path, before: now, after: difference.before }));
    }
    let base = difference.after.as_deref();
    let merged = base.and_then(|_| {
        let conflict =
            Conflict { path: path.as_str(), base, ours: now.as_deref(), theirs: difference.before.as_deref() };
        conflict::joined_by_line(workspace, &conflict)
    });
    let list = if merged.is_some() { &mut undone.merged } else { &mut undone.left };
    list.push(path.clone());
    Ok(merged.map(|merged| Rewrite { path, before: now, after: Some(merged) }))
}

fn finish(workspace: &Workspace, inverted: Inverted, act: &str, record: impl Fn(CommitId) -> Act) -> Undone {
    let Inverted { undone, commit, committed } = inverted;
    let Changed { warnings, .. } = committed.settle_as(workspace, commit.map(record));
    Undone { act: act.to_owned(), warnings, ..undone }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn did(n: &str) -> Act {
        Act::Did { commit: n.into(), message: n.into() }
    }

    fn undid(n: &str, act: &str) -> Act {
        Act::Undid { commit: n.into(), message: String::new(), act: act.into() }
    }

    fn commits(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.commit.0.as_str()).collect()
    }

    #[test]
    fn undoing_twice_reaches_the_act_before() {
        let steps = replay(&[did("1"), did("2"), undid("3", "2")]);

        assert_eq!(commits(&steps.undoable), ["1"]);
        assert_eq!(commits(&steps.redoable), ["3"]);
    }

    #[test]
    fn what_belongs_to_an_act_is_taken_back_with_it_even_after_another() {
        let also = Act::Also { commit: "3".into(), message: String::new(), to: "1".into() };

        let steps = replay(&[did("1"), did("2"), also]);

        assert_eq!(commits(&steps.undoable), ["1", "2"]);
        assert_eq!(steps.undoable[0].also, [CommitId("3".into())]);
    }

    #[test]
    fn a_new_act_after_an_undo_leaves_nothing_to_redo() {
        let steps = replay(&[did("1"), undid("2", "1"), did("3")]);

        assert_eq!(commits(&steps.undoable), ["3"]);
        assert!(steps.redoable.is_empty());
    }

    #[test]
    fn a_redone_act_can_be_undone_again() {
        let redid = Act::Redid { commit: "3".into(), message: String::new(), act: "1".into() };

        let steps = replay(&[did("1"), undid("2", "1"), redid]);

        assert_eq!(commits(&steps.undoable), ["3"]);
    }
}
