//! Finds acts that a commit by hand undid by accident, because both ran at the same moment.
//!
//! Git reads the index before it locks it. A `git commit` that reads it just before it follows an act, and locks it just
//! after, commits the state before the act: the files stay as they are, and only the branch loses the act.

use std::collections::{BTreeSet, HashMap};

use git2::Oid;

use crate::git::objects::blob::Converting;
use crate::git::objects::reflog::ReflogEntry;
use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// A commit by hand within so many seconds of an act may have begun before the act.
const AT_ONCE: i64 = 5;

impl Repo {
    /// The paths of the store that such a commit by hand undid: the file holds what an act committed, and the branch what was
    /// there before the act. Costs a look at two files where nothing has changed since the last look.
    pub fn undone_by_race(&self) -> Result<Vec<String>, Error> {
        let Some(tip) = self.tip()?.filter(|tip| !self.is_noted_in_step(tip)) else { return Ok(Vec::new()) };
        let (mut now, mut converting) = (self.leaves(Some(&tip))?, Converting::of(self));
        let (mut taken, mut last) = (BTreeSet::new(), HashMap::new());
        for (old, new) in acts_before_commits(&self.reflog_entries()?) {
            for (path, before, after) in self.changed(Some(old).filter(|old| !old.is_zero()), new)? {
                let last = *last.entry(path.clone()).or_insert(after);
                let found = now.leaf(&path).map_err(|error| self.failed(error))?;
                if found == before && found != last && self.holds(&mut converting, &path, last)? {
                    taken.extend(self.inside(&path).map(str::to_owned));
                }
            }
        }
        Ok(taken.into_iter().collect())
    }

    /// Whether a file on disk holds this committed content.
    fn holds(&self, converting: &mut Converting<'_>, path: &str, leaf: Option<tree::Leaf>) -> Result<bool, Error> {
        let content = self.on_disk(path)?.flatten();
        let id = content.map(|content| converting.blob_id(path, &content)).transpose()?;
        Ok(id == leaf.map(|(id, _)| id))
    }
}

/// The acts right before each commit by hand, newest first, as where the branch was and where it went.
fn acts_before_commits(steps: &[ReflogEntry]) -> impl Iterator<Item = (Oid, Oid)> {
    let commits = steps.iter().enumerate().filter(|(_, step)| step.is_commit);
    commits.flat_map(|(place, commit)| {
        let acts = steps[place + 1..].iter().take_while(|step| step.is_ours);
        acts.take_while(|act| commit.at - act.at <= AT_ONCE).map(|act| act.ends)
    })
}
