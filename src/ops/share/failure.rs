//! What becomes of a publication that could not be delivered.

use super::outbox::QueuedPublication;
use crate::git;
use crate::git::transport::Failure;
use crate::ops::{Error, Workspace};

/// Whether the page may yet arrive, or has: the team was not reached, or what happened to the push is not known.
fn is_open(error: &Error) -> bool {
    let Error::Git(error) = error else { return false };
    let is_unheard = matches!(
        error,
        git::Error::Process(_)
            | git::Error::Disk(_)
            | git::Error::Held(_)
            | git::Error::Read { .. }
            | git::Error::Elsewhere
            | git::Error::Edited(_)
            | git::Error::Unmergeable(_)
            | git::Error::Git { .. }
            | git::Error::Remote(Failure::Other(_))
    );
    is_unheard || error.is_network()
}

/// What may yet arrive stays in the queue; what was refused does not, and nothing claims to be published.
pub(super) fn undelivered(workspace: &Workspace, queued: &QueuedPublication, error: Error) -> Error {
    if !is_open(&error) {
        // One that stays is settled, or shown, by whoever looks next.
        queued.done(workspace).ok();
        return of_delivery(&queued.team, error);
    }
    match queued.because(&crate::ops::error::chain(&error)).keep(workspace) {
        Ok(()) => Error::Queued(Box::new(error)),
        Err(_) => error,
    }
}

/// What a server refused or a team decides itself, with what helps there.
pub(super) fn of_delivery(team: &str, error: Error) -> Error {
    match error {
        Error::Git(git::Error::Decision(_) | git::Error::Remote(Failure::Rejected(_) | Failure::Protected(_))) => {
            Error::OfDelivery { team: team.to_owned(), because: Box::new(error) }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::ShareError;
    use crate::{disk, process};

    #[test]
    fn only_a_refusal_takes_a_page_off_the_queue() {
        let remote = |failure| Error::Git(git::Error::Remote(failure));
        assert!(!is_open(&remote(Failure::Rejected("no".into()))) && !is_open(&Error::Share(ShareError::Unagreed)));

        let killed = Error::Git(git::Error::Process(process::Error::Stopped("git".into())));
        let full = Error::Git(git::Error::Disk(disk::Error::Full("/".into())));
        assert!(is_open(&remote(Failure::Offline("away".into()))) && is_open(&killed) && is_open(&full));
    }
}
