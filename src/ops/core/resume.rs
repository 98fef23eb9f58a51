//! Finishes what a crash left half-done, in whatever a Riffle was about.

use super::{arrival, outside_changes};
use crate::entry::EntryPath;
use crate::git::Repo;
use crate::ops::{Error, Workspace, recovery};

/// Finishes what a crash in the middle of a sync or a commit left; costs next to nothing when there was none.
pub fn recover(workspace: &Workspace) -> Result<(), Error> {
    recovery::finish(workspace);
    let Some(repo) = workspace.repo()? else { return Ok(()) };
    commit_again(workspace, repo)?;
    arrival::finish(workspace, repo)
}

/// Commits what a commit by hand at the same moment as an act left out of the branch.
fn commit_again(workspace: &Workspace, repo: &Repo) -> Result<(), Error> {
    let taken = repo.undone_by_race()?;
    let paths: Vec<EntryPath> = taken.into_iter().filter_map(|path| EntryPath::new(path).ok()).collect();
    if paths.is_empty() {
        return Ok(());
    }
    let _lock = workspace.lock()?;
    outside_changes::record(workspace, "again: what a commit at the same moment left out", &paths, &mut Vec::new())
}
