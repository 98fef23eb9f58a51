//! What a person says to a sync that stopped because only they can decide.

use crate::git::Decision;

/// One answer. Each holds for the sync that it is given to, and for that alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Join two histories that have no commit in common.
    Join,
    /// Of a remote whose history was rewritten: keep all of both ends.
    KeepAll,
    /// Of a remote whose history was rewritten: take the new one, with what was not sent yet on top.
    TakeTheirs,
    /// Make the branch that the remote lacks.
    MakeBranch,
    /// Exchange commits with another branch of the remote, from now on.
    UseBranch(String),
    /// Bring back what is gone from the disk.
    BringBack,
    /// Remove from the store what is gone from the disk.
    Remove,
    /// Keep what the remote removed, here and there.
    KeepFiles,
    /// Remove here what the remote removed.
    TakeRemovals,
    /// Exchange the whole branch of a repository of which the store is only a folder.
    WholeBranch,
}

impl Decision {
    /// What a person may say to it; nothing where Riffle cannot go on by itself.
    pub fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Rewritten { .. } => vec![Choice::KeepAll, Choice::TakeTheirs],
            Self::Unrelated => vec![Choice::Join],
            Self::Gone(_) => vec![Choice::MakeBranch],
            Self::OtherBranch { has, .. } => {
                has.iter().cloned().map(Choice::UseBranch).chain([Choice::MakeBranch]).collect()
            }
            Self::GoneHere { .. } => vec![Choice::BringBack, Choice::Remove],
            Self::GoneThere { .. } => vec![Choice::KeepFiles, Choice::TakeRemovals],
            Self::Larger { .. } => vec![Choice::WholeBranch],
            Self::WhichBranch { .. } => Vec::new(),
        }
    }
}
