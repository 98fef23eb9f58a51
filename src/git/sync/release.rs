//! Writes what was held here once nothing is in its way.

use super::{Merge, WriteFile};
use crate::git::objects::tree;
use crate::git::objects::work_tree::PathState;
use crate::git::user_index::held::HeldLookup;
use crate::git::{Error, Repo, Timestamp};

impl Repo {
    /// The held paths that can be written now, or that somebody else has written.
    fn releasable(&self) -> Result<Vec<tree::Changed>, Error> {
        let held = self.read_held().held;
        if held.is_empty() {
            return Ok(Vec::new());
        }
        let mut holding = HeldLookup::of(self)?;
        let mut free = Vec::new();
        for path in held.into_keys() {
            let Some(leaf) = holding.leaf(&path)? else { continue };
            let is_file = tree::is_file(leaf.1);
            let is_free = match self.path_state(&path)? {
                PathState::BehindLink => false,
                // A file where a link is held is another thing, for which the link steps aside.
                PathState::Taken => is_file == self.on_disk(&path)?.is_some(),
                PathState::Free => holding.unwritable(&path, leaf.1)?.is_none(),
            };
            if is_free {
                // A file that was here before was edited meanwhile; any other is somebody's own text without a common base.
                let base = holding.was_seen(&path, leaf).then_some(leaf);
                free.push((path, base, Some(leaf)));
            }
        }
        Ok(free)
    }

    /// Whether something that was held can be written now.
    pub fn has_releasable(&self) -> bool {
        self.releasable().is_ok_and(|free| !free.is_empty())
    }

    /// Writes what was held and can be written now; what somebody else wrote in its place is merged with it. The caller
    /// holds the store's lock.
    pub fn release(
        &self,
        write: &mut WriteFile<'_>,
        merge: &mut Merge<'_>,
        at: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let free = self.releasable()?;
        let mut held = self.read_held().held;
        free.iter().for_each(|(path, ..)| drop(held.remove(path)));
        // Links and submodules are not written: they only have to be there.
        let files = free.into_iter().filter(|(_, _, leaf)| leaf.is_some_and(|(_, mode)| tree::is_file(mode)));
        let applied = self.checkout(files.collect(), write, merge, at)?;
        held.extend(applied.held);
        self.write_held(held)?;
        self.mark_held()?;
        Ok(applied.received)
    }
}
