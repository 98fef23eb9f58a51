//! Takes entries away for thirty days.
//!
//! Their bytes are kept in the state folder before the files go, so they come back as they were with git or without, committed
//! or not. The copy stays when an entry is back, for a restore may be undone; while the entry is there it is not listed. The
//! page of a bookmark goes and comes with it.

use chrono::Days;

use crate::entry::{Entry, EntryId, EntryPath, Timestamp};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace, pages};
use crate::store::trash::TrashedFile;

/// How long the trash keeps what is in it.
pub const DAYS: Days = Days::new(30);

/// An entry in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trashed {
    /// Where it was.
    pub path: EntryPath,
    pub title: String,
    pub when: Timestamp,
}

/// Moves entries to the trash, in one act.
pub fn remove(workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, Error> {
    purge(workspace);
    let entries = bulk::entries(workspace, paths)?;
    bulk::compose(workspace, || {
        let mut rewrites = Vec::new();
        for path in entries {
            rewrites.extend(removal(workspace, path)?);
        }
        Ok((format!("trash: {}", bulk::whom(workspace, &rewrites)), rewrites))
    })
}

/// Keeps the bytes of an entry, and of its page, in the trash; what is left to do is to write the answer as a part of an act.
pub(in crate::ops) fn removal(workspace: &Workspace, path: &EntryPath) -> Result<Vec<Rewrite>, Error> {
    let bytes = workspace.store().bytes(path)?;
    let entry = workspace.store().parse(path, &bytes, bytes.len() as u64);
    let page = pages::in_store(workspace, &entry);
    let gone = std::iter::once((path.clone(), bytes)).chain(page);
    gone.map(|(path, bytes)| {
        workspace.trash().keep(&path, &bytes, workspace.clock.now())?;
        Ok(Rewrite { path, before: Some(bytes), after: None })
    })
    .collect()
}

/// What is in the trash, newest first.
pub fn list(workspace: &Workspace) -> Result<Vec<Trashed>, Error> {
    Ok(gone(workspace).into_iter().map(|(kept, title)| Trashed { path: kept.path, title, when: kept.when }).collect())
}

/// An entry of the trash as it was; of several that were at one place, the one that went last.
pub fn read(workspace: &Workspace, path: &EntryPath) -> Result<Entry, Error> {
    let found = gone(workspace).into_iter().find(|(kept, _)| kept.path == *path);
    let (kept, _) = found.ok_or_else(|| Error::Write(WriteError::NotInTrash(path.to_string())))?;
    Ok(workspace.store().parse(&kept.path, &kept.bytes, kept.bytes.len() as u64))
}

/// Brings an entry back to where it was; of several that were there, the one that went last.
pub fn restore(workspace: &Workspace, path: &EntryPath) -> Result<Changed, Error> {
    let found = gone(workspace).into_iter().find(|(kept, _)| kept.path == *path);
    let (kept, title) = found.ok_or_else(|| Error::Write(WriteError::NotInTrash(path.to_string())))?;
    if workspace.store().bytes(path).is_ok() {
        return Err(WriteError::Occupied(path.clone()).into());
    }
    let page = page_of(workspace, &kept);
    let back = std::iter::once(kept).chain(page);
    let back = back.map(|kept| Rewrite { path: kept.path, before: None, after: Some(kept.bytes) }).collect();
    bulk::apply(workspace, &format!("restore: {title}"), back)
}

/// The page that went with a bookmark, where none has come since.
fn page_of(workspace: &Workspace, kept: &TrashedFile) -> Option<TrashedFile> {
    let was = workspace.store().parse(&kept.path, &kept.bytes, kept.bytes.len() as u64);
    let place = pages::place(&was).filter(|place| workspace.store().bytes(place).is_err())?;
    workspace.trash().kept().into_iter().find(|other| other.path == place)
}

/// What went in the last thirty days and is not back, with its title.
fn gone(workspace: &Workspace) -> Vec<(TrashedFile, String)> {
    let oldest = oldest(workspace);
    let kept = workspace.trash().kept().into_iter();
    let kept = kept.filter(|kept| kept.when >= oldest && workspace.store().holds_entries(&kept.path));
    let titled = kept.map(|kept| {
        let was = workspace.store().parse(&kept.path, &kept.bytes, kept.bytes.len() as u64);
        let is_back = is_back(workspace, &kept, &was);
        (kept, was.title, is_back)
    });
    titled.filter(|(_, _, is_back)| !is_back).map(|(kept, title, _)| (kept, title)).collect()
}

/// Whether the entry lies where it was: the same bytes, or its id.
fn is_back(workspace: &Workspace, kept: &TrashedFile, was: &Entry) -> bool {
    let Ok(now) = workspace.store().bytes(&kept.path) else { return false };
    now == kept.bytes
        || match &was.id {
            EntryId::Ulid(_) | EntryId::Day(_) => {
                workspace.store().parse(&kept.path, &now, now.len() as u64).id == was.id
            }
            EntryId::Path(_) => false,
        }
}

fn purge(workspace: &Workspace) {
    workspace.trash().purge(oldest(workspace));
}

fn oldest(workspace: &Workspace) -> Timestamp {
    let now = workspace.clock.now();
    now.checked_sub_days(DAYS).unwrap_or(now)
}
