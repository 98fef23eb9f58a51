//! Sorts out what arrives and must not become a file here; it stays in the history.

use std::fs;

use git2::{Oid, Tree};

use crate::disk;
use crate::git::objects::folders::Folders;
use crate::git::objects::tree;
use crate::git::objects::work_tree::PathState;
use crate::git::user_index::held::{COLLIDES, ODD};
use crate::git::{Error, Repo, safe_path};

/// What is to be written, and what is held, with the reasons.
type Sorted = (Vec<tree::Changed>, Vec<(String, String)>);

impl Repo {
    /// Sorts out what must not become a file here; it stays in the history.
    pub(in crate::git) fn accept(&self, changes: &[tree::Changed], after: Option<&Tree<'_>>) -> Result<Sorted, Error> {
        let (mut accepted, mut held) = (Vec::new(), Vec::new());
        let mut folders = Folders::default();
        for change in changes {
            let (path, before, new) = change;
            let is_odd = |leaf: Option<tree::Leaf>| leaf.filter(|(_, mode)| !tree::is_file(*mode));
            let mut hold = |why: &str| held.push((path.clone(), why.to_owned()));
            if let Some(why) = safe_path::refuse(path)
                && !self.is_writable_here(path, *before)?
            {
                hold(why);
                continue;
            }
            if let Some((id, _)) = is_odd(*before) {
                self.remove_link(path, id)?;
            }
            let before = before.filter(|(_, mode)| tree::is_file(*mode));
            if let Some((id, _)) = is_odd(*new) {
                if !self.is_link(path, id)? {
                    hold(ODD);
                    accepted.extend(before.map(|before| (path.clone(), Some(before), None)));
                }
            } else if before.is_none() && folders.collides(self, after, path)? {
                hold(COLLIDES);
            } else {
                accepted.push((path.clone(), before, *new));
            }
        }
        Ok((accepted, held))
    }

    /// Whether a file of a name that Riffle would not create is here nevertheless, made by the person or by git.
    fn is_writable_here(&self, path: &str, before: Option<tree::Leaf>) -> Result<bool, Error> {
        let is_harmless = !path.contains('\u{fffd}') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let is_plain = is_harmless && before.is_some() && safe_path::may_be_recorded(path);
        Ok(is_plain && self.on_disk(path)?.flatten().is_some())
    }

    /// Whether the symbolic link that a commit has is on the disk.
    fn is_link(&self, path: &str, id: Oid) -> Result<bool, Error> {
        let Ok(target) = fs::read_link(self.workdir.join(path)) else { return Ok(false) };
        let blob = self.inner.find_blob(id).map_err(|error| self.failed(error))?;
        Ok(self.path_state(path)? == PathState::Taken && target.as_os_str().as_encoded_bytes() == blob.content())
    }

    /// Removes a symbolic link that still is as it was committed; its target stays.
    fn remove_link(&self, path: &str, id: Oid) -> Result<(), Error> {
        if self.is_link(path, id)? { Ok(disk::remove(&self.workdir.join(path))?) } else { Ok(()) }
    }
}
