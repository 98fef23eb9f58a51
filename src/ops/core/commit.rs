//! Files that are durable become a commit, and the person's git index follows.

use super::machine;
use crate::disk;
use crate::entry::EntryPath;
use crate::git::{self, Committed, UserIndex, Write};
use crate::ops::{Error, Workspace};
use crate::store;

/// Commits what these files hold. Nothing comes of it without history, and where nothing differs; files that lie in a
/// repository of their own are passed over with a warning.
pub(in crate::ops) fn commit(
    workspace: &Workspace,
    message: &str,
    writes: Vec<Write>,
    warnings: &mut Vec<String>,
) -> Result<Option<Committed>, Error> {
    let Some(repo) = workspace.repo()? else { return Ok(None) };
    let mut is_own = repo.owning();
    let (own, others): (Vec<_>, Vec<_>) = writes.into_iter().partition(|write| is_own(&write.path));
    warnings.extend(others.into_iter().map(|write| git::Error::OtherRepository(write.path).to_string()));
    if own.is_empty() {
        return Ok(None);
    }
    let message = &machine::signed(workspace, message);
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
        Err(store::Error::Missing(_)) => None,
        // A folder has come in its place.
        Err(_) if workspace.root().join(path.as_str()).symlink_metadata().is_ok_and(|found| found.is_dir()) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Write { path: path.to_string(), content })
}

/// What files hold now that others wrote; without history nobody asks.
pub(in crate::ops) fn all_current(workspace: &Workspace, paths: &[EntryPath]) -> Result<Vec<Write>, Error> {
    match workspace.repo()? {
        Some(_) => paths.iter().map(|path| current(workspace, path)).collect(),
        None => Ok(Vec::new()),
    }
}

/// Lets the person's git index follow.
pub(in crate::ops) fn refresh(workspace: &Workspace, mut index: UserIndex, paths: &[EntryPath]) -> Result<(), Error> {
    let Ok(Some(repo)) = workspace.repo() else { return Ok(()) }; // said when the commit failed
    let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
    Ok(index.follow(repo, &paths)?)
}
