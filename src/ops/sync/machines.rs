//! The machines that a store is used on, as far as its history tells.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::entry::Timestamp;
use crate::git::{CommitId, Made, Maker, newest};
use crate::ops::{Error, Workspace};
use crate::{records, store};

const VERSION: u64 = 1;

/// One machine, or somebody with another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// What the person calls it, else a made-up name; of another program whoever it committed for.
    pub name: String,
    /// Made up by Riffle, which runs there.
    pub id: Option<String>,
    pub is_this: bool,
    /// Of this one the last sync that worked, of another its newest commit that is here.
    pub last: Option<Timestamp>,
}

/// What is known of the commits up to one.
#[derive(Default, Serialize, Deserialize)]
struct Known {
    tip: Option<String>,
    made: Vec<Made>,
    /// When this machine was last in step with the remote.
    synced: Option<Timestamp>,
}

/// This machine first, then the others, newest first. Reads what was committed since it was last asked for.
pub fn machines(workspace: &Workspace) -> Result<Vec<Machine>, Error> {
    let Some(repo) = workspace.repo()? else { return Ok(Vec::new()) };
    let mut known: Known = records::read(&file(workspace), VERSION).unwrap_or_default();
    let before = known.tip.take().map(CommitId);
    let (tip, made) = repo.makers(before.as_ref())?;
    known.made = newest(made.into_iter().chain(known.made).collect());
    if tip != before {
        known.tip = tip.map(|tip| tip.0);
        // It is looked through again the next time.
        records::put_unsynced(&file(workspace), VERSION, &known).ok();
    }
    let this = store::log::device(workspace.state())?;
    let is_this = |made: &Made| matches!(&made.by, Maker::Machine(id) if *id == this);
    let others = known.made.iter().filter(|made| !is_this(made)).map(shown);
    let name = workspace.config.machine.clone().unwrap_or_else(|| this.clone());
    let first = Machine { name, id: Some(this.clone()), is_this: true, last: known.synced };
    Ok([first].into_iter().chain(others).collect())
}

/// This machine is in step with the remote now.
pub(super) fn synced(workspace: &Workspace) {
    let mut known: Known = records::read(&file(workspace), VERSION).unwrap_or_default();
    known.synced = Some(workspace.clock.now());
    // Only the time of this sync would not be told.
    records::put_unsynced(&file(workspace), VERSION, &known).ok();
}

fn shown(made: &Made) -> Machine {
    let (name, id) = match &made.by {
        Maker::Machine(id) => (made.name.clone().unwrap_or_else(|| id.clone()), Some(id.clone())),
        Maker::Other(name) => (format!("{name}, with another program"), None),
    };
    Machine { name, id, is_this: false, last: Some(made.last) }
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("machines.json")
}
