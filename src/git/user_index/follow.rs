//! Brings the person's git index into step with what Riffle committed.

use std::collections::BTreeSet;
use std::path::Path;

use super::entry::{INTENT_TO_ADD, has_conflict};
use crate::git::objects::blob::Converting;
use crate::git::objects::tree;
use crate::git::{Error, Repo, safe_path};

impl Repo {
    /// Brings the person's git index into step with what was committed, where they have not staged those paths themselves.
    ///
    /// Reads the index, so it costs what the index holds: meant for idle moments. Writes it only if something changed.
    /// [`Error::Held`] when another program is writing it; try again later.
    pub fn refresh_index(&self, paths: &[String]) -> Result<(), Error> {
        let full: Result<Vec<String>, Error> = paths.iter().map(|path| self.full(path)).collect();
        self.refresh_full(&full?)
    }

    /// Whether something that this Riffle committed has not come into the index yet.
    pub fn is_behind(&self) -> bool {
        !self.behind.borrow().is_empty()
    }

    /// Notes what the index holds of these paths if the person staged nothing.
    pub(in crate::git) fn note_behind<'a>(&self, paths: impl Iterator<Item = (&'a String, Option<tree::Leaf>)>) {
        let mut behind = self.behind.borrow_mut();
        for (path, leaf) in paths {
            behind.entry(path.clone()).or_insert(leaf);
        }
    }

    /// The same for paths of the whole repository, and for what stepped aside for them.
    pub(in crate::git) fn refresh_full(&self, paths: &[String]) -> Result<(), Error> {
        let all: BTreeSet<String> = paths.iter().cloned().chain(self.behind.borrow().keys().cloned()).collect();
        let followed = self.follow(&Vec::from_iter(all));
        self.release_index();
        followed.and_then(|()| self.mark_held())
    }

    fn follow(&self, paths: &[String]) -> Result<(), Error> {
        let Some(tip) = self.tip()? else { return Ok(()) };
        if self.ready().is_err() {
            return Ok(());
        }
        if !self.is_known_behind(paths) && self.is_in_step(&tip, paths) {
            return Ok(());
        }
        let (lock, mut index) = match self.locked_index() {
            Ok(Some(locked)) => locked,
            Ok(None) => return self.refresh_by_git(paths),
            Err(Error::Held(_)) if self.is_in_step(&tip, paths) => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut is_changed = false;
        let (mut leaves, mut before) = (self.leaves(Some(&tip))?, None);
        let mut converting = Converting::of(self);
        // libgit2 refuses such names, which only somebody else's commit can have.
        for path in paths.iter().filter(|path| !path.split('/').any(safe_path::is_git)) {
            let wanted = leaves.leaf(path).map_err(|error| self.failed(error))?;
            let entry = index.get_path(Path::new(path), 0);
            let found = entry.as_ref().filter(|entry| entry.flags_extended & INTENT_TO_ADD == 0);
            let found = found.map(|entry| (entry.id, entry.mode.cast_signed()));
            if found == wanted || has_conflict(&index, path) || !self.was_ours(path, found, &mut before)? {
                continue;
            }
            let set = match wanted {
                Some(wanted) => index.add(&self.entry(&mut converting, path, wanted, entry)),
                None => index.remove(Path::new(path), 0),
            };
            set.map_err(|error| self.failed(error))?;
            is_changed = true;
        }
        self.put_copy(&mut index, is_changed)?;
        drop(lock);
        self.forget_behind(paths);
        // Nothing lagged before the commit, and its own paths have followed.
        if self.follows.get() == Some(tip.id())
            && !self.is_behind()
            && let Some(state) = self.index_state(&tip)
        {
            self.note_in_step(&state);
        }
        Ok(())
    }

    /// Whether what the index holds at a path is what was committed before Riffle's commits, so that the person has not
    /// staged anything there.
    pub(in crate::git) fn was_ours<'r>(
        &'r self,
        path: &str,
        found: Option<tree::Leaf>,
        before: &mut Option<Vec<tree::Leaves<'r>>>,
    ) -> Result<bool, Error> {
        if let Some(before) = self.behind.borrow().get(path) {
            return Ok(*before == found);
        }
        let before = match before {
            Some(before) => before,
            None => before.insert(self.before_riffle()?),
        };
        for leaves in before {
            if leaves.leaf(path).map_err(|error| self.failed(error))? == found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(in crate::git) fn forget_behind(&self, paths: &[String]) {
        let mut behind = self.behind.borrow_mut();
        for path in paths {
            behind.remove(path);
        }
    }

    fn is_known_behind(&self, paths: &[String]) -> bool {
        let behind = self.behind.borrow();
        paths.iter().any(|path| behind.contains_key(path))
    }

    /// Whether the index holds of these paths what was committed, as far as it can be read without its lock.
    fn is_in_step(&self, tip: &git2::Commit<'_>, paths: &[String]) -> bool {
        let compare = || -> Result<bool, git2::Error> {
            let mut index = self.inner.index()?;
            index.read(false)?;
            let mut leaves = tree::Leaves::of(&self.inner, Some(tip.tree()?));
            for path in paths {
                let entry =
                    index.get_path(Path::new(path), 0).filter(|entry| entry.flags_extended & INTENT_TO_ADD == 0);
                if entry.map(|entry| (entry.id, entry.mode.cast_signed())) != leaves.leaf(path)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        let is_in_step = compare().unwrap_or(false);
        if is_in_step {
            self.forget_behind(paths);
        }
        is_in_step
    }
}
