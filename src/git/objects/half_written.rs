//! Whether bytes that were found are the beginning of something that was committed.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ObjectType, Oid};

use crate::git::{Error, Repo};

/// So many of the branch's last moves are looked at.
const LAST: usize = 4;

impl Repo {
    /// Whether a file right in a folder of the store begins with these bytes in the last commit, in one it was made from, or
    /// in one that the branch was at shortly before.
    pub fn has_beginning(&self, folder: &str, bytes: &[u8]) -> Result<bool, Error> {
        let full = format!("{}{folder}", self.prefix);
        for commit in self.recent()? {
            if self.begins_in(commit, full.trim_end_matches('/'), bytes).map_err(|error| self.failed(error))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn recent(&self) -> Result<BTreeSet<Oid>, Error> {
        let mut recent: BTreeSet<Oid> =
            self.reflog_entries()?.iter().take(LAST).flat_map(|step| [step.ends.0, step.ends.1]).collect();
        if let Some(tip) = self.tip()? {
            recent.insert(tip.id());
            recent.extend(tip.parent_ids());
        }
        Ok(recent.into_iter().filter(|id| self.inner.find_commit(*id).is_ok()).collect())
    }

    fn begins_in(&self, commit: Oid, folder: &str, bytes: &[u8]) -> Result<bool, git2::Error> {
        let root = self.inner.find_commit(commit)?.tree()?;
        let tree = match folder {
            "" => root,
            folder => match root.get_path(Path::new(folder)) {
                Ok(entry) if entry.kind() == Some(ObjectType::Tree) => self.inner.find_tree(entry.id())?,
                Ok(_) | Err(_) => return Ok(false),
            },
        };
        let odb = self.inner.odb()?;
        for entry in tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Blob)) {
            let (size, _) = odb.read_header(entry.id())?;
            if size >= bytes.len() && odb.read(entry.id())?.data().starts_with(bytes) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
