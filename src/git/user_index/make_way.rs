//! What is held gives way to files that are committed at its path: it gets another name, which nothing else has.

use super::held::HeldLookup;
use crate::git::objects::names::{free_name, with_content_suffix};
use crate::git::objects::tree;
use crate::git::{Error, Repo};

impl Repo {
    /// Gives another name to what is held at a path that files are to be committed at, below or above, and has it written
    /// under that.
    pub(in crate::git) fn make_way_for(&self, edits: &mut tree::Edits) -> Result<(), Error> {
        let mut held = self.read_held().held;
        if held.is_empty() {
            return Ok(());
        }
        let mut holding = HeldLookup::of(self)?;
        let coming = coming(edits);
        let names: Vec<String> = held.keys().filter(|path| !matches!(edits.get(*path), Some(None))).cloned().collect();
        for path in names {
            let Some(end) = coming.iter().find_map(|new| meeting_point(&path, new)) else { continue };
            let Some(leaf) = holding.leaf(&path)?.filter(|leaf| !is_known(&holding, edits, &path, *leaf)) else {
                continue;
            };
            let to = free_name(with_content_suffix(&path[..end], leaf), |name| {
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
fn is_known(holding: &HeldLookup<'_>, edits: &tree::Edits, path: &str, leaf: tree::Leaf) -> bool {
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
