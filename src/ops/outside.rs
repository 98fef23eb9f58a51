//! What leaves the program for a moment: the editor, the desktop's opener, and the session that the next start reads.

use std::path::Path;
use std::process::ExitStatus;

use super::{Error, Workspace};
use crate::{disk, process};

/// Runs the person's editor on a file in this terminal and waits. `command` is split as a shell would, without a shell.
pub fn editor(command: &str, file: &Path) -> Result<ExitStatus, Error> {
    Ok(process::edit(command, file)?)
}

/// Hands an address or a file to the desktop, without waiting.
pub fn open(target: &str) -> Result<(), Error> {
    Ok(process::open(target)?)
}

/// What [`save_session`] kept; nothing when there is none or it cannot be read.
pub fn session(workspace: &Workspace) -> Option<String> {
    std::fs::read_to_string(workspace.session_file()).ok()
}

/// Keeps where the person was, for the next start.
pub fn save_session(workspace: &Workspace, text: &str) -> Result<(), Error> {
    Ok(disk::put(&workspace.session_file(), text.as_bytes())?)
}
