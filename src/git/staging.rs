//! The person's own git index, which must never lag behind into a revert.
//!
//! Commits are made past the index. If it stayed as it was, the person's next `git commit` would take back what Riffle
//! committed. So the entries of our paths follow, unless the person staged something there themselves.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{Index, IndexEntry, IndexTime, Oid};

use super::blob::Converting;
use super::{Error, Repo, safe_path, tree};
use crate::disk;

/// How many of the last commits are looked at for entries that a crash left behind.
const LOOK_BACK: usize = 256;
/// How often the index's lock is tried for.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(5);
/// How the branch's reflog tells Riffle's commits from the person's.
pub(super) const SIGN: &str = "riffle: ";
/// What Riffle's lock on the index says first; the number of its process follows.
pub(super) const OWNER: &str = "riffle ";
/// The name under which Riffle writes the index anew; the number of its process follows.
pub(super) const COPY: &str = "riffle-index-";
/// Notes what the index and the branch were when nothing lagged behind.
const IN_STEP: &str = "in-step";
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

    /// Which of the paths that Riffle committed since the person's last own git command the index does not show yet: a
    /// crash or a lock came in between.
    pub fn left_behind(&self) -> Result<Vec<String>, Error> {
        let Some(tip) = self.tip()? else { return Ok(Vec::new()) };
        if self.is_noted_in_step(&tip) {
            return Ok(Vec::new());
        }
        let state = self.index_state(&tip);
        let lagging = self.lagging(&tip)?;
        // What changed meanwhile is looked at the next time.
        let is_still = lagging.is_empty() && state == self.index_state(&tip);
        if let Some(state) = state.filter(|_| is_still) {
            self.note_in_step(&state);
        }
        Ok(lagging)
    }

    /// Whether nothing has changed since nothing lagged behind.
    pub(super) fn is_noted_in_step(&self, tip: &git2::Commit<'_>) -> bool {
        let state = self.index_state(tip);
        state.is_some() && state == fs::read_to_string(self.note(IN_STEP)).ok()
    }

    fn note_in_step(&self, state: &str) {
        // Not vital: without the note the index is read again.
        drop(disk::put_unsynced(&self.note(IN_STEP), state.as_bytes()));
    }

    /// All that [`Repo::left_behind`] depends on, in a line: where the branch is, the end of its log, and the checksum of the
    /// index. `None` where that cannot be told without reading it.
    fn index_state(&self, tip: &git2::Commit<'_>) -> Option<String> {
        const CHECKSUM: usize = 20;
        let mut index = fs::File::open(self.inner.path().join("index")).ok()?;
        index.seek(SeekFrom::End(-i64::try_from(CHECKSUM).ok()?)).ok()?;
        let mut checksum = [0; CHECKSUM];
        index.read_exact(&mut checksum).ok()?;
        let log = fs::metadata(self.inner.commondir().join("logs").join(&self.branch)).ok()?;
        // Git may be told to leave the checksum out.
        let checksum = Oid::from_bytes(&checksum).ok().filter(|checksum| !checksum.is_zero())?;
        let (size, time) = (log.len(), (log.mtime(), log.mtime_nsec()));
        Some(format!("{} {} {checksum} {size} {}.{:09}", self.branch, tip.id(), time.0, time.1))
    }

    fn lagging(&self, tip: &git2::Commit<'_>) -> Result<Vec<String>, Error> {
        let Ok(mut index) = self.inner.index() else { return Ok(Vec::new()) };
        index.read(false).map_err(|error| self.failed(error))?;
        let mut behind = BTreeSet::new();
        for (old, new) in self.riffle_steps_in_a_row()? {
            let [old, new] = [old, new].map(|id| self.inner.find_commit(id).ok());
            let (old, new) = (self.tree_of(old.as_ref())?, self.tree_of(new.as_ref())?);
            let changes = tree::changes(&self.inner, old.as_ref(), new.as_ref()).map_err(|error| self.failed(error))?;
            behind.extend(changes.into_iter().map(|(path, ..)| path));
        }
        let mut lagging = Vec::new();
        let mut leaves = self.leaves(Some(tip))?;
        for path in behind {
            let entry = index.get_path(Path::new(&path), 0).map(|entry| (entry.id, entry.mode.cast_signed()));
            let Some(inside) = self.inside(&path).filter(|inside| self.full(inside).is_ok()) else { continue };
            if entry != leaves.leaf(&path).map_err(|error| self.failed(error))? {
                lagging.push(inside.to_owned());
            }
        }
        Ok(lagging)
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

    /// The same for paths of the whole repository.
    pub(super) fn refresh_full(&self, paths: &[String]) -> Result<(), Error> {
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
        let copy = self.index_copy();
        match is_changed {
            true => {
                index.write().map_err(|error| self.failed(error))?;
                disk::point("index-written");
                disk::supersede(&copy, &self.inner.path().join("index"))?;
            }
            // Swept later.
            false => drop(disk::remove_unsynced(&copy)),
        }
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

    /// What the branch held before each of Riffle's last commits; before the first commit of all there was nothing.
    fn before_riffle(&self) -> Result<Vec<tree::Leaves<'_>>, Error> {
        let steps = self.riffle_steps()?.into_iter();
        steps.map(|(old, _)| self.leaves(self.inner.find_commit(old).ok().as_ref())).collect()
    }

    /// Riffle's commits among the last, newest first, each with where the branch was before; zero before the first commit.
    fn riffle_steps(&self) -> Result<Vec<(Oid, Oid)>, Error> {
        Ok(self.steps()?.into_iter().filter(|step| step.ours).map(|step| step.ends).collect())
    }

    /// The same as far back as the person's last own git command, or as the commit at which nothing lagged behind. Where that
    /// is the last of all, the index alone has changed since, and may lack what it had.
    fn riffle_steps_in_a_row(&self) -> Result<Vec<(Oid, Oid)>, Error> {
        let mut steps: Vec<(Oid, Oid)> =
            self.steps()?.into_iter().take_while(|step| step.ours).map(|step| step.ends).collect();
        let in_step = self.last_in_step();
        let since = steps.iter().position(|(_, new)| Some(*new) == in_step);
        steps.truncate(since.filter(|since| *since > 0).unwrap_or(steps.len()));
        Ok(steps)
    }

    /// The commit of this branch that [`Repo::left_behind`] last found everything in step with.
    fn last_in_step(&self) -> Option<Oid> {
        let note = fs::read_to_string(self.note(IN_STEP)).ok()?;
        let (branch, rest) = note.split_once(' ')?;
        let (tip, _) = rest.split_once(' ')?;
        Oid::from_str(tip).ok().filter(|_| branch == self.branch)
    }

    fn steps(&self) -> Result<Vec<Step>, Error> {
        let log = self.inner.reflog(&self.branch).map_err(|error| self.failed(error))?;
        let step = |entry: git2::ReflogEntry<'_>| Step {
            ours: entry.message_bytes().is_some_and(|message| message.starts_with(SIGN.as_bytes())),
            ends: (entry.id_old(), entry.id_new()),
        };
        Ok(log.iter().take(LOOK_BACK).map(step).collect())
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

    /// The index with git's lock on it: read and written under that, so that what another program puts in meanwhile is not
    /// written over. `None` for the forms of index that libgit2 does not read.
    fn locked_index(&self) -> Result<Option<(IndexLock, Index)>, Error> {
        let lock = self.lock_index()?;
        if let Ok(index) = self.open_copy() {
            return Ok(Some((lock, index)));
        }
        drop(lock);
        self.mend_index()?;
        if self.inner.index().is_err() {
            return Ok(None);
        }
        Ok(Some((self.lock_index()?, self.open_copy()?)))
    }

    /// Takes git's lock on the index, which others hold for moments.
    fn lock_index(&self) -> Result<IndexLock, Error> {
        let file = self.inner.path().join("index.lock");
        for attempt in 0..TRIES {
            match disk::claim(&file, format!("{OWNER}{}\n", std::process::id()).as_bytes()) {
                Ok(held) => return Ok(IndexLock { file, _held: held }),
                Err(disk::Error::Exists(_)) if self.clear_own_lock() => {}
                Err(disk::Error::Exists(_)) => std::thread::sleep(PAUSE * attempt),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Held(file))
    }

    /// The index under a second name, since libgit2 takes the lock for itself when it writes.
    fn open_copy(&self) -> Result<Index, Error> {
        let copy = self.index_copy();
        match disk::link(&self.inner.path().join("index"), &copy) {
            // None yet: it begins empty.
            Ok(()) | Err(disk::Error::Changed(_)) => {}
            Err(error) => return Err(error.into()),
        }
        disk::point("index-linked");
        Index::open(&copy).map_err(|error| {
            // Swept later.
            disk::remove_unsynced(&copy).ok();
            self.failed(error)
        })
    }

    fn index_copy(&self) -> PathBuf {
        self.inner.path().join(format!("{COPY}{}", std::process::id()))
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

/// One move of the branch.
struct Step {
    ours: bool,
    ends: (Oid, Oid),
}

/// Git's lock on the index, given back at the end.
struct IndexLock {
    file: PathBuf,
    _held: disk::Lock,
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // One that stays is put aside later, as after a crash.
        disk::release(&self.file);
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
