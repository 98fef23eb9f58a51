//! What gives way to something else of its name: it gets another name beside it, which nothing else has.

use std::collections::BTreeSet;

use git2::Tree;

use super::folders::{files_at, folder_of};
use super::held::Holding;
use super::merge::{NamedLeaf, beside};
use super::{Error, Repo, tree};

impl Repo {
    /// Where one side has a file and the other a folder of that name, the file steps aside.
    pub(super) fn part_files_and_folders(&self, base: Option<&Tree<'_>>, edits: &mut tree::Edits) -> Result<(), Error> {
        let added: BTreeSet<String> =
            edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path.clone()).collect();
        for path in added {
            for (at, _) in path.match_indices('/') {
                self.step_aside(base, &path[..at], edits)?;
            }
            if let Some(tree) = base
                && self.survives_below(tree, &path, edits)?
                && let Some(Some(leaf)) = edits.remove(&path)
            {
                self.put_beside(base, aside(&path, leaf), leaf, edits)?;
            }
        }
        Ok(())
    }

    fn step_aside(&self, base: Option<&Tree<'_>>, ancestor: &str, edits: &mut tree::Edits) -> Result<(), Error> {
        if let Some(leaf) = self.leaf_after(base, ancestor, edits)? {
            edits.insert(ancestor.to_owned(), None);
            self.put_beside(base, aside(ancestor, leaf), leaf, edits)?;
        }
        Ok(())
    }

    /// Whether files of a folder are left after the edits.
    fn survives_below(&self, base: &Tree<'_>, folder: &str, edits: &tree::Edits) -> Result<bool, Error> {
        let files = match folder_of(self, base, folder)? {
            Some(_) => files_at(self, base, folder)?,
            None => return Ok(false),
        };
        Ok(files.iter().any(|(path, _)| !matches!(edits.get(path), Some(None))))
    }

    /// Adds what gives way or is kept twice, under its usual name or one that nothing else has.
    pub(super) fn put_beside(
        &self,
        base: Option<&Tree<'_>>,
        usual: String,
        leaf: tree::Leaf,
        edits: &mut tree::Edits,
    ) -> Result<(), Error> {
        let name = free(usual, |name| self.is_elses(base, name, leaf, edits))?;
        edits.insert(name, Some(leaf));
        Ok(())
    }

    /// Whether a name holds something else after the edits: another file, or a folder.
    fn is_elses(
        &self,
        base: Option<&Tree<'_>>,
        name: &str,
        leaf: tree::Leaf,
        edits: &tree::Edits,
    ) -> Result<bool, Error> {
        let is_other = self.leaf_after(base, name, edits)?.is_some_and(|there| there.0 != leaf.0);
        let folder = format!("{name}/");
        let mut below = edits.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
        let is_folder = below.any(|(_, leaf)| leaf.is_some());
        let survives = || base.map_or(Ok(false), |base| self.survives_below(base, name, edits));
        Ok(is_other || is_folder || survives()?)
    }

    /// What a path holds after the edits.
    fn leaf_after(
        &self,
        base: Option<&Tree<'_>>,
        path: &str,
        edits: &tree::Edits,
    ) -> Result<Option<tree::Leaf>, Error> {
        match (edits.get(path), base) {
            (Some(edited), _) => Ok(*edited),
            (None, Some(base)) => tree::leaf(base, path).map_err(|error| self.failed(error)),
            (None, None) => Ok(None),
        }
    }

    /// What is held where files are to be committed at, below or above its path steps aside, and is written under its new
    /// name.
    pub(super) fn step_aside_for(&self, edits: &mut tree::Edits) -> Result<(), Error> {
        let mut held = self.read_held().held;
        if held.is_empty() {
            return Ok(());
        }
        let mut holding = Holding::of(self)?;
        let coming = coming(edits);
        let names: Vec<String> = held.keys().filter(|path| !matches!(edits.get(*path), Some(None))).cloned().collect();
        for path in names {
            let Some(end) = coming.iter().find_map(|new| meeting_point(&path, new)) else { continue };
            let Some(leaf) = holding.leaf(&path)?.filter(|leaf| !is_known(&holding, edits, &path, *leaf)) else {
                continue;
            };
            let to = free(aside(&path[..end], leaf), |name| {
                let name = format!("{name}{}", &path[end..]);
                let there = edits.get(&name).copied().unwrap_or(holding.leaf(&name)?);
                Ok::<_, Error>(there.is_some_and(|there| there != leaf))
            })? + &path[end..];
            if let Some(why) = held.remove(&path) {
                held.insert(to.clone(), why);
            }
            edits.entry(path).or_insert(None);
            edits.insert(to, Some(leaf));
        }
        self.write_held(held)
    }
}

/// The paths that are to hold something.
fn coming(edits: &tree::Edits) -> Vec<String> {
    edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path.clone()).collect()
}

/// Whether what is to be committed at a held path is the same, or was made by somebody who had seen it.
fn is_known(holding: &Holding<'_>, edits: &tree::Edits, path: &str, leaf: tree::Leaf) -> bool {
    let Some(Some((id, mode))) = edits.get(path) else { return false };
    let is_same = *id == leaf.0 && tree::is_file(*mode) == tree::is_file(leaf.1);
    is_same || holding.was_seen(path, leaf)
}

/// How much of a held path a file that comes would take: all of it at or below the path, else what it has above.
fn meeting_point(path: &str, new: &str) -> Option<usize> {
    let is_below = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
    if new == path || is_below(new, path) {
        return Some(path.len());
    }
    is_below(path, new).then_some(new.len())
}

/// The usual name of what gives way: the same for the same content on every machine.
pub(super) fn aside(path: &str, (id, _): tree::Leaf) -> String {
    beside(path, &id.to_string()[..6])
}

/// The usual name, or a later one where something else has that: a copy that somebody edited by now is theirs.
pub fn free<E>(usual: String, mut is_elses: impl FnMut(&str) -> Result<bool, E>) -> Result<String, E> {
    let (mut name, mut number) = (usual.clone(), 2);
    while is_elses(&name)? {
        name = beside(&usual, &number.to_string());
        number += 1;
    }
    Ok(name)
}

/// Links and repositories inside have no text to merge: a file stays in its place, and a link goes beside it.
pub(super) fn keep_odd(path: &str, [ours, theirs]: [Option<tree::Leaf>; 2]) -> (Option<tree::Leaf>, Vec<NamedLeaf>) {
    let is_file = |leaf: &tree::Leaf| tree::is_file(leaf.1);
    let (kept, other) = match (ours, theirs) {
        (Some(ours), Some(theirs)) if is_file(&theirs) && !is_file(&ours) => (theirs, Some(ours)),
        (Some(ours), theirs) => (ours, theirs),
        (None, Some(theirs)) => (theirs, None),
        (None, None) => return (None, Vec::new()),
    };
    let beside = other.filter(|(id, mode)| *mode != tree::REPOSITORY && *id != kept.0);
    (Some(kept), beside.map(|link| (aside(path, link), link)).into_iter().collect())
}
