//! Whether the last commit, and what the remote does not have yet, is whole.

use std::collections::HashSet;

use git2::{ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::damage;
use crate::git::Repo;

impl Repo {
    /// What of the last commit nobody has.
    pub(in crate::git) fn lost(&self) -> Option<damage::Damage> {
        let tip = self.inner.refname_to_id(&self.branch).ok()?;
        let missing = self.missing(tip)?;
        Some(damage::lost(&self.inner.commondir().join("objects"), missing))
    }

    pub(in crate::git) fn is_whole(&self, commit: Oid) -> bool {
        self.missing(commit).is_none()
    }

    /// The first object that is missing: a commit, or what is in one that the remote does not have, or had last.
    fn missing(&self, tip: Oid) -> Option<Oid> {
        let (mut seen, mut pending) = (HashSet::new(), vec![tip]);
        while let Some(id) = pending.pop() {
            let Ok(commit) = self.inner.find_commit(id) else { return Some(id) };
            pending.extend(commit.parent_ids().filter(|parent| seen.insert(*parent)));
        }
        let odb = self.inner.odb().ok()?;
        let mut looked = HashSet::new();
        self.unsent_commits(tip).into_iter().find_map(|id| {
            let tree = self.inner.find_commit(id).ok()?.tree_id();
            self.missing_below(&odb, tree, &mut looked)
        })
    }

    /// A commit and those before it as far as the remote does not have them, and what it had last.
    fn unsent_commits(&self, tip: Oid) -> Vec<Oid> {
        let sent = self.remote().ok().flatten().map_or_else(Vec::new, |remote| self.exchanged(&remote));
        let walked = self.inner.revwalk().and_then(|mut walk| {
            walk.push(tip)?;
            sent.iter().filter(|id| self.inner.find_commit(**id).is_ok()).try_for_each(|id| walk.hide(*id))?;
            walk.collect::<Result<Vec<_>, _>>()
        });
        [vec![tip], walked.unwrap_or_default(), sent].concat()
    }

    fn missing_below(&self, odb: &git2::Odb<'_>, tree: Oid, looked: &mut HashSet<Oid>) -> Option<Oid> {
        if !looked.insert(tree) {
            return None;
        }
        let Ok(found) = self.inner.find_tree(tree) else { return Some(tree) };
        found.iter().find_map(|entry| match entry.kind() {
            Some(ObjectType::Tree) => self.missing_below(odb, entry.id(), looked),
            Some(ObjectType::Blob) => (!odb.exists(entry.id())).then(|| entry.id()),
            _ => None,
        })
    }

    pub(in crate::git) fn missing_tree(&self, id: Oid) -> bool {
        let Ok(tree) = self.inner.find_tree(id) else { return true };
        let mut is_missing = false;
        let walked = tree.walk(TreeWalkMode::PreOrder, |_, entry| {
            is_missing |= entry.kind() == Some(ObjectType::Tree) && self.inner.find_tree(entry.id()).is_err();
            if is_missing { TreeWalkResult::Abort } else { TreeWalkResult::Ok }
        });
        is_missing || walked.is_err()
    }
}
