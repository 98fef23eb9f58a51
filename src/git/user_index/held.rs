//! What of the history is not written here: remembered, shown, passed on untouched, and never taken for removed.
//!
//! That a file is not on the disk says nothing by itself. It is gone if this machine had written it or seen it, which git's
//! index tells by the times it notes of every file it saw. What a sync could not write is listed in the state folder, and
//! marked in the person's index as kept out of the work tree, so that no commit by hand removes it either. Where the list
//! is lost, names that cannot be written here are held all the same.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{Index, IndexEntry};
use serde::{Deserialize, Serialize};

use super::skip_worktree::SKIP_WORKTREE;
use crate::git::objects::folders::Folders;
use crate::git::objects::tree;
use crate::git::objects::work_tree::PathState;
use crate::git::{Error, Repo, safe_path};
use crate::records;

const VERSION: u64 = 1;
const FILE: &str = "held.json";
/// Why a path is held.
pub(in crate::git) const IN_ITS_PLACE: &str = "a folder or a symbolic link is in its place";
pub(in crate::git) const ODD: &str = "symbolic links and repositories inside are not made here";
pub(in crate::git) const COLLIDES: &str = "its name differs from another's only by case or accents' composition";
const BEHIND_LINK: &str = "one of its folders is a symbolic link here";

/// Something of the remote's that stays in the history and is not written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub path: String,
    pub why: String,
}

/// The paths of the repository that are not written here, and why.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::git) struct Record {
    pub(in crate::git) held: BTreeMap<String, String>,
}

impl Repo {
    /// What of the branch is not written here, as far as a sync or a scan has noted.
    pub fn held(&self) -> Vec<Held> {
        let held = self.read_held().held.into_iter();
        held.map(|(path, why)| Held { path: self.shown(&path), why }).collect()
    }

    /// The list that was left. Without one that can be read, what cannot be written here is found again by its name.
    pub(in crate::git) fn read_held(&self) -> Record {
        records::read(&self.state_file(FILE), VERSION).unwrap_or_default()
    }

    /// Keeps the list, durably: it comes before the branch moves.
    pub(in crate::git) fn write_held(&self, held: BTreeMap<String, String>) -> Result<(), Error> {
        let file = self.state_file(FILE);
        if held == self.read_held().held && (held.is_empty() || file.exists()) {
            return Ok(());
        }
        Ok(records::put(&file, VERSION, &Record { held })?)
    }

    /// Notes what a checkout wrote of these changes, and what it held.
    pub(in crate::git) fn note_held(&self, changes: &[tree::Changed], held: &[(String, String)]) -> Result<(), Error> {
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
        let mut held = self.read_held().held;
        if paths.is_empty() && held.is_empty() {
            self.mark_held()?;
            return Ok(paths);
        }
        let mut holding = HeldLookup::of(self)?;
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
pub(in crate::git) struct HeldLookup<'r> {
    repo: &'r Repo,
    leaves: tree::Leaves<'r>,
    tree: Option<git2::Tree<'r>>,
    /// `None` for the forms that libgit2 does not read.
    index: Option<Index>,
    folders: Folders,
}

impl<'r> HeldLookup<'r> {
    pub(in crate::git) fn of(repo: &'r Repo) -> Result<Self, Error> {
        let tip = repo.tip()?;
        let mut index = repo.inner.index().ok();
        if let Some(index) = &mut index {
            // What cannot be read anew is as it was.
            index.read(false).ok();
        }
        let (leaves, tree) = (repo.leaves(tip.as_ref())?, repo.tree_of(tip.as_ref())?);
        Ok(Self { repo, leaves, tree, index, folders: Folders::default() })
    }

    pub(in crate::git) fn leaf(&mut self, full: &str) -> Result<Option<tree::Leaf>, Error> {
        self.leaves.leaf(full).map_err(|error| self.repo.failed(error))
    }

    fn verdict(&mut self, full: &str, known: Option<&String>) -> Result<Verdict, Error> {
        let Some(leaf) = self.leaf(full)? else { return Ok(Verdict::Changed) };
        let why = match self.repo.path_state(full) {
            Ok(PathState::BehindLink) => return Ok(Verdict::Held(BEHIND_LINK.to_owned())),
            Err(Error::Read { .. }) => return Ok(Verdict::LeftAlone),
            Err(error) => return Err(error),
            Ok(PathState::Taken) if self.repo.on_disk(full)?.is_some() => {
                let is_covered = !tree::is_file(leaf.1) && !self.was_seen(full, leaf);
                return Ok(if is_covered { Verdict::Covered } else { Verdict::Changed });
            }
            Ok(PathState::Taken) => Some(IN_ITS_PLACE.to_owned()),
            Ok(PathState::Free) => self.unwritable(full, leaf.1)?,
        };
        Ok(match known.cloned().or(why) {
            None if self.is_kept_out(full) => Verdict::LeftAlone,
            Some(why) if !self.was_seen(full, leaf) => Verdict::Held(why),
            Some(_) | None => Verdict::Changed,
        })
    }

    /// Why a path that is not there could not be written.
    pub(in crate::git) fn unwritable(&mut self, full: &str, mode: i32) -> Result<Option<String>, Error> {
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
    pub(in crate::git) fn was_seen(&self, full: &str, (id, mode): tree::Leaf) -> bool {
        let is_same = |entry: &IndexEntry| (entry.id, entry.mode.cast_signed()) == (id, mode);
        self.entry(full).is_some_and(|entry| is_same(&entry) && entry.mtime.seconds() != 0)
    }

    fn is_kept_out(&self, full: &str) -> bool {
        self.entry(full).is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
    }
}
