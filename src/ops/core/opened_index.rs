//! The index of a workspace, opened when a verb first asks for it.

use std::rc::Rc;

use super::reindex;
use crate::disk;
use crate::index::{self, Index, Opening};
use crate::ops::error::chain;
use crate::ops::{Error, Workspace};

impl Workspace {
    /// Asks the index, which is opened or made empty when first asked. One that turns out to be damaged is opened anew the
    /// next time, and is empty then.
    pub(in crate::ops) fn with_index<T>(
        &self,
        ask: impl FnOnce(&Index) -> Result<T, index::Error>,
    ) -> Result<T, Error> {
        let answer = self.index().and_then(|index| Ok(ask(&index)?));
        if let Err(Error::Index(index::Error::Damaged { .. })) = answer {
            self.index.take();
        }
        answer
    }

    /// The index, opened or made empty when first asked for.
    pub(in crate::ops) fn index(&self) -> Result<Rc<Index>, Error> {
        if let Some(index) = self.index.borrow().as_ref() {
            return Ok(Rc::clone(index));
        }
        match Index::open(&self.index_folder()) {
            Ok(Opening::Ready(index) | Opening::Empty(index)) => {
                let index = Rc::new(index);
                Ok(Rc::clone(self.index.borrow_mut().insert(index)))
            }
            // A cache that cannot be written must not keep anybody from finding and reading.
            Err(index::Error::Disk(error)) if !matches!(error, disk::Error::Locked(_)) => self.index_in_memory(&error),
            Err(error) => Err(error.into()),
        }
    }

    /// An index that lies in memory, with all that is in the store; what kept it from the disk is remembered.
    pub(in crate::ops) fn index_in_memory(&self, why: &dyn std::error::Error) -> Result<Rc<Index>, Error> {
        self.unkept.replace(Some(chain(why)));
        let index = Rc::new(Index::create_in_ram());
        self.index.replace(Some(Rc::clone(&index)));
        reindex::fill(self, &index).inspect_err(|_| drop(self.index.take()))?;
        Ok(index)
    }
}
