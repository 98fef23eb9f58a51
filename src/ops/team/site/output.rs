//! The folder of a site. A file in it names what Riffle put there; nothing else in it is touched, and no link is followed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::ops::{Error, TeamError};

/// Names the files of the site, a line each.
const MARKER: &str = ".riffle-site";
/// The marker's first line.
const VERSION: &str = "riffle site 1";

/// A folder that is a site, or may become one.
pub(super) struct Place {
    folder: PathBuf,
    /// What an earlier site put there.
    before: BTreeSet<String>,
}

/// Whether a folder has a site in it.
pub(in crate::ops::team) fn is_site(folder: &Path) -> bool {
    marked(folder).is_some()
}

impl Place {
    /// The folder at a path, if it is new, empty, or an earlier site.
    pub(super) fn at(folder: &Path) -> Result<Self, Error> {
        let refused = || Error::from(TeamError::NoSite(folder.to_owned()));
        let before = match folder.symlink_metadata() {
            Err(_) => BTreeSet::new(),
            Ok(meta) if !meta.is_dir() => return Err(refused()),
            Ok(_) => match marked(folder) {
                Some(before) => before,
                None if is_empty(folder) => BTreeSet::new(),
                None => return Err(refused()),
            },
        };
        Ok(Self { folder: folder.to_owned(), before })
    }

    /// Puts the files of a site there, each whole, and removes those that are of it no more: how many were written and removed.
    pub(super) fn put(&self, files: Vec<(String, Vec<u8>)>) -> Result<(usize, usize), Error> {
        disk::make_folder(&self.folder)?;
        let now: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).collect();
        for name in &now {
            self.require_own(name)?;
        }
        // A crash in the middle leaves nothing that the next time does not know.
        self.mark(&self.before.union(&now).cloned().collect())?;
        let mut written = 0;
        for (name, bytes) in files {
            written += usize::from(self.write(&name, &bytes)?);
        }
        let mut removed = 0;
        for name in self.before.difference(&now) {
            removed += usize::from(self.remove(name)?);
        }
        self.mark(&now)?;
        disk::sync_all(&self.folder)?;
        Ok((written, removed))
    }

    fn mark(&self, names: &BTreeSet<String>) -> Result<(), Error> {
        let lines: String = names.iter().map(|name| format!("{name}\n")).collect();
        let marker = self.folder.join(MARKER);
        Ok(disk::put_made(&marker, format!("{VERSION}\n{lines}").as_bytes())?)
    }

    /// Refuses a name where something lies that is no file of the site, or a way to it that leads elsewhere.
    fn require_own(&self, name: &str) -> Result<(), Error> {
        let (mut at, parts) = (self.folder.clone(), name.split('/').collect::<Vec<_>>());
        for (count, part) in parts.iter().enumerate() {
            at.push(part);
            let Ok(meta) = at.symlink_metadata() else { return Ok(()) };
            let is_last = count + 1 == parts.len();
            let is_own = if is_last { meta.is_file() && self.before.contains(name) } else { meta.is_dir() };
            if !is_own {
                return Err(TeamError::NotOfSite(at).into());
            }
        }
        Ok(())
    }

    /// Whether the file was another one.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        let path = self.folder.join(name);
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(false);
        }
        path.parent().map_or(Ok(()), disk::make_folder)?;
        disk::put_made(&path, bytes)?;
        Ok(true)
    }

    /// Whether it was still there, as a file of the site.
    fn remove(&self, name: &str) -> Result<bool, Error> {
        let path = self.folder.join(name);
        let is_there = self.require_own(name).is_ok() && path.is_file();
        if is_there {
            disk::remove_unsynced(&path)?;
        }
        Ok(is_there)
    }
}

/// What the marker of a folder names; nothing where there is none of ours. Names that lead elsewhere are none.
fn marked(folder: &Path) -> Option<BTreeSet<String>> {
    let marker = folder.join(MARKER);
    let text =
        marker.symlink_metadata().ok().filter(fs::Metadata::is_file).and_then(|_| fs::read_to_string(&marker).ok())?;
    let names = text.strip_prefix(VERSION)?.strip_prefix('\n')?;
    let is_inside = |name: &&str| name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    Some(names.lines().filter(is_inside).map(str::to_owned).collect())
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut items| items.next().is_none())
}
