//! Brings the files from one commit to another, then the branch; finishes after a crash.
//!
//! The recovery record comes first, then the files, then the branch: whatever stops this half-way, doing it again from
//! the record ends in the same place. A file that is not what the old commit holds is merged, never overwritten, and stays
//! uncommitted.

use std::collections::BTreeSet;

use git2::Oid;

use super::recovery::Recovery;
use super::{Applied, Choice, Merge, SyncCallbacks, WriteFile};
use crate::disk;
use crate::git::objects::tree;
use crate::git::{Error, Repo, Timestamp, UserIndex};

impl Repo {
    /// Whether a sync was stopped half-way. Until [`Repo::resume`] has run, files may be newer than the branch.
    pub fn is_interrupted(&self) -> bool {
        self.read_recovery().is_some()
    }

    /// Finishes a sync that was stopped half-way; the caller holds the store's lock. Comes before anything is committed.
    pub fn resume(
        &self,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let Some(ends) = self.read_recovery().map(|journal| journal.ends()) else { return Ok(Vec::new()) };
        let tip = self.tip()?.map(|tip| tip.id());
        let (mut received, mut index) = (Vec::new(), UserIndex::default());
        match ends {
            Some((old, new)) if tip == old => received = self.bring((old, new), write, merge, &mut index, at)?.received,
            Some((old, new)) if tip == Some(new) => self.follow_branch(&mut index, &self.changed(old, new)?)?,
            // Somebody moved the branch: what is on disk counts as an edit like any other.
            Some(_) | None => {}
        }
        self.remove_recovery()?;
        Ok(received)
    }

    /// Brings files and branch from `old` to `new` with a recovery record around it.
    pub(super) fn apply(
        &self,
        old: Option<Oid>,
        new: Oid,
        callbacks: &mut SyncCallbacks<'_>,
        index: &mut UserIndex,
        at: Timestamp,
    ) -> Result<Applied, Error> {
        if !callbacks.chosen.contains(&Choice::TakeRemovals) {
            self.guard_there(old, new)?;
        }
        self.guard_edited(old, new)?;
        self.write_recovery(&Recovery::new(old, new))?;
        let applied = self.bring((old, new), callbacks.write, callbacks.merge, index, at);
        match &applied {
            // The branch went elsewhere; the next round starts from there.
            Ok(_) | Err(Error::Moved) => self.remove_recovery()?,
            Err(_) => {}
        }
        applied
    }

    /// Refuses to bring files to a commit where that would change one outside of the store that somebody is editing.
    fn guard_edited(&self, old: Option<Oid>, new: Oid) -> Result<(), Error> {
        let mut edited = Vec::new();
        for (path, before, after) in self.changed(old, new)?.iter().filter(|(path, ..)| self.inside(path).is_none()) {
            let load = |leaf: &Option<tree::Leaf>| leaf.map(|(id, _)| self.load_blob(path, id)).transpose();
            let now = self.on_disk(path)?;
            let is_plain = [before, after].into_iter().flatten().all(|(_, mode)| tree::is_file(*mode));
            if is_plain
                && now.is_some_and(|now| {
                    now != load(before).unwrap_or_default() && now != load(after).unwrap_or_default()
                })
            {
                edited.push(path.clone());
            }
        }
        if edited.is_empty() { Ok(()) } else { Err(Error::Edited(edited)) }
    }

    fn bring(
        &self,
        (old, new): (Option<Oid>, Oid),
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        index: &mut UserIndex,
        at: Timestamp,
    ) -> Result<Applied, Error> {
        let new_commit = self.find_commit(new)?;
        let after = self.tree_of(Some(&new_commit))?;
        let changes = self.changed(old, new)?;
        let (accepted, held) = self.accept(&changes, after.as_ref())?;
        let mut applied = self.checkout(accepted, write, merge, at)?;
        applied.held.extend(held);
        disk::point("sync-files-written");
        // Must come before the branch moves: else what is not written would look removed.
        self.note_held(&changes, &applied.held)?;
        self.advance(old, new, "sync", index)?;
        disk::point("sync-branch-moved");
        self.follow_branch(index, &changes)?;
        Ok(applied)
    }

    /// Lets the person's git index follow the branch, also for files that were not written: otherwise the person's next
    /// commit would remove them.
    fn follow_branch(&self, index: &mut UserIndex, changes: &[tree::Changed]) -> Result<(), Error> {
        index.note(changes.iter().map(|(path, before, _)| (path.clone(), *before)));
        match index.follow_full(self, BTreeSet::new()) {
            Err(Error::Held(_)) => self.mark_held(),
            followed => followed,
        }
    }
}
