//! What can go wrong with teams and what they have.

use std::path::PathBuf;

use crate::entry::EntryPath;
use crate::ops::error::hint::{ErrorKind, Hint};

/// What can go wrong with teams and what they have.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    #[error("there is a team {0:?} already")]
    Exists(String),
    #[error("there is no team {name:?}")]
    Unknown { name: String, known: Vec<String> },
    #[error("{0:?} gives no name for a team")]
    NoName(String),
    #[error("the clone of team {0:?} is not here")]
    NoClone(String),
    #[error("the copy of {0} here is damaged; nothing of yours is in it")]
    DamagedClone(String),
    #[error("{0} is not empty")]
    NotEmpty(String),
    #[error("{0} is where your own store is exchanged; a team needs a repository of its own")]
    OwnRemote(String),
    #[error("{0} is not a team's entry")]
    NotOfTeam(EntryPath),
    #[error("{0} was withdrawn by who wrote it")]
    Withdrawn(EntryPath),
    #[error("{} is not a folder", .0.display())]
    NoFolder(PathBuf),
    #[error("{} holds something else than a site", .0.display())]
    NoSite(PathBuf),
    #[error("{} is of your own store, in which much may be private", .0.display())]
    OwnFolder(PathBuf),
    #[error("{} is no file of the site", .0.display())]
    NotOfSite(PathBuf),
    #[error("cannot read {}", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{0} is no text, or too large, and is not written over")]
    Unwritable(String),
    #[error("there is no request {0:?}")]
    NoRequest(String),
    #[error("the team has no page {0:?}")]
    NoPage(String),
    #[error("{name:?} may be several requests: {}", .paths.join(", "))]
    SeveralRequests { name: String, paths: Vec<String> },
    #[error("{path} was taken on by {by}")]
    Claimed { path: String, by: String },
    #[error("{path} is {state}")]
    NotOpen { path: String, state: String },
    #[error("the team has no page {0:?} that could be an answer")]
    NoAnswer(String),
    #[error("{0} says something else in the lines that were changed in the page")]
    NotFollowed(EntryPath),
    #[error("{path} was adopted already, as {mine}")]
    Adopted { path: EntryPath, mine: EntryPath },
}

impl TeamError {
    pub(in crate::ops) fn kind(&self) -> ErrorKind {
        match self {
            Self::Exists(_) | Self::Unknown { .. } | Self::NoName(_) | Self::OwnRemote(_) | Self::NotOfTeam(_) => {
                ErrorKind::Usage
            }
            Self::NoRequest(_)
            | Self::SeveralRequests { .. }
            | Self::NoAnswer(_)
            | Self::NoPage(_)
            | Self::NoFolder(_)
            | Self::NoSite(_)
            | Self::OwnFolder(_)
            | Self::NotOfSite(_) => ErrorKind::Usage,
            Self::Unreadable { .. } | Self::Unwritable(_) => ErrorKind::Failed,
            Self::Claimed { .. } | Self::NotOpen { .. } | Self::NotFollowed(_) => ErrorKind::Decision,
            Self::NoClone(_)
            | Self::DamagedClone(_)
            | Self::NotEmpty(_)
            | Self::Withdrawn(_)
            | Self::Adopted { .. } => ErrorKind::Failed,
        }
    }

    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::NoRequest(_) => Hint::shell("`riffle request list --all` shows what there is"),
            Self::SeveralRequests { .. } => Hint::shell("name one by its path"),
            Self::Claimed { .. } => Hint::both("say something about it instead, or ask them to give it back"),
            Self::NotOpen { .. } => Hint::both("a new question is a new request"),
            Self::NoSite(_) => Hint::shell("name a folder that is empty, new, or an earlier site"),
            Self::OwnFolder(_) => Hint::shell("name a query: of what it finds stays out what may mean no"),
            Self::NotOfSite(_) => Hint::shell("move it away; what is no file of the site is not written over"),
            Self::NotFollowed(_) => Hint::both("change it by hand"),
            Self::NoAnswer(_) => Hint::both("publish it first"),
            Self::NoFolder(_)
            | Self::Unreadable { .. }
            | Self::Unwritable(_)
            | Self::NoPage(_)
            | Self::OwnRemote(_)
            | Self::NotOfTeam(_)
            | Self::Withdrawn(_)
            | Self::Adopted { .. } => None,
            Self::Exists(_) => Hint::each(
                "`riffle team list` shows it; --name gives this one another name",
                "`riffle team add URL --name NAME` gives this one another name",
            ),
            Self::Unknown { known, .. } if known.is_empty() => Hint::shell("`riffle team add URL` adds one"),
            Self::Unknown { known, .. } => Hint::both(format!("there is {}", known.join(", "))),
            Self::NoName(_) => Hint::each(
                "give it one with --name; letters, digits, - and _",
                "`riffle team add URL --name NAME` gives it one; letters, digits, - and _",
            ),
            Self::NoClone(_) | Self::DamagedClone(_) => {
                Hint::each("`riffle team new` or `riffle sync` fetches it again", "a sync fetches it again")
            }
            Self::NotEmpty(_) => Hint::both("`riffle team add URL` adds a repository as it is"),
        }
    }
}
