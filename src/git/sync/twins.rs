//! What two sides made apart: two entries under one path both stay what they are, the later under another name, and one entry
//! under two paths stands under one.

use std::collections::HashMap;

use super::{Naming, Side};
use crate::git::objects::names::with_suffix;
use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// How many characters of an id a name gets; more where even that is taken.
const SUFFIX: usize = 4;

/// An entry that gets another name: whose it is, and from where to where.
pub(super) struct Twin {
    pub(super) side: usize,
    pub(super) from: String,
    pub(super) to: String,
}

impl Repo {
    /// Finds paths under which both sides made an entry, each with an id of its own, and gives that with the larger id another name.
    pub(super) fn separate_twins(&self, sides: &mut [Side<'_>; 2], naming: &dyn Naming) -> Result<Vec<Twin>, Error> {
        let mut twins = Vec::new();
        for (path, mine) in made(&sides[0]) {
            let Some((None, Some(theirs))) = sides[1].changes.get(&path).copied() else { continue };
            let ids = [mine, theirs].map(|leaf| self.id_of(&path, leaf, naming));
            let [Some(one), Some(other)] = &ids else { continue };
            if one == other {
                continue;
            }
            let side = usize::from(other > one);
            let to = free(&path, ids[side].as_deref().unwrap_or_default(), sides);
            twins.push(Twin { side, from: path, to });
        }
        twins.iter().for_each(|twin| twin.carry_out(sides));
        Ok(twins)
    }

    /// Finds entries that both sides made, each under a path of its own, and brings them together under the first of the two.
    pub(super) fn unite_entries(&self, sides: &mut [Side<'_>; 2], naming: &dyn Naming) -> Vec<Twin> {
        let [one, other] = sides.each_ref().map(|side| made(side));
        if one.is_empty() || other.is_empty() {
            return Vec::new();
        }
        let [mine, mut theirs] = [one, other].map(|made| self.by_id(made, naming));
        let mut united = Vec::new();
        for (id, mine) in mine {
            let ([one], [other]) = (&mine[..], &theirs.remove(&id).unwrap_or_default()[..]) else { continue };
            let (side, from, to) = if one < other { (1, other, one) } else { (0, one, other) };
            if one != other && !is_taken(&sides[side], to) {
                united.push(Twin { side, from: from.clone(), to: to.clone() });
            }
        }
        united.sort_by(|one, other| one.from.cmp(&other.from));
        united.iter().for_each(|twin| twin.carry_out(sides));
        united
    }

    fn by_id(&self, made: Vec<(String, tree::Leaf)>, naming: &dyn Naming) -> HashMap<String, Vec<String>> {
        let mut by_id: HashMap<String, Vec<String>> = HashMap::new();
        for (path, leaf) in made {
            if let Some(id) = self.id_of(&path, leaf, naming) {
                by_id.entry(id).or_default().push(path);
            }
        }
        by_id
    }

    fn id_of(&self, path: &str, (id, mode): tree::Leaf, naming: &dyn Naming) -> Option<String> {
        let inside = self.inside(path).filter(|_| tree::is_file(mode))?;
        naming.id(inside, &self.load_blob(path, id).ok()?)
    }
}

impl Twin {
    fn carry_out(&self, sides: &mut [Side<'_>; 2]) {
        let changes = &mut sides[self.side].changes;
        let change = changes.remove(&self.from).unwrap_or_default();
        changes.insert(self.to.clone(), change);
    }
}

/// The files that a side made.
fn made(side: &Side<'_>) -> Vec<(String, tree::Leaf)> {
    let made = side.changes.iter().filter_map(|(path, change)| match change {
        (None, Some(leaf)) if tree::is_file(leaf.1) => Some((path.clone(), *leaf)),
        _ => None,
    });
    made.collect()
}

fn is_taken(side: &Side<'_>, path: &str) -> bool {
    side.changes.contains_key(path) || side.tree.as_ref().is_some_and(|tree| tree.get_path(path.as_ref()).is_ok())
}

/// The path with the end of an id behind its name, as long as it takes to be the only one.
fn free(path: &str, id: &str, sides: &[Side<'_>; 2]) -> String {
    let is_free = |name: &String| !sides.iter().any(|side| is_taken(side, name));
    let name = |length: usize| with_suffix(path, &id[id.len().saturating_sub(length)..].to_lowercase());
    let mut lengths = (SUFFIX..id.len()).step_by(2).map(name);
    lengths.find(is_free).unwrap_or_else(|| name(id.len()))
}
