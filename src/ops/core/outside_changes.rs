//! What other programs changed, recorded as theirs.

use crate::entry::EntryPath;
use crate::ops::{Error, Workspace, act, recovery, stale};

/// Commits these files of other programs and lets the person's git index follow. What acts of Riffle are writing at the
/// moment is theirs to commit.
pub(in crate::ops) fn record(
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
