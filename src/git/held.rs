//! What of the history is not written here: remembered, shown, passed on untouched, and never taken for removed.
//!
//! That a file is not on the disk says nothing by itself. It is gone if this machine had written it or seen it, which git's
//! index tells by the times it notes of every file it saw. What a sync could not write is listed in the state folder, and
//! marked in the person's index as kept out of the work tree, so that no commit by hand removes it either. Where the list
//! is lost, names that cannot be written here are held all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use git2::{Index, IndexEntry};
use serde::{Deserialize, Serialize};

use super::folders::Folders;
use super::merge::Merge;
use super::outside::SKIP_WORKTREE;
use super::sync::{Held, WriteFile};
use super::{Error, Repo, Timestamp, safe_path, tree};
use crate::records;

const VERSION: u64 = 1;
const FILE: &str = "held.json";
const MARKS: &str = "marked.json";
/// Why a path is held.
pub(super) const IN_ITS_PLACE: &str = "a folder or a symbolic link is in its place";
pub(super) const ODD: &str = "symbolic links and repositories inside are not made here";
pub(super) const COLLIDES: &str = "its name differs from another's only by case or accents' composition";
const BEHIND_LINK: &str = "one of its folders is a symbolic link here";

/// The paths of the repository that are not written here, and why.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) held: BTreeMap<String, String>,
}

/// The paths that are marked in the person's index as kept out of the work tree.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Marks {
    marked: BTreeSet<String>,
}

/// Where a path of the branch is on this disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Something has its name.
    Taken,
    Free,
    /// One of its folders is a symbolic link, so that nothing can be said of it.
    BehindLink,
}

impl Repo {
    /// What of the branch is not written here, as far as a sync or a scan has noted.
    pub fn held(&self) -> Vec<Held> {
        let held = self.read_held().held.into_iter();
        held.map(|(path, why)| Held { path: self.shown(&path), why }).collect()
    }

    /// The list that was left. Without one that can be read, what cannot be written here is found again by its name.
    pub(super) fn read_held(&self) -> Record {
        records::read(&self.note(FILE), VERSION).unwrap_or_default()
    }

    /// Keeps the list, durably: it comes before the branch moves.
    pub(super) fn write_held(&self, held: BTreeMap<String, String>) -> Result<(), Error> {
        let file = self.note(FILE);
        if held == self.read_held().held && (held.is_empty() || file.exists()) {
            return Ok(());
        }
        Ok(records::put(&file, VERSION, &Record { held })?)
    }

    /// Notes what a checkout wrote of these changes, and what it held.
    pub(super) fn note_held(&self, changes: &[tree::Changed], held: &[(String, String)]) -> Result<(), Error> {
        let mut all = self.read_held().held;
        for (path, ..) in changes {
            all.remove(path);
        }
        let is_there = |path: &String| changes.iter().any(|(changed, _, new)| changed == path && new.is_some());
        all.extend(held.iter().filter(|(path, _)| is_there(path)).cloned());
        self.write_held(all)
    }

    /// Leaves out of paths that differ from the branch those that are merely not written here, and remembers them.
    pub fn without_held(&self, paths: Vec<String>) -> Result<Vec<String>, Error> {
        let (mut holding, mut held) = (Holding::of(self)?, self.read_held().held);
        let mut changed = Vec::new();
        for path in paths {
            let full = format!("{}{path}", self.prefix);
            match holding.verdict(&full, held.get(&full))? {
                Verdict::Changed => changed.push(path),
                Verdict::Covered => {
                    held.insert(full, ODD.to_owned());
                    changed.push(path);
                }
                Verdict::Held(why) => drop(held.insert(full, why)),
                Verdict::LeftAlone => {}
            }
        }
        let names: Vec<String> = held.keys().cloned().collect();
        for full in names {
            if holding.leaf(&full)?.is_none() {
                held.remove(&full);
            }
        }
        self.write_held(held)?;
        self.mark_held()?;
        Ok(changed)
    }

    /// The held paths that can be written now, or are there by another's hand.
    fn releasable(&self) -> Result<Vec<tree::Changed>, Error> {
        let held = self.read_held().held;
        if held.is_empty() {
            return Ok(Vec::new());
        }
        let mut holding = Holding::of(self)?;
        let mut free = Vec::new();
        for path in held.into_keys() {
            let Some(leaf) = holding.leaf(&path)? else { continue };
            let is_file = tree::is_file(leaf.1);
            let is_free = match self.place_of(&path)? {
                Place::BehindLink => false,
                // A file where a link is held is another thing, for which the link steps aside.
                Place::Taken => is_file == self.on_disk(&path)?.is_some(),
                Place::Free => holding.unwritable(&path, leaf.1)?.is_none(),
            };
            if is_free {
                // What was seen before is an edit by now, and what was not is somebody's own text.
                let base = holding.was_seen(&path, leaf).then_some(leaf);
                free.push((path, base, Some(leaf)));
            }
        }
        Ok(free)
    }

    /// Whether something that was held can be written now.
    pub fn has_releasable(&self) -> bool {
        self.releasable().is_ok_and(|free| !free.is_empty())
    }

    /// Writes what was held and can be written now; what is in its place by another's hand is joined with it. The caller
    /// holds the store's lock.
    pub fn release(
        &self,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let free = self.releasable()?;
        let mut held = self.read_held().held;
        free.iter().for_each(|(path, ..)| drop(held.remove(path)));
        // Of what is no plain file it is enough that it is there.
        let files = free.into_iter().filter(|(_, _, leaf)| leaf.is_some_and(|(_, mode)| tree::is_file(mode)));
        let brought = self.bring_files(files.collect(), write, merge, at)?;
        held.extend(brought.held);
        self.write_held(held)?;
        self.mark_held()?;
        Ok(brought.received)
    }

    /// Where a path is on the disk.
    pub(super) fn place_of(&self, full: &str) -> Result<Place, Error> {
        let mut at = self.workdir.clone();
        let mut parts = full.split('/').peekable();
        while let Some(part) = parts.next() {
            at.push(part);
            match fs::symlink_metadata(&at) {
                Ok(_) if parts.peek().is_none() => return Ok(Place::Taken),
                Ok(meta) if meta.is_symlink() => return Ok(Place::BehindLink),
                Ok(meta) if meta.is_dir() => {}
                Ok(_) => return Ok(Place::Free),
                Err(error) if super::history::is_absent(&error) => return Ok(Place::Free),
                Err(source) => return Err(Error::Read { path: at, source }),
            }
        }
        Ok(Place::Taken)
    }

    /// Marks in the person's index what is held as kept out of the work tree, and takes the mark from what is here again.
    pub(super) fn mark_held(&self) -> Result<(), Error> {
        let held = self.read_held().held;
        let marked = self.read_marked();
        if held.is_empty() && marked.is_empty() {
            return Ok(());
        }
        let wanted: BTreeMap<&String, bool> =
            marked.iter().map(|path| (path, false)).chain(held.keys().map(|path| (path, true))).collect();
        match self.mark(&wanted) {
            // Another program has the index; the next scan comes back to it.
            Err(Error::Held(_)) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.write_marked(&held.into_keys().collect()),
        }
    }

    fn mark(&self, wanted: &BTreeMap<&String, bool>) -> Result<(), Error> {
        let Some((lock, mut index)) = self.locked_index()? else { return self.mark_by_git(wanted) };
        let mut is_changed = false;
        for (path, is_held) in wanted {
            let Some(mut entry) = index.get_path(Path::new(path.as_str()), 0) else { continue };
            let flags = match is_held {
                true => entry.flags_extended | SKIP_WORKTREE,
                false => entry.flags_extended & !SKIP_WORKTREE,
            };
            if flags != entry.flags_extended {
                entry.flags_extended = flags;
                index.add(&entry).map_err(|error| self.failed(error))?;
                is_changed = true;
            }
        }
        self.put_copy(&mut index, is_changed)?;
        drop(lock);
        Ok(())
    }

    /// The same by the git program, for the forms of index that libgit2 does not read.
    fn mark_by_git(&self, wanted: &BTreeMap<&String, bool>) -> Result<(), Error> {
        for (flag, is_held) in [("--skip-worktree", true), ("--no-skip-worktree", false)] {
            let paths: String =
                wanted.iter().filter(|(_, held)| **held == is_held).map(|(path, _)| format!("{path}\0")).collect();
            if !paths.is_empty() {
                let args = ["update-index", flag, "-z", "--stdin"].map(str::to_owned);
                // What the index does not have cannot be marked, nor removed by a commit.
                self.git_stdout(&args, Some(paths.into_bytes())).ok();
            }
        }
        Ok(())
    }

    /// The paths that Riffle marked: another's marks are not taken away.
    fn read_marked(&self) -> BTreeSet<String> {
        records::read::<Marks>(&self.note(MARKS), VERSION).unwrap_or_default().marked
    }

    fn write_marked(&self, marked: &BTreeSet<String>) -> Result<(), Error> {
        if *marked == self.read_marked() {
            return Ok(());
        }
        Ok(records::put(&self.note(MARKS), VERSION, &Marks { marked: marked.clone() })?)
    }
}

/// What it means that a path differs from the branch.
enum Verdict {
    /// It was changed, is new, or was removed.
    Changed,
    /// A file was made where a link or a repository inside is held: both are to stay.
    Covered,
    Held(String),
    /// The person told git to keep it out of the work tree, or it cannot be looked at.
    LeftAlone,
}

/// Tells of paths that differ from the branch which are held.
pub(super) struct Holding<'r> {
    repo: &'r Repo,
    leaves: tree::Leaves<'r>,
    tree: Option<git2::Tree<'r>>,
    /// `None` for the forms that libgit2 does not read.
    index: Option<Index>,
    folders: Folders,
}

impl<'r> Holding<'r> {
    pub(super) fn of(repo: &'r Repo) -> Result<Self, Error> {
        let tip = repo.tip()?;
        let mut index = repo.inner.index().ok();
        if let Some(index) = &mut index {
            // What cannot be read anew is as it was.
            index.read(false).ok();
        }
        let (leaves, tree) = (repo.leaves(tip.as_ref())?, repo.tree_of(tip.as_ref())?);
        Ok(Self { repo, leaves, tree, index, folders: Folders::default() })
    }

    pub(super) fn leaf(&mut self, full: &str) -> Result<Option<tree::Leaf>, Error> {
        self.leaves.leaf(full).map_err(|error| self.repo.failed(error))
    }

    fn verdict(&mut self, full: &str, known: Option<&String>) -> Result<Verdict, Error> {
        let Some(leaf) = self.leaf(full)? else { return Ok(Verdict::Changed) };
        let why = match self.repo.place_of(full) {
            Ok(Place::BehindLink) => return Ok(Verdict::Held(BEHIND_LINK.to_owned())),
            Err(Error::Read { .. }) => return Ok(Verdict::LeftAlone),
            Err(error) => return Err(error),
            Ok(Place::Taken) if self.repo.on_disk(full)?.is_some() => {
                let is_covered = !tree::is_file(leaf.1) && !self.was_seen(full, leaf);
                return Ok(if is_covered { Verdict::Covered } else { Verdict::Changed });
            }
            Ok(Place::Taken) => Some(IN_ITS_PLACE.to_owned()),
            Ok(Place::Free) => self.unwritable(full, leaf.1)?,
        };
        Ok(match known.cloned().or(why) {
            None if self.is_kept_out(full) => Verdict::LeftAlone,
            Some(why) if !self.was_seen(full, leaf) => Verdict::Held(why),
            Some(_) | None => Verdict::Changed,
        })
    }

    /// Why a path that is not there could not be written.
    fn unwritable(&mut self, full: &str, mode: i32) -> Result<Option<String>, Error> {
        if let Some(why) = safe_path::refuse(full) {
            return Ok(Some(why.to_owned()));
        }
        if !tree::is_file(mode) {
            return Ok(Some(ODD.to_owned()));
        }
        let collides = self.folders.collides(self.repo, self.tree.as_ref(), full)?;
        Ok(collides.then(|| COLLIDES.to_owned()))
    }

    fn entry(&self, full: &str) -> Option<IndexEntry> {
        self.index.as_ref()?.get_path(Path::new(full), 0)
    }

    /// Whether git's index has a time of what the branch holds, which it gets when the file is written or looked at.
    pub(super) fn was_seen(&self, full: &str, (id, mode): tree::Leaf) -> bool {
        let is_same = |entry: &IndexEntry| (entry.id, entry.mode.cast_signed()) == (id, mode);
        self.entry(full).is_some_and(|entry| is_same(&entry) && entry.mtime.seconds() != 0)
    }

    fn is_kept_out(&self, full: &str) -> bool {
        self.entry(full).is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
    }
}
