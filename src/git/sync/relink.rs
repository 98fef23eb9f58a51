//! Lets links follow files that get other names in a merge.

use std::collections::BTreeMap;

use git2::Tree;

use super::spelling::Spelling;
use super::{Moved, Naming, Side};
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

    /// Lets the links in what one side changed follow files that get other names: from where in that side to where. Links
    /// elsewhere were there before, and who gave the name wrote them anew.
    pub(super) fn relink_changed(
        &self,
        side: &mut Side<'_>,
        moves: &[(String, String)],
        naming: &dyn Naming,
    ) -> Result<(), Error> {
        let Some(tree) = side.tree.as_ref().filter(|_| !moves.is_empty()) else { return Ok(()) };
        let files = files_at(self, tree, self.prefix.trim_end_matches('/'))?;
        let moved: Vec<Moved> = moves.iter().filter_map(|(from, to)| self.moved_file(&files, from, to)).collect();
        for (path, (_, new)) in &mut side.changes {
            let Some((id, mode)) = new.filter(|leaf| tree::is_file(leaf.1)) else { continue };
            let here = side.spelling.spelled(path);
            let Some(inside) = self.inside(&here).filter(|path| path.ends_with(".md")) else { continue };
            if let Some(content) = naming.relinked(inside, &self.load_blob(&here, id)?, &moved) {
                *new = Some((self.store_blob(&here, &content)?, mode));
            }
        }
        Ok(())
    }

    /// A file that gets another name, with all that are called alike.
    fn moved_file(&self, files: &[(String, tree::Leaf)], from: &str, to: &str) -> Option<Moved> {
        let name = |path: &str| file_name::folded(split(path).1);
        let alike = files.iter().map(|(path, _)| path).filter(|path| name(path) == name(from));
        let alike: Vec<String> = alike.map(|path| self.shown(path)).collect();
        let (from, to) = (self.inside(from)?.to_owned(), self.inside(to)?.to_owned());
        alike.contains(&from).then_some(Moved { from, to, alike })
    }

    /// The files of one side that get other names than by case, as that side knows them.
    fn moved_in(
        &self,
        files: &[(String, tree::Leaf)],
        own: &Spelling,
        both: &Spelling,
        moves: &BTreeMap<String, String>,
    ) -> Vec<Moved> {
        let is_told_apart = |(from, to): &(&String, &String)| file_name::folded(from) != file_name::folded(to);
        let told_apart = moves.iter().filter(is_told_apart);
        told_apart.filter_map(|(from, to)| self.moved_file(files, &own.spelled(&both.unspelled(from)), to)).collect()
    }
}
