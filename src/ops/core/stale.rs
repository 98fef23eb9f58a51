//! Joins what programs save that had loaded a file before a sync changed it.
//!
//! Within a day of the sync such a save is taken for an edit of what the program had loaded.

use crate::disk;
use crate::entry::EntryPath;
use crate::git::{Conflict, Difference, Repo, Stale, Write};
use crate::ops::core::{arrival, commit, copies, reindex};
use crate::ops::{Error, Workspace, conflict};

/// Joins what such programs left in these files with what is committed. Answers with the paths that were written besides.
pub(in crate::ops) fn join(
    workspace: &Workspace,
    paths: &[EntryPath],
    warnings: &mut Vec<String>,
) -> Result<Vec<EntryPath>, Error> {
    let Some(repo) = workspace.repo()?.filter(|repo| repo.has_overwritten()) else { return Ok(Vec::new()) };
    let at = workspace.clock.now();
    let (mut joined, mut besides) = (Vec::new(), Vec::new());
    for path in paths {
        let saved = commit::current(workspace, path)?.content;
        let Some(stale) = repo.stale(path.as_str(), saved.as_deref(), at)? else { continue };
        if saved.is_none() && lives_on(workspace, &stale, paths)? {
            continue;
        }
        if let Some(copies) = join_one(workspace, repo, path, saved.as_deref(), &stale)? {
            warnings.push(warning(path, saved.as_deref(), copies.first()));
            joined.push(path.clone());
            besides.extend(copies);
        }
    }
    if !joined.is_empty() {
        joined.extend(besides.iter().cloned());
        reindex::apply(workspace, &joined)?;
    }
    Ok(besides)
}

fn warning(path: &EntryPath, saved: Option<&[u8]>, copy: Option<&EntryPath>) -> String {
    match (saved, copy) {
        (Some(_), None) => format!("{path}: another program saved over what a sync had brought; both are in it now"),
        (Some(_), Some(copy)) => {
            format!("{path}: another program saved over what a sync had brought; see {copy} for the other text")
        }
        (None, _) => format!("{path}: another program removed what a sync had just brought; it is back"),
    }
}

/// Whether what was removed is in another file that changed: then it was renamed.
fn lives_on(workspace: &Workspace, stale: &Stale, paths: &[EntryPath]) -> Result<bool, Error> {
    for path in paths {
        if commit::current(workspace, path)?.content.is_some_and(|text| stale.is_known_to(&text)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Answers with the copies that were made, or nothing where somebody writes at this moment: the next scan looks again.
fn join_one(
    workspace: &Workspace,
    repo: &Repo,
    path: &EntryPath,
    saved: Option<&[u8]>,
    stale: &Stale,
) -> Result<Option<Vec<EntryPath>>, Error> {
    let conflict = Conflict {
        path: path.as_str(),
        base: Some(&stale.base),
        ours: stale.saved.as_deref(),
        theirs: Some(&stale.committed),
    };
    // Copies first: the file itself changes only when the other text is safe.
    let (own, copies): (Vec<Write>, Vec<Write>) =
        conflict::of_save(workspace, &conflict).into_iter().partition(|write| write.path == path.as_str());
    let mut besides = Vec::new();
    for copy in copies {
        besides.push(copies::put(workspace, copy)?);
    }
    for Write { path: own, content } in own {
        match put(workspace, own, saved.map(<[u8]>::to_vec), content.clone()) {
            Err(Error::Disk(disk::Error::Changed(_) | disk::Error::Exists(_))) => return Ok(None),
            other => other?,
        }
        repo.note_joined(path.as_str(), saved, content.as_deref(), workspace.clock.now())?;
    }
    disk::point("stale-joined");
    Ok(Some(besides))
}

fn put(workspace: &Workspace, path: String, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Result<(), Error> {
    if before == after { Ok(()) } else { Ok(arrival::write(workspace, &Difference { path, before, after })?) }
}
