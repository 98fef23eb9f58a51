//! What changed in the store since the person was last at the workbench.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::entry::{EntryPath, Timestamp};
use crate::git::CommitId;
use crate::ops::{Error, Workspace, find};
use crate::records;

/// Of the format of what is remembered here.
const VERSION: u64 = 1;
/// So many files are looked at.
const MOST: usize = 100;

/// An entry that came or changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    pub path: EntryPath,
    pub title: String,
    pub when: Timestamp,
}

/// Where the history was when the person left.
#[derive(Debug, Serialize, Deserialize)]
struct Left {
    commit: String,
}

/// Notes that the person leaves: what is committed from now on is new to them.
pub fn leave(workspace: &Workspace) -> Result<(), Error> {
    let Some(repo) = workspace.repo()? else { return Ok(()) };
    let Some(CommitId(commit)) = repo.head()? else { return Ok(()) };
    Ok(records::put_unsynced(&file(workspace), VERSION, &Left { commit })?)
}

/// Entries that changed since, by a sync, a command or another program, the newest first; nothing before the first leave.
pub fn since(workspace: &Workspace) -> Result<Vec<Meanwhile>, Error> {
    let Some(left) = records::read::<Left>(&file(workspace), VERSION) else { return Ok(Vec::new()) };
    let Some(repo) = workspace.repo()? else { return Ok(Vec::new()) };
    let changed = repo.changed_since(&CommitId(left.commit), MOST)?.into_iter();
    let entries = changed.filter_map(|(path, when)| {
        let path = EntryPath::new(path).ok().filter(|path| workspace.store().is_entry(path))?;
        let title = find::read(workspace, &path).ok()?.title;
        Some(Meanwhile { path, title, when })
    });
    Ok(entries.collect())
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("left.json")
}
