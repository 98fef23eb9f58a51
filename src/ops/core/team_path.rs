//! How an entry of a team is named here: by a path below `.team/NAME/`, where no entry of the store can be.

use crate::entry::EntryPath;
use crate::ops::Error;
use crate::ops::core::item_path;

/// The dot folder that no store has entries in.
const ROOT: &str = ".team/";

/// The path here of a file in a team's repository.
pub fn place(team: &str, path: &str) -> Option<EntryPath> {
    EntryPath::new(format!("{ROOT}{team}/{path}")).ok()
}

/// The team and the path in its repository; `None` for an entry of the store.
pub fn split(path: &EntryPath) -> Option<(&str, &str)> {
    path.as_str().strip_prefix(ROOT)?.split_once('/')
}

/// Refuses what belongs to a team or a feed, where something of the store is to change.
pub(in crate::ops) fn own(path: &EntryPath) -> Result<(), Error> {
    if item_path::split(path).is_some() {
        return Err(Error::OfFeed(path.clone()));
    }
    match split(path) {
        Some((team, _)) => Err(Error::OfTeam { path: path.clone(), team: team.to_owned() }),
        None => Ok(()),
    }
}
