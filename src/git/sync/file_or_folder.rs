//! Where one side has a file and the other a folder of its name, the file gets another name, which nothing else has.

use std::collections::BTreeSet;

use git2::Tree;

use super::NamedLeaf;
use crate::git::objects::folders::{files_at, folder_of};
use crate::git::objects::names::{free_name, with_content_suffix};
use crate::git::objects::tree;
use crate::git::{Error, Repo};

impl Repo {
    /// Gives every file another name where the other side has a folder of its name.
    pub(super) fn separate_files_and_folders(
        &self,
        base: Option<&Tree<'_>>,
        edits: &mut tree::Edits,
    ) -> Result<(), Error> {
        let added: BTreeSet<String> =
            edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path.clone()).collect();
        for path in added {
            for (at, _) in path.match_indices('/') {
                self.move_aside(base, &path[..at], edits)?;
            }
            if let Some(tree) = base
                && self.survives_below(tree, &path, edits)?
                && let Some(Some(leaf)) = edits.remove(&path)
            {
                self.insert_renamed(base, with_content_suffix(&path, leaf), leaf, edits)?;
            }
        }
        Ok(())
    }

    fn move_aside(&self, base: Option<&Tree<'_>>, ancestor: &str, edits: &mut tree::Edits) -> Result<(), Error> {
        if let Some(leaf) = self.leaf_after(base, ancestor, edits)? {
            edits.insert(ancestor.to_owned(), None);
            self.insert_renamed(base, with_content_suffix(ancestor, leaf), leaf, edits)?;
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

    /// Adds a renamed file or a conflict copy under its usual name, or under one that nothing else has.
    pub(super) fn insert_renamed(
        &self,
        base: Option<&Tree<'_>>,
        usual: String,
        leaf: tree::Leaf,
        edits: &mut tree::Edits,
    ) -> Result<(), Error> {
        let name = free_name(usual, |name| self.is_taken(base, name, leaf, edits))?;
        edits.insert(name, Some(leaf));
        Ok(())
    }

    /// Whether a name holds something else after the edits: another file, or a folder.
    fn is_taken(
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
}

/// Merges what has no text (symbolic links, submodules): a file keeps the path, and a link gets another name.
pub(super) fn merge_non_files(
    path: &str,
    [ours, theirs]: [Option<tree::Leaf>; 2],
) -> (Option<tree::Leaf>, Vec<NamedLeaf>) {
    let is_file = |leaf: &tree::Leaf| tree::is_file(leaf.1);
    let (kept, other) = match (ours, theirs) {
        (Some(ours), Some(theirs)) if is_file(&theirs) && !is_file(&ours) => (theirs, Some(ours)),
        (Some(ours), theirs) => (ours, theirs),
        (None, Some(theirs)) => (theirs, None),
        (None, None) => return (None, Vec::new()),
    };
    let beside = other.filter(|(id, mode)| *mode != tree::REPOSITORY && *id != kept.0);
    (Some(kept), beside.map(|link| (with_content_suffix(path, link), link)).into_iter().collect())
}
