//! What a half-done apply needs to finish after a crash.

use git2::Oid;
use serde::{Deserialize, Serialize};

use super::{Error, Repo};
use crate::disk;

const VERSION: u32 = 1;

/// The files are on their way from one commit to another; the branch follows when all are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    version: u32,
    old: Option<String>,
    new: String,
}

impl Journal {
    pub(super) fn new(old: Option<Oid>, new: Oid) -> Self {
        Self { version: VERSION, old: old.map(|id| id.to_string()), new: new.to_string() }
    }

    /// Both ends; `None` for what another version wrote.
    pub(super) fn ends(&self) -> Option<(Option<Oid>, Oid)> {
        let old = self.old.as_ref().map(|id| Oid::from_str(id)).transpose().ok()?;
        let new = Oid::from_str(&self.new).ok()?;
        (self.version == VERSION).then_some((old, new))
    }
}

impl Repo {
    pub(super) fn write_journal(&self, journal: &Journal) -> Result<(), Error> {
        let text = serde_json::to_vec(journal).expect("three plain fields are always JSON");
        Ok(disk::put(&self.journal_file(), &text)?)
    }

    /// The journal that was left; one that cannot be read was never whole, and nothing was done for it.
    pub(super) fn read_journal(&self) -> Option<Journal> {
        serde_json::from_slice(&std::fs::read(self.journal_file()).ok()?).ok()
    }

    pub(super) fn remove_journal(&self) -> Result<(), Error> {
        if self.journal_file().exists() { Ok(disk::remove(&self.journal_file())?) } else { Ok(()) }
    }

    fn journal_file(&self) -> std::path::PathBuf {
        self.note("journal.json")
    }
}
