//! Two texts that a person compares.

#[cfg(test)]
use std::cmp::Ordering;

use super::Kept;
use crate::entry::EntryPath;
use crate::entry::merge::{Choice, Comparison};
use crate::ops::{Error, Workspace, WriteError};

/// Two texts of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub kept: Kept,
    /// The file that has what was written on this machine, and that of the other text; where that is not known, mine is what
    /// stands in the entry.
    pub mine: EntryPath,
    pub theirs: EntryPath,
    pub comparison: Comparison,
    /// What stands in the entry, and the second text without what made it a copy.
    pub(super) texts: [String; 2],
    /// What the two files held when they were compared.
    pub(super) entry: Option<Vec<u8>>,
    pub(super) copy: Vec<u8>,
}

impl Conflict {
    /// The text that a choice for each place makes. What was joined and is left at that stays as it is.
    pub fn result(&self, choices: &[Choice]) -> String {
        let is_as_joined = self.kept.merge.is_some()
            && self.comparison.hunks().zip(choices).all(|(hunk, choice)| hunk.suggested.as_ref() == Some(choice));
        match &self.entry {
            Some(now) if is_as_joined => String::from_utf8_lossy(now).into_owned(),
            Some(_) | None => self.comparison.result(choices),
        }
    }
}

#[cfg(test)]
impl Conflict {
    /// As if mine stood in the entry.
    pub(crate) fn of_texts(kept: &Kept, base: &str, mine: &str, theirs: &str) -> Self {
        Self {
            kept: kept.clone(),
            mine: kept.path().clone(),
            theirs: kept.copy.clone(),
            comparison: Comparison::of(Some(base), mine, theirs, Ordering::Equal),
            texts: [mine.to_owned(), theirs.to_owned()],
            entry: Some(mine.into()),
            copy: theirs.into(),
        }
    }
}

/// Fails where a file is not what was compared any more.
pub(super) fn unchanged(workspace: &Workspace, path: &EntryPath, was: Option<&Vec<u8>>) -> Result<(), Error> {
    let now = workspace.store().bytes(path).ok();
    if now.as_ref() == was { Ok(()) } else { Err(WriteError::ChangedSince(path.clone()).into()) }
}
