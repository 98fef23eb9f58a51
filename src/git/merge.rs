//! Merges two commits path by path into a tree. Texts that changed on both sides are given to a function.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Commit, ObjectType, Oid, Tree};

use super::apart::apart;
use super::aside::keep_odd;
use super::folders::{files_at, split};
use super::spelling::{Changes, Spelling};
use super::{Error, Repo, Write, tree};
use crate::text::file_name;

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

/// What is kept beside a path: its usual name, and what it holds.
pub(super) type NamedLeaf = (String, tree::Leaf);

/// What two commits become, before it is a commit.
pub(super) struct Merged {
    pub(super) tree: Oid,
    /// Paths of which both texts were kept.
    pub(super) clashes: Vec<String>,
    /// Files that got another name, since some disks take theirs for another's.
    pub(super) renamed: Vec<(String, String)>,
}

/// What a merge has to know of entries.
pub trait Naming {
    /// The id that an entry's own text says.
    fn id(&self, path: &str, content: &[u8]) -> Option<String>;

    /// A file's content with its links to files that get other names; `None` where it has none.
    fn relinked(&self, path: &str, content: &[u8], moved: &[Moved]) -> Option<Vec<u8>>;
}

/// A file that gets another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: String,
    pub to: String,
    /// All files of that name by then, itself included, in whatever case and folder.
    pub alike: Vec<String>,
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

pub(super) fn beside(path: &str, mark: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => format!("{folder}{slash}{stem}-{mark}.{extension}"),
        None => format!("{folder}{slash}{name}-{mark}"),
    }
}

/// One of the two sides of a merge.
struct Side<'r> {
    tree: Option<Tree<'r>>,
    spelling: Spelling,
    /// In the names of the common commit.
    changes: Changes,
}

impl Repo {
    /// Merges the changes of two commits since a third; `None` for a history that has not begun. The order of `one` and
    /// `other` must be the same on every machine.
    pub(super) fn merge_trees(
        &self,
        base: Option<&Commit<'_>>,
        sides: [Option<&Commit<'_>>; 2],
        merge: &mut Merge<'_>,
        naming: &dyn Naming,
    ) -> Result<Merged, Error> {
        let base = self.tree_of(base)?;
        let [one, other] = sides.map(|side| self.side(base.as_ref(), side));
        let mut sides = [one?, other?];
        let spelling = sides[0].spelling.both(&sides[1].spelling);
        let (edits, clashes) = self.merge_changes(base.as_ref(), &sides, merge)?;
        let respelled = self.respelled(base.as_ref(), &edits, &spelling)?;
        let new = edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path);
        let new: BTreeSet<String> = new.flat_map(|path| [path.clone(), spelling.spelled(path)]).collect();
        let tree = self.tree_at(respelled)?;
        let moves = apart(self, [base.as_ref(), tree.as_ref()], new.iter(), naming)?;
        if moves.is_empty() {
            return Ok(Merged { tree: respelled, clashes: self.all_shown(&clashes), renamed: Vec::new() });
        }
        for side in &mut sides {
            self.relink(base.as_ref(), side, &spelling, &moves, naming)?;
        }
        let (edits, clashes) = self.merge_changes(base.as_ref(), &sides, merge)?;
        let tree = self.tree_at(self.respelled(base.as_ref(), &edits, &spelling)?)?;
        let tree = self.moved(tree.as_ref(), &moves)?;
        let renamed = moves.iter().map(|(from, to)| (self.shown(from), self.shown(to)));
        Ok(Merged { tree, clashes: self.all_shown(&clashes), renamed: renamed.collect() })
    }

    /// Whether a commit brings names that are to be told apart.
    pub(super) fn has_meeting(
        &self,
        old: Option<&Commit<'_>>,
        new: &Commit<'_>,
        naming: &dyn Naming,
    ) -> Result<bool, Error> {
        let (old, new) = (self.tree_of(old)?, self.tree_of(Some(new))?);
        let changes = tree::changes(&self.inner, old.as_ref(), new.as_ref()).map_err(|error| self.failed(error))?;
        let added = changes.iter().filter(|(_, old, new)| old.is_none() && new.is_some()).map(|(path, ..)| path);
        Ok(!apart(self, [old.as_ref(), new.as_ref()], added, naming)?.is_empty())
    }

    fn side(&self, base: Option<&Tree<'_>>, commit: Option<&Commit<'_>>) -> Result<Side<'_>, Error> {
        let tree = commit.map(|commit| self.inner.find_tree(commit.tree_id())).transpose();
        let tree = tree.map_err(|error| self.failed(error))?;
        let changes = tree::changes(&self.inner, base, tree.as_ref()).map_err(|error| self.failed(error))?;
        let changes = changes.into_iter().map(|(path, old, new)| (path, (old, new))).collect();
        let (spelling, changes) = Spelling::of(self, [base, tree.as_ref()], changes)?;
        Ok(Side { tree, spelling, changes })
    }

    /// What both sides' changes make of the common commit, and the paths of which both texts were kept.
    fn merge_changes(
        &self,
        base: Option<&Tree<'_>>,
        [one, other]: &[Side<'_>; 2],
        merge: &mut Merge<'_>,
    ) -> Result<(tree::Edits, Vec<String>), Error> {
        let mut edits: tree::Edits = one.changes.iter().map(|(path, (_, new))| (path.clone(), *new)).collect();
        let (mut clashes, mut copies) = (Vec::new(), Vec::new());
        for (path, (old, new)) in &other.changes {
            match one.changes.get(path) {
                None => drop(edits.insert(path.clone(), *new)),
                Some((_, mine)) if mine == new => {}
                Some((_, mine)) => {
                    let (own, beside) = self.merge_leaf(path, [*old, *mine, *new], merge)?;
                    edits.insert(path.clone(), own);
                    if !beside.is_empty() {
                        clashes.push(path.clone());
                    }
                    copies.extend(beside);
                }
            }
        }
        for (name, leaf) in copies {
            self.put_beside(base, name, leaf, &mut edits)?;
        }
        self.part_files_and_folders(base, &mut edits)?;
        Ok((edits, clashes))
    }

    /// The tree that the common commit becomes with these edits, in the new names.
    fn respelled(&self, base: Option<&Tree<'_>>, edits: &tree::Edits, spelling: &Spelling) -> Result<Oid, Error> {
        let id = tree::edited(&self.inner, base, edits).map_err(|error| self.failed(error))?;
        let tree = self.tree_at(id)?;
        let moves = tree.as_ref().map(|tree| spelling.moves(self, tree)).transpose()?.unwrap_or_default();
        self.moved(tree.as_ref(), &moves)
    }

    /// A tree with some files under other paths.
    fn moved(&self, tree: Option<&Tree<'_>>, moves: &BTreeMap<String, String>) -> Result<Oid, Error> {
        let mut leaves = tree::Leaves::of(&self.inner, tree.cloned());
        let mut edits = tree::Edits::new();
        for (from, to) in moves {
            if let Some(leaf) = leaves.leaf(from).map_err(|error| self.failed(error))? {
                edits.entry(from.clone()).or_insert(None);
                edits.insert(to.clone(), Some(leaf));
            }
        }
        tree::edited(&self.inner, tree, &edits).map_err(|error| self.failed(error))
    }

    fn tree_at(&self, id: Oid) -> Result<Option<Tree<'_>>, Error> {
        self.inner.find_tree(id).map(Some).map_err(|error| self.failed(error))
    }

    /// Lets the links of one side follow the files that get other names: those that led there in that side.
    fn relink(
        &self,
        base: Option<&Tree<'_>>,
        side: &mut Side<'_>,
        spelling: &Spelling,
        moves: &BTreeMap<String, String>,
        naming: &dyn Naming,
    ) -> Result<(), Error> {
        let Some(tree) = side.tree.as_ref() else { return Ok(()) };
        let files = files_at(self, tree, self.prefix.trim_end_matches('/'))?;
        let moved = self.moved_in(&files, &side.spelling, spelling, moves);
        if moved.is_empty() {
            return Ok(());
        }
        let mut base = tree::Leaves::of(&self.inner, base.cloned());
        for (path, (id, mode)) in files {
            let Some(inside) = self.inside(&path).filter(|path| path.ends_with(".md") && tree::is_file(mode)) else {
                continue;
            };
            if let Some(content) = naming.relinked(inside, &self.load_blob(&path, id)?, &moved) {
                let new = Some((self.store_blob(&path, &content)?, mode));
                let said = side.spelling.base_path(&path);
                let old = base.leaf(&said).map_err(|error| self.failed(error))?;
                side.changes.insert(said, (old, new));
            }
        }
        Ok(())
    }

    /// The files of one side that get other names than by case, as that side knows them.
    fn moved_in(
        &self,
        files: &[(String, tree::Leaf)],
        own: &Spelling,
        both: &Spelling,
        moves: &BTreeMap<String, String>,
    ) -> Vec<Moved> {
        let name = |path: &str| file_name::folded(split(path).1);
        let is_told_apart = |(from, to): &(&String, &String)| file_name::folded(from) != file_name::folded(to);
        let told_apart = moves.iter().filter(is_told_apart).filter_map(|(from, to)| {
            let here = own.spelled(&both.unspelled(from));
            let wanted = name(&here);
            let alike = files.iter().map(|(path, _)| path).filter(|path| name(path) == wanted);
            let alike: Vec<String> = alike.map(|path| self.shown(path)).collect();
            let (from, to) = (self.inside(&here)?.to_owned(), self.inside(to)?.to_owned());
            alike.contains(&from).then_some(Moved { from, to, alike })
        });
        told_apart.collect()
    }

    fn all_shown(&self, paths: &[String]) -> Vec<String> {
        paths.iter().map(|path| self.shown(path)).collect()
    }

    /// A path as a person of this store would name it.
    pub(super) fn shown(&self, full: &str) -> String {
        self.inside(full).unwrap_or(full).to_owned()
    }

    /// One path that both sides changed: what it is to hold, and the copies where both texts are kept, with their usual names.
    fn merge_leaf(
        &self,
        path: &str,
        [base, ours, theirs]: [Option<tree::Leaf>; 3],
        merge: &mut Merge<'_>,
    ) -> Result<(Option<tree::Leaf>, Vec<NamedLeaf>), Error> {
        let is_plain = [base, ours, theirs].iter().flatten().all(|(_, mode)| tree::is_file(*mode));
        if !is_plain {
            return Ok(keep_odd(path, [ours, theirs]));
        }
        let mode = [ours, theirs].into_iter().flatten().map(|(_, mode)| mode).max().unwrap_or(tree::FILE);
        let same = ours.zip(theirs).is_some_and(|(ours, theirs)| ours.0 == theirs.0);
        if same {
            return Ok((ours.map(|(id, _)| (id, mode)), Vec::new()));
        }
        let load = |leaf: Option<tree::Leaf>| leaf.map(|(id, _)| self.load_blob(path, id)).transpose();
        let (base, ours, theirs) = (load(base)?, load(ours)?, load(theirs)?);
        let (mut own, mut copies) = (None, Vec::new());
        for (full, content) in self.decide(path, [base.as_deref(), ours.as_deref(), theirs.as_deref()], merge)? {
            let Some(content) = content else { continue };
            let id = self.store_blob(&full, &content)?;
            if full == path { own = Some((id, mode)) } else { copies.push((full, (id, tree::FILE))) }
        }
        Ok((own, copies))
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
}
