//! What can go wrong with finding an entry.

use crate::entry::EntryPath;
use crate::ops::error::hint::Hint;

/// What can go wrong with finding an entry.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error("no entry is called {0:?}")]
    Unknown(String),
    #[error("{name:?} may mean {} entries", found.len())]
    Ambiguous { name: String, found: Vec<String> },
    #[error("{path} has no version {rev:?}")]
    NoVersion { path: EntryPath, rev: String },
}

impl FindError {
    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::Unknown(_) => {
                Hint::both("an entry is meant by its path, file name, title, alias or a part of its id")
            }
            Self::Ambiguous { found, .. } => Hint::both(format!("say which: {}", found.join(", "))),
            Self::NoVersion { path, .. } => Hint::shell(format!("`riffle history {path}` lists its versions")),
        }
    }
}
