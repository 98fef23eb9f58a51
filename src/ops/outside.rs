//! What leaves the program: for the desktop's opener, and the session that the next start reads.

use super::{Error, Workspace};
use crate::{disk, process};

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
