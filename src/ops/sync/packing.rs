//! Packs the repository's loose objects when there are many, at most once a day.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::entry::Timestamp;
use crate::ops::{Error, Workspace};
use crate::process::GoOn;
use crate::records;

const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Packed {
    at: Timestamp,
}

/// Packs them if it is worth it and was not done today; says whether it was.
pub fn pack(workspace: &Workspace, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
    let file = workspace.state().join("packed.json");
    let (repo, now) = (workspace.history()?, workspace.clock.now());
    let last = records::read::<Packed>(&file, VERSION);
    let is_recent = last.is_some_and(|last| now.signed_duration_since(last.at) < TimeDelta::days(1));
    if is_recent || !repo.has_many_loose_objects() {
        return Ok(false);
    }
    repo.pack_loose_objects(go_on)?;
    records::put(&file, VERSION, &Packed { at: now })?;
    Ok(true)
}
