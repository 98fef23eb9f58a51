//! Files that one side of a merge renamed or moved: they are merged under the names of the common commit and get their new
//! names afterwards, so that no entry stands twice where one side renamed what the other changed.
//!
//! An entry is known by its id. Of a file without one, git's measure of likeness decides.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use git2::{Delta, DiffFindOptions, Tree};

use super::{Changes, Naming};
use crate::git::objects::folders::{lies_in_file, parts};
use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// So much of a file without an id has to be the same, in percent.
const ALIKE: u16 = 70;
/// Of more files than these, likeness is not looked for.
const MANY: usize = 1_000;

/// The names a side gave to files of the common commit, by their paths there. The changes are put under those paths.
pub(super) fn find(
    repo: &Repo,
    [base, side]: [Option<&Tree<'_>>; 2],
    changes: &mut Changes,
    naming: &dyn Naming,
) -> Result<BTreeMap<String, String>, Error> {
    let (Some(base), Some(side)) = (base, side) else { return Ok(BTreeMap::new()) };
    let finding = Finding { repo, base, side, naming };
    let mut renames = BTreeMap::new();
    for (from, to) in finding.pairs(changes)? {
        let Some((_, new)) = changes.get(&to).copied() else { continue };
        let Some((old, None)) = changes.get(&from).copied() else { continue };
        changes.remove(&to);
        if old == new {
            changes.remove(&from)
        } else {
            changes.insert(from.clone(), (old, new))
        };
        renames.insert(from, to);
    }
    Ok(renames)
}

/// Files with their ids.
type Files = HashMap<String, Option<String>>;

struct Finding<'a> {
    repo: &'a Repo,
    base: &'a Tree<'a>,
    side: &'a Tree<'a>,
    naming: &'a dyn Naming,
}

impl Finding<'_> {
    /// Pairs of a file that is gone and one that is new and the same; each file at most once.
    fn pairs(&self, changes: &Changes) -> Result<Vec<(String, String)>, Error> {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (path, change) in changes {
            match *change {
                (Some(leaf), None) if tree::is_file(leaf.1) && stays_free(changes, path) => gone.push((path, leaf)),
                (None, Some(leaf)) if tree::is_file(leaf.1) && self.is_place(path)? => new.push((path, leaf)),
                _ => {}
            }
        }
        if gone.is_empty() || new.is_empty() {
            return Ok(Vec::new());
        }
        let named = |files: Vec<(&String, tree::Leaf)>| -> Files {
            files.into_iter().map(|(path, leaf)| (path.clone(), self.id(path, leaf))).collect()
        };
        let (gone, new) = (named(gone), named(new));
        let mut pairs = by_id(&gone, &new);
        let is_unnamed = |files: &Files, path: &str| files.get(path).is_some_and(Option::is_none);
        if [&gone, &new].iter().all(|files| files.values().any(Option::is_none)) {
            let alike = self.alike()?.into_iter();
            pairs.extend(alike.filter(|(from, to)| is_unnamed(&gone, from) && is_unnamed(&new, to)));
        }
        Ok(pairs)
    }

    /// Whether a file of that path can be put into the common commit without anything in its way.
    fn is_place(&self, path: &str) -> Result<bool, Error> {
        Ok(self.base.get_path(Path::new(path)).is_err() && !lies_in_file(self.repo, self.base, path)?)
    }

    fn id(&self, path: &str, (id, _): tree::Leaf) -> Option<String> {
        let inside = self.repo.inside(path)?;
        self.naming.id(inside, &self.repo.load_blob(path, id).ok()?)
    }

    /// What git takes for renamed.
    fn alike(&self) -> Result<Vec<(String, String)>, Error> {
        let failed = |error| self.repo.failed(error);
        let mut diff = self.repo.inner.diff_tree_to_tree(Some(self.base), Some(self.side), None).map_err(failed)?;
        let mut options = DiffFindOptions::new();
        options.renames(true).rename_threshold(ALIKE).rename_limit(MANY);
        diff.find_similar(Some(&mut options)).map_err(failed)?;
        let path = |file: git2::DiffFile<'_>| file.path().and_then(|path| path.to_str()).map(str::to_owned);
        let renamed = diff.deltas().filter(|delta| delta.status() == Delta::Renamed);
        Ok(renamed.filter_map(|delta| Some((path(delta.old_file())?, path(delta.new_file())?))).collect())
    }
}

/// Whether nothing new is where a file was: no folder of its name, and no file in place of a folder above it.
fn stays_free(changes: &Changes, path: &str) -> bool {
    let is_there = |path: &str| changes.get(path).is_some_and(|(_, new)| new.is_some());
    let inside = format!("{path}/");
    let mut below = changes.range(inside.clone()..).take_while(|(other, _)| other.starts_with(&inside));
    let mut above = parts(path).map(|(folder, _)| folder).filter(|folder| !folder.is_empty());
    !above.any(is_there) && !below.any(|(_, (_, new))| new.is_some())
}

/// Pairs with the same id, where only one file on each side has it.
fn by_id(gone: &Files, new: &Files) -> Vec<(String, String)> {
    let with = |files: &Files| {
        let mut by_id: HashMap<String, Vec<String>> = HashMap::new();
        for (path, id) in files {
            by_id.entry(id.clone().unwrap_or_default()).or_default().push(path.clone());
        }
        by_id.remove("");
        by_id
    };
    let (gone, mut new) = (with(gone), with(new));
    let pairs = gone.into_iter().filter_map(|(id, from)| match (&from[..], &new.remove(&id)?[..]) {
        ([from], [to]) => Some((from.clone(), to.clone())),
        _ => None,
    });
    pairs.collect()
}
