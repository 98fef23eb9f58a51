//! What leaves the program: for the desktop's opener, and what the next start reads of this one.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::entry::EntryPath;
use crate::ops::{Error, Workspace};
use crate::process::{Clipboard, Run, TMUX};
use crate::{process, records};

/// Of the format of what is remembered here.
const VERSION: u64 = 1;

/// How long a program may take to take a copied text.
const PATIENCE: Duration = Duration::from_secs(2);

/// Hands an address of the web or of mail to the desktop, without waiting.
pub fn open(address: &str) -> Result<(), Error> {
    Ok(process::open_address(address)?)
}

/// An address as a terminal may be given it, if it may be opened at all.
pub fn address(text: &str) -> Option<String> {
    process::openable(text).ok()
}

/// The address of an entry's file.
pub fn address_of_file(workspace: &Workspace, path: &EntryPath) -> Option<String> {
    process::file_address(&workspace.store().file(path).ok()?)
}

/// Hands a file of the store to the desktop, without waiting.
pub fn open_file(workspace: &Workspace, path: &EntryPath) -> Result<(), Error> {
    let file = workspace.store().file(path)?;
    Ok(process::open_file(&file, workspace.root())?)
}

/// Where a copied text went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// Into tmux's buffer, and from there where tmux hands it.
    Tmux,
    /// To the clipboard of the desktop.
    Desktop,
    /// Nowhere yet: the terminal is to be asked to take it.
    ByTerminal,
}

/// Gives a text to whoever keeps what is copied here; where no program does, the terminal may.
pub fn copy(workspace: &Workspace, text: &str) -> Copied {
    let (copied, commands) = match Clipboard::of(|name| env::var_os(name)) {
        Clipboard::Tmux => (Copied::Tmux, &[TMUX][..]),
        Clipboard::Desktop(commands) => (Copied::Desktop, commands),
        Clipboard::Terminal => (Copied::ByTerminal, &[][..]),
    };
    let taken = commands.iter().find(|command| takes(workspace, command, text));
    tracing::info!("copied by {}", taken.map_or("the terminal (OSC 52)", |command| command[0]));
    if taken.is_some() { copied } else { Copied::ByTerminal }
}

/// Whether a program takes a text.
fn takes(workspace: &Workspace, command: &[&str], text: &str) -> bool {
    let run = Run {
        program: command[0].into(),
        args: command[1..].iter().map(OsString::from).collect(),
        folder: workspace.root().to_owned(),
        stall: PATIENCE,
        input: Some(text.as_bytes().to_owned()),
        ..Run::default()
    };
    run.output().is_ok_and(|output| output.status.success())
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
