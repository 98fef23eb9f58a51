//! Files that are gone from the disk without Riffle, or that a sync removes: brought back, or kept in the trash.

use crate::disk;
use crate::entry::EntryPath;
use crate::git::Difference;
use crate::ops::core::arrival;
use crate::ops::{Error, Workspace};

/// What the last commit holds of paths that are not on the disk.
fn gone(workspace: &Workspace, outside: &[String]) -> Result<Vec<(EntryPath, Vec<u8>)>, Error> {
    let repo = workspace.history()?;
    let Some(head) = repo.head()? else { return Ok(Vec::new()) };
    let mut gone = Vec::new();
    for path in outside.iter().filter_map(|path| EntryPath::new(path.as_str()).ok()) {
        let is_here = workspace.store().file(&path).is_ok_and(|file| file.symlink_metadata().is_ok());
        if !is_here && let Some(content) = repo.content(&head, path.as_str())? {
            gone.push((path, content));
        }
    }
    Ok(gone)
}

/// Writes them again as they were committed.
pub(super) fn bring_back(workspace: &Workspace, outside: &[String]) -> Result<(), Error> {
    let mut back = Vec::new();
    for (path, content) in gone(workspace, outside)? {
        arrival::write(workspace, &Difference { path: path.to_string(), before: None, after: Some(content) })?;
        back.push(path.to_string());
    }
    arrival::index(workspace, &back)
}

/// Keeps them in the trash as they were committed.
pub(super) fn keep_in_trash(workspace: &Workspace, outside: &[String]) -> Result<(), Error> {
    for (path, content) in gone(workspace, outside)? {
        workspace.trash().keep(&path, &content, workspace.clock.now())?;
    }
    Ok(())
}

/// Writes a file that arrives; one that the other side removed is kept in the trash before it goes.
pub(super) fn write_or_trash(workspace: &Workspace, difference: &Difference) -> Result<(), disk::Error> {
    if let (Ok(path), Some(before), None) =
        (EntryPath::new(difference.path.as_str()), &difference.before, &difference.after)
    {
        workspace.trash().keep(&path, before, workspace.clock.now())?;
    }
    arrival::write(workspace, difference)
}
