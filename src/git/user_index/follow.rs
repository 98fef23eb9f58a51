//! Brings the person's git index into step with what Riffle committed.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use git2::{Commit, Index};

use super::UserIndex;
use super::entry::{INTENT_TO_ADD, has_conflict};
use super::lock::LockedIndex;
use crate::git::objects::blob::Converting;
use crate::git::objects::tree::{Leaf, Leaves};
use crate::git::{Error, Repo, safe_path};

impl Repo {
    /// Brings the person's git index into step with what was committed, where they have not staged those paths themselves.
    ///
    /// Reads the index, so it costs what the index holds: meant for idle moments. Writes it only if something changed.
    /// [`Error::Held`] when another program is writing it; try again later.
    pub fn refresh_index(&self, paths: &[String]) -> Result<(), Error> {
        UserIndex::default().follow(self, paths)
    }

    /// Whether the index holds of these paths what was committed, as far as it can be read without its lock.
    fn shows(&self, tip: &Commit<'_>, paths: &[String]) -> bool {
        let compare = || -> Result<bool, git2::Error> {
            let mut index = self.inner.index()?;
            index.read(false)?;
            let mut leaves = Leaves::of(&self.inner, Some(tip.tree()?));
            for path in paths {
                if entry_leaf(&index, path) != leaves.leaf(path)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        compare().unwrap_or(false)
    }
}

impl UserIndex {
    /// Lets the index follow what was committed of these paths of the store, as [`Repo::refresh_index`] does, and gives the
    /// lock back.
    pub fn follow(&mut self, repo: &Repo, paths: &[String]) -> Result<(), Error> {
        let full: Result<BTreeSet<String>, Error> = paths.iter().map(|path| repo.full(path)).collect();
        self.follow_full(repo, full?)
    }

    /// Does so for paths of the whole repository, and for all that was committed.
    pub(in crate::git) fn follow_full(&mut self, repo: &Repo, mut paths: BTreeSet<String>) -> Result<(), Error> {
        paths.extend(self.behind.keys().cloned());
        let followed = self.follow_tip(repo, &Vec::from_iter(paths));
        self.unlock();
        followed.and_then(|()| repo.mark_held())
    }

    fn follow_tip(&mut self, repo: &Repo, paths: &[String]) -> Result<(), Error> {
        let Some(tip) = repo.tip()? else { return Ok(()) };
        if repo.ready().is_err() || (!self.is_behind() && repo.shows(&tip, paths)) {
            return Ok(());
        }
        match repo.locked_index(self.lock.take()) {
            Ok(Some(locked)) => self.write(repo, &tip, paths, locked)?,
            Ok(None) => repo.follow_by_git(&mut Staging::of(repo, &self.behind), &tip, paths)?,
            Err(Error::Held(_)) if repo.shows(&tip, paths) => {}
            Err(error) => return Err(error),
        }
        self.behind.clear();
        Ok(())
    }

    fn write(&mut self, repo: &Repo, tip: &Commit<'_>, paths: &[String], mut locked: LockedIndex) -> Result<(), Error> {
        let (mut leaves, mut staging) = (repo.leaves(Some(tip))?, Staging::of(repo, &self.behind));
        let mut converting = Converting::of(repo);
        // libgit2 refuses such names, which only somebody else's commit can have.
        for path in paths.iter().filter(|path| !path.split('/').any(safe_path::is_git)) {
            let wanted = leaves.leaf(path).map_err(|error| repo.failed(error))?;
            let found = entry_leaf(&locked.index, path);
            if found == wanted || has_conflict(&locked.index, path) || !staging.is_untouched(path, found)? {
                continue;
            }
            let old = locked.index.get_path(Path::new(path), 0);
            let set = match wanted {
                Some(wanted) => locked.index.add(&repo.entry(&mut converting, path, wanted, old)),
                None => locked.index.remove(Path::new(path), 0),
            };
            set.map_err(|error| repo.failed(error))?;
            locked.is_changed = true;
        }
        locked.finish(repo)?;
        // Nothing lagged before the commit, and its own paths have followed.
        if self.in_step_before == Some(tip.id())
            && let Some(state) = repo.index_state(tip)
        {
            repo.note_in_step(&state);
        }
        Ok(())
    }
}

/// What the index holds of a path, as a tree would hold it.
fn entry_leaf(index: &Index, path: &str) -> Option<Leaf> {
    let entry = index.get_path(Path::new(path), 0).filter(|entry| entry.flags_extended & INTENT_TO_ADD == 0);
    entry.map(|entry| (entry.id, entry.mode.cast_signed()))
}

/// Tells what the person staged themselves.
pub(super) struct Staging<'a> {
    repo: &'a Repo,
    behind: &'a HashMap<String, Option<Leaf>>,
    /// What the branch held before each of Riffle's last commits, once somebody asked.
    earlier: Option<Vec<Leaves<'a>>>,
}

impl<'a> Staging<'a> {
    fn of(repo: &'a Repo, behind: &'a HashMap<String, Option<Leaf>>) -> Self {
        Self { repo, behind, earlier: None }
    }

    /// Whether what the index holds of a path is what was committed before Riffle's commits, so that the person has not
    /// staged anything there.
    pub(super) fn is_untouched(&mut self, path: &str, found: Option<Leaf>) -> Result<bool, Error> {
        if let Some(before) = self.behind.get(path) {
            return Ok(*before == found);
        }
        let earlier = match &mut self.earlier {
            Some(earlier) => earlier,
            None => self.earlier.insert(self.repo.before_riffle()?),
        };
        for leaves in earlier {
            if leaves.leaf(path).map_err(|error| self.repo.failed(error))? == found {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
