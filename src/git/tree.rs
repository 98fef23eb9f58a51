//! A tree with some paths changed, built from the folders on their way alone.

use std::collections::{BTreeMap, HashMap};

use git2::{Odb, Oid, Repository, Tree, TreeBuilder};
use memchr::memchr;

use super::loose;

pub(super) const FOLDER: i32 = 0o040_000;
pub(super) const FILE: i32 = 0o100_644;
/// A repository inside, by its commit.
pub(super) const REPOSITORY: i32 = 0o160_000;

/// A file of a tree: its content's id and its mode.
pub(super) type Leaf = (Oid, i32);

/// What becomes of each path: a file, or nothing.
pub(super) type Edits = BTreeMap<String, Option<Leaf>>;

/// Writes the tree that `base` becomes with the edits. Folders that end up empty vanish; a file gives way to a folder
/// of its name.
pub(super) fn edited(repo: &Repository, base: Option<&Tree<'_>>, edits: &Edits) -> Result<Oid, git2::Error> {
    edited_known(&Leaves::of(repo, base.cloned()), edits)
}

/// The same for the tree of these leaves; the folders that were read for them are not read again.
pub(super) fn edited_known(base: &Leaves<'_>, edits: &Edits) -> Result<Oid, git2::Error> {
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
        1..loose::LARGE => builder.write().map(Some),
        loose::LARGE.. => loose::write_tree(known.repo, &mut builder).map(Some),
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
pub(super) fn leaf(tree: &Tree<'_>, path: &str) -> Result<Option<Leaf>, git2::Error> {
    match tree.get_path(std::path::Path::new(path)) {
        Ok(entry) if entry.filemode() == FOLDER => Ok(None),
        Ok(entry) => Ok(Some((entry.id(), entry.filemode_raw()))),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Looks up many paths of one tree. A folder on their way is read once: libgit2 reads a large one anew for every path.
pub(super) struct Leaves<'r> {
    repo: &'r Repository,
    folders: HashMap<String, Option<Tree<'r>>>,
}

impl<'r> Leaves<'r> {
    pub(super) fn of(repo: &'r Repository, root: Option<Tree<'r>>) -> Self {
        Self { repo, folders: HashMap::from([(String::new(), root)]) }
    }

    /// The file at a path, as [`leaf`] finds it.
    pub(super) fn leaf(&mut self, path: &str) -> Result<Option<Leaf>, git2::Error> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entry = self.folder(folder)?.and_then(|tree| tree.get_name(name));
        Ok(entry.filter(|entry| entry.filemode() != FOLDER).map(|entry| (entry.id(), entry.filemode_raw())))
    }

    /// Keeps the modes of files that exist, and drops the edits that change nothing.
    pub(super) fn with_modes(&mut self, wanted: &Edits) -> Result<Edits, git2::Error> {
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
    fn builder(&self, folder: &str, id: Option<Oid>) -> Result<TreeBuilder<'r>, git2::Error> {
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
pub(super) struct Lookup<'r> {
    odb: Odb<'r>,
    /// By the folder and by how much of the path is left in it.
    known: HashMap<(Oid, usize), Option<Leaf>>,
    path: String,
}

impl<'r> Lookup<'r> {
    pub(super) fn of(repo: &'r Repository) -> Result<Self, git2::Error> {
        Ok(Self { odb: repo.odb()?, known: HashMap::new(), path: String::new() })
    }

    /// The file at a path, as [`leaf`] finds it.
    pub(super) fn leaf(&mut self, tree: Oid, path: &str) -> Result<Option<Leaf>, git2::Error> {
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
pub(super) fn is_file(mode: i32) -> bool {
    mode & 0o170_000 == 0o100_000
}

/// A path in which two trees differ, with both sides.
pub(super) type Changed = (String, Option<Leaf>, Option<Leaf>);

/// The paths in which two trees differ, in order. Folders without a difference are not read; libgit2's own comparison reads
/// all of them.
pub(super) fn changes(
    repo: &Repository,
    old: Option<&Tree<'_>>,
    new: Option<&Tree<'_>>,
) -> Result<Vec<Changed>, git2::Error> {
    let mut comparing = Comparing { odb: repo.odb()?, pending: Vec::new(), found: Vec::new() };
    comparing.one(String::new(), [old, new].map(|tree| tree.map(|tree| (tree.id(), FOLDER))));
    while let Some((folder, trees)) = comparing.pending.pop() {
        comparing.folder(&folder, trees)?;
    }
    comparing.found.sort();
    Ok(comparing.found)
}

/// Two trees that are gone through at once; not by calls, which somebody's deep tree would pile up.
struct Comparing<'r> {
    odb: Odb<'r>,
    pending: Vec<(String, [Option<Oid>; 2])>,
    found: Vec<Changed>,
}

impl Comparing<'_> {
    fn folder(&mut self, path: &str, [old, new]: [Option<Oid>; 2]) -> Result<(), git2::Error> {
        let inside = |name: &[u8]| {
            let name = String::from_utf8_lossy(name);
            if path.is_empty() { name.into_owned() } else { format!("{path}/{name}") }
        };
        let (mut before, after) = (self.entries(old)?, self.entries(new)?);
        for (name, after) in after {
            let before = before.remove(&name);
            if before != Some(after) {
                self.one(inside(&name), [before, Some(after)]);
            }
        }
        before.into_iter().for_each(|(name, before)| self.one(inside(&name), [Some(before), None]));
        Ok(())
    }

    fn one(&mut self, path: String, sides: [Option<Leaf>; 2]) {
        let folders = sides.map(|side| side.filter(|(_, mode)| *mode == FOLDER).map(|(id, _)| id));
        let [old, new] = sides.map(|side| side.filter(|(_, mode)| *mode != FOLDER));
        if folders[0] != folders[1] {
            self.pending.push((path.clone(), folders));
        }
        if old != new {
            self.found.push((path, old, new));
        }
    }

    fn entries(&self, tree: Option<Oid>) -> Result<HashMap<Vec<u8>, Leaf>, git2::Error> {
        let Some(tree) = tree else { return Ok(HashMap::new()) };
        let tree = self.odb.read(tree)?;
        Ok(entries(tree.data()).map(|(name, leaf)| (name.to_vec(), leaf)).collect())
    }
}
