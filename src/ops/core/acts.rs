//! The list of acts of this machine, from which undo and redo take what to do next.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::git::CommitId;
use crate::ops::{Error, Workspace};
use crate::{disk, records};

/// Of the format of a line.
const VERSION: u64 = 1;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "lowercase")]
pub(in crate::ops) enum Act {
    Did {
        commit: String,
        message: String,
    },
    Undid {
        commit: String,
        message: String,
        act: String,
    },
    Redid {
        commit: String,
        message: String,
        act: String,
    },
    /// Belongs to the act whose commit is `to`, and is taken back with it.
    Also {
        commit: String,
        message: String,
        to: String,
    },
}

impl Act {
    pub(in crate::ops) fn did(commit: CommitId, message: &str) -> Self {
        Self::Did { commit: commit.0, message: message.to_owned() }
    }

    pub(in crate::ops) fn commit(&self) -> &str {
        match self {
            Self::Did { commit, .. }
            | Self::Undid { commit, .. }
            | Self::Redid { commit, .. }
            | Self::Also { commit, .. } => commit,
        }
    }
}

pub(in crate::ops) fn remember(workspace: &Workspace, act: &Act) -> Result<(), Error> {
    let line = records::bytes(VERSION, act);
    Ok(disk::append(&file(workspace), &String::from_utf8_lossy(&line))?)
}

/// All acts on this machine, oldest first; lines that cannot be read are passed over, and stay.
pub(in crate::ops) fn acts(workspace: &Workspace) -> Vec<Act> {
    records::lines(&file(workspace), VERSION).0
}

/// How many lines of the list cannot be read.
pub(in crate::ops) fn unread(workspace: &Workspace) -> usize {
    records::lines::<Act>(&file(workspace), VERSION).1
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("acts.jsonl")
}
