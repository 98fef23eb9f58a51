//! Changes entries: in the editor, and their tags.

use std::env;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use crate::entry::{Entry, EntryPath, front_matter, text};
use crate::git::{Conflict, Write};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
pub use crate::ops::core::changed::Changed;
use crate::ops::core::transaction::Transaction;
use crate::ops::core::{commit, copies, team_path};
use crate::ops::{Error, Workspace, conflict};
use crate::process;

/// An entry that is open in an editor.
#[derive(Clone, Debug)]
pub struct Session {
    pub path: EntryPath,
    pub file: PathBuf,
    pub title: String,
    /// The file when the editor was started.
    pub before: Vec<u8>,
    /// What was committed of it then.
    committed: Option<Vec<u8>>,
}

/// Notes what an entry holds before the editor gets its file.
pub fn begin(workspace: &Workspace, path: &EntryPath) -> Result<Session, Error> {
    team_path::own(path)?;
    let before = workspace.store().bytes(path)?;
    let title = Entry::parse(path.clone(), &before, &workspace.config.folders).title;
    let committed = committed(workspace, path)?;
    Ok(Session { path: path.clone(), file: workspace.store().file(path)?, title, before, committed })
}

/// What the store's branch holds at a path; nothing without history.
fn committed(workspace: &Workspace, path: &EntryPath) -> Result<Option<Vec<u8>>, Error> {
    let Ok(Some(repo)) = workspace.repo() else { return Ok(None) };
    match repo.head()? {
        Some(head) => Ok(repo.content(&head, path.as_str())?),
        None => Ok(None),
    }
}

/// Runs the person's editor on a file in this terminal and waits. One that fails is an error, so that what it left is not
/// taken for the person's word.
pub fn run_editor(file: &Path) -> Result<(), Error> {
    let command = editor();
    let has_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !has_terminal && needs_terminal(&command) {
        return Err(WriteError::NoTerminal(command).into());
    }
    let status = process::edit(&command, file).map_err(|error| match error {
        process::Error::Missing(_) | process::Error::Empty | process::Error::Unsplittable(_) => {
            Error::Write(WriteError::NoEditor { command: command.clone(), source: error })
        }
        error => error.into(),
    })?;
    if status.success() { Ok(()) } else { Err(WriteError::Editor { command, status: status.to_string() }.into()) }
}

/// Commits and indexes what the editor left; nothing if the file is unchanged. What a sync brought meanwhile stays in it.
pub fn finish(workspace: &Workspace, session: &Session) -> Result<Changed, Error> {
    let now = commit::current(workspace, &session.path)?.content;
    if now.as_ref() == Some(&session.before) {
        return Ok(Changed::default());
    }
    let _lock = workspace.lock()?;
    let paths = match now {
        Some(now) => join_arrived(workspace, session, &now)?,
        None => vec![session.path.clone()],
    };
    let message = format!("edit: {}", session.title);
    Ok(Transaction::of_written(workspace, &message).commit_files(paths).settle(workspace))
}

/// Joins what was written in the editor with what a sync committed while it was open: the editor knew nothing of that, and
/// has just written over it. Answers with the files that the edit concerns.
fn join_arrived(workspace: &Workspace, session: &Session, now: &[u8]) -> Result<Vec<EntryPath>, Error> {
    let arrived = committed(workspace, &session.path)?;
    let Some(theirs) = arrived.filter(|arrived| Some(arrived) != session.committed.as_ref() && arrived != now) else {
        return Ok(vec![session.path.clone()]);
    };
    let path = session.path.as_str();
    let conflict = Conflict { path, base: session.committed.as_deref(), ours: Some(now), theirs: Some(&theirs) };
    // Copies first: the file itself changes only when the other text is safe.
    let (own, copies): (Vec<Write>, Vec<Write>) =
        conflict::of_save(workspace, &conflict).into_iter().partition(|write| write.path == path);
    let mut paths = vec![session.path.clone()];
    for copy in copies {
        paths.push(copies::put(workspace, copy)?);
    }
    for content in own.into_iter().filter_map(|write| write.content) {
        workspace.store().replace(&session.path, now, &content)?;
    }
    Ok(paths)
}

/// The person's editor: `$VISUAL`, else `$EDITOR`, else `vi`.
fn editor() -> String {
    let named = |variable| env::var(variable).ok().filter(|value: &String| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".into())
}

/// Whether an editor is one of those that draw on the terminal; without one they print what nobody can read, or wait for ever.
fn needs_terminal(command: &str) -> bool {
    const NAMES: [&str; 20] = [
        "emacs", "helix", "hx", "jed", "joe", "jove", "kak", "mcedit", "mg", "micro", "nano", "ne", "nvi", "nvim",
        "pico", "tilde", "vi", "vim", "vis", "zile",
    ];
    let words = shell_words::split(command).unwrap_or_default();
    let name = words.first().and_then(|program| Path::new(program).file_name()).unwrap_or_default();
    // Emacs opens a window of its own where there is a display.
    let has_window = name == "emacs" && !words.iter().any(|word| word == "-nw") && env::var_os("DISPLAY").is_some();
    NAMES.iter().any(|known| name == *known) && !has_window
}

/// Adds and removes tags of entries, in one act. An entry that cannot be edited stops the act before anything is written.
pub fn tag(workspace: &Workspace, paths: &[EntryPath], add: &[String], remove: &[String]) -> Result<Changed, Error> {
    let mut left = Vec::new();
    let mut done = bulk::compose(workspace, || {
        let retag = |path| {
            Rewrite::of(workspace, path, |entry| {
                left.extend(left_in_text(entry, remove));
                let new: Vec<String> = add.iter().filter(|tag| !entry.tags.contains(tag)).cloned().collect();
                front_matter::edit_tags(&entry.text, &new, remove)
            })
        };
        let rewrites = bulk::entries(workspace, paths)?.into_iter().map(retag).collect::<Result<Vec<_>, _>>()?;
        let signed = |sign: char, tags: &[String]| tags.iter().map(|tag| format!("{sign}{tag} ")).collect::<String>();
        let whom = bulk::whom(workspace, &rewrites);
        Ok((format!("tag: {}{}{whom}", signed('+', add), signed('-', remove)), rewrites))
    })?;
    left.append(&mut done.warnings);
    Ok(Changed { warnings: left, ..done })
}

/// A sentence about tags that stand in the text, where a field's edit does not reach them.
fn left_in_text(entry: &Entry, removed: &[String]) -> Option<String> {
    let inline = text::inline_tags(entry.body());
    let left: Vec<String> = removed.iter().filter(|tag| inline.contains(tag)).map(|tag| format!("#{tag}")).collect();
    (!left.is_empty()).then(|| format!("{} is in the text of {:?}; edit it there", left.join(" "), entry.title))
}
