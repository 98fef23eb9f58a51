//! Brings files from what one commit holds to what another does; what was edited meanwhile is merged, never overwritten.

use std::collections::HashSet;

use super::overwritten::Overwritten;
use super::{Applied, Merge, Resolved, WriteFile};
use crate::disk;
use crate::git::objects::names::free_name;
use crate::git::objects::tree;
use crate::git::user_index::held::IN_ITS_PLACE;
use crate::git::{Difference, Error, Repo, Timestamp};
use crate::text::file_name;

const EDITED: &str = "somebody is editing it, and it changed there too";

/// How often a file is read again when another program changes it meanwhile.
const TRIES: usize = 4;

impl Repo {
    /// Brings files from what one side of each change is to the other.
    pub(super) fn checkout(
        &self,
        changes: Vec<tree::Changed>,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Applied, Error> {
        let mut files = Files { repo: self, write, merge, applied: Applied::default(), overwritten: Vec::new(), at };
        let done = in_order(changes).iter().try_for_each(|change| files.bring(change));
        let Files { applied, overwritten, .. } = files;
        self.note_overwritten(overwritten, at)?;
        done.map(|()| applied)
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
    applied: Applied,
    /// Which contents were overwritten by which.
    overwritten: Vec<Overwritten>,
    at: Timestamp,
}

impl Files<'_, '_> {
    fn bring(&mut self, (path, before, after): &tree::Changed) -> Result<(), Error> {
        let load = |leaf: &Option<tree::Leaf>| leaf.map(|(id, _)| self.repo.load_blob(path, id)).transpose();
        let (old, new) = (load(before)?, load(after)?);
        for _ in 0..TRIES {
            let Some(now) = self.repo.on_disk(path)? else {
                if new.is_some() {
                    self.applied.held.push((path.clone(), IN_ITS_PLACE.to_owned()));
                }
                return Ok(());
            };
            match self.bring_from(path, [&old, &now, &new]) {
                // Outside of the store somebody edits it: held, so that nobody takes the edit for a step back.
                Err(Error::Unmergeable(_)) => {
                    self.applied.held.push((path.clone(), EDITED.to_owned()));
                    return Ok(());
                }
                Err(error) => return Err(error),
                Ok(Ok(())) => {
                    self.applied.received.push(self.repo.shown(path));
                    return Ok(());
                }
                // Somebody was faster: look again.
                Ok(Err(disk::Error::Changed(_) | disk::Error::Exists(_))) => {}
                Ok(Err(error)) => return Err(error.into()),
            }
        }
        Err(disk::Error::Changed(self.repo.workdir.join(path)).into())
    }

    /// Brings a file from what it holds now.
    fn bring_from(
        &mut self,
        path: &str,
        [old, now, new]: [&Option<Vec<u8>>; 3],
    ) -> Result<Result<(), disk::Error>, Error> {
        if now == new {
            Ok(Ok(()))
        } else if now == old {
            Ok(self.write(path, now.clone(), new.clone()))
        } else {
            self.merge_with_disk(path, [old.as_deref(), now.as_deref(), new.as_deref()])
        }
    }

    /// Merges what arrives into a file with uncommitted edits, which stay uncommitted.
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
            self.applied.conflicts.push(self.repo.shown(path));
        }
        Ok(Ok(()))
    }

    /// Writes a conflict copy. An earlier copy of its name that somebody edited stays, and this one gets another name.
    fn write_copy(&mut self, usual: String, content: Option<Vec<u8>>) -> Result<Result<(), disk::Error>, Error> {
        let name = free_name(usual, |name| {
            let is_else = |now: Option<Vec<u8>>| now.is_some() && now != content;
            Ok::<_, Error>(self.repo.on_disk(name)?.is_none_or(is_else))
        })?;
        let now = self.repo.on_disk(&name)?.flatten();
        Ok(if now == content { Ok(()) } else { self.write(&name, now, content) })
    }

    /// Merges a stale save with what an earlier sync had brought; also returns copies where both texts are kept.
    fn join_stale(
        &mut self,
        path: &str,
        old: Option<&[u8]>,
        now: Option<&[u8]>,
    ) -> Result<(Option<Vec<u8>>, Vec<Resolved>), Error> {
        let Some(old) = old else { return Ok((None, Vec::new())) };
        let Some(stale) = self.repo.stale_against(path, now, old, self.at)? else { return Ok((None, Vec::new())) };
        let sides = [Some(stale.base.as_slice()), stale.saved.as_deref(), Some(old)];
        let (own, copies): (Vec<_>, Vec<_>) =
            self.repo.decide(path, sides, self.merge)?.into_iter().partition(|(full, _)| full == path);
        Ok((own.into_iter().find_map(|(_, content)| content), copies))
    }

    fn write(&mut self, full: &str, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Result<(), disk::Error> {
        let overwritten = self.repo.overwritten(full, before.as_deref(), after.as_deref());
        let wrote = self.write_file(full, before, after);
        if wrote.is_ok() {
            self.overwritten.extend(overwritten);
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
