//! Rebuilds the person's git index where no git can read it; the old one is put aside.

use git2::ErrorClass;

use crate::git::backup::{put_aside, report_repair};
use crate::git::{Error, Repo};

impl Repo {
    /// Puts an index that no git can read aside and makes one that holds what was committed. What was staged in it is
    /// still in the files.
    pub(super) fn rebuild_bad_index(&self) -> Result<(), Error> {
        let Err(error) = self.inner.index() else { return Ok(()) };
        let is_foreign = ["extension", "version"].iter().any(|word| error.message().contains(word));
        if error.class() != ErrorClass::Index || is_foreign || self.ready().is_err() {
            return Ok(());
        }
        self.rebuild_index()
    }

    /// Puts the index aside and makes one that holds what was committed.
    pub(in crate::git) fn rebuild_index(&self) -> Result<(), Error> {
        let file = self.inner.path().join("index");
        let aside = if file.symlink_metadata().is_ok() { put_aside(self.inner.commondir(), &file)? } else { None };
        report_repair(&file, "it holds what was committed", aside.as_deref());
        let tip = self.tip()?;
        let mut index = self.inner.index().map_err(|error| self.failed(error))?;
        index.clear().map_err(|error| self.failed(error))?;
        if let Some(tree) = self.tree_of(tip.as_ref())? {
            index.read_tree(&tree).map_err(|error| self.failed(error))?;
        }
        index.write().map_err(|error| self.failed(error))
    }
}
