//! What leaves the program: for the desktop's opener, and what the next start reads of this one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::entry::EntryPath;
use crate::ops::{Error, Workspace};
use crate::{process, records};

/// Of the format of what is remembered here.
const VERSION: u64 = 1;

/// Hands an address of the web or of mail to the desktop, without waiting.
pub fn open(address: &str) -> Result<(), Error> {
    Ok(process::open_address(address)?)
}

/// Hands a file of the store to the desktop, without waiting.
pub fn open_file(workspace: &Workspace, path: &EntryPath) -> Result<(), Error> {
    let file = workspace.store().file(path)?;
    Ok(process::open_file(&file, workspace.root())?)
}

/// What [`save_session`] kept; nothing when there is none or it cannot be read.
pub fn session(workspace: &Workspace) -> Option<String> {
    let session: Map<String, Value> = records::read(&workspace.session_file(), VERSION)?;
    Some(Value::Object(session).to_string())
}

/// Keeps where the person was, for the next start.
///
/// `session` is a JSON object.
pub fn save_session(workspace: &Workspace, session: &str) -> Result<(), Error> {
    let session: Map<String, Value> = serde_json::from_str(session).unwrap_or_default();
    Ok(records::put(&workspace.session_file(), VERSION, &session)?)
}

/// The theme that fits a terminal, as far as [`remember_theme`] was told.
pub fn theme_of(workspace: &Workspace, terminal: &str) -> Option<String> {
    themes(workspace).remove(terminal)
}

/// Remembers which theme fits a terminal.
pub fn remember_theme(workspace: &Workspace, terminal: &str, theme: &str) -> Result<(), Error> {
    let mut themes = themes(workspace);
    themes.insert(terminal.to_owned(), theme.to_owned());
    Ok(records::put_unsynced(&themes_file(workspace), VERSION, &themes)?)
}

fn themes(workspace: &Workspace) -> BTreeMap<String, String> {
    records::read(&themes_file(workspace), VERSION).unwrap_or_default()
}

fn themes_file(workspace: &Workspace) -> PathBuf {
    workspace.paths.state.join("terminals.json")
}
