//! The person's own git index, which must never lag behind into a revert.
//!
//! Commits are made past the index. If it stayed as it was, the person's next `git commit` would take back what Riffle
//! committed. So the entries of our paths follow, unless the person staged something there themselves.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use git2::{Index, IndexEntry, IndexTime, Oid};

use super::blob::Converting;
use super::{Error, Repo, safe_path, tree};
use crate::disk;

/// Says that extended flags follow.
const EXTENDED: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 1 << 13;

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
    pub(super) fn note_behind<'a>(&self, paths: impl Iterator<Item = (&'a String, Option<tree::Leaf>)>) {
        let mut behind = self.behind.borrow_mut();
        for (path, leaf) in paths {
            behind.entry(path.clone()).or_insert(leaf);
        }
    }

    /// The same for paths of the whole repository, and for what stepped aside for them.
    pub(super) fn refresh_full(&self, paths: &[String]) -> Result<(), Error> {
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

    /// Puts the copy of the index in the index's place, or away if nothing changed in it.
    pub(super) fn put_copy(&self, index: &mut Index, is_changed: bool) -> Result<(), Error> {
        let copy = self.index_copy();
        if !is_changed {
            // Swept later.
            disk::remove_unsynced(&copy).ok();
            return Ok(());
        }
        index.write().map_err(|error| self.failed(error))?;
        disk::point("index-written");
        Ok(disk::supersede(&copy, &self.inner.path().join("index"))?)
    }

    /// An entry that `git status` believes without reading the file, if the file holds what was committed; otherwise one
    /// that it checks.
    fn entry(
        &self,
        converting: &mut Converting<'_>,
        path: &str,
        (id, mode): tree::Leaf,
        old: Option<IndexEntry>,
    ) -> IndexEntry {
        let meta = fs::symlink_metadata(self.workdir.join(path)).ok().filter(|meta| meta.is_file());
        let content = self.on_disk(path).ok().flatten().flatten();
        let is_same = content.is_some_and(|content| converting.blob_id(path, &content).is_ok_and(|found| found == id));
        let zero = || IndexTime::new(0, 0);
        let mut entry = IndexEntry {
            ctime: zero(),
            mtime: zero(),
            dev: 0,
            ino: 0,
            mode: mode.cast_unsigned(),
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: old.as_ref().map_or(0, |old| old.flags),
            flags_extended: old.map_or(0, |old| old.flags_extended & !INTENT_TO_ADD),
            path: path.as_bytes().to_vec(),
        };
        if entry.flags_extended == 0 {
            entry.flags &= !EXTENDED;
        }
        if let Some(meta) = meta.filter(|_| is_same) {
            fill(&mut entry, &meta);
        }
        entry
    }

    /// Whether what the index holds at a path is what was committed before Riffle's commits, so that the person has not
    /// staged anything there.
    fn was_ours<'r>(
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

    fn forget_behind(&self, paths: &[String]) {
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

    /// The same by the git program, for the forms of index that libgit2 does not read.
    fn refresh_by_git(&self, paths: &[String]) -> Result<(), Error> {
        let Some(tip) = self.tip()? else { return Ok(()) };
        let mut info = Vec::new();
        let mut before = None;
        for path in paths {
            let args = ["--literal-pathspecs", "ls-files", "-s", "-z", "--", path].map(str::to_owned);
            let listed = self.git_stdout(&args, None)?;
            let (found, wanted) = (staged(&listed), self.leaf_in(&tip, path)?);
            let Staged::Entry(found) = found else { continue };
            if found != wanted && self.was_ours(path, found, &mut before)? {
                let (id, mode) = wanted.unwrap_or((Oid::ZERO_SHA1, 0));
                info.extend(format!("{mode:o} {id}\t{path}\0").into_bytes());
            }
        }
        if info.is_empty() {
            self.forget_behind(paths);
            return Ok(());
        }
        let args = ["update-index", "-z", "--index-info"].map(str::to_owned);
        match self.git_stdout(&args, Some(info)) {
            Err(Error::Said(said)) if said.contains("index.lock") => {
                Err(Error::Held(self.inner.path().join("index.lock")))
            }
            done => done.map(|_| self.forget_behind(paths)),
        }
    }
}

enum Staged {
    Entry(Option<tree::Leaf>),
    Conflict,
}

/// Reads the one line that `git ls-files -s -z` prints for a path: mode, id, stage.
fn staged(listed: &[u8]) -> Staged {
    let listed = String::from_utf8_lossy(listed);
    let mut lines = listed.split('\0').filter(|line| !line.is_empty());
    let Some(line) = lines.next() else { return Staged::Entry(None) };
    let words: Vec<&str> = line.split(['\t', ' ']).collect();
    match (words.as_slice(), lines.next()) {
        ([mode, id, "0", ..], None) => {
            let entry = i32::from_str_radix(mode, 8).ok().zip(Oid::from_str(id).ok());
            entry.map_or(Staged::Conflict, |(mode, id)| Staged::Entry(Some((id, mode))))
        }
        _ => Staged::Conflict,
    }
}

fn has_conflict(index: &Index, path: &str) -> bool {
    (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some())
}

/// What git compares a file with. The fields are narrower than the system's on purpose: git cuts them off too.
fn fill(entry: &mut IndexEntry, meta: &fs::Metadata) {
    let low = |value: u64| u32::try_from(value & u64::from(u32::MAX)).unwrap_or_default();
    let seconds = |value: i64| i32::try_from(value).unwrap_or_default();
    entry.ctime = IndexTime::new(seconds(meta.ctime()), low(meta.ctime_nsec().unsigned_abs()));
    entry.mtime = IndexTime::new(seconds(meta.mtime()), low(meta.mtime_nsec().unsigned_abs()));
    (entry.dev, entry.ino) = (low(meta.dev()), low(meta.ino()));
    (entry.uid, entry.gid, entry.file_size) = (meta.uid(), meta.gid(), low(meta.size()));
}
