//! What can go wrong with a nugget that is being distilled.

use crate::entry::{EntryPath, Problem};
use crate::ops::error::hint::Hint;

/// What can go wrong with a nugget that is being distilled.
#[derive(Debug, thiserror::Error)]
pub enum SenseError {
    #[error("there is no entry {0} any more to distil from")]
    NoSource(EntryPath),
    #[error("there is no template {name:?}")]
    NoTemplate { name: String, known: Vec<String> },
    #[error("the nugget cannot be read: line {}: {}", .0.line, .0.what)]
    Unreadable(Problem),
}

impl SenseError {
    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::NoSource(_) => Hint::each(
                "bring it back (`riffle undo`), or distil without it",
                "undo brings it back; or distil without it",
            ),
            Self::NoTemplate { known, .. } if known.is_empty() => {
                Hint::both("a Markdown file in the store's `templates/` is one")
            }
            Self::NoTemplate { known, .. } => Hint::both(format!("there are {}", known.join(", "))),
            Self::Unreadable(_) => None,
        }
    }
}
