//! What can go wrong with bookmarks and their pages.

use crate::entry::EntryPath;
use crate::ops::error::hint::Hint;

/// What can go wrong with bookmarks and their pages.
#[derive(Debug, thiserror::Error)]
pub enum SeekError {
    #[error("{0:?} is not a web address")]
    NoAddress(String),
    #[error("nothing is known of where {0} moved to")]
    NotMoved(EntryPath),
    #[error("{0} is not a bookmark with an address")]
    NoBookmark(EntryPath),
    #[error("{from} and {into} are not bookmarks of the same page")]
    OtherPage { from: EntryPath, into: EntryPath },
}

impl SeekError {
    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::NoAddress(_) => Hint::both("a web address begins with http:// or https://"),
            Self::NotMoved(_) => Hint::shell("`riffle links check` finds out"),
            Self::NoBookmark(_) => None,
            Self::OtherPage { .. } => Hint::both("only two bookmarks of the same address can be merged"),
        }
    }
}
