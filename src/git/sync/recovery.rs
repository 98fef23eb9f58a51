//! What a half-done apply needs to finish after a crash.

use git2::Oid;
use serde::{Deserialize, Serialize};

use crate::git::{Error, Repo};
use crate::{disk, records};

const VERSION: u64 = 1;

/// The files are on their way from one commit to another; the branch follows when all are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recovery {
    old: Option<String>,
    new: String,
}

impl Recovery {
    pub(in crate::git) fn new(old: Option<Oid>, new: Oid) -> Self {
        Self { old: old.map(|id| id.to_string()), new: new.to_string() }
    }

    /// Both commits; `None` where the record names none.
    pub(in crate::git) fn ends(&self) -> Option<(Option<Oid>, Oid)> {
        let old = self.old.as_ref().map(|id| Oid::from_str(id)).transpose().ok()?;
        Some((old, Oid::from_str(&self.new).ok()?))
    }
}

impl Repo {
    pub(super) fn write_recovery(&self, journal: &Recovery) -> Result<(), Error> {
        Ok(records::put(&self.recovery_file(), VERSION, journal)?)
    }

    /// The record that was left; one that cannot be read is kept aside.
    pub(super) fn read_recovery(&self) -> Option<Recovery> {
        records::read(&self.recovery_file(), VERSION)
    }

    pub(super) fn remove_recovery(&self) -> Result<(), Error> {
        if self.recovery_file().exists() { Ok(disk::remove(&self.recovery_file())?) } else { Ok(()) }
    }

    fn recovery_file(&self) -> std::path::PathBuf {
        self.state_file("journal.json")
    }
}
