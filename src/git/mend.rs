//! Mends what a crash or a full disk leaves of a repository's small files, as far as nothing can be lost by it.
//!
//! What is replaced is put aside, never removed.

use git2::{ErrorClass, ErrorCode};

use super::{Error, Repo};

impl Repo {
    /// Puts a branch file that holds no id back to where its log says it was.
    pub(super) fn mend_branch(&self) -> Result<(), Error> {
        match self.inner.find_reference(&self.branch) {
            Err(error) if error.class() == ErrorClass::Reference && error.code() != ErrorCode::NotFound => {}
            Ok(_) | Err(_) => return Ok(()),
        }
        let file = self.inner.commondir().join(&self.branch);
        let last = self.inner.reflog(&self.branch).ok().and_then(|log| log.get(0).map(|entry| entry.id_new()));
        let Some(last) = last.filter(|last| self.inner.find_commit(*last).is_ok()) else { return Ok(()) };
        if file.is_file() {
            self.put_aside(&file)?;
            let restored = self.inner.reference(&self.branch, last, false, "riffle: the branch file was damaged");
            restored.map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// Puts an index that no git can read aside and makes one that holds what was committed. What was staged in it is
    /// still in the files.
    pub(super) fn mend_index(&self) -> Result<(), Error> {
        let Err(error) = self.inner.index() else { return Ok(()) };
        let is_foreign = ["extension", "version"].iter().any(|word| error.message().contains(word));
        if error.class() != ErrorClass::Index || is_foreign || self.ready().is_err() {
            return Ok(());
        }
        self.put_aside(&self.inner.path().join("index"))?;
        let tip = self.tip()?;
        let mut index = self.inner.index().map_err(|error| self.failed(error))?;
        if let Some(tree) = self.tree_of(tip.as_ref())? {
            index.read_tree(&tree).map_err(|error| self.failed(error))?;
        }
        index.write().map_err(|error| self.failed(error))
    }
}
