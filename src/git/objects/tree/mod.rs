//! A tree with some paths changed, built from the folders on their way alone.

mod changes;
mod large;
mod lookup;

use std::collections::BTreeMap;

use git2::{Oid, Repository, Tree, TreeBuilder};
use memchr::memchr;

pub(in crate::git) use changes::{Changed, changes};
pub(in crate::git) use lookup::{Leaves, Lookup};

pub(in crate::git) const FOLDER: i32 = 0o040_000;
pub(in crate::git) const FILE: i32 = 0o100_644;
/// A repository inside, by its commit.
pub(in crate::git) const REPOSITORY: i32 = 0o160_000;

/// A file of a tree: its content's id and its mode.
pub(in crate::git) type Leaf = (Oid, i32);

/// What becomes of each path: a file, or nothing.
pub(in crate::git) type Edits = BTreeMap<String, Option<Leaf>>;

/// Writes the tree that `base` becomes with the edits. Folders that end up empty vanish; a file gives way to a folder
/// of its name.
pub(in crate::git) fn edited(repo: &Repository, base: Option<&Tree<'_>>, edits: &Edits) -> Result<Oid, git2::Error> {
    edited_known(&Leaves::of(repo, base.cloned()), edits)
}

/// Does what [`edited`] does to the tree of these leaves. Folders that were read for them are not read again.
pub(in crate::git) fn edited_known(base: &Leaves<'_>, edits: &Edits) -> Result<Oid, git2::Error> {
    let edits: Vec<(&str, Option<Leaf>)> = edits.iter().map(|(path, leaf)| (path.as_str(), *leaf)).collect();
    let root = base.folders.get("").and_then(Option::as_ref).map(Tree::id);
    let written = level(base, "", root, &edits)?;
    written.map_or_else(|| base.repo.treebuilder(None)?.write(), Ok)
}

/// One folder, with what it held before; `None` when nothing is left in it.
fn level(
    known: &Leaves<'_>,
    folder: &str,
    base: Option<Oid>,
    edits: &[(&str, Option<Leaf>)],
) -> Result<Option<Oid>, git2::Error> {
    let mut builder = known.builder(folder, base)?;
    let mut folders: BTreeMap<&str, Vec<(&str, Option<Leaf>)>> = BTreeMap::new();
    for (path, leaf) in edits {
        match path.split_once('/') {
            Some((folder, rest)) => folders.entry(folder).or_default().push((rest, *leaf)),
            None => set(&mut builder, path, *leaf)?,
        }
    }
    for (name, edits) in folders {
        let old = builder.get(name)?.filter(|entry| entry.filemode() == FOLDER).map(|entry| entry.id());
        let is_taken = old.is_none() && builder.get(name)?.is_some();
        if is_taken && edits.iter().all(|(_, leaf)| leaf.is_none()) {
            continue;
        }
        let below = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        match level(known, &below, old, &edits)? {
            Some(id) => drop(builder.insert(name, id, FOLDER)?),
            None if old.is_some() => builder.remove(name)?,
            None => {}
        }
    }
    match builder.len() {
        0 => Ok(None),
        1..large::LARGE => builder.write().map(Some),
        large::LARGE.. => large::write_tree(known.repo, &mut builder).map(Some),
    }
}

fn set(builder: &mut TreeBuilder<'_>, name: &str, leaf: Option<Leaf>) -> Result<(), git2::Error> {
    let is_folder = builder.get(name)?.is_some_and(|entry| entry.filemode() == FOLDER);
    match leaf {
        Some((id, mode)) => builder.insert(name, id, mode).map(drop),
        None if is_folder || builder.get(name)?.is_none() => Ok(()),
        None => builder.remove(name),
    }
}

/// The file at a path, if there is one (a symbolic link is one, a folder is not).
pub(in crate::git) fn leaf(tree: &Tree<'_>, path: &str) -> Result<Option<Leaf>, git2::Error> {
    match tree.get_path(std::path::Path::new(path)) {
        Ok(entry) if entry.filemode() == FOLDER => Ok(None),
        Ok(entry) => Ok(Some((entry.id(), entry.filemode_raw()))),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The entries of a tree object: `mode name`, a NUL and twenty bytes of an id, one behind the other.
fn entries(mut data: &[u8]) -> impl Iterator<Item = (&[u8], Leaf)> {
    const ID: usize = 20;
    std::iter::from_fn(move || {
        let end = memchr(0, data)?;
        let space = memchr(b' ', &data[..end])?;
        let id = data.get(end + 1..end + 1 + ID)?;
        let mode = std::str::from_utf8(&data[..space]).ok()?;
        let leaf = (Oid::from_bytes(id).ok()?, i32::from_str_radix(mode, 8).ok()?);
        let name = &data[space + 1..end];
        data = &data[end + 1 + ID..];
        Some((name, leaf))
    })
}

/// Whether a mode is that of a plain file, not of a symbolic link or a repository inside.
pub(in crate::git) fn is_file(mode: i32) -> bool {
    mode & 0o170_000 == 0o100_000
}
