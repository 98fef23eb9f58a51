//! Which of two machines wrote a text that a merge kept.

use std::collections::HashSet;

use git2::{Commit, Oid, Sort};

use super::names::content_id;
use crate::git::{Error, Repo};

/// How many commits a search for a merge looks at.
const LOOKED_AT: usize = 5_000;

impl Repo {
    /// A content by its id, if the repository has it.
    pub fn by_content_id(&self, id: &str) -> Option<Vec<u8>> {
        let blob = Oid::from_str(id).and_then(|id| self.inner.find_blob(id)).ok()?;
        Some(blob.content().to_vec())
    }

    /// Whether it was this machine that wrote `text` at `path`, which a merge kept at `copy`; nothing where that cannot be told.
    ///
    /// A merge joins two commits, in the same order on every machine; this one's branch has been at one of them.
    pub fn is_written_here(&self, copy: &str, path: &str, text: &[u8]) -> Result<Option<bool>, Error> {
        let Some(merge) = self.merge_that_made(&self.full(copy)?)? else { return Ok(None) };
        let been: HashSet<Oid> = self.reflog_entries()?.into_iter().flat_map(|it| [it.ends.0, it.ends.1]).collect();
        let (full, wanted) = (self.full(path)?, content_id(text));
        let mut is_here = [None, None];
        for parent in merge.parents() {
            let leaf = self.leaf_in(&parent, &full)?;
            let has_text = leaf.is_some_and(|(id, _)| id.to_string() == wanted);
            is_here[usize::from(has_text)] = Some(been.contains(&parent.id()));
        }
        let [other, wrote] = is_here;
        Ok(wrote.zip(other).filter(|(wrote, other)| wrote != other).map(|(wrote, _)| wrote))
    }

    /// The merge that has a file which no commit before it had.
    fn merge_that_made(&self, full: &str) -> Result<Option<Commit<'_>>, Error> {
        let Some(tip) = self.tip()? else { return Ok(None) };
        let mut walk = self.inner.revwalk().map_err(|error| self.failed(error))?;
        let begun = walk.set_sorting(Sort::TIME).and_then(|()| walk.push(tip.id()));
        begun.map_err(|error| self.failed(error))?;
        for id in walk.take(LOOKED_AT) {
            let commit = self.find_commit(id.map_err(|error| self.failed(error))?)?;
            if commit.parent_count() == 2 && self.leaf_in(&commit, full)?.is_some() {
                let before = commit.parents().map(|parent| self.leaf_in(&parent, full));
                if before.collect::<Result<Vec<_>, _>>()?.iter().all(Option::is_none) {
                    return Ok(Some(commit));
                }
            }
        }
        Ok(None)
    }
}
