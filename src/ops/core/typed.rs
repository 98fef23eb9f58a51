//! Which addresses a person typed on this machine: only these may lead to it and its network.
//!
//! An address is remembered with the entry it was typed for, when it was. All else (what came from a team, with a sync, by
//! an edit of a file, from an import or a feed) is not, and so is guarded however often it is fetched. A memory that is
//! lost only makes an address guarded.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::entry::new::New;
use crate::ops::Workspace;
use crate::web::Trust;
use crate::web::queue::Job;
use crate::{disk, records};

/// Of the format of a line.
const VERSION: u64 = 1;

/// One address; its hash, so that the list tells nobody what was read.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    typed: String,
}

impl Typed {
    fn new(id: &str, url: &str) -> Self {
        let hash = Sha256::digest(format!("{id}\n{}", url.trim()));
        let hex = hash.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes everything");
            hex
        });
        Self { typed: hex }
    }
}

/// Remembers that a person typed the address of a new entry.
pub(in crate::ops) fn remember(workspace: &Workspace, new: &New) {
    let Some(url) = &new.url else { return };
    append(workspace, &Typed::new(&new.id.to_string(), url), url);
}

fn append(workspace: &Workspace, typed: &Typed, url: &str) {
    let line = records::bytes(VERSION, typed);
    if let Err(error) = disk::append_unsynced(&file(workspace), &String::from_utf8_lossy(&line)) {
        tracing::warn!("{url} counts as not typed: {error}");
    }
}

/// Remembers that a person typed an address that is no entry's, under the name of what it is for.
pub(in crate::ops) fn remember_address(workspace: &Workspace, what: &str, url: &str) {
    append(workspace, &Typed::new(what, url), url);
}

/// The addresses that a person typed, as far as they are remembered.
pub(in crate::ops) struct Addresses(HashSet<String>);

impl Addresses {
    pub(in crate::ops) fn has(&self, what: &str, url: &str) -> bool {
        self.0.contains(&Typed::new(what, url).typed)
    }
}

/// All of them, for who asks about many.
pub(in crate::ops) fn addresses(workspace: &Workspace) -> Addresses {
    let (typed, _) = records::lines::<Typed>(&file(workspace), VERSION);
    Addresses(typed.into_iter().map(|it| it.typed).collect())
}

/// How far the address of a job is trusted.
pub(in crate::ops) fn trust(workspace: &Workspace, job: &Job) -> Trust {
    let wanted = Typed::new(&job.id, &job.url);
    let (typed, _) = records::lines::<Typed>(&file(workspace), VERSION);
    if typed.contains(&wanted) { Trust::Typed } else { Trust::Found }
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("typed.jsonl")
}
