//! Commits on what the remote has, of paths and their contents alone.

use chrono::{DurationRound as _, TimeDelta, Utc};
use git2::Commit;

use super::{Author, Bare};
use crate::git::objects::signature::{Draft, signature, signs};
use crate::git::objects::tree;
use crate::git::{CommitId, Error, Timestamp, Write, safe_path};

impl Bare {
    /// Makes a commit on another (or the first one); no branch moves. Durable when this returns. Signed where the person's
    /// git signs.
    ///
    /// Of its time, others get the minute in UTC: zone and second tell where somebody is, and how fast they work.
    ///
    /// Writes that change nothing make a commit without changes; see [`Bare::has_changes`].
    pub fn commit(
        &self,
        onto: Option<&CommitId>,
        writes: &[Write],
        message: &str,
        author: &Author,
        at: Timestamp,
    ) -> Result<CommitId, Error> {
        let parent = onto.map(|onto| self.commit_of(onto)).transpose()?;
        let edits = self.edits(parent.as_ref(), writes)?;
        let base = parent.as_ref().map(Commit::tree).transpose().map_err(|error| self.failed(error))?;
        let tree = tree::edited(&self.inner, base.as_ref(), &edits).map_err(|error| self.failed(error))?;
        let author = signature(&author.name, &author.email, minute(at)).map_err(|error| self.failed(error))?;
        let parents: Vec<&Commit<'_>> = parent.iter().collect();
        if signs(self.inner.config()) {
            let draft = Draft { tree, parents: &parents, message, author: &author };
            let printed = draft.signed(self.git(&draft.args()))?;
            return Ok(CommitId(String::from_utf8_lossy(&printed).trim().to_owned()));
        }
        let tree = self.inner.find_tree(tree).map_err(|error| self.failed(error))?;
        let made = self.inner.commit(None, &author, &author, message, &tree, &parents);
        made.map(CommitId::from).map_err(|error| self.failed(error))
    }

    /// Whether a commit's files differ from those of its first parent.
    pub fn has_changes(&self, commit: &CommitId) -> Result<bool, Error> {
        let commit = self.commit_of(commit)?;
        let parent = commit.parents().next();
        Ok(parent.is_none_or(|parent| parent.tree_id() != commit.tree_id()))
    }

    /// Whether two commits hold the same files on the same commit; one that is not here does not.
    pub fn is_alike(&self, one: &CommitId, other: &CommitId) -> bool {
        let (Ok(one), Ok(other)) = (self.commit_of(one), self.commit_of(other)) else { return false };
        one.tree_id() == other.tree_id() && one.parent_ids().eq(other.parent_ids())
    }

    fn edits(&self, onto: Option<&Commit<'_>>, writes: &[Write]) -> Result<tree::Edits, Error> {
        let mut wanted = tree::Edits::new();
        for write in writes {
            if safe_path::refuse(&write.path).is_some() {
                return Err(Error::Outside(write.path.clone()));
            }
            let id = write.content.as_deref().map(|content| self.inner.blob(content)).transpose();
            let id = id.map_err(|error| self.failed(error))?;
            wanted.insert(write.path.clone(), id.map(|id| (id, tree::FILE)));
        }
        let root = onto.map(Commit::tree).transpose().map_err(|error| self.failed(error))?;
        tree::Leaves::of(&self.inner, root).with_modes(&wanted).map_err(|error| self.failed(error))
    }
}

/// The minute in UTC.
fn minute(at: Timestamp) -> Timestamp {
    let at = at.with_timezone(&Utc);
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at).fixed_offset()
}
