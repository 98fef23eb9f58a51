//! Changes entries: in the editor, and their tags.

use std::env;
use std::path::{Path, PathBuf};

use super::act::{self, Act};
use super::{Error, Workspace, sync, unfinished};
use crate::entry::{Entry, EntryPath, front_matter};
use crate::git::{Clash, Write};
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

/// What an act changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub paths: Vec<EntryPath>,
    /// A sentence each, with its remedy.
    pub warnings: Vec<String>,
}

/// Notes what an entry holds before the editor gets its file.
pub fn begin(workspace: &Workspace, path: &EntryPath) -> Result<Session, Error> {
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
    let status = process::edit(&command, file)?;
    if status.success() { Ok(()) } else { Err(Error::Editor { command, status: status.to_string() }) }
}

/// Commits and indexes what the editor left; nothing if the file is unchanged. What a sync brought meanwhile stays in it.
pub fn finish(workspace: &Workspace, session: &Session) -> Result<Changed, Error> {
    let now = act::current(workspace, &session.path)?.content;
    if now.as_ref() == Some(&session.before) {
        return Ok(Changed::default());
    }
    let _lock = workspace.lock()?;
    let paths = match now {
        Some(now) => join_arrived(workspace, session, &now)?,
        None => vec![session.path.clone()],
    };
    Ok(record(workspace, &format!("edit: {}", session.title), paths))
}

/// Joins what was written in the editor with what a sync committed while it was open: the editor knew nothing of that, and
/// has just written over it. Answers with the files that the edit concerns.
fn join_arrived(workspace: &Workspace, session: &Session, now: &[u8]) -> Result<Vec<EntryPath>, Error> {
    let arrived = committed(workspace, &session.path)?;
    let Some(theirs) = arrived.filter(|arrived| Some(arrived) != session.committed.as_ref() && arrived != now) else {
        return Ok(vec![session.path.clone()]);
    };
    let path = session.path.as_str();
    let clash = Clash { path, base: session.committed.as_deref(), ours: Some(now), theirs: Some(&theirs) };
    let mut paths = Vec::new();
    for Write { path, content } in sync::keep_both(workspace, &clash) {
        let path = EntryPath::new(path)?;
        match content {
            Some(content) if path == session.path => drop(workspace.store().replace(&path, now, &content)?),
            Some(content) => drop(workspace.store().restore(&path, &content)?),
            None => {}
        }
        paths.push(path);
    }
    Ok(paths)
}

/// The person's editor: `$VISUAL`, else `$EDITOR`, else `vi`.
fn editor() -> String {
    let named = |variable| env::var(variable).ok().filter(|value: &String| !value.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".into())
}

/// Adds and removes tags of entries, in one act. An entry that cannot be edited stops the act before anything is written.
pub fn tag(workspace: &Workspace, paths: &[EntryPath], add: &[String], remove: &[String]) -> Result<Changed, Error> {
    let edits = paths.iter().map(|path| retagged(workspace, path, add, remove)).collect::<Result<Vec<_>, Error>>()?;
    let mut warnings: Vec<String> = edits.iter().filter_map(|edit| edit.left_in_text(remove)).collect();
    let edits: Vec<Retagged> = edits.into_iter().filter(|edit| edit.before != edit.after).collect();
    let Some(first) = edits.first() else { return Ok(Changed { warnings, ..Changed::default() }) };
    unfinished::finish(workspace);
    let _lock = workspace.lock()?;
    let message = tag_message(first, edits.len(), add, remove);
    let paths: Vec<EntryPath> = edits.iter().map(|edit| edit.entry.path.clone()).collect();
    let begun = unfinished::begin(workspace, &message, &paths, None);
    let written = edits
        .iter()
        .try_for_each(|edit| workspace.store().update(&edit.entry.path, &edit.before, &edit.after).map(drop));
    if let Err(error) = written {
        // What was written before it is committed by whoever comes next.
        begun.end_if(false);
        return Err(error.into());
    }
    let mut done = record(workspace, &message, paths);
    begun.end_if(done.warnings.is_empty());
    warnings.append(&mut done.warnings);
    Ok(Changed { warnings, ..done })
}

/// One entry with its tags changed, not yet written.
struct Retagged {
    entry: Entry,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Retagged {
    /// A sentence about tags that stand in the text, where a field's edit does not reach them.
    fn left_in_text(&self, removed: &[String]) -> Option<String> {
        let inline = crate::entry::text::inline_tags(self.entry.body());
        let left: Vec<String> =
            removed.iter().filter(|tag| inline.contains(tag)).map(|tag| format!("#{tag}")).collect();
        let title = &self.entry.title;
        (!left.is_empty()).then(|| format!("{} stands in the text of {title:?}; edit it there", left.join(" ")))
    }
}

fn retagged(workspace: &Workspace, path: &EntryPath, add: &[String], remove: &[String]) -> Result<Retagged, Error> {
    let before = workspace.store().bytes(path)?;
    let entry = Entry::parse(path.clone(), &before, &workspace.config.folders);
    let uneditable = |problem| Error::Uneditable { path: path.clone(), problem };
    if let Some(problem) = &entry.problem {
        return Err(uneditable(problem.clone()));
    }
    let new: Vec<String> = add.iter().filter(|tag| !entry.tags.contains(tag)).cloned().collect();
    let after = front_matter::edit_list(&entry.text, "tags", &new, remove).map_err(uneditable)?;
    Ok(Retagged { entry, before, after: after.into_bytes() })
}

fn tag_message(first: &Retagged, entries: usize, add: &[String], remove: &[String]) -> String {
    let signed = |sign: char, tags: &[String]| tags.iter().map(|tag| format!("{sign}{tag} ")).collect::<String>();
    let whom = if entries == 1 { first.entry.title.clone() } else { format!("{entries} entries") };
    format!("tag: {}{}{whom}", signed('+', add), signed('-', remove))
}

/// Commits and settles files that are already durable.
pub(super) fn record(workspace: &Workspace, message: &str, paths: Vec<EntryPath>) -> Changed {
    let mut warnings = Vec::new();
    let commit = act::commit(workspace, message, &paths, &mut warnings);
    act::settle(workspace, commit.map(|commit| Act::did(&commit, message)), &paths, &mut warnings);
    Changed { paths, warnings }
}
