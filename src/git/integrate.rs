//! Brings the files from one commit to another, then the branch; finishes after a crash.
//!
//! The journal comes first, then the files, then the branch: whatever stops this half-way, doing it again from the
//! journal ends in the same place. A file that is not what the old commit holds is merged, never overwritten, and stays
//! uncommitted.

use std::collections::HashSet;
use std::fs;

use git2::{Oid, Tree};

use super::arrived::Passed;
use super::aside::free;
use super::folders::Folders;
use super::held::{COLLIDES, IN_ITS_PLACE, ODD, Place};
use super::journal::Journal;
use super::merge::{Decided, Merge};
use super::sync::{Hands, Removals, WriteFile};
use super::{Difference, Error, Repo, Timestamp, safe_path, tree};
use crate::disk;
use crate::text::file_name;

/// How often a file is looked at again that changes under our hands.
const TRIES: usize = 4;

/// What was brought here.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) received: Vec<String>,
    pub(super) clashes: Vec<String>,
    /// What got another name, from where to where.
    pub(super) renamed: Vec<(String, String)>,
    /// Paths of the repository that were not written, and why.
    pub(super) held: Vec<(String, String)>,
}

impl Repo {
    /// Whether a sync was stopped half-way. Until [`Repo::resume`] has run, files may be newer than the branch.
    pub fn unfinished(&self) -> bool {
        self.read_journal().is_some()
    }

    /// Finishes a sync that was stopped half-way; the caller holds the store's lock. Comes before anything is committed.
    pub fn resume(
        &self,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let Some(ends) = self.read_journal().map(|journal| journal.ends()) else { return Ok(Vec::new()) };
        let tip = self.tip()?.map(|tip| tip.id());
        let mut received = Vec::new();
        match ends {
            Some((old, new)) if tip == old => received = self.bring((old, new), write, merge, at)?.received,
            Some((old, new)) if tip == Some(new) => self.settle(&self.changed(old, new)?)?,
            // Somebody moved the branch: what is on disk counts as an edit like any other.
            Some(_) | None => {}
        }
        self.remove_journal()?;
        Ok(received)
    }

    /// Brings files and branch from `old` to `new` with a journal around it.
    pub(super) fn apply(
        &self,
        old: Option<Oid>,
        new: Oid,
        hands: &mut Hands<'_>,
        at: Timestamp,
    ) -> Result<Brought, Error> {
        match hands.removals {
            Removals::Guarded => self.guard_there(old, new)?,
            Removals::Accepted => {}
        }
        self.write_journal(&Journal::new(old, new))?;
        let brought = self.bring((old, new), hands.write, hands.merge, at);
        match &brought {
            // The branch went elsewhere; the next round starts from there.
            Ok(_) | Err(Error::Moved) => self.remove_journal()?,
            Err(_) => {}
        }
        brought
    }

    fn bring(
        &self,
        (old, new): (Option<Oid>, Oid),
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Brought, Error> {
        let new_commit = self.inner.find_commit(new).map_err(|error| self.failed(error))?;
        let after = self.tree_of(Some(&new_commit))?;
        let changes = self.changed(old, new)?;
        let (accepted, held) = self.accept(&changes, after.as_ref())?;
        let mut brought = self.bring_files(accepted, write, merge, at)?;
        brought.held.extend(held);
        disk::point("sync-files-written");
        // Before the branch moves: else what is not written would look removed.
        self.note_held(&changes, &brought.held)?;
        self.advance(old, new, "sync")?;
        disk::point("sync-branch-moved");
        self.settle(&changes)?;
        Ok(brought)
    }

    /// Brings files from what one side of each change is to the other.
    pub(super) fn bring_files(
        &self,
        changes: Vec<tree::Changed>,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Brought, Error> {
        let mut files = Files { repo: self, write, merge, brought: Brought::default(), passed: Vec::new(), at };
        let done = in_order(changes).iter().try_for_each(|change| files.bring(change));
        let Files { brought, passed, .. } = files;
        self.note_arrived(passed, at)?;
        done.map(|()| brought)
    }

    pub(super) fn changed(&self, old: Option<Oid>, new: Oid) -> Result<Vec<tree::Changed>, Error> {
        let find = |id: Oid| self.inner.find_commit(id).map_err(|error| self.failed(error));
        let (old, new) = (old.map(find).transpose()?, find(new)?);
        let (old, new) = (self.tree_of(old.as_ref())?, self.tree_of(Some(&new))?);
        tree::changes(&self.inner, old.as_ref(), new.as_ref()).map_err(|error| self.failed(error))
    }

    /// Lets the person's git index follow the branch, also with what was not written: else their next commit removed it.
    fn settle(&self, changes: &[tree::Changed]) -> Result<(), Error> {
        self.note_behind(changes.iter().map(|(path, before, _)| (path, *before)));
        let paths: Vec<String> = changes.iter().map(|(path, ..)| path.clone()).collect();
        match self.refresh_full(&paths) {
            Err(Error::Held(_)) => self.mark_held(),
            followed => followed,
        }
    }

    /// Sorts out what must not become a file here; it stays in the history.
    fn accept(&self, changes: &[tree::Changed], after: Option<&Tree<'_>>) -> Result<Sorted, Error> {
        let (mut accepted, mut held) = (Vec::new(), Vec::new());
        let mut folders = Folders::default();
        for change in changes {
            let (path, before, new) = change;
            let is_odd = |leaf: Option<tree::Leaf>| leaf.filter(|(_, mode)| !tree::is_file(*mode));
            let mut hold = |why: &str| held.push((path.clone(), why.to_owned()));
            if let Some(why) = safe_path::refuse(path)
                && !self.is_writable_here(path, *before)?
            {
                hold(why);
                continue;
            }
            if let Some((id, _)) = is_odd(*before) {
                self.remove_link(path, id)?;
            }
            let before = before.filter(|(_, mode)| tree::is_file(*mode));
            if let Some((id, _)) = is_odd(*new) {
                if !self.is_link(path, id)? {
                    hold(ODD);
                    accepted.extend(before.map(|before| (path.clone(), Some(before), None)));
                }
            } else if before.is_none() && folders.collides(self, after, path)? {
                hold(COLLIDES);
            } else {
                accepted.push((path.clone(), before, *new));
            }
        }
        Ok((accepted, held))
    }

    /// Whether a name that is not made here is here nevertheless, by the person's own hand or git.
    fn is_writable_here(&self, path: &str, before: Option<tree::Leaf>) -> Result<bool, Error> {
        let is_harmless = !path.contains('\u{fffd}') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let is_plain = is_harmless && before.is_some() && safe_path::may_be_recorded(path);
        Ok(is_plain && self.on_disk(path)?.flatten().is_some())
    }

    /// Whether the symbolic link that a commit has is on the disk.
    fn is_link(&self, path: &str, id: Oid) -> Result<bool, Error> {
        let Ok(target) = fs::read_link(self.workdir.join(path)) else { return Ok(false) };
        let blob = self.inner.find_blob(id).map_err(|error| self.failed(error))?;
        Ok(self.place_of(path)? == Place::Taken && target.as_os_str().as_encoded_bytes() == blob.content())
    }

    /// Takes a symbolic link away that is what a commit had; what it led to stays.
    fn remove_link(&self, path: &str, id: Oid) -> Result<(), Error> {
        if self.is_link(path, id)? { Ok(disk::remove(&self.workdir.join(path))?) } else { Ok(()) }
    }

    /// Writes one file that lies in the repository but outside the store.
    fn write_outside(&self, full: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> Result<(), disk::Error> {
        let file = self.workdir.join(full);
        match (before, after) {
            (Some(before), Some(after)) => disk::replace(&file, before, after),
            (None, Some(after)) => disk::create(&file, after),
            (Some(before), None) => disk::remove_expected(&file, before),
            (None, None) => Ok(()),
        }
    }
}

/// What is to be written, and what is held, with the reasons.
type Sorted = (Vec<tree::Changed>, Vec<(String, String)>);

/// New files, then changed ones, then removals; but a file that stands where a folder is to come goes first, and so does one
/// that comes back under a name that some disks take for the same.
fn in_order(mut changes: Vec<tree::Changed>) -> Vec<tree::Changed> {
    let (mut folders, mut names) = (HashSet::new(), HashSet::new());
    for (path, ..) in changes.iter().filter(|(_, _, after)| after.is_some()) {
        folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
        names.insert(file_name::folded(path));
    }
    changes.sort_by_key(|(path, before, after)| match (before, after) {
        (_, None) if folders.contains(path) || names.contains(&file_name::folded(path)) => 0,
        (None, Some(_)) => 1,
        (Some(_), Some(_)) => 2,
        (_, None) => 3,
    });
    changes
}

struct Files<'a, 'b> {
    repo: &'a Repo,
    write: &'a mut WriteFile<'b>,
    merge: &'a mut Merge<'b>,
    brought: Brought,
    /// Which contents were written over which.
    passed: Vec<Passed>,
    at: Timestamp,
}

impl Files<'_, '_> {
    fn bring(&mut self, (path, before, after): &tree::Changed) -> Result<(), Error> {
        let load = |leaf: &Option<tree::Leaf>| leaf.map(|(id, _)| self.repo.load_blob(path, id)).transpose();
        let (old, new) = (load(before)?, load(after)?);
        for _ in 0..TRIES {
            let Some(now) = self.repo.on_disk(path)? else {
                if new.is_some() {
                    self.brought.held.push((path.clone(), IN_ITS_PLACE.to_owned()));
                }
                return Ok(());
            };
            let wrote = if now == new {
                Ok(())
            } else if now == old {
                self.write(path, now, new.clone())
            } else {
                self.merge_with_disk(path, [old.as_deref(), now.as_deref(), new.as_deref()])?
            };
            match wrote {
                Ok(()) => {
                    self.brought.received.push(self.repo.shown(path));
                    return Ok(());
                }
                // Somebody was faster: look again.
                Err(disk::Error::Changed(_) | disk::Error::Exists(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(disk::Error::Changed(self.repo.workdir.join(path)).into())
    }

    /// A file that was edited and not committed takes up what arrives, and stays uncommitted.
    fn merge_with_disk(&mut self, path: &str, sides: [Option<&[u8]>; 3]) -> Result<Result<(), disk::Error>, Error> {
        let [old, now, new] = sides;
        let (joined, mut writes) = self.join_stale(path, old, now)?;
        let sides = [old, joined.as_deref().or(now), new];
        writes.extend(self.repo.decide(path, sides, self.merge)?);
        // Copies first: the file itself changes only when the other text is safe.
        let (own, copies): (Vec<_>, Vec<_>) = writes.into_iter().partition(|(full, _)| full == path);
        let is_kept_twice = copies.iter().any(|(_, content)| content.is_some());
        for (usual, content) in copies {
            if let Err(error) = self.write_copy(usual, content)? {
                return Ok(Err(error));
            }
        }
        for (_, content) in own {
            let now = now.map(<[u8]>::to_vec);
            if now != content
                && let Err(error) = self.write(path, now, content)
            {
                return Ok(Err(error));
            }
        }
        if is_kept_twice {
            self.brought.clashes.push(self.repo.shown(path));
        }
        Ok(Ok(()))
    }

    /// Writes a text that is kept twice, beside what somebody made of an earlier one of its name.
    fn write_copy(&mut self, usual: String, content: Option<Vec<u8>>) -> Result<Result<(), disk::Error>, Error> {
        let name = free(usual, |name| {
            let is_else = |now: Option<Vec<u8>>| now.is_some() && now != content;
            Ok::<_, Error>(self.repo.on_disk(name)?.is_none_or(is_else))
        })?;
        let now = self.repo.on_disk(&name)?.flatten();
        Ok(if now == content { Ok(()) } else { self.write(&name, now, content) })
    }

    /// What was saved without knowing what an earlier sync had brought, joined with that; and copies where both are kept.
    fn join_stale(
        &mut self,
        path: &str,
        old: Option<&[u8]>,
        now: Option<&[u8]>,
    ) -> Result<(Option<Vec<u8>>, Vec<Decided>), Error> {
        let Some(old) = old else { return Ok((None, Vec::new())) };
        let Some(stale) = self.repo.stale_against(path, now, old, self.at)? else { return Ok((None, Vec::new())) };
        let sides = [Some(stale.base.as_slice()), stale.saved.as_deref(), Some(old)];
        let (own, copies): (Vec<_>, Vec<_>) =
            self.repo.decide(path, sides, self.merge)?.into_iter().partition(|(full, _)| full == path);
        Ok((own.into_iter().find_map(|(_, content)| content), copies))
    }

    fn write(&mut self, full: &str, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Result<(), disk::Error> {
        let passed = self.repo.passed(full, before.as_deref(), after.as_deref());
        let wrote = self.write_file(full, before, after);
        if wrote.is_ok() {
            self.passed.extend(passed);
        }
        wrote
    }

    fn write_file(&mut self, full: &str, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Result<(), disk::Error> {
        match self.repo.inside(full) {
            Some(path) => (self.write)(&Difference { path: path.to_owned(), before, after }),
            None => self.repo.write_outside(full, before.as_deref(), after.as_deref()),
        }
    }
}
