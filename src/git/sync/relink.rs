//! Lets links follow files that get other names in a merge.

use std::collections::BTreeMap;

use git2::Tree;

use super::case_renames::Spelling;
use super::merge::Side;
use super::{Moved, Naming};
use crate::git::objects::folders::{files_at, split};
use crate::git::objects::tree;
use crate::git::{Error, Repo};
use crate::text::file_name;

impl Repo {
    /// Lets the links of one side follow the files that get other names: those that led there in that side.
    pub(super) fn relink(
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
}
