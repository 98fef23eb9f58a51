//! Merges two commits path by path into a tree. Texts that changed on both sides are given to a function.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Commit, Oid, Tree};

use super::case_collisions::collision_renames;
use super::file_or_folder::merge_non_files;
use super::spelling::Spelling;
use super::twins::Twin;
use super::{Conflict, Merge, Merged, NamedLeaf, Naming, Resolved, Side};
use crate::git::objects::three_way::lines_joined;
use crate::git::objects::tree;
use crate::git::{Error, Repo};

impl Repo {
    /// Merges the changes of two commits since a third; `None` for a history that has not begun. The order of `one` and
    /// `other` must be the same on every machine.
    pub(in crate::git) fn merge_trees(
        &self,
        base: Option<&Commit<'_>>,
        sides: [Option<&Commit<'_>>; 2],
        merge: &mut Merge<'_>,
        naming: &dyn Naming,
    ) -> Result<Merged, Error> {
        let base = self.tree_of(base)?;
        let [one, other] = sides.map(|side| self.side(base.as_ref(), side, naming));
        let mut sides = [one?, other?];
        let spelling = sides[0].spelling.both(&sides[1].spelling);
        let twins = self.renamed_sides(&mut sides, &spelling, naming)?;
        let (edits, conflicts) = self.merge_changes(base.as_ref(), &sides, merge)?;
        let respelled = self.respelled(base.as_ref(), &edits, &spelling)?;
        let new = edits.iter().filter(|(_, leaf)| leaf.is_some()).map(|(path, _)| path);
        let new: BTreeSet<String> = new.flat_map(|path| [path.clone(), spelling.spelled(path)]).collect();
        let tree = self.tree_at(respelled)?;
        let moves = collision_renames(self, [base.as_ref(), tree.as_ref()], new.iter(), naming)?;
        let renamed = self.told(&twins, &moves);
        if moves.is_empty() {
            return Ok(Merged { tree: respelled, conflicts: self.all_shown(&conflicts), renamed });
        }
        for side in &mut sides {
            self.relink(base.as_ref(), side, &spelling, &moves, naming)?;
        }
        let (edits, conflicts) = self.merge_changes(base.as_ref(), &sides, merge)?;
        let tree = self.tree_at(self.respelled(base.as_ref(), &edits, &spelling)?)?;
        let tree = self.moved(tree.as_ref(), &moves)?;
        Ok(Merged { tree, conflicts: self.all_shown(&conflicts), renamed })
    }

    /// Separates entries that both sides made under one path, unites those that both made under two, and lets the links of each side follow what gets another name than it gave.
    fn renamed_sides(
        &self,
        sides: &mut [Side<'_>; 2],
        spelling: &Spelling,
        naming: &dyn Naming,
    ) -> Result<Vec<Twin>, Error> {
        let mut twins = self.separate_twins(sides, naming)?;
        twins.extend(self.unite_entries(sides, naming));
        for (at, side) in sides.iter_mut().enumerate() {
            let mut moved = side.spelling.moved_in(spelling);
            moved.extend(twins.iter().filter(|twin| twin.side == at).map(|twin| (twin.from.clone(), twin.to.clone())));
            self.relink_changed(side, &moved, naming)?;
        }
        Ok(twins)
    }

    /// What got another name, as it is told.
    fn told(&self, twins: &[Twin], moves: &BTreeMap<String, String>) -> Vec<(String, String)> {
        let twins = twins.iter().map(|twin| (&twin.from, &twin.to));
        twins.chain(moves).map(|(from, to)| (self.shown(from), self.shown(to))).collect()
    }

    /// Whether a commit brings names that some disks take for one, so that files have to be renamed.
    pub(super) fn has_collisions(
        &self,
        old: Option<&Commit<'_>>,
        new: &Commit<'_>,
        naming: &dyn Naming,
    ) -> Result<bool, Error> {
        let (old, new) = (self.tree_of(old)?, self.tree_of(Some(new))?);
        let changes = self.tree_changes(old.as_ref(), new.as_ref())?;
        let added = changes.iter().filter(|(_, old, new)| old.is_none() && new.is_some()).map(|(path, ..)| path);
        Ok(!collision_renames(self, [old.as_ref(), new.as_ref()], added, naming)?.is_empty())
    }

    fn side(
        &self,
        base: Option<&Tree<'_>>,
        commit: Option<&Commit<'_>>,
        naming: &dyn Naming,
    ) -> Result<Side<'_>, Error> {
        let tree = commit.map(|commit| self.inner.find_tree(commit.tree_id())).transpose();
        let tree = tree.map_err(|error| self.failed(error))?;
        let changes = self.tree_changes(base, tree.as_ref())?;
        let changes = changes.into_iter().map(|(path, old, new)| (path, (old, new))).collect();
        let (spelling, changes) = Spelling::of(self, [base, tree.as_ref()], changes, naming)?;
        Ok(Side { tree, spelling, changes })
    }

    /// Applies both sides' changes to the common commit; also returns the paths of which both texts were kept.
    fn merge_changes(
        &self,
        base: Option<&Tree<'_>>,
        [one, other]: &[Side<'_>; 2],
        merge: &mut Merge<'_>,
    ) -> Result<(tree::Edits, Vec<String>), Error> {
        let mut edits: tree::Edits = one.changes.iter().map(|(path, (_, new))| (path.clone(), *new)).collect();
        let (mut conflicts, mut copies) = (Vec::new(), Vec::new());
        for (path, (old, new)) in &other.changes {
            match one.changes.get(path) {
                None => drop(edits.insert(path.clone(), *new)),
                Some((_, mine)) if mine == new => {}
                Some((_, mine)) => {
                    let (own, beside) = self.merge_leaf(path, [*old, *mine, *new], merge)?;
                    edits.insert(path.clone(), own);
                    if !beside.is_empty() {
                        conflicts.push(path.clone());
                    }
                    copies.extend(beside);
                }
            }
        }
        for (name, leaf) in copies {
            self.insert_renamed(base, name, leaf, &mut edits)?;
        }
        self.separate_files_and_folders(base, &mut edits)?;
        Ok((edits, conflicts))
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

    fn all_shown(&self, paths: &[String]) -> Vec<String> {
        paths.iter().map(|path| self.shown(path)).collect()
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
            return Ok(merge_non_files(path, [ours, theirs]));
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

    /// Resolves a conflict with the given function; outside of the store by lines alone, as git does.
    pub(in crate::git) fn decide(
        &self,
        full: &str,
        [base, ours, theirs]: [Option<&[u8]>; 3],
        merge: &mut Merge<'_>,
    ) -> Result<Vec<Resolved>, Error> {
        let Some(path) = self.inside(full) else {
            let sides = [base.unwrap_or_default(), ours.unwrap_or_default(), theirs.unwrap_or_default()];
            let joined = ours.and(theirs).and_then(|_| lines_joined(sides));
            return Ok(vec![(full.to_owned(), Some(joined.ok_or_else(|| Error::Unmergeable(full.to_owned()))?))]);
        };
        let writes = merge(&Conflict { path, base, ours, theirs });
        writes.into_iter().map(|write| Ok((self.full(&write.path)?, write.content))).collect()
    }
}
