//! The contents of a large act as packs: a loose object costs the disk several syncs, a pack a few for thousands.

use std::io::Write as _;

use git2::{Mempack, ObjectType, Odb, Oid, Repository};

use super::{Error, Repo, Write, open};
use crate::disk;

/// From so many files on, an act is stored in packs.
pub(super) const MANY: usize = 64;
/// How much content one pack takes, in bytes; as much is held in memory.
const LARGEST: usize = 64 * 1024 * 1024;
/// What the texts of an act have in common is not looked for, which would take most of its time; git does when it packs anew.
/// libgit2 takes the first setting for what git calls by the second: the size from which a file is packed as it is.
const SETTINGS: &str = "# Written by Riffle; read while it makes packs.\n\
    [pack]\n\tdeltaCacheSize = 1\n[core]\n\tbigFileThreshold = 1\n";

impl Repo {
    /// Stores the contents of many files; what filters change goes through git, one by one.
    pub(super) fn store_packed(&self, writes: &[&Write]) -> Result<Vec<Option<Oid>>, Error> {
        // A second handle, so that nothing else of this process ends up in memory instead of on disk.
        let aside = Repository::open(self.inner.path()).map_err(|error| self.failed(error))?;
        open::add_settings(&aside, &self.state.join("gitconfig-packs"), SETTINGS)?;
        let odb = aside.odb().map_err(|error| self.failed(error))?;
        let memory = odb.add_new_mempack_backend(1_000).map_err(|error| self.failed(error))?;
        let mut pack = Gathering { repo: self, aside: &aside, odb: &odb, memory, ids: Vec::new(), bytes: 0 };
        let stored = writes.iter().map(|write| pack.store(write)).collect::<Result<Vec<_>, Error>>()?;
        pack.write()?;
        disk::sync_all(self.inner.path()).map_err(Error::from)?;
        Ok(stored)
    }
}

/// Objects that are in memory and will be one pack.
struct Gathering<'a> {
    repo: &'a Repo,
    aside: &'a Repository,
    odb: &'a Odb<'a>,
    memory: Mempack<'a>,
    ids: Vec<Oid>,
    bytes: usize,
}

impl Gathering<'_> {
    fn store(&mut self, write: &Write) -> Result<Option<Oid>, Error> {
        let Some(content) = &write.content else { return Ok(None) };
        let full = self.repo.full(&write.path)?;
        if self.repo.is_converted(&full, content) {
            return self.repo.store_blob(&full, content).map(Some);
        }
        let id = self.odb.write(ObjectType::Blob, content).map_err(|error| self.repo.failed(error))?;
        self.ids.push(id);
        self.bytes += content.len();
        if self.bytes > LARGEST {
            self.write()?;
        }
        Ok(Some(id))
    }

    /// Writes what is gathered as one pack and forgets it.
    fn write(&mut self) -> Result<(), Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        self.write_pack().map_err(|error| self.repo.failed(error))?;
        self.ids.clear();
        self.bytes = 0;
        Ok(())
    }

    fn write_pack(&mut self) -> Result<(), git2::Error> {
        let mut builder = self.aside.packbuilder()?;
        for id in &self.ids {
            builder.insert_object(*id, None)?;
        }
        let odb = self.repo.inner.odb()?;
        let mut pack = odb.packwriter()?;
        builder.foreach(|bytes| pack.write_all(bytes).is_ok())?;
        pack.commit()?;
        odb.refresh()?;
        self.memory.reset()
    }
}
