//! Looks up paths in trees.

use std::collections::HashMap;

use git2::{Odb, Oid, Repository, Tree, TreeBuilder};

use super::{Edits, FILE, FOLDER, Leaf, entries, is_file};

/// Looks up many paths of one tree. A folder on their way is read once: libgit2 reads a large one anew for every path.
pub(in crate::git) struct Leaves<'r> {
    pub(super) repo: &'r Repository,
    pub(super) folders: HashMap<String, Option<Tree<'r>>>,
}

impl<'r> Leaves<'r> {
    pub(in crate::git) fn of(repo: &'r Repository, root: Option<Tree<'r>>) -> Self {
        Self { repo, folders: HashMap::from([(String::new(), root)]) }
    }

    /// The file at a path, as [`super::leaf`] finds it.
    pub(in crate::git) fn leaf(&mut self, path: &str) -> Result<Option<Leaf>, git2::Error> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entry = self.folder(folder)?.and_then(|tree| tree.get_name(name));
        Ok(entry.filter(|entry| entry.filemode() != FOLDER).map(|entry| (entry.id(), entry.filemode_raw())))
    }

    /// Keeps the modes of files that exist, and drops the edits that change nothing.
    pub(in crate::git) fn with_modes(&mut self, wanted: &Edits) -> Result<Edits, git2::Error> {
        let mut edits = Edits::new();
        for (path, wanted) in wanted {
            let old = self.leaf(path)?;
            let mode = old.map(|(_, mode)| mode).filter(|mode| is_file(*mode)).unwrap_or(FILE);
            // What is held may be something else, and merely moves.
            let new = wanted.map(|(id, wanted)| (id, if is_file(wanted) { mode } else { wanted }));
            if new != old {
                edits.insert(path.clone(), new);
            }
        }
        Ok(edits)
    }

    /// Begins a folder with what is in the tree of that id, which is read unless it is known as that folder's.
    pub(in crate::git) fn builder(&self, folder: &str, id: Option<Oid>) -> Result<TreeBuilder<'r>, git2::Error> {
        let known = self.folders.get(folder).and_then(Option::as_ref);
        match (known, id) {
            (Some(tree), Some(id)) if tree.id() == id => self.repo.treebuilder(Some(tree)),
            (_, Some(id)) => self.repo.treebuilder(Some(&self.repo.find_tree(id)?)),
            (_, None) => self.repo.treebuilder(None),
        }
    }

    fn folder(&mut self, path: &str) -> Result<Option<&Tree<'r>>, git2::Error> {
        if !self.folders.contains_key(path) {
            let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
            let entry = self.folder(parent)?.and_then(|tree| tree.get_name(name));
            let id = entry.filter(|entry| entry.filemode() == FOLDER).map(|entry| entry.id());
            let tree = id.map(|id| self.repo.find_tree(id)).transpose()?;
            self.folders.insert(path.to_owned(), tree);
        }
        Ok(self.folders[path].as_ref())
    }
}

/// Looks a path up in the trees of many commits. A folder that several of them share is read once, and of each folder no
/// more than the way to the path: a large one costs libgit2 ten times that.
pub(in crate::git) struct Lookup<'r> {
    odb: Odb<'r>,
    /// By the folder and by how much of the path is left in it.
    known: HashMap<(Oid, usize), Option<Leaf>>,
    path: String,
}

impl<'r> Lookup<'r> {
    pub(in crate::git) fn of(repo: &'r Repository) -> Result<Self, git2::Error> {
        Ok(Self { odb: repo.odb()?, known: HashMap::new(), path: String::new() })
    }

    /// The file at a path, as [`super::leaf`] finds it.
    pub(in crate::git) fn leaf(&mut self, tree: Oid, path: &str) -> Result<Option<Leaf>, git2::Error> {
        if self.path != path {
            self.known.clear();
            path.clone_into(&mut self.path);
        }
        self.below(tree, path)
    }

    fn below(&mut self, tree: Oid, path: &str) -> Result<Option<Leaf>, git2::Error> {
        if let Some(leaf) = self.known.get(&(tree, path.len())) {
            return Ok(*leaf);
        }
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let found = entry(self.odb.read(tree)?.data(), name);
        let leaf = match (found, rest) {
            (Some((folder, FOLDER)), Some(rest)) => self.below(folder, rest)?,
            (Some((_, FOLDER)), None) | (Some(_), Some(_)) | (None, _) => None,
            (Some(leaf), None) => Some(leaf),
        };
        self.known.insert((tree, path.len()), leaf);
        Ok(leaf)
    }
}

/// The entry of that name in a tree object.
fn entry(data: &[u8], name: &str) -> Option<Leaf> {
    entries(data).find(|(found, _)| *found == name.as_bytes()).map(|(_, leaf)| leaf)
}
