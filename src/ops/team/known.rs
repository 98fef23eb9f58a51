//! The teams that this machine knows: a small file each in the state folder.

use crate::ops::TeamError;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::{Error, Workspace};
use crate::entry::slug;
use crate::git::transport::{self, Protocol};
use crate::{disk, records};

/// The version of the format in which a team is remembered.
const VERSION: u64 = 1;

/// Names that mean something else in a search.
const RESERVED: [&str; 3] = ["team", "mine", "store"];

/// One team, as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ops) struct Known {
    #[serde(skip)]
    pub name: String,
    pub url: String,
    /// The commit up to which its entries were looked at.
    pub seen: Option<String>,
    /// Where the last entry went.
    #[serde(default)]
    pub topic: Option<String>,
    /// Pages that wait on branches, and are listed once they are merged.
    #[serde(default)]
    pub proposed: Vec<String>,
}

impl Known {
    pub(in crate::ops) fn keep(&self, workspace: &Workspace) -> Result<(), Error> {
        Ok(records::put(&file(workspace, &self.name), VERSION, self)?)
    }

    pub(super) fn forget(&self, workspace: &Workspace) -> Result<(), Error> {
        Ok(disk::remove(&file(workspace, &self.name))?)
    }
}

/// All teams, in the order of the alphabet; a file that cannot be read is kept aside.
pub(in crate::ops) fn all(workspace: &Workspace) -> Vec<Known> {
    let files = fs::read_dir(folder(workspace)).into_iter().flatten().flatten();
    let mut all: Vec<Known> = files.filter_map(|file| load(&file.path())).collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// The team of that name.
pub(in crate::ops) fn one(workspace: &Workspace, name: &str) -> Result<Known, Error> {
    load(&file(workspace, name)).ok_or_else(|| {
        Error::Team(TeamError::Unknown {
            name: name.to_owned(),
            known: all(workspace).into_iter().map(|known| known.name).collect(),
        })
    })
}

fn load(file: &Path) -> Option<Known> {
    let name = file.file_name()?.to_str()?.strip_suffix(".json").filter(|name| is_name(name))?.to_owned();
    let known: Known = records::read(file, VERSION)?;
    Some(Known { name, ..known })
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state().join("teams")
}

fn file(workspace: &Workspace, name: &str) -> PathBuf {
    folder(workspace).join(format!("{name}.json"))
}

/// A team's name from what was typed or from its address: `notes` for `git@example.org:acme/notes.git`, and `acme-team` for
/// `git@example.org:acme/team.git`, since `team` means all of them.
pub(super) fn name_for(typed: &str) -> Result<String, Error> {
    let mut parts =
        typed.trim_end_matches('/').rsplit(['/', ':']).map(|part| part.strip_suffix(".git").unwrap_or(part));
    let last = parts.next().map(slug::slug).unwrap_or_default();
    let mut longer = || parts.next().map(|before| format!("{}-{last}", slug::slug(before))).unwrap_or_default();
    let name = if RESERVED.contains(&last.as_str()) { longer() } else { last };
    if is_name(&name) { Ok(name) } else { Err(TeamError::NoName(typed.to_owned()).into()) }
}

fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && name.len() <= 64 && name.chars().all(is_plain) && !RESERVED.contains(&name)
}

/// The address as git will be told it: a path becomes absolute. The store's own remote is no team.
pub(super) fn address(workspace: &Workspace, url: &str) -> Result<String, Error> {
    let url = match transport::protocol(url) {
        Protocol::File if !url.starts_with("file://") => {
            std::path::absolute(url).map_or_else(|_| url.to_owned(), |path| path.to_string_lossy().into_owned())
        }
        Protocol::File | Protocol::Https | Protocol::Ssh | Protocol::Http | Protocol::Git => url.to_owned(),
        Protocol::Other => return Err(Error::Git(transport::Failure::Refused(transport::public(url)).into())),
    };
    let is_own = match workspace.repo() {
        Ok(Some(repo)) => repo.remote_addresses()?.iter().any(|own| transport::is_same_repository(own, &url)),
        Ok(None) | Err(_) => false,
    };
    let is_store = std::path::Path::new(&url).starts_with(workspace.root());
    if is_own || is_store { Err(TeamError::OwnRemote(transport::public(&url)).into()) } else { Ok(url) }
}

/// Makes an empty repository where a local path has none yet.
pub(super) fn make_empty(url: &str) -> Result<(), Error> {
    let path = Path::new(url);
    if path.is_absolute() && !path.exists() {
        crate::git::make_bare(path, &[], "", chrono::DateTime::UNIX_EPOCH.fixed_offset())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_named_after_its_repository() {
        let names = [
            ("git@example.org:acme/notes.git", "notes"),
            ("https://example.org/acme/What%20we%20know/", "what-20we-20know"),
            ("/srv/Team Notes.git", "team-notes"),
            ("acme", "acme"),
            ("git@example.org:acme/team.git", "acme-team"),
        ];
        for (url, name) in names {
            assert_eq!(name_for(url).unwrap(), name, "{url}");
        }
        assert!(name_for("team").is_err() && name_for("mine").is_err());
    }
}
