//! What other programs changed, recorded as theirs.

use crate::entry::EntryPath;
use crate::ops::core::commit;
use crate::ops::{Error, Workspace, recovery, stale};

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
    let done = commit::all_current(workspace, &paths)
        .and_then(|writes| commit::commit(workspace, message, writes, warnings))
        .and_then(|commit| commit.map_or(Ok(()), |made| commit::refresh(workspace, made.index, &paths)));
    if done.is_ok() {
        begun.end();
    } else {
        begun.leave();
    }
    done
}

/// Commits what other programs wrote to the files of an act that is about to begin, given what they hold now, so that taking
/// the act back gives back exactly that. What keeps it from being committed keeps the act from it too, and is said then; an
/// act on a text that is joined here finds it changed, and is done again by the person.
pub(in crate::ops) fn record_before_act(workspace: &Workspace, now: &[(&str, Option<&[u8]>)]) {
    let Ok(Some(repo)) = workspace.repo() else { return };
    let mut is_own = repo.owning();
    let own: Vec<_> = now.iter().copied().filter(|(path, _)| is_own(path)).collect();
    let Ok(outside) = repo.uncommitted(&own) else { return };
    let paths: Vec<EntryPath> = outside.into_iter().filter_map(|path| EntryPath::new(path).ok()).collect();
    if !paths.is_empty() {
        record(workspace, &message(&paths), &paths, &mut Vec::new()).ok();
    }
}

/// What the commit of these files says.
pub(in crate::ops) fn message(paths: &[EntryPath]) -> String {
    match paths {
        [one] => format!("outside: {one}"),
        many => format!("outside: {} entries", many.len()),
    }
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
