//! Text written in the editor before it is an entry; it stays a draft until it is saved.

use crate::ops::{Error, Workspace, edit};

/// Opens a new draft in the person's editor and answers with its name and what was written. If the editor fails, the draft stays.
pub fn write(workspace: &Workspace, text: &str) -> Result<(String, String), Error> {
    let name = format!("edit-{}", workspace.clock.now().format("%Y%m%d-%H%M%S"));
    let start = if text.is_empty() { "\n" } else { text };
    let (name, file) = workspace.drafts().keep_new(&name, start)?;
    edit::run_editor(&file)?;
    let written = workspace.drafts().load(&name).unwrap_or_default();
    Ok((name, written))
}

/// Removes a draft whose text has become an entry.
pub fn forget(workspace: &Workspace, name: &str) -> Result<(), Error> {
    workspace.drafts().keep(name, "")?;
    Ok(())
}
