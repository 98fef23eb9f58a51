//! What can go wrong between an entry and its page in a team.

use crate::entry::EntryPath;
use crate::ops::error::hint::{ErrorKind, Hint};
use crate::team::publish::Refusal;

/// What can go wrong between an entry and its page in a team.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    #[error("{path} cannot be published: {refusal}")]
    Refused { path: EntryPath, refusal: Refusal },
    #[error("nothing was sent: {0}")]
    Line(Refusal),
    #[error("nothing was sent: what would leave has changed since it was shown")]
    WordsChanged,
    #[error("nothing was sent: {what} {text:?} is for nobody else")]
    Private { what: &'static str, text: String },
    #[error("nothing was sent: {0}")]
    Suggestion(&'static str),
    #[error("nothing was sent: a colleague has changed the same lines of {0} meanwhile")]
    SameLines(String),
    #[error("{page} is a page of your own: {entry} is what it is made from")]
    Mine { page: String, entry: EntryPath },
    #[error("nothing was published: it was not confirmed")]
    Unagreed,
    #[error("nothing was published: {}", .0.join("; "))]
    Blocked(Vec<String>),
    #[error("nothing was published: a colleague and you changed the same lines of {path} in {team:?}")]
    PageConflict { path: String, team: String },
    #[error("nothing was published: the page of {0} has changed since it was shown")]
    PageChanged(EntryPath),
    #[error("nothing was taken into {path} from {team:?}: {why}")]
    NotTaken { path: EntryPath, team: String, why: String, same_lines: bool },
    #[error("nothing was taken: {0} has changed since it was shown")]
    EntryChanged(EntryPath),
    #[error("{path} is not published in {team:?}")]
    NotPublished { path: EntryPath, team: String },
    #[error("{path} is not among the pages of {team:?}: it waits on a branch for review")]
    OnlyProposed { path: EntryPath, team: String },
}

/// What the workbench does by itself when a page is not what was agreed to.
const SHOWN_AGAIN: &str = "It is shown as it would be now.";

impl ShareError {
    pub(in crate::ops) fn kind(&self) -> ErrorKind {
        match self {
            Self::Unagreed
            | Self::Blocked(_)
            | Self::PageConflict { .. }
            | Self::PageChanged(_)
            | Self::WordsChanged
            | Self::SameLines(_)
            | Self::NotTaken { .. }
            | Self::EntryChanged(_) => ErrorKind::Decision,
            Self::NotPublished { .. } | Self::Mine { .. } => ErrorKind::Usage,
            Self::Refused { .. }
            | Self::Line(_)
            | Self::Private { .. }
            | Self::Suggestion(_)
            | Self::OnlyProposed { .. } => ErrorKind::Failed,
        }
    }

    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::Refused { .. } | Self::Line(_) | Self::Suggestion(_) => None,
            Self::Private { .. } => Hint::both("take it out; a link in a page of a team is [text](path)"),
            Self::SameLines(_) => Hint::both("edit the page again, as it is now"),
            Self::Mine { .. } => {
                Hint::shell("`riffle edit` changes it, and `riffle publish` brings the page up to date")
            }
            Self::WordsChanged => Hint::each("look at it with --dry-run and send it then", SHOWN_AGAIN),
            Self::Unagreed => Hint::shell("--yes agrees to what --dry-run shows"),
            Self::Blocked(_) => Hint::each(
                "fix the text, or allow a finding by its key: --allow KEY; the override is recorded",
                SHOWN_AGAIN,
            ),
            Self::PageConflict { .. } => {
                Hint::each("look at `riffle publish --dry-run`, then say --keep mine or --keep theirs", SHOWN_AGAIN)
            }
            Self::PageChanged(_) => Hint::each("look at it again and publish then", SHOWN_AGAIN),
            Self::NotTaken { same_lines: true, .. } => Hint::shell("say --keep mine or --keep theirs"),
            Self::NotTaken { .. } => Hint::each(
                "write it into the entry by hand; `riffle publish --dry-run` shows what differs",
                "write it into the entry by hand; the preview shows what differs",
            ),
            Self::EntryChanged(_) => Hint::both("look at it again and take it then"),
            Self::NotPublished { .. } => Hint::shell("`riffle published` lists what is"),
            Self::OnlyProposed { .. } => {
                Hint::both("close the request and delete its branch where the team's repository is")
            }
        }
    }
}
