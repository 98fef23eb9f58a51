//! The person's own git index, which must never lag behind into a revert.
//!
//! Commits are made past the index. If it stayed as it was, the person's next `git commit` would take back what Riffle
//! committed. So the entries of our paths follow, unless the person staged something there themselves.

mod by_git;
mod differing;
mod entry;
mod follow;
pub(in crate::git) mod held;
mod in_step;
mod lock;
mod make_way;
mod race;
mod raw;
mod rebuild;
mod skip_worktree;
mod status;

use std::collections::HashMap;

use git2::Oid;

use crate::git::objects::tree::Leaf;
use lock::IndexLock;

/// What the person's git index has to follow: made with a commit, and done with [`UserIndex::follow`].
///
/// Git's lock on the index is taken before the branch moves, so that nobody commits an index that does not show the new
/// commit yet. Dropped without that, it gives the lock back and leaves the index as it is; what the index lacks then is
/// found by [`Repo::left_behind`](super::Repo::left_behind).
#[derive(Debug, Default)]
pub struct UserIndex {
    /// None before the first commit, and while another program has it.
    lock: Option<IndexLock>,
    /// What the index holds of the committed paths unless the person staged something there.
    behind: HashMap<String, Option<Leaf>>,
    /// The last commit, if nothing lagged behind before it.
    in_step_before: Option<Oid>,
}

impl UserIndex {
    /// Whether something that was committed has not come into the index yet.
    pub fn is_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Notes what the index holds of these paths if the person staged nothing.
    pub(in crate::git) fn note(&mut self, held: impl IntoIterator<Item = (String, Option<Leaf>)>) {
        for (path, leaf) in held {
            self.behind.entry(path).or_insert(leaf);
        }
    }

    /// Notes the commit that the index is to follow, if nothing lagged behind before it.
    pub(in crate::git) fn note_commit(&mut self, in_step_before: Option<Oid>) {
        self.in_step_before = in_step_before;
    }
}
