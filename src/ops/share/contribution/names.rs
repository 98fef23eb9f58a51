//! The files of a team by their names, as the pickiest file systems tell them apart.

use std::collections::HashMap;

use crate::ops::Error;
use crate::ops::team::OpenTeam;
use crate::text::file_name::folded;

/// The paths of all files at the newest commit, whatever is read of them.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn of(team: &OpenTeam) -> Result<Self, Error> {
        let Some(tip) = &team.tip else { return Ok(Self(HashMap::new())) };
        let paths = team.bare.names(tip)?.into_iter().filter_map(|it| String::from_utf8(it.path).ok());
        Ok(Self(paths.map(|path| (folded(&path), path)).collect()))
    }

    /// The file that some file systems would take for the one at this path.
    pub(super) fn there(&self, path: &str) -> Option<&str> {
        self.0.get(&folded(path)).map(String::as_str)
    }
}
