//! The folders of a tree, and their names as disks see them that ignore case and how accents are composed.

use std::collections::HashMap;
use std::path::Path;

use git2::Tree;

use super::tree;
use crate::git::{Error, Repo};
use crate::text::file_name;

/// A name in a folder of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::git) struct Name {
    pub(in crate::git) name: String,
    pub(in crate::git) is_folder: bool,
}

/// The names in the folders of one tree by how such disks see them; each folder is read once.
#[derive(Default)]
pub(in crate::git) struct Folders(HashMap<String, HashMap<String, Vec<Name>>>);

impl Folders {
    /// The names in a folder that a case-blind disk takes for this one, itself included, in order.
    pub(in crate::git) fn alike(
        &mut self,
        repo: &Repo,
        tree: Option<&Tree<'_>>,
        folder: &str,
        name: &str,
    ) -> Result<&[Name], Error> {
        if !self.0.contains_key(folder) {
            let names = tree.map(|tree| names(repo, tree, folder)).transpose()?.unwrap_or_default();
            self.0.insert(folder.to_owned(), names);
        }
        let alike = self.0.get(folder).and_then(|names| names.get(&file_name::folded(name)));
        Ok(alike.map(Vec::as_slice).unwrap_or_default())
    }

    /// The first part of a path that has a twin on a disk that ignores case: its folder and the names that are alike.
    pub(in crate::git) fn collision(
        &mut self,
        repo: &Repo,
        tree: Option<&Tree<'_>>,
        path: &str,
    ) -> Result<Option<(String, Vec<Name>)>, Error> {
        for (folder, name) in parts(path) {
            let alike = self.alike(repo, tree, folder, name)?;
            if alike.iter().any(|other| other.name != name) {
                return Ok(Some((folder.to_owned(), alike.to_vec())));
            }
        }
        Ok(None)
    }

    /// Whether a path would meet another on a disk that ignores case; of two new ones the first in order is written.
    pub(in crate::git) fn collides(&mut self, repo: &Repo, tree: Option<&Tree<'_>>, path: &str) -> Result<bool, Error> {
        for (folder, name) in parts(path) {
            let alike = self.alike(repo, tree, folder, name)?;
            if alike.iter().any(|other| other.name != name && is_first(repo, folder, &other.name, name)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Each part of a path with the folder it lies in, from the top.
pub(in crate::git) fn parts(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/').map(|(at, _)| at).chain([path.len()]).map(|end| split(&path[..end]))
}

/// A path's folder, empty at the top, and its name.
pub(in crate::git) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

pub(in crate::git) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Which of two names that fold to one keeps its place: the one on disk, else the first in order.
fn is_first(repo: &Repo, folder: &str, other: &str, name: &str) -> bool {
    let on_disk = |name: &str| repo.workdir.join(folder).join(name).symlink_metadata().is_ok();
    match (on_disk(other), on_disk(name)) {
        (true, false) => true,
        (false, true) => false,
        (true, true) | (false, false) => other < name,
    }
}

fn names(repo: &Repo, tree: &Tree<'_>, folder: &str) -> Result<HashMap<String, Vec<Name>>, Error> {
    let mut names: HashMap<String, Vec<Name>> = HashMap::new();
    let Some(tree) = folder_of(repo, tree, folder)? else { return Ok(names) };
    for entry in &tree {
        let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
        let is_folder = entry.filemode() == tree::FOLDER;
        names.entry(file_name::folded(&name)).or_default().push(Name { name, is_folder });
    }
    Ok(names)
}

/// A folder of a tree; `None` where there is none.
pub(in crate::git) fn folder_of<'r>(repo: &'r Repo, tree: &Tree<'r>, folder: &str) -> Result<Option<Tree<'r>>, Error> {
    if folder.is_empty() {
        return Ok(Some(tree.clone()));
    }
    let found = match tree.get_path(Path::new(folder)) {
        Ok(entry) if entry.filemode() == tree::FOLDER => repo.inner.find_tree(entry.id()).map(Some),
        Ok(_) => Ok(None),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    found.map_err(|error| repo.failed(error))
}

/// Whether a folder of a path is a file in a tree.
pub(in crate::git) fn lies_in_file(repo: &Repo, tree: &Tree<'_>, path: &str) -> Result<bool, Error> {
    for (folder, _) in parts(path).filter(|(folder, _)| !folder.is_empty()) {
        if tree::leaf(tree, folder).map_err(|error| repo.failed(error))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All files at or below a path of a tree.
pub(in crate::git) fn files_at(repo: &Repo, tree: &Tree<'_>, path: &str) -> Result<Vec<(String, tree::Leaf)>, Error> {
    if !path.is_empty()
        && let Some(leaf) = tree::leaf(tree, path).map_err(|error| repo.failed(error))?
    {
        return Ok(vec![(path.to_owned(), leaf)]);
    }
    let Some(below) = folder_of(repo, tree, path)? else { return Ok(Vec::new()) };
    let files = repo.tree_changes(None, Some(&below))?;
    Ok(files.into_iter().filter_map(|(name, _, leaf)| Some((join(path, &name), leaf?))).collect())
}
