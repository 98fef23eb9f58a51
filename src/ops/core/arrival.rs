//! Files that arrive from another machine: written here, and indexed.

use std::io;

use crate::disk;
use crate::entry::EntryPath;
use crate::git::{Conflict, Difference, Repo};
use crate::ops::core::reindex;
use crate::ops::{Error, Workspace, conflict};

/// Finishes a sync that was stopped half-way, then lets the person's git index follow what it does not show yet.
pub(in crate::ops) fn finish(workspace: &Workspace, repo: &Repo) -> Result<(), Error> {
    if repo.is_interrupted() || repo.has_releasable() {
        let _lock = workspace.lock()?;
        let (at, merge) = (workspace.clock.now(), &mut |conflict: &Conflict<'_>| {
            conflict::between_machines(workspace, conflict, &mut Vec::new())
        });
        let mut received = repo.resume(&mut |difference| write(workspace, difference), merge, at)?;
        received.extend(repo.release(&mut |difference| write(workspace, difference), merge, at)?);
        index(workspace, &received)?;
    }
    let behind = repo.left_behind()?;
    if behind.is_empty() { Ok(()) } else { Ok(repo.refresh_index(&behind)?) }
}

/// The index follows what was written.
pub(in crate::ops) fn index(workspace: &Workspace, paths: &[String]) -> Result<(), Error> {
    let paths = paths.iter().filter_map(|path| EntryPath::new(path.as_str()).ok());
    let entries: Vec<EntryPath> = paths.filter(|path| path.as_str().ends_with(".md")).collect();
    if entries.is_empty() { Ok(()) } else { reindex::apply(workspace, &entries) }
}

/// Writes one file that arrived, if it still is what it was.
pub(in crate::ops) fn write(workspace: &Workspace, difference: &Difference) -> Result<(), disk::Error> {
    let file = inside(workspace, &difference.path)?;
    match (&difference.before, &difference.after) {
        (None, Some(after)) => disk::create(&file, after),
        (Some(before), Some(after)) => disk::replace(&file, before, after),
        (Some(before), None) => disk::remove_expected(&file, before),
        (None, None) => Ok(()),
    }
}

/// The file of a path that arrived, refused when a link leads out of the store.
fn inside(workspace: &Workspace, path: &str) -> Result<std::path::PathBuf, disk::Error> {
    let refused = |why: String| disk::Error::Write {
        path: workspace.root().join(path),
        source: io::Error::new(io::ErrorKind::PermissionDenied, why),
    };
    let path = EntryPath::new(path).map_err(|error| refused(error.to_string()))?;
    workspace.store().file(&path).map_err(|error| refused(error.to_string()))
}
