//! What becomes of one file in an act.

use crate::entry::{Entry, EntryPath, Problem, front_matter};
use crate::git::Write;
use crate::ops::core::{commit, team_path};
use crate::ops::{Error, Workspace};
use crate::store::Store;

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ops) struct Rewrite {
    pub path: EntryPath,
    /// What it holds now; `None` where it is not there yet.
    pub before: Option<Vec<u8>>,
    /// What it is to hold; `None` where it is to go.
    pub after: Option<Vec<u8>>,
}

impl Rewrite {
    /// An entry's new text, made by `edit` from the old; an entry with a problem is refused.
    pub(in crate::ops) fn of(
        workspace: &Workspace,
        path: &EntryPath,
        edit: impl FnOnce(&Entry) -> Result<String, Problem>,
    ) -> Result<Self, Error> {
        let entry = sound(workspace.store(), path)?;
        let after = edit(&entry).map_err(|problem| Error::Uneditable { path: path.clone(), problem })?;
        Ok(Self::to(entry, after))
    }

    /// The same with a further edit of its new text.
    pub(in crate::ops) fn further(&self, edit: impl FnOnce(&Entry) -> Result<String, Problem>) -> Result<Self, Error> {
        let uneditable = |problem| Error::Uneditable { path: self.path.clone(), problem };
        let entry = Entry::parse(self.path.clone(), self.after.as_deref().unwrap_or_default(), &[]);
        let after = edit(&entry).map_err(uneditable)?;
        Ok(Self { after: Some(after.into_bytes()), ..self.clone() })
    }

    /// A sound entry's new text.
    pub(in crate::ops) fn to(entry: Entry, after: String) -> Self {
        Self { path: entry.path, before: Some(entry.text.into_bytes()), after: Some(after.into_bytes()) }
    }

    /// The entry as it was, if this is one.
    pub(in crate::ops) fn entry(&self, workspace: &Workspace) -> Option<Entry> {
        let before = self.before.as_ref().filter(|_| workspace.store().holds_entries(&self.path))?;
        Some(workspace.store().parse(&self.path, before, before.len() as u64))
    }

    pub(in crate::ops) fn is_change(&self) -> bool {
        self.before != self.after
    }

    /// Whether a file that is to come is there already, byte for byte.
    pub(in crate::ops) fn is_there(&self, workspace: &Workspace) -> bool {
        let exists = || workspace.root().join(self.path.as_str()).symlink_metadata().is_ok();
        self.before.is_none() && exists() && self.is_done(workspace)
    }

    /// Whether the file holds what it is to hold.
    pub(in crate::ops) fn is_done(&self, workspace: &Workspace) -> bool {
        commit::current(workspace, &self.path).is_ok_and(|now| now.content == self.after)
    }

    /// What its commit records.
    pub(in crate::ops) fn to_commit(&self) -> Write {
        Write { path: self.path.to_string(), content: self.after.clone() }
    }

    pub(in crate::ops) fn write(&self, workspace: &Workspace) -> Result<(), Error> {
        let store = workspace.store();
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => store.replace(&self.path, before, after)?,
            (None, Some(after)) => store.restore(&self.path, after)?,
            (Some(before), None) => store.remove(&self.path, before)?,
            (None, None) => {}
        }
        Ok(())
    }

    /// The same the other way round.
    pub(in crate::ops) fn back(&self) -> Self {
        Self { path: self.path.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

/// Reads all of an entry that can be edited; its text is the file's bytes.
pub(in crate::ops) fn sound(store: &Store, path: &EntryPath) -> Result<Entry, Error> {
    let entry = whole(store, path)?;
    match entry.problem {
        Some(problem) => Err(Error::Uneditable { path: path.clone(), problem }),
        None => Ok(entry),
    }
}

/// Reads all of an entry whose words can be edited: its front matter may be in a form that Riffle does not write.
pub(in crate::ops) fn sound_text(store: &Store, path: &EntryPath) -> Result<Entry, Error> {
    let entry = whole(store, path)?;
    let of_others = front_matter::split(&entry.text).foreign.map(|foreign| foreign.problem());
    match entry.problem {
        Some(problem) if Some(&problem) != of_others.as_ref() => Err(Error::Uneditable { path: path.clone(), problem }),
        Some(_) | None => Ok(entry),
    }
}

fn whole(store: &Store, path: &EntryPath) -> Result<Entry, Error> {
    team_path::own(path)?;
    let bytes = store.bytes(path)?;
    Ok(store.parse(path, &bytes, bytes.len() as u64))
}
