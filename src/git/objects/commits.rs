//! The store's branch and its commits.

use git2::{Commit, ErrorCode, Oid, Tree};

use super::tree;
use crate::git::{CommitId, Error, Repo};

impl Repo {
    /// The commit the store's branch is at; `None` before the first.
    pub fn head(&self) -> Result<Option<CommitId>, Error> {
        Ok(self.tip()?.map(|tip| tip.id().into()))
    }

    pub(in crate::git) fn tip(&self) -> Result<Option<Commit<'_>>, Error> {
        match self.inner.find_reference(&self.branch) {
            // A branch that leads to no commit is damaged, and not merely young.
            Ok(branch) => branch.peel_to_commit().map(Some).map_err(|error| self.failed(error)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    pub(in crate::git) fn find_commit(&self, id: Oid) -> Result<Commit<'_>, Error> {
        self.inner.find_commit(id).map_err(|error| self.failed(error))
    }

    /// The paths in which two trees differ, as [`tree::changes`] finds them.
    pub(in crate::git) fn tree_changes(
        &self,
        old: Option<&Tree<'_>>,
        new: Option<&Tree<'_>>,
    ) -> Result<Vec<tree::Changed>, Error> {
        tree::changes(&self.inner, old, new).map_err(|error| self.failed(error))
    }

    pub(in crate::git) fn tree_of<'a>(&self, commit: Option<&Commit<'a>>) -> Result<Option<Tree<'a>>, Error> {
        commit.map(Commit::tree).transpose().map_err(|error| self.failed(error))
    }

    /// Looks up many paths of a commit.
    pub(in crate::git) fn leaves(&self, commit: Option<&Commit<'_>>) -> Result<tree::Leaves<'_>, Error> {
        let root = commit.map(|commit| self.inner.find_tree(commit.tree_id())).transpose();
        Ok(tree::Leaves::of(&self.inner, root.map_err(|error| self.failed(error))?))
    }

    /// The commit that a person means by (part of) an id, a branch, a tag, `HEAD~2`.
    pub fn commit_named(&self, name: &str) -> Result<CommitId, Error> {
        let found = self.inner.revparse_single(name).and_then(|object| object.peel_to_commit());
        found.map(|commit| commit.id().into()).map_err(|_| Error::NoCommit(CommitId(name.to_owned())))
    }

    /// The first parent of a commit.
    pub fn parent(&self, commit: &CommitId) -> Result<Option<CommitId>, Error> {
        Ok(self.commit_of(commit)?.parent_ids().next().map(CommitId::from))
    }

    /// Whether a commit is another or comes before it.
    pub fn is_within(&self, earlier: &CommitId, later: &CommitId) -> Result<bool, Error> {
        let (one, other) = (self.commit_of(earlier)?.id(), self.commit_of(later)?.id());
        Ok(one == other || self.inner.graph_descendant_of(other, one).map_err(|error| self.failed(error))?)
    }

    pub(in crate::git) fn commit_of(&self, id: &CommitId) -> Result<Commit<'_>, Error> {
        let found = Oid::from_str(&id.0).and_then(|oid| self.inner.find_commit(oid));
        found.map_err(|error| match error.code() {
            ErrorCode::NotFound => Error::NoCommit(id.clone()),
            _ => self.failed(error),
        })
    }

    /// The newest commit that two have in common; of several, the same one on every machine.
    pub(in crate::git) fn common(&self, one: Oid, other: Oid) -> Result<Option<Oid>, Error> {
        match self.inner.merge_bases(one, other) {
            Ok(bases) => Ok(bases.iter().min().copied()),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    pub(in crate::git) fn leaf_in(&self, commit: &Commit<'_>, full: &str) -> Result<Option<tree::Leaf>, Error> {
        commit.tree().and_then(|tree| tree::leaf(&tree, full)).map_err(|error| self.failed(error))
    }

    pub(in crate::git) fn changed(&self, old: Option<Oid>, new: Oid) -> Result<Vec<tree::Changed>, Error> {
        let (old, new) = (old.map(|id| self.find_commit(id)).transpose()?, self.find_commit(new)?);
        let (old, new) = (self.tree_of(old.as_ref())?, self.tree_of(Some(&new))?);
        self.tree_changes(old.as_ref(), new.as_ref())
    }
}
