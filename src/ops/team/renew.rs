//! A clone of a team that is damaged: a cache, which is put aside and made anew.

use crate::disk;
use crate::ops::{Error, TeamError, Workspace};

/// Whether something failed because of what the clone holds, and not because of the network, the disk or the person.
pub(super) fn is_of_clone(error: &Error) -> bool {
    match error {
        Error::Team(TeamError::DamagedClone(_)) => true,
        Error::Git(error) => error.is_of_repository(),
        _ => false,
    }
}

/// Puts the clone where nobody looks for it; one that was put there before goes.
pub(super) fn put_aside(workspace: &Workspace, team: &str) -> Result<(), Error> {
    let cache = super::cache(workspace, team);
    let aside = cache.join("damaged.git");
    disk::remove_cache(&aside)?;
    disk::rename(&cache.join("repo.git"), &aside)?;
    // What was read from it is read again.
    workspace.teams.borrow_mut().remove(team);
    Ok(disk::remove_cache(&cache.join("index"))?)
}
