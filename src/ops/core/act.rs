//! One act: files that have been written become one commit and are found, and can be undone.
//!
//! The files are durable before anything here runs, so whatever fails here is a warning: the next start catches up.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::entry::EntryPath;
use crate::git::{self, CommitId, Write};
use crate::ops::core::reindex;
use crate::ops::error::chain;
use crate::ops::{Error, Workspace};
use crate::{disk, records};

/// Of the format of a line.
const VERSION: u64 = 1;

/// A line of the list of acts, from which undo and redo take what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "lowercase")]
pub(in crate::ops) enum Act {
    Did {
        commit: String,
        message: String,
    },
    Undid {
        commit: String,
        message: String,
        act: String,
    },
    Redid {
        commit: String,
        message: String,
        act: String,
    },
    /// Belongs to the act whose commit is `to`, and is taken back with it.
    Also {
        commit: String,
        message: String,
        to: String,
    },
}

/// Commits files as they now are on disk, as one act; a problem is answered as a sentence.
pub(in crate::ops) fn commit(
    workspace: &Workspace,
    message: &str,
    paths: &[EntryPath],
    warnings: &mut Vec<String>,
) -> Option<CommitId> {
    let committed = try_commit(workspace, message, paths, warnings);
    or_warn(committed, warnings)
}

/// Commits what these files are to hold by now, as [`commit`] does.
pub(in crate::ops) fn commit_kept(
    workspace: &Workspace,
    message: &str,
    writes: Vec<Write>,
    warnings: &mut Vec<String>,
) -> Option<CommitId> {
    let committed = commit_writes(workspace, message, writes, warnings);
    or_warn(committed, warnings)
}

fn or_warn(committed: Result<Option<CommitId>, Error>, warnings: &mut Vec<String>) -> Option<CommitId> {
    committed.unwrap_or_else(|error| {
        warnings.push(format!("saved, but not committed: {}", chain(&error)));
        None
    })
}

/// The same as [`commit`], with a problem as an error.
pub(in crate::ops) fn try_commit(
    workspace: &Workspace,
    message: &str,
    paths: &[EntryPath],
    warnings: &mut Vec<String>,
) -> Result<Option<CommitId>, Error> {
    if workspace.repo()?.is_none() {
        return Ok(None);
    }
    let writes = paths.iter().map(|path| current(workspace, path)).collect::<Result<Vec<_>, Error>>()?;
    commit_writes(workspace, message, writes, warnings)
}

fn commit_writes(
    workspace: &Workspace,
    message: &str,
    writes: Vec<Write>,
    warnings: &mut Vec<String>,
) -> Result<Option<CommitId>, Error> {
    let Some(repo) = workspace.repo()? else { return Ok(None) };
    let mut is_own = repo.owning();
    let (own, others): (Vec<_>, Vec<_>) = writes.into_iter().partition(|write| is_own(&write.path));
    warnings.extend(others.into_iter().map(|write| git::Error::OtherRepository(write.path).to_string()));
    if own.is_empty() {
        return Ok(None);
    }
    let commit = match repo.commit(&own, message, workspace.clock.now()) {
        Err(error) if repo.repairs(&error) => repo.commit(&own, message, workspace.clock.now()),
        committed => committed,
    };
    let commit = commit.map_err(|error| repo.explained(error))?;
    disk::point("act-committed");
    Ok(commit)
}

/// A path as git is to record it: its bytes, or that it is gone.
pub(in crate::ops) fn current(workspace: &Workspace, path: &EntryPath) -> Result<Write, Error> {
    let content = match workspace.store().bytes(path) {
        Ok(bytes) => Some(bytes),
        Err(crate::store::Error::Missing(_)) => None,
        // A folder has come in its place.
        Err(_) if workspace.root().join(path.as_str()).symlink_metadata().is_ok_and(|found| found.is_dir()) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Write { path: path.to_string(), content })
}

/// What can wait until the person has been told "saved": the search index, the person's git index, the list of acts.
pub(in crate::ops) fn settle(workspace: &Workspace, act: Option<Act>, paths: &[EntryPath], warnings: &mut Vec<String>) {
    disk::point("act-told");
    let indexed = reindex::apply(workspace, paths);
    disk::point("act-indexed");
    let refreshed = refresh(workspace, paths);
    settled(workspace, act, [indexed, refreshed], warnings);
}

/// Remembers the act, and says what has to be caught up.
pub(in crate::ops) fn settled(
    workspace: &Workspace,
    act: Option<Act>,
    rest: [Result<(), Error>; 2],
    warnings: &mut Vec<String>,
) {
    disk::point("act-refreshed");
    let remembered = act.map_or(Ok(()), |act| remember(workspace, &act));
    for error in rest.into_iter().chain([remembered]).filter_map(Result::err) {
        warnings.push(format!("saved; the rest is caught up at the next start: {}", chain(&error)));
    }
}

/// Lets the person's git index follow.
pub(in crate::ops) fn refresh(workspace: &Workspace, paths: &[EntryPath]) -> Result<(), Error> {
    let Ok(Some(repo)) = workspace.repo() else { return Ok(()) }; // said when the commit failed
    let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
    Ok(repo.refresh_index(&paths)?)
}

pub(in crate::ops) fn remember(workspace: &Workspace, act: &Act) -> Result<(), Error> {
    let line = records::bytes(VERSION, act);
    Ok(disk::append(&file(workspace), &String::from_utf8_lossy(&line))?)
}

impl Act {
    pub(in crate::ops) fn did(commit: &CommitId, message: &str) -> Self {
        Self::Did { commit: commit.0.clone(), message: message.to_owned() }
    }

    pub(in crate::ops) fn commit(&self) -> &str {
        match self {
            Self::Did { commit, .. }
            | Self::Undid { commit, .. }
            | Self::Redid { commit, .. }
            | Self::Also { commit, .. } => commit,
        }
    }
}

/// All acts on this machine, oldest first; lines that cannot be read are passed over, and stay.
pub(in crate::ops) fn acts(workspace: &Workspace) -> Vec<Act> {
    records::lines(&file(workspace), VERSION).0
}

/// How many lines of the list of acts cannot be read.
pub(in crate::ops) fn unread(workspace: &Workspace) -> usize {
    records::lines::<Act>(&file(workspace), VERSION).1
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("acts.jsonl")
}
