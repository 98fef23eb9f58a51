//! In which paths two trees differ.

use std::collections::HashMap;

use git2::{Odb, Oid, Repository, Tree};

use super::{FOLDER, Leaf, entries};

/// A path in which two trees differ, with both sides.
pub(in crate::git) type Changed = (String, Option<Leaf>, Option<Leaf>);

/// The paths in which two trees differ, in order. Folders without a difference are not read; libgit2's own comparison reads
/// all of them.
pub(in crate::git) fn changes(
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
