//! Publications that were agreed to and have not arrived yet: a file each in the state folder, until they have.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Route;
use super::plan::Plan;
use crate::entry::{EntryPath, Timestamp};
use crate::ops::{Error, Workspace};
use crate::{disk, records};

/// The version of the format of a queued publication.
const VERSION: u64 = 1;

/// One publication on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ops) struct QueuedPublication {
    pub entry: String,
    pub id: String,
    pub title: String,
    pub team: String,
    pub topic: Option<String>,
    pub path: String,
    pub text: String,
    pub mine: String,
    pub allowed: Vec<String>,
    pub route: Route,
    pub when: Timestamp,
    /// Why it is not there yet.
    pub why: Option<String>,
}

impl QueuedPublication {
    pub(super) fn of(plan: &Plan, route: Route, when: Timestamp) -> Self {
        let preview = &plan.preview;
        Self {
            entry: plan.entry.path.to_string(),
            id: plan.id.clone(),
            title: preview.title.clone(),
            team: preview.order.team.clone(),
            topic: preview.topic.clone(),
            path: preview.path.clone(),
            text: preview.text.clone(),
            mine: plan.mine.clone(),
            allowed: preview.order.allowed.clone(),
            route,
            when,
            why: None,
        }
    }

    pub(super) fn because(&self, why: &str) -> Self {
        Self { why: Some(why.to_owned()), ..self.clone() }
    }

    pub(super) fn keep(&self, workspace: &Workspace) -> Result<(), Error> {
        Ok(records::put(&self.file(workspace), VERSION, self)?)
    }

    /// It has arrived, or was given up.
    pub(super) fn done(&self, workspace: &Workspace) -> Result<(), Error> {
        let file = self.file(workspace);
        match disk::remove(&file) {
            // Whoever looked at the list meanwhile has settled it.
            Err(_) if !file.exists() => Ok(()),
            done => Ok(done?),
        }
    }

    fn file(&self, workspace: &Workspace) -> PathBuf {
        folder(workspace).join(format!("{}-{}.json", self.team, self.id.replace(['/', '\\'], "-")))
    }
}

/// All that are on their way, oldest first; one that cannot be read is kept aside.
pub(in crate::ops) fn all(workspace: &Workspace) -> Vec<QueuedPublication> {
    let mut all = Vec::new();
    for (file, queued) in records::all::<QueuedPublication>(&folder(workspace), VERSION) {
        match EntryPath::new(queued.entry.as_str()) {
            Ok(_) => all.push(queued),
            Err(_) => records::set_aside(&file),
        }
    }
    all.sort_by(|one, other| one.when.cmp(&other.when).then_with(|| one.entry.cmp(&other.entry)));
    all
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state().join("outbox")
}
