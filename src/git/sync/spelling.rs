//! Files and folders whose names changed since a common commit: by no more than case or the composition of accents, or altogether.
//!
//! A merge by path would see one file removed and another added. So each side's changes are translated to the names of the
//! common commit before the merge, and to the new names afterwards.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use git2::Tree;

use super::{Changes, Naming, renames};
use crate::git::objects::folders::{Folders, files_at, join, lies_in_file, parts, split};
use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// How one side spells the names of the common commit.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// What is new in the side, as the common commit would spell it.
    to_base: HashMap<String, String>,
    /// The new names of files and folders, by their paths in the common commit.
    renamed: BTreeMap<String, String>,
    /// The new paths of files that got another name altogether, or another folder.
    moved: BTreeMap<String, String>,
}

impl Spelling {
    /// Finds what a side renamed, and translates its changes to the names of the common commit.
    pub(in crate::git) fn of(
        repo: &Repo,
        [base, side]: [Option<&Tree<'_>>; 2],
        changes: Changes,
        naming: &dyn Naming,
    ) -> Result<(Self, Changes), Error> {
        let mut finding = Finding {
            repo,
            base,
            side,
            spelling: Self::default(),
            in_base: Folders::default(),
            in_side: Folders::default(),
        };
        let (added, mut said): (Changes, Changes) = changes.into_iter().partition(|(_, (old, _))| old.is_none());
        for (path, (_, new)) in added {
            let path = finding.base_path(&path)?;
            let old = match base {
                Some(base) => tree::leaf(base, &path).map_err(|error| repo.failed(error))?,
                None => None,
            };
            said.insert(path, (old, new));
        }
        said.retain(|_, (old, new)| old != new);
        let mut spelling = finding.spelling;
        spelling.moved = renames::find(repo, [base, side], &mut said, naming)?;
        Ok((spelling, said))
    }

    /// Both sides' new names; where they differ, the same one whichever side asks.
    pub(in crate::git) fn both(&self, other: &Self) -> Self {
        let [mut renamed, mut moved] = [&self.renamed, &self.moved].map(Clone::clone);
        for (all, others) in [(&mut renamed, &other.renamed), (&mut moved, &other.moved)] {
            for (path, name) in others {
                let kept = all.entry(path.clone()).or_insert_with(|| name.clone());
                if *kept < *name {
                    kept.clone_from(name);
                }
            }
        }
        Self { to_base: HashMap::new(), renamed, moved }
    }

    /// Files that get another path than this side gave them: from where here to where.
    pub(super) fn moved_in(&self, both: &Self) -> Vec<(String, String)> {
        let paths = both.moved.keys().map(|path| (self.spelled(path), both.spelled(path)));
        paths.filter(|(here, to)| here != to).collect()
    }

    /// A path of the common commit as the side spells it.
    pub(in crate::git) fn spelled(&self, base_path: &str) -> String {
        let moved = self.moved.get(base_path).map_or(base_path, String::as_str);
        let mut spelled = String::new();
        for (folder, name) in parts(moved) {
            let name = self.renamed.get(&join(folder, name)).map_or(name, String::as_str);
            spelled = join(&spelled, name);
        }
        spelled
    }

    /// A path of the side as the common commit spells it, found by its parts.
    pub(super) fn unspelled(&self, spelled: &str) -> String {
        let mut base = String::new();
        for (_, name) in parts(spelled) {
            let was = self.renamed.iter().find(|(path, new)| *new == name && split(path).0 == base);
            base = was.map_or_else(|| join(&base, name), |(path, _)| path.clone());
        }
        self.unmoved(base)
    }

    /// A path of the side as the common commit spells it.
    pub(super) fn base_path(&self, path: &str) -> String {
        self.unmoved(self.to_base.get(path).cloned().unwrap_or_else(|| path.to_owned()))
    }

    /// The path in the common commit of a file that was moved.
    fn unmoved(&self, path: String) -> String {
        let from = self.moved.iter().find(|(_, to)| **to == path).map(|(from, _)| from.clone());
        from.unwrap_or(path)
    }

    /// All files of a tree in the common commit's names that are spelled anew, with their new paths. Where something of
    /// another side is in the way, a file keeps its old path.
    pub(in crate::git) fn moves(&self, repo: &Repo, tree: &Tree<'_>) -> Result<BTreeMap<String, String>, Error> {
        let mut moves: BTreeMap<String, String> = BTreeMap::new();
        let mut placed: Vec<String> = Vec::new();
        let is_free = |path: &str, mut others: &mut dyn Iterator<Item = &String>| -> Result<bool, Error> {
            let meets = |other: &String| other == path || lies_in(other, path) || lies_in(path, other);
            let is_taken = tree.get_path(Path::new(path)).is_ok() || lies_in_file(repo, tree, path)?;
            Ok(!is_taken && !Iterator::any(&mut others, meets))
        };
        for path in self.renamed.keys().chain(self.moved.keys()) {
            for (file, _) in files_at(repo, tree, path)? {
                let (to, wanted) = (self.spelled(&file), self.moved.get(&file));
                let is_place = match wanted {
                    Some(wanted) => is_free(wanted, &mut moves.values())? && is_free(&to, &mut moves.values())?,
                    None => is_free(&to, &mut placed.iter())?,
                };
                if is_place && !moves.contains_key(&file) {
                    placed.extend(wanted.map(|_| to.clone()));
                    moves.insert(file, to);
                }
            }
        }
        Ok(moves)
    }
}

/// Whether a path lies in a folder.
fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

struct Finding<'a> {
    repo: &'a Repo,
    base: Option<&'a Tree<'a>>,
    side: Option<&'a Tree<'a>>,
    spelling: Spelling,
    in_base: Folders,
    in_side: Folders,
}

impl Finding<'_> {
    /// A path that is new in the side as the common commit spells it.
    fn base_path(&mut self, path: &str) -> Result<String, Error> {
        let mut base = String::new();
        for (folder, name) in parts(path) {
            let here = join(folder, name);
            base = match self.spelling.to_base.get(&here) {
                Some(known) => known.clone(),
                None => {
                    let was = self.was(folder, &base, name, here.len() < path.len())?;
                    if let Some(was) = &was {
                        self.spelling.renamed.insert(join(&base, was), name.to_owned());
                    }
                    let known = join(&base, was.as_deref().unwrap_or(name));
                    self.spelling.to_base.insert(here, known.clone());
                    known
                }
            };
        }
        Ok(base)
    }

    /// What a file or folder was called before its name changed by case; `None` where it did not.
    fn was(&mut self, folder: &str, base: &str, name: &str, is_folder: bool) -> Result<Option<String>, Error> {
        let before = self.in_base.alike(self.repo, self.base, base, name)?;
        if before.is_empty() || before.iter().any(|other| other.name == name) {
            return Ok(None);
        }
        let now = self.in_side.alike(self.repo, self.side, folder, name)?;
        let is_left = |other: &str| now.iter().any(|now| now.name == other);
        let renamed = &self.spelling.renamed;
        let mut gone = before.iter().filter(|other| other.is_folder == is_folder && !is_left(&other.name));
        Ok(gone.find(|other| !renamed.contains_key(&join(base, &other.name))).map(|other| other.name.clone()))
    }
}
