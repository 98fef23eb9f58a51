//! What a commit holds, whatever somebody put into its trees: read within bounds, never written anywhere.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Commit, Oid};

use super::{Bare, BlobId, Changed, Listed};
use crate::git::objects::tree;
use crate::git::{CommitId, Error};

/// How many entries are listed; one more says that there are more.
pub const LIST_LIMIT: usize = 50_000;
/// How many folders lie in each other before they are listed as such and not entered.
const DEEPEST: usize = 16;
/// The largest tree object that is read, in bytes.
const LARGEST_TREE: u64 = 16 << 20;
const FOLDER: i32 = 0o040_000;

type Leaf = (Oid, i32);
/// The entries of one folder, by name.
type Folder = BTreeMap<Vec<u8>, Leaf>;

impl Bare {
    /// Everything that a commit holds, in the order of its trees; at most [`LIST_LIMIT`] + 1 entries.
    pub fn list(&self, commit: &CommitId) -> Result<Vec<Listed>, Error> {
        let changed = self.changed(None, commit)?;
        Ok(changed.into_iter().filter_map(|changed| changed.after).collect())
    }

    /// Everything that a commit holds, without sizes (they are 0): each would cost a look at the object.
    pub fn names(&self, commit: &CommitId) -> Result<Vec<Listed>, Error> {
        let root = self.commit_of(commit)?.tree_id();
        let mut walk = Walk { bare: self, found: Vec::new(), folders: 0, sizes: Sizes::Left };
        walk.folder(&[], None, Some(root), 0)?;
        Ok(walk.found.into_iter().filter_map(|changed| changed.after).collect())
    }

    /// The paths in which two commits differ; all of the second without a first. At most [`LIST_LIMIT`] + 1.
    pub fn changed(&self, old: Option<&CommitId>, new: &CommitId) -> Result<Vec<Changed>, Error> {
        let root = |id: &CommitId| Ok::<Oid, Error>(self.commit_of(id)?.tree_id());
        let (old, new) = (old.map(root).transpose()?, root(new)?);
        let mut walk = Walk { bare: self, found: Vec::new(), folders: 0, sizes: Sizes::Read };
        if old != Some(new) {
            walk.folder(&[], old, Some(new), 0)?;
        }
        Ok(walk.found)
    }

    /// A content; `None` when it is larger than the limit.
    pub fn blob(&self, id: &BlobId, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let id = Oid::from_str(&id.0).map_err(|error| self.failed(error))?;
        if self.size(id)? > limit {
            return Ok(None);
        }
        let blob = self.inner.find_blob(id).map_err(|error| self.failed(error))?;
        Ok(Some(blob.content().to_vec()))
    }

    /// A file's content in a commit; `None` when there is no such file, it is a link or larger than the limit.
    pub fn content(&self, commit: &CommitId, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let commit = self.commit_of(commit)?;
        match self.leaf(&commit, path)? {
            Some((id, mode)) if tree::is_file(mode) => self.blob(&BlobId(id.to_string()), limit),
            Some(_) | None => Ok(None),
        }
    }

    /// Whether there is anything at a path of a commit.
    pub fn has_file(&self, commit: &CommitId, path: &str) -> Result<bool, Error> {
        Ok(self.leaf(&self.commit_of(commit)?, path)?.is_some())
    }

    fn leaf(&self, commit: &Commit<'_>, path: &str) -> Result<Option<Leaf>, Error> {
        let mut lookup = tree::Lookup::of(&self.inner).map_err(|error| self.failed(error))?;
        lookup.leaf(commit.tree_id(), path).map_err(|error| self.failed(error))
    }

    fn size(&self, id: Oid) -> Result<u64, Error> {
        let header = self.inner.odb().and_then(|odb| odb.read_header(id)).map_err(|error| self.failed(error))?;
        Ok(header.0 as u64)
    }
}

/// A walk through one or two trees at once, which does not enter what is the same in both.
struct Walk<'a> {
    bare: &'a Bare,
    found: Vec<Changed>,
    folders: usize,
    sizes: Sizes,
}

/// Whether the sizes of files are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sizes {
    Read,
    Left,
}

impl Walk<'_> {
    fn folder(&mut self, path: &[u8], old: Option<Oid>, new: Option<Oid>, depth: usize) -> Result<(), Error> {
        let (old, new) = (self.read(old)?, self.read(new)?);
        let names: BTreeSet<&Vec<u8>> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (old, new) = (old.get(name).copied(), new.get(name).copied());
            if old == new || self.found.len() > LIST_LIMIT {
                continue;
            }
            let path = joined(path, name);
            let [old_folder, new_folder] = [self.inside(old, depth)?, self.inside(new, depth)?];
            let file = |leaf: Option<Leaf>, folder: Option<Oid>| leaf.filter(|_| folder.is_none());
            self.note(&path, file(old, old_folder), file(new, new_folder))?;
            if old_folder.is_some() || new_folder.is_some() {
                self.folder(&path, old_folder, new_folder, depth + 1)?;
            }
        }
        Ok(())
    }

    /// The folder that is entered; none for what is no folder, lies too deep or is larger than any honest one.
    fn inside(&self, leaf: Option<Leaf>, depth: usize) -> Result<Option<Oid>, Error> {
        let Some((id, FOLDER)) = leaf else { return Ok(None) };
        let may_enter = depth < DEEPEST && self.folders < LIST_LIMIT && self.bare.size(id)? <= LARGEST_TREE;
        Ok(may_enter.then_some(id))
    }

    fn note(&mut self, path: &[u8], old: Option<Leaf>, new: Option<Leaf>) -> Result<(), Error> {
        if old.is_none() && new.is_none() {
            return Ok(());
        }
        let id = |id: Oid| BlobId(id.to_string());
        let after = new.map(|(blob, mode)| {
            let size = if tree::is_file(mode) && self.sizes == Sizes::Read { self.bare.size(blob)? } else { 0 };
            Ok::<Listed, Error>(Listed { path: path.to_vec(), mode, blob: id(blob), size })
        });
        let before = old.map(|(blob, _)| id(blob));
        self.found.push(Changed { path: path.to_vec(), before, after: after.transpose()? });
        Ok(())
    }

    fn read(&mut self, id: Option<Oid>) -> Result<Folder, Error> {
        let Some(id) = id else { return Ok(Folder::new()) };
        self.folders += 1;
        let tree = self.bare.inner.find_tree(id).map_err(|error| self.bare.failed(error))?;
        Ok(tree.iter().map(|entry| (entry.name_bytes().to_vec(), (entry.id(), entry.filemode_raw()))).collect())
    }
}

fn joined(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}
