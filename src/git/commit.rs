//! Records acts: HEAD's tree with some paths changed, a commit object, and a compare-and-swap of the branch.

use std::time::Duration;

use git2::{Commit, ErrorCode, Oid, Signature};

use super::{CommitId, Error, Repo, Timestamp, Write};
use crate::disk;
use crate::git::objects::signature::{Draft, host, person, signature};
use crate::git::objects::{pack, reflog, tree};
use crate::git::user_index::UserIndex;

/// How often a commit is built anew on a branch that other programs move or lock: for about five seconds.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(5);

/// A commit that was made, and the person's git index, which is to follow it.
#[derive(Debug)]
pub struct Committed {
    pub id: CommitId,
    pub index: UserIndex,
}

impl Repo {
    /// Records one act as one commit: HEAD's tree with these paths changed, compare-and-swap on the branch, fsync on.
    /// `None` when nothing differs from HEAD.
    ///
    /// When another program moves the branch meanwhile, the same paths are changed on its new tip. The person's git index
    /// is left behind; see [`UserIndex::follow`].
    pub fn commit(&self, writes: &[Write], message: &str, at: Timestamp) -> Result<Option<Committed>, Error> {
        self.ready()?;
        let mut index = UserIndex::default();
        let mut blobs = self.store(writes)?;
        self.make_way_for(&mut blobs)?;
        let mut stuck = Error::Moved;
        for attempt in 0..TRIES {
            let tip = self.tip()?;
            // A large folder is read once for all that is asked of it.
            let mut old = self.leaves(tip.as_ref())?;
            let Some(new) = self.commit_on(tip.as_ref(), &mut old, &blobs, message, at)? else { return Ok(None) };
            let is_in_step = tip.as_ref().is_some_and(|tip| self.is_noted_in_step(tip));
            disk::point("commit-made");
            match self.advance(tip.as_ref().map(Commit::id), new, first_line(message), &mut index) {
                Ok(()) => {
                    disk::point("commit-advanced");
                    index.note_commit(is_in_step.then_some(new));
                    index.note(self.held_before(&mut old, &blobs)?);
                    return Ok(Some(Committed { id: new.into(), index }));
                }
                Err(error @ (Error::Moved | Error::Held(_))) => {
                    self.clear_locks()?;
                    std::thread::sleep(PAUSE * attempt.min(20));
                    stuck = error;
                }
                Err(error) => return Err(error),
            }
        }
        Err(stuck)
    }

    /// Stores the contents of an act, and says what becomes of each path.
    fn store(&self, writes: &[Write]) -> Result<tree::Edits, Error> {
        let (mut ours, mut is_own) = (Vec::new(), self.owning());
        for write in writes {
            let full = self.full(&write.path)?;
            if !is_own(&write.path) {
                return Err(Error::OtherRepository(full));
            }
            if write.content.is_some() || !self.is_kept_out(&full) {
                ours.push(write);
            }
        }
        let ids = if ours.len() < pack::MANY { self.store_loose(&ours)? } else { self.store_packed(&ours)? };
        let leaf = |id: Option<Oid>| id.map(|id| (id, tree::FILE));
        ours.iter().zip(ids).map(|(write, id)| Ok((self.full(&write.path)?, leaf(id)))).collect()
    }

    fn store_loose(&self, writes: &[&Write]) -> Result<Vec<Option<Oid>>, Error> {
        let store = |write: &&Write| {
            let full = self.full(&write.path)?;
            write.content.as_ref().map(|content| self.store_blob(&full, content)).transpose()
        };
        writes.iter().map(store).collect()
    }

    fn commit_on(
        &self,
        tip: Option<&Commit<'_>>,
        old: &mut tree::Leaves<'_>,
        blobs: &tree::Edits,
        message: &str,
        at: Timestamp,
    ) -> Result<Option<Oid>, Error> {
        let edits = old.with_modes(blobs).map_err(|error| self.failed(error))?;
        if edits.is_empty() && tip.is_some() {
            return Ok(None);
        }
        let id = tree::edited_known(old, &edits).map_err(|error| self.failed(error))?;
        let author = self.author(at)?;
        let parents: Vec<&Commit<'_>> = tip.into_iter().collect();
        if self.signs() {
            return self.signed_commit(id, &parents, message, &author).map(Some);
        }
        let tree = self.inner.find_tree(id).map_err(|error| self.failed(error))?;
        let made = self.inner.commit(None, &author, &author, message, &tree, &parents);
        made.map(Some).map_err(|error| self.failed(error))
    }

    /// Signs by the git program, which knows the person's keys and agents.
    fn signed_commit(
        &self,
        tree: Oid,
        parents: &[&Commit<'_>],
        message: &str,
        author: &Signature<'_>,
    ) -> Result<Oid, Error> {
        let draft = Draft { tree, parents, message, author };
        self.parse_id(&draft.signed(self.git(&draft.args()))?)
    }

    /// What the paths held before.
    fn held_before(
        &self,
        old: &mut tree::Leaves<'_>,
        edits: &tree::Edits,
    ) -> Result<Vec<(String, Option<tree::Leaf>)>, Error> {
        let leaf = |path: &String| Ok((path.clone(), old.leaf(path).map_err(|error| self.failed(error))?));
        edits.keys().map(leaf).collect()
    }

    /// Moves the branch from `old` to `new`, or not at all when it is elsewhere by now. The person's git index is locked
    /// then until it has followed, if nobody else had it locked.
    pub(super) fn advance(&self, old: Option<Oid>, new: Oid, why: &str, index: &mut UserIndex) -> Result<(), Error> {
        index.lock(self);
        let log = &format!("{}{why}", reflog::SIGN);
        let moved = match old {
            Some(old) => self.inner.reference_matching(&self.branch, new, true, old, log),
            None => self.inner.reference(&self.branch, new, false, log),
        };
        let Err(error) = moved else { return Ok(()) };
        index.unlock();
        Err(match error.code() {
            ErrorCode::Locked => Error::Held(self.held_lock()),
            ErrorCode::Modified | ErrorCode::Exists => Error::Moved,
            _ => self.failed(error),
        })
    }

    fn author(&self, at: Timestamp) -> Result<Signature<'static>, Error> {
        let (name, email) = person(self.inner.config(), host);
        signature(&name, &email, at).map_err(|error| self.failed(error))
    }
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
