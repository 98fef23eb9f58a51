//! Brings the files from one commit to another, then the branch; finishes after a crash.
//!
//! The journal comes first, then the files, then the branch: whatever stops this half-way, doing it again from the
//! journal ends in the same place. A file that is not what the old commit holds is merged, never overwritten, and stays
//! uncommitted.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use git2::{Oid, Tree};

use super::journal::Journal;
use super::merge::Merge;
use super::sync::{Hands, Held, Removals};
use super::{Difference, Error, Repo, safe_path, tree};
use crate::disk;

/// How often a file is looked at again that changes under our hands.
const TRIES: usize = 4;

/// What was brought here.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) received: Vec<String>,
    pub(super) clashes: Vec<String>,
    pub(super) held: Vec<Held>,
}

impl Repo {
    /// Whether a sync was stopped half-way. Until [`Repo::resume`] has run, files may be newer than the branch.
    pub fn unfinished(&self) -> bool {
        self.read_journal().is_some()
    }

    /// Finishes a sync that was stopped half-way; the caller holds the store's lock. Comes before anything is committed.
    pub fn resume(&self, write: &mut super::sync::WriteFile<'_>, merge: &mut Merge<'_>) -> Result<Vec<String>, Error> {
        let Some(ends) = self.read_journal().map(|journal| journal.ends()) else { return Ok(Vec::new()) };
        let tip = self.tip()?.map(|tip| tip.id());
        let mut received = Vec::new();
        match ends {
            Some((old, new)) if tip == old => received = self.bring(old, new, write, merge)?.received,
            Some((old, new)) if tip == Some(new) => self.settle(&self.changed(old, new)?)?,
            // Somebody moved the branch: what is on disk counts as an edit like any other.
            Some(_) | None => {}
        }
        self.remove_journal()?;
        Ok(received)
    }

    /// Brings files and branch from `old` to `new` with a journal around it.
    pub(super) fn apply(&self, old: Option<Oid>, new: Oid, hands: &mut Hands<'_>) -> Result<Brought, Error> {
        match hands.removals {
            Removals::Guarded => self.guard_there(old, new)?,
            Removals::Accepted => {}
        }
        self.write_journal(&Journal::new(old, new))?;
        let brought = self.bring(old, new, hands.write, hands.merge);
        match &brought {
            // The branch went elsewhere; the next round starts from there.
            Ok(_) | Err(Error::Moved) => self.remove_journal()?,
            Err(_) => {}
        }
        brought
    }

    fn bring(
        &self,
        old: Option<Oid>,
        new: Oid,
        write: &mut super::sync::WriteFile<'_>,
        merge: &mut Merge<'_>,
    ) -> Result<Brought, Error> {
        let new_commit = self.inner.find_commit(new).map_err(|error| self.failed(error))?;
        let after = self.tree_of(Some(&new_commit))?;
        let changes = self.changed(old, new)?;
        let mut brought = Brought::default();
        let accepted = self.accept(&changes, after.as_ref(), &mut brought)?;
        let mut files = Files { repo: self, write, merge, brought: &mut brought };
        for change in in_order(accepted) {
            files.bring(change)?;
        }
        disk::point("sync-files-written");
        self.advance(old, new, "sync")?;
        disk::point("sync-branch-moved");
        self.settle(&changes)?;
        Ok(brought)
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
            Ok(()) | Err(Error::Held(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Sorts out what must not become a file here; it stays in the history and is reported.
    fn accept<'a>(
        &self,
        changes: &'a [tree::Changed],
        after: Option<&Tree<'_>>,
        brought: &mut Brought,
    ) -> Result<Vec<&'a tree::Changed>, Error> {
        let mut accepted = Vec::new();
        let mut folders = Folders::default();
        for change in changes {
            let (path, before, new) = change;
            let is_odd = |leaf: Option<tree::Leaf>| leaf.is_some_and(|(_, mode)| !tree::is_file(mode));
            let why = match safe_path::refuse(path) {
                Some(why) => Some(why),
                None if is_odd(*new) => Some("symbolic links and repositories inside are not made here"),
                None if is_odd(*before) => Some("a symbolic link is not replaced here"),
                None if before.is_none() && folders.collides(self, after, path)? => {
                    Some("its name differs from another's only by case or accents' composition")
                }
                None => None,
            };
            match why {
                Some(why) => brought.held.push(Held { path: self.shown(path), why }),
                None => accepted.push(change),
            }
        }
        Ok(accepted)
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

/// New files, then changed ones, then removals; but a file that stands where a folder is to come goes first.
fn in_order(mut changes: Vec<&tree::Changed>) -> Vec<&tree::Changed> {
    let folders: HashSet<&Path> = changes
        .iter()
        .filter(|(_, _, after)| after.is_some())
        .flat_map(|(path, ..)| Path::new(path).ancestors().skip(1))
        .collect();
    changes.sort_by_key(|(path, before, after)| match (before, after) {
        (_, None) if folders.contains(Path::new(path)) => 0,
        (None, Some(_)) => 1,
        (Some(_), Some(_)) => 2,
        (_, None) => 3,
    });
    changes
}

struct Files<'a, 'b> {
    repo: &'a Repo,
    write: &'a mut super::sync::WriteFile<'b>,
    merge: &'a mut Merge<'b>,
    brought: &'a mut Brought,
}

impl Files<'_, '_> {
    fn bring(&mut self, (path, before, after): &tree::Changed) -> Result<(), Error> {
        let load = |leaf: &Option<tree::Leaf>| leaf.map(|(id, _)| self.repo.load_blob(path, id)).transpose();
        let (old, new) = (load(before)?, load(after)?);
        for _ in 0..TRIES {
            let Some(now) = self.repo.on_disk(path)? else {
                let why = "a folder or a symbolic link is in its place";
                self.brought.held.push(Held { path: self.repo.shown(path), why });
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
        let writes = self.repo.decide(path, sides, self.merge)?;
        // Copies first: the file itself changes only when the other text is safe.
        let (own, copies): (Vec<_>, Vec<_>) = writes.into_iter().partition(|(full, _)| full == path);
        let is_kept_twice = copies.iter().any(|(_, content)| content.is_some());
        for (full, content) in copies {
            let Some(now) = self.repo.on_disk(&full)? else { continue };
            if now != content
                && let Err(error) = self.write(&full, now, content)
            {
                return Ok(Err(error));
            }
        }
        for (_, content) in own {
            let now = sides[1].map(<[u8]>::to_vec);
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

    fn write(&mut self, full: &str, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Result<(), disk::Error> {
        match self.repo.inside(full) {
            Some(path) => (self.write)(&Difference { path: path.to_owned(), before, after }),
            None => self.repo.write_outside(full, before.as_deref(), after.as_deref()),
        }
    }
}

/// The names of folders as case-blind disks see them, read once each.
#[derive(Default)]
struct Folders(HashMap<String, HashMap<String, Vec<String>>>);

impl Folders {
    /// Whether a path would meet another on a disk that ignores case; of two new ones the first in order is written.
    fn collides(&mut self, repo: &Repo, tree: Option<&Tree<'_>>, path: &str) -> Result<bool, Error> {
        let Some(tree) = tree else { return Ok(false) };
        let mut folder = "";
        for (end, _) in path.match_indices('/').chain([(path.len(), "")]) {
            let name = path[folder.len()..end].trim_start_matches('/');
            if !self.0.contains_key(folder) {
                self.0.insert(folder.to_owned(), names(repo, tree, folder)?);
            }
            let same = self.0.get(folder).and_then(|names| names.get(&safe_path::folded(name)));
            if same.is_some_and(|same| {
                same.iter().any(|other| other.as_str() != name && is_first(repo, folder, other, name))
            }) {
                return Ok(true);
            }
            folder = &path[..end];
        }
        Ok(false)
    }
}

/// Which of two names that fold to one keeps its place: the one on disk, else the first in order.
fn is_first(repo: &Repo, folder: &str, other: &str, name: &str) -> bool {
    let on_disk = |name: &str| repo.workdir.join(folder).join(name).symlink_metadata().is_ok();
    match (on_disk(other), on_disk(name)) {
        (true, false) => true,
        (false, true) => false,
        (true, true) | (false, false) => other < name,
    }
}

fn names(repo: &Repo, tree: &Tree<'_>, folder: &str) -> Result<HashMap<String, Vec<String>>, Error> {
    let found;
    let tree = if folder.is_empty() {
        tree
    } else {
        let entry = tree.get_path(Path::new(folder)).map_err(|error| repo.failed(error))?;
        found = repo.inner.find_tree(entry.id()).map_err(|error| repo.failed(error))?;
        &found
    };
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for entry in tree {
        let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
        names.entry(safe_path::folded(&name)).or_default().push(name);
    }
    Ok(names)
}
