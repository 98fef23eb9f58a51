//! Of an act of many files those that are written together, with two syncs instead of some for each.

use std::time::SystemTime;

use crate::disk;
use crate::entry::EntryPath;
use crate::ops::core::rewrite::Rewrite;
use crate::ops::{Error, Workspace};

/// From so many files on, they are made durable together instead of one by one.
pub(in crate::ops) const MANY: usize = 64;

/// What of an act is written together.
#[derive(Default)]
pub(in crate::ops) struct Batch<'a> {
    pub(in crate::ops) new: Vec<(&'a EntryPath, &'a [u8])>,
    pub(in crate::ops) updates: Vec<(&'a EntryPath, &'a [u8], &'a [u8])>,
    gone: Vec<(&'a EntryPath, &'a [u8])>,
}

impl<'a> Batch<'a> {
    /// Of an act of many files those that change, and those that come or go where they are many; and the others.
    pub(in crate::ops) fn of(rewrites: &'a [Rewrite]) -> (Self, Vec<&'a Rewrite>) {
        let are_many = |is: &dyn Fn(&Rewrite) -> bool| rewrites.iter().filter(|it| is(it)).count() >= MANY;
        let (many_new, many_gone) = (are_many(&|it| it.before.is_none()), are_many(&|it| it.after.is_none()));
        let (mut batch, mut single) = (Self::default(), Vec::new());
        for it in rewrites {
            match (it.before.as_deref(), it.after.as_deref()) {
                (None, Some(after)) if many_new => batch.new.push((&it.path, after)),
                (Some(before), Some(after)) if rewrites.len() >= MANY => batch.updates.push((&it.path, before, after)),
                (Some(before), None) if many_gone => batch.gone.push((&it.path, before)),
                _ => single.push(it),
            }
        }
        (batch, single)
    }

    /// Writes them, and gives those that stay this time; `told` hears how many are written.
    pub(in crate::ops) fn write(
        &self,
        workspace: &Workspace,
        time: SystemTime,
        told: &mut dyn FnMut(usize),
    ) -> Result<(), Error> {
        let (store, new) = (workspace.store(), self.new.len());
        store.create_all(&self.new, time, told)?;
        store.replace_all(&self.updates, time, &mut |done| told(new + done))?;
        disk::point("rewrite-batched");
        Ok(store.remove_all(&self.gone)?)
    }
}
