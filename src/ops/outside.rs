//! What leaves the program: for the desktop's opener, and what the next start reads of this one.

use std::collections::BTreeMap;
use std::path::PathBuf;

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

/// The theme that fits a terminal, as far as [`remember_theme`] was told.
pub fn theme_of(workspace: &Workspace, terminal: &str) -> Option<String> {
    themes(workspace).remove(terminal)
}

/// Remembers which theme fits a terminal.
pub fn remember_theme(workspace: &Workspace, terminal: &str, theme: &str) -> Result<(), Error> {
    let mut themes = themes(workspace);
    themes.insert(terminal.to_owned(), theme.to_owned());
    let json = serde_json::to_vec(&themes).expect("names are plain");
    Ok(disk::put_unsynced(&themes_file(workspace), &json)?)
}

fn themes(workspace: &Workspace) -> BTreeMap<String, String> {
    let bytes = std::fs::read(themes_file(workspace)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn themes_file(workspace: &Workspace) -> PathBuf {
    workspace.paths.state.join("terminals.json")
}
