//! Merges two commits path by path into a tree. Texts that changed on both sides are given to a function.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Commit, ObjectType, Oid, Tree};

use super::{Error, Repo, Write, tree};

/// A file that two sides left in different states; `None` where it does not exist.
///
/// When two commits are merged, `ours` and `theirs` are in the same order on every machine, so that all come to the
/// same commit. When a file changed on disk in the meantime, `ours` is the disk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash<'a> {
    pub path: &'a str,
    pub base: Option<&'a [u8]>,
    pub ours: Option<&'a [u8]>,
    pub theirs: Option<&'a [u8]>,
}

/// Decides what becomes of a clash: new content for its path, and further files where a text is kept twice.
pub type Merge<'a> = dyn FnMut(&Clash<'_>) -> Vec<Write> + 'a;

/// A path of the repository and what it is to hold.
pub(super) type Decided = (String, Option<Vec<u8>>);

/// What two commits become, before it is a commit.
pub(super) struct Merged {
    pub(super) tree: Oid,
    /// Paths of which both texts were kept.
    pub(super) clashes: Vec<String>,
}

/// Keeps all that both sides wrote: the edited side where the other deleted, the merge by lines where that is clean,
/// else both texts, the second under a name made from its content.
pub fn keep_both(clash: &Clash<'_>) -> Vec<Write> {
    let write = |path: &str, content: &[u8]| Write { path: path.to_owned(), content: Some(content.to_vec()) };
    let (ours, theirs) = match (clash.ours, clash.theirs) {
        (None, None) => return vec![Write { path: clash.path.to_owned(), content: None }],
        (Some(one), None) | (None, Some(one)) => return vec![write(clash.path, one)],
        (Some(ours), Some(theirs)) => (ours, theirs),
    };
    if ours == theirs || clash.base == Some(theirs) {
        return vec![write(clash.path, ours)];
    }
    if clash.base == Some(ours) {
        return vec![write(clash.path, theirs)];
    }
    match Repo::merge_text(clash.base.unwrap_or_default(), ours, theirs) {
        Some(merged) => vec![write(clash.path, &merged)],
        None => vec![write(clash.path, ours), write(&copy_name(clash.path, theirs), theirs)],
    }
}

/// `notes/tea.md` → `notes/tea-conflict-1a2b3c.md`: the same name for the same text on every machine.
fn copy_name(path: &str, content: &[u8]) -> String {
    let id = content_id(content);
    beside(path, &format!("conflict-{}", &id[..id.len().min(6)]))
}

/// What git knows a file's content by.
pub fn content_id(content: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, content).map_or_else(|_| String::new(), |id| id.to_string())
}

fn beside(path: &str, mark: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => format!("{folder}{slash}{stem}-{mark}.{extension}"),
        None => format!("{folder}{slash}{name}-{mark}"),
    }
}

type Sides = (Option<tree::Leaf>, Option<tree::Leaf>);

impl Repo {
    /// Merges the changes of two commits since a third. The order of `one` and `other` must be the same on every machine.
    pub(super) fn merge_trees(
        &self,
        base: &Commit<'_>,
        [one, other]: [&Commit<'_>; 2],
        merge: &mut Merge<'_>,
    ) -> Result<Merged, Error> {
        let [base, one, other] = [base, one, other].map(|commit| self.tree_of(Some(commit)));
        let (base, one, other) = (base?, one?, other?);
        let ours: BTreeMap<String, Sides> = self.sides(base.as_ref(), one.as_ref())?;
        let theirs = self.sides(base.as_ref(), other.as_ref())?;
        let (mut edits, mut clashes) = (tree::Edits::new(), Vec::new());
        for (path, (old, new)) in theirs {
            match ours.get(&path) {
                None => drop(edits.insert(path, new)),
                Some((_, mine)) if *mine == new => {}
                Some((_, mine)) => {
                    if self.merge_leaf(&path, [old, *mine, new], merge, &mut edits)? {
                        clashes.push(path);
                    }
                }
            }
        }
        self.part_files_and_folders(one.as_ref(), &mut edits)?;
        let tree = tree::edited(&self.inner, one.as_ref(), &edits).map_err(|error| self.failed(error))?;
        Ok(Merged { tree, clashes: clashes.iter().map(|path| self.shown(path)).collect() })
    }

    /// A path as a person of this store would name it.
    pub(super) fn shown(&self, full: &str) -> String {
        self.inside(full).unwrap_or(full).to_owned()
    }

    fn sides(&self, base: Option<&Tree<'_>>, side: Option<&Tree<'_>>) -> Result<BTreeMap<String, Sides>, Error> {
        let changes = tree::changes(&self.inner, base, side).map_err(|error| self.failed(error))?;
        Ok(changes.into_iter().map(|(path, old, new)| (path, (old, new))).collect())
    }

    /// One path that both sides changed; answers whether a text had to be kept twice.
    fn merge_leaf(
        &self,
        path: &str,
        [base, ours, theirs]: [Option<tree::Leaf>; 3],
        merge: &mut Merge<'_>,
        edits: &mut tree::Edits,
    ) -> Result<bool, Error> {
        let is_plain = [base, ours, theirs].iter().flatten().all(|(_, mode)| tree::is_file(*mode));
        if !is_plain {
            // Links and repositories inside have no text to merge; the side that still has one stays.
            if ours.is_none() {
                edits.insert(path.to_owned(), theirs);
            }
            return Ok(false);
        }
        let mode = [ours, theirs].into_iter().flatten().map(|(_, mode)| mode).max().unwrap_or(tree::FILE);
        let same = ours.zip(theirs).is_some_and(|(ours, theirs)| ours.0 == theirs.0);
        if same {
            edits.insert(path.to_owned(), ours.map(|(id, _)| (id, mode)));
            return Ok(false);
        }
        let load = |leaf: Option<tree::Leaf>| leaf.map(|(id, _)| self.load_blob(path, id)).transpose();
        let (base, ours, theirs) = (load(base)?, load(ours)?, load(theirs)?);
        let writes = self.decide(path, [base.as_deref(), ours.as_deref(), theirs.as_deref()], merge)?;
        let is_kept_twice = writes.iter().any(|(full, content)| full != path && content.is_some());
        for (full, content) in writes {
            let id = content.map(|content| self.store_blob(&full, &content)).transpose()?;
            let mode = if full == path { mode } else { tree::FILE };
            edits.insert(full, id.map(|id| (id, mode)));
        }
        Ok(is_kept_twice)
    }

    /// Asks the given function, or for what lies outside the store keeps both.
    pub(super) fn decide(
        &self,
        full: &str,
        [base, ours, theirs]: [Option<&[u8]>; 3],
        merge: &mut Merge<'_>,
    ) -> Result<Vec<Decided>, Error> {
        let Some(path) = self.inside(full) else {
            let writes = keep_both(&Clash { path: full, base, ours, theirs });
            return Ok(writes.into_iter().map(|write| (write.path, write.content)).collect());
        };
        let writes = merge(&Clash { path, base, ours, theirs });
        writes.into_iter().map(|write| Ok((self.full(&write.path)?, write.content))).collect()
    }

    /// Where one side has a file and the other a folder of that name, the file steps aside.
    fn part_files_and_folders(&self, ours: Option<&Tree<'_>>, edits: &mut tree::Edits) -> Result<(), Error> {
        let added: BTreeSet<String> =
            edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path.clone()).collect();
        let Some(ours) = ours else { return Ok(()) };
        for path in added {
            for (at, _) in path.match_indices('/') {
                self.step_aside(ours, &path[..at], edits)?;
            }
            let is_folder = ours.get_path(std::path::Path::new(&path)).is_ok_and(|entry| entry.filemode() == 0o040_000);
            if is_folder
                && self.survives_below(ours, &path, edits)?
                && let Some(Some(leaf)) = edits.remove(&path)
            {
                edits.insert(aside(&path, leaf), Some(leaf));
            }
        }
        Ok(())
    }

    fn step_aside(&self, ours: &Tree<'_>, ancestor: &str, edits: &mut tree::Edits) -> Result<(), Error> {
        let found = tree::leaf(ours, ancestor).map_err(|error| self.failed(error))?;
        let leaf = match edits.get(ancestor) {
            Some(edited) => *edited,
            None => found,
        };
        if let Some(leaf) = leaf {
            edits.insert(ancestor.to_owned(), None);
            edits.insert(aside(ancestor, leaf), Some(leaf));
        }
        Ok(())
    }

    /// Whether files of a folder are left after the edits.
    fn survives_below(&self, ours: &Tree<'_>, folder: &str, edits: &tree::Edits) -> Result<bool, Error> {
        let entry = ours.get_path(std::path::Path::new(folder)).map_err(|error| self.failed(error))?;
        let below = self.inner.find_tree(entry.id()).map_err(|error| self.failed(error))?;
        let files = tree::changes(&self.inner, None, Some(&below)).map_err(|error| self.failed(error))?;
        Ok(files.iter().any(|(path, ..)| !matches!(edits.get(&format!("{folder}/{path}")), Some(None))))
    }
}

fn aside(path: &str, (id, _): tree::Leaf) -> String {
    beside(path, &id.to_string()[..6])
}
