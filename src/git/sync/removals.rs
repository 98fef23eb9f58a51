//! Stops where a large part of the store would go at once: a folder that is not mounted, a mistake on another machine.

use std::collections::HashSet;

use git2::{Commit, ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::exchange::Exchange;
use super::{Choice, Naming};
use crate::git::objects::tree;
use crate::git::{Decision, Error, Repo};

/// More than so many files that vanish …
const MANY: usize = 20;
/// … and more than one in so many of all are asked about.
const SHARE: usize = 4;

const KEPT_MESSAGE: &str = "sync: what the remote removed stays\n";

impl Repo {
    /// Refuses to commit these paths, which differ from HEAD, where too many of them are gone. What merely moved is not gone.
    pub fn guard_here(&self, outside: &[String]) -> Result<(), Error> {
        let gone = outside.iter().filter(|path| !self.is_on_disk(path)).count();
        if gone <= MANY {
            return Ok(());
        }
        let head = self.tip()?;
        let mut known = self.leaves(head.as_ref())?;
        let mut is_new = |path: &String| {
            self.is_on_disk(path) && known.leaf(&format!("{}{path}", self.prefix)).is_ok_and(|leaf| leaf.is_none())
        };
        let new = outside.iter().filter(|path| is_new(path)).count();
        let (gone, of) = (gone.saturating_sub(new), self.files(head.as_ref())?);
        if is_too_much(gone, of) { Err(Decision::GoneHere { gone, of }.into()) } else { Ok(()) }
    }

    /// Refuses to bring the files from one commit to another where that removes too many of them.
    pub(super) fn guard_there(&self, old: Option<Oid>, new: Oid) -> Result<(), Error> {
        let changes = self.changed(old, new)?;
        let count = |gone: bool| {
            let inside = changes.iter().filter(|(path, ..)| self.inside(path).is_some());
            let sides = inside.map(|(_, before, after)| (before.is_some(), after.is_some()));
            sides.filter(|sides| *sides == (gone, !gone)).count()
        };
        let gone = count(true).saturating_sub(count(false));
        if gone <= MANY {
            return Ok(());
        }
        let old = old.map(|old| self.find_commit(old)).transpose()?;
        let of = self.files(old.as_ref())?;
        if is_too_much(gone, of) { Err(Decision::GoneThere { gone, of }.into()) } else { Ok(()) }
    }

    /// The files of the store that one commit has and another lacks, also under another name.
    fn removed(&self, old: Option<Oid>, new: Oid, naming: &dyn Naming) -> Result<Vec<(String, tree::Leaf)>, Error> {
        let changes = self.changed(old, new)?;
        let (mut come, mut gone) = (HashSet::new(), Vec::new());
        for (path, before, after) in &changes {
            match (self.inside(path), before, after) {
                (Some(inside), None, Some(leaf)) => drop(come.insert(self.identity(inside, *leaf, naming)?)),
                (Some(inside), Some(leaf), None) if tree::is_file(leaf.1) => {
                    gone.push((path.clone(), *leaf, self.identity(inside, *leaf, naming)?));
                }
                _ => {}
            }
        }
        gone.retain(|(.., identity)| !come.contains(identity));
        Ok(gone.into_iter().map(|(path, leaf, _)| (path, leaf)).collect())
    }

    /// What a file is known by under whatever name: its id, else its content.
    fn identity(&self, path: &str, (id, mode): tree::Leaf, naming: &dyn Naming) -> Result<String, Error> {
        let own = if tree::is_file(mode) { naming.id(path, &self.load_blob(path, id)?) } else { None };
        Ok(own.unwrap_or_else(|| id.to_string()))
    }

    fn is_on_disk(&self, path: &str) -> bool {
        self.workdir.join(&self.prefix).join(path).symlink_metadata().is_ok()
    }

    /// How many files of the store a commit has.
    fn files(&self, commit: Option<&Commit<'_>>) -> Result<usize, Error> {
        let Some(tree) = self.tree_of(commit)? else { return Ok(0) };
        let mut count = 0;
        let walked = tree.walk(TreeWalkMode::PreOrder, |folder, item| {
            let is_file = item.kind() == Some(ObjectType::Blob) && folder.starts_with(&self.prefix);
            count += usize::from(is_file);
            TreeWalkResult::Ok
        });
        walked.map_err(|error| self.failed(error))?;
        Ok(count)
    }
}

impl Exchange<'_, '_> {
    /// The commit that is to come here: with what it would remove, if that is to stay.
    pub(super) fn with_kept(&self, old: Option<Oid>, new: Oid) -> Result<Oid, Error> {
        if !self.callbacks.chosen.contains(&Choice::KeepFiles) {
            return Ok(new);
        }
        let repo = self.repo;
        let removed = repo.removed(old, new, self.callbacks.naming)?;
        if removed.is_empty() {
            return Ok(new);
        }
        let commit = repo.find_commit(new)?;
        let edits = removed.into_iter().map(|(path, leaf)| (path, Some(leaf))).collect();
        let kept = tree::edited(&repo.inner, repo.tree_of(Some(&commit))?.as_ref(), &edits);
        repo.made(kept.map_err(|error| repo.failed(error))?, &[&commit], KEPT_MESSAGE)
    }
}

fn is_too_much(gone: usize, of: usize) -> bool {
    gone > MANY && gone * SHARE > of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_removals_and_those_of_a_small_part_are_no_question() {
        assert!(!is_too_much(20, 20));
        assert!(is_too_much(21, 83));
        assert!(!is_too_much(21, 84));
        assert!(!is_too_much(0, 0));
    }
}
