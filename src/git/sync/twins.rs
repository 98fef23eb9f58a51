//! Two entries that two sides made under one path: both stay what they are, the later under another name.

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
        let made = |(path, change): (&String, &(Option<tree::Leaf>, Option<tree::Leaf>))| match change {
            (None, Some(leaf)) if tree::is_file(leaf.1) => Some((path.clone(), *leaf)),
            _ => None,
        };
        let mut twins = Vec::new();
        for (path, mine) in sides[0].changes.iter().filter_map(made) {
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
        for Twin { side, from, to } in &twins {
            let changes = &mut sides[*side].changes;
            let change = changes.remove(from).unwrap_or_default();
            changes.insert(to.clone(), change);
        }
        Ok(twins)
    }

    fn id_of(&self, path: &str, (id, mode): tree::Leaf, naming: &dyn Naming) -> Option<String> {
        let inside = self.inside(path).filter(|_| tree::is_file(mode))?;
        naming.id(inside, &self.load_blob(path, id).ok()?)
    }
}

/// The path with the end of an id behind its name, as long as it takes to be the only one.
fn free(path: &str, id: &str, sides: &[Side<'_>; 2]) -> String {
    let is_taken = |name: &str| {
        let in_tree = |side: &Side<'_>| side.tree.as_ref().is_some_and(|tree| tree.get_path(name.as_ref()).is_ok());
        sides.iter().any(|side| side.changes.contains_key(name) || in_tree(side))
    };
    let name = |length: usize| with_suffix(path, &id[id.len().saturating_sub(length)..].to_lowercase());
    let mut lengths = (SUFFIX..id.len()).step_by(2).map(name);
    lengths.find(|name| !is_taken(name)).unwrap_or_else(|| name(id.len()))
}
