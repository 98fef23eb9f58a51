//! Writes the copies that keep a second text.

use crate::entry::EntryPath;
use crate::git::{self, Difference, Write};
use crate::ops::core::arrival::write;
use crate::ops::core::commit;
use crate::ops::{Error, Workspace};

/// Writes a copy under its usual name, or beside what somebody has made of an earlier one of that name. Answers with its path.
pub(in crate::ops) fn put(workspace: &Workspace, copy: Write) -> Result<EntryPath, Error> {
    let Write { path, content: after } = copy;
    let name = git::free_name(path, |name| {
        let is_there = workspace.root().join(name).symlink_metadata().is_ok();
        Ok::<_, Error>(is_there && content(workspace, name)? != after)
    })?;
    let before = content(workspace, &name)?;
    if before != after {
        write(workspace, &Difference { path: name.clone(), before, after })?;
    }
    Ok(EntryPath::new(name)?)
}

fn content(workspace: &Workspace, name: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(commit::current(workspace, &EntryPath::new(name)?)?.content)
}
