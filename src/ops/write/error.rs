//! What can go wrong with writing an entry.

use crate::entry::EntryPath;
use crate::ops::error::hint::{ErrorKind, Hint};
use crate::process;

/// What can go wrong with writing an entry.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("nothing to save: the text is empty")]
    Empty,
    #[error("{} cannot be attached: {why}", file.display())]
    NoAttachment { file: std::path::PathBuf, why: String },
    #[error("this is no mail: it has neither a sender nor a subject")]
    NoMail,
    #[error("a journal is written a line at a time; capture makes notes, bookmarks and nuggets")]
    JournalCapture,
    #[error("an entry that is decided never goes back to the inbox")]
    BackToInbox,
    #[error("nothing in the trash is called {0:?}")]
    NotInTrash(String),
    #[error("there is an entry at {0} again")]
    Occupied(EntryPath),
    #[error("there is already an entry at {0}")]
    Taken(EntryPath),
    #[error("{0} is in a folder that holds no entries: dot folders, pages, templates and media")]
    NoEntriesThere(EntryPath),
    #[error("{path} has no line {line} that was logged")]
    NoLine { path: EntryPath, line: usize },
    #[error("{path} has no such to-do on line {line} any more")]
    NoTodo { path: EntryPath, line: usize },
    #[error("the editor {command:?} ended with {status}")]
    Editor { command: String, status: String },
    #[error("there is no editor `{command}`")]
    NoEditor {
        command: String,
        #[source]
        source: process::Error,
    },
    #[error("no second text of {0:?} is kept")]
    NoConflict(String),
    #[error("nothing was said about places that both sides changed: {0}")]
    Undecided(String),
    #[error("{0} is no text: one of the two versions is taken, or both are kept")]
    NoText(EntryPath),
    #[error("{0} was changed since it was compared")]
    ChangedSince(EntryPath),
    #[error("{0} needs a terminal, and there is none")]
    NoTerminal(String),
}

impl WriteError {
    pub(in crate::ops) fn kind(&self) -> ErrorKind {
        match self {
            Self::Empty
            | Self::NoAttachment { .. }
            | Self::NoMail
            | Self::JournalCapture
            | Self::BackToInbox
            | Self::NotInTrash(_)
            | Self::NoEntriesThere(_)
            | Self::NoLine { .. }
            | Self::NoConflict(_)
            | Self::NoTodo { .. } => ErrorKind::Usage,
            Self::ChangedSince(_) | Self::Undecided(_) | Self::NoText(_) => ErrorKind::Decision,
            Self::Occupied(_) | Self::Taken(_) | Self::Editor { .. } | Self::NoEditor { .. } | Self::NoTerminal(_) => {
                ErrorKind::Failed
            }
        }
    }

    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::Empty | Self::NoAttachment { .. } | Self::NoMail | Self::JournalCapture | Self::NoEntriesThere(_) => {
                None
            }
            Self::BackToInbox => {
                Hint::each("`riffle later ENTRY WHEN` brings it back on a day", "put it off: it comes back on a day")
            }
            Self::NotInTrash(_) => Hint::shell("`riffle trash` lists what is there"),
            Self::NoConflict(_) => Hint::shell("`riffle conflicts` lists what is to be decided"),
            Self::NoText(_) => Hint::both("take mine or theirs, or keep both"),
            Self::Undecided(_) => Hint::shell("--hunk 1=mine says it for one, --take mine, theirs or both for all"),
            Self::ChangedSince(_) => Hint::both("nothing was written; look at both texts again"),
            Self::Occupied(_) => Hint::both("rename or remove that one first; nothing is overwritten"),
            Self::Taken(_) => Hint::each("choose another title, or say where with --path", "choose another title"),
            Self::NoTodo { .. } => {
                Hint::each("`riffle tick ENTRY` names the to-dos that it has", "look at it as it is now")
            }
            Self::NoLine { .. } => Hint::shell("`riffle log --json` numbers the lines of today"),
            Self::Editor { .. } => Hint::both("Riffle changed nothing; set VISUAL or EDITOR to the editor you want"),
            Self::NoEditor { .. } | Self::NoTerminal(_) => Hint::both(
                "set VISUAL or EDITOR to an editor that can run here; the entry is a file that any program may write to",
            ),
        }
    }
}
