//! Texts that merges made of two.

use std::collections::HashSet;

use git2::{Commit, Oid, Sort};

use super::tree;
use crate::git::{CommitId, Error, Repo};

/// So many commits, and of them so many merges, are looked at after a sync.
const LOOKED_AT: usize = 10_000;
const MERGES: usize = 200;

/// A text of a merge that neither of the commits it joined has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    pub merge: CommitId,
    pub path: String,
    pub base: Vec<u8>,
    pub sides: [Vec<u8>; 2],
    /// Whether this machine's branch has been at the commit of each side.
    pub is_here: [bool; 2],
    pub text: Vec<u8>,
}

impl Repo {
    /// The texts that merges have made of two since a commit.
    pub fn joins_since(&self, old: &CommitId) -> Result<Vec<Join>, Error> {
        let Some(tip) = self.tip()? else { return Ok(Vec::new()) };
        let mut walk = self.inner.revwalk().map_err(|error| self.failed(error))?;
        let old = self.commit_of(old)?.id();
        let begun = walk.set_sorting(Sort::TIME).and_then(|()| walk.push(tip.id())).and_then(|()| walk.hide(old));
        begun.map_err(|error| self.failed(error))?;
        let mut merges = Vec::new();
        for id in walk.take(LOOKED_AT) {
            let commit = self.find_commit(id.map_err(|error| self.failed(error))?)?;
            if commit.parent_count() == 2 {
                merges.push(commit);
            }
        }
        let joins = merges.iter().take(MERGES).map(|merge| self.joins_of(merge, None));
        Ok(joins.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// One of them, as it was made.
    pub fn join_at(&self, merge: &CommitId, path: &str) -> Result<Option<Join>, Error> {
        let (merge, full) = (self.commit_of(merge)?, self.full(path)?);
        Ok(self.joins_of(&merge, Some(&full))?.pop())
    }

    fn joins_of(&self, merge: &Commit<'_>, only: Option<&str>) -> Result<Vec<Join>, Error> {
        let sides: Vec<Commit<'_>> = merge.parents().collect();
        let [one, other] = sides.as_slice() else { return Ok(Vec::new()) };
        let Some(base) = self.common(one.id(), other.id())? else { return Ok(Vec::new()) };
        let base = self.find_commit(base)?;
        let been: HashSet<Oid> = self.reflog_entries()?.into_iter().flat_map(|it| [it.ends.0, it.ends.1]).collect();
        let is_here = [one, other].map(|side| been.contains(&side.id()));
        let trees = [&base, one, other, merge].map(|commit| self.tree_of(Some(commit)));
        let [base, one, other, joined] = trees;
        let (base, sides, joined) = (base?, [one?, other?], joined?);
        let changed = |side: usize| self.tree_changes(base.as_ref(), sides[side].as_ref());
        let others: HashSet<String> = changed(1)?.into_iter().map(|(full, ..)| full).collect();
        let mut joins = Vec::new();
        for (full, before, mine) in changed(0)? {
            let is_wanted = only.is_none_or(|only| only == full) && others.contains(&full);
            let Some(path) = self.inside(&full).filter(|_| is_wanted).map(str::to_owned) else { continue };
            let leaf = |tree: &Option<git2::Tree<'_>>| {
                let leaf = tree.as_ref().map(|tree| tree::leaf(tree, &full)).transpose();
                leaf.map(Option::flatten).map_err(|error| self.failed(error))
            };
            let all = [before, mine, leaf(&sides[1])?, leaf(&joined)?];
            let [Some(before), Some(mine), Some(theirs), Some(text)] = all else { continue };
            if all.iter().flatten().all(|(_, mode)| tree::is_file(*mode)) && ![mine.0, theirs.0].contains(&text.0) {
                let load = |(id, _): tree::Leaf| self.load_blob(&full, id);
                let (base, sides, text) = (load(before)?, [load(mine)?, load(theirs)?], load(text)?);
                joins.push(Join { merge: merge.id().into(), path, base, sides, is_here, text });
            }
        }
        Ok(joins)
    }
}
