//! Looks at the files of a team in any folder: a clone by hand, a store or not.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::site::is_site;
use crate::ops::{Error, TeamError};
use crate::team::inspect::{File, History, inspect};
pub use crate::team::inspect::{Inspection, Issue, Rule};
use crate::{disk, git};

/// Larger files are not read, in bytes.
const LARGEST: u64 = 16 << 20;
/// As many files as are looked at.
const MOST: usize = 50_000;
const TOO_MANY: &str = "there are more than 50,000 files in it";

/// Whether what can be repaired is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    Leave,
    Do,
}

/// Looks at a folder, and repairs the lists of its README and links to what moved where that is wanted: answers with what is
/// wrong, after that, and which files were written.
pub fn inspect_folder(folder: &Path, today: NaiveDate, repair: Repair) -> Result<(Inspection, Vec<String>), Error> {
    if !folder.is_dir() {
        return Err(TeamError::NoFolder(folder.to_owned()).into());
    }
    let files = read(folder)?;
    let history = || history(folder);
    let found = inspect(&files, today, &history);
    if repair == Repair::Leave || found.repaired.is_empty() {
        return Ok((found, Vec::new()));
    }
    for (path, text) in &found.repaired {
        let at = folder.join(path);
        match files.iter().find(|file| file.path == *path).and_then(|file| file.text.as_deref()) {
            Some(before) => disk::replace(&at, before.as_bytes(), text.as_bytes())?,
            None => disk::create(&at, text.as_bytes())?,
        }
    }
    let written = found.repaired.into_keys().collect();
    Ok((inspect(&read(folder)?, today, &history), written))
}

pub(super) fn history(folder: &Path) -> History {
    match git::arrivals(folder) {
        Ok(Some(arrivals)) => History::Whole(arrivals),
        Ok(None) => History::Cut,
        Err(_) => History::None,
    }
}

/// The files of a folder that somebody who clones it gets: not those of git, and not what git ignores.
pub(super) fn read(folder: &Path) -> Result<Vec<File>, Error> {
    let known = git::shared_files(folder);
    let (mut files, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inside) = folders.pop() {
        let at = folder.join(&inside);
        let failed = |source| TeamError::Unreadable { path: at.clone(), source };
        for item in fs::read_dir(&at).map_err(failed)? {
            let item = item.map_err(failed)?;
            let path = inside.join(item.file_name());
            let kind = item.file_type().map_err(failed)?;
            match () {
                () if item.file_name() == ".git" => {}
                () if kind.is_dir() && is_site(&folder.join(&path)) => {}
                () if kind.is_dir() => folders.push(path),
                () if known.as_ref().is_some_and(|known| !known.contains(&path)) => {}
                () if files.len() == MOST => return Err(failed(io::Error::other(TOO_MANY)).into()),
                () => files.push(file(folder, &path, kind)),
            }
        }
    }
    files.sort_by(|one: &File, other| one.path.cmp(&other.path));
    Ok(files)
}

/// Only a plain file whose name is shown as it is has a text: another may share that name, and is not to be repaired.
fn file(folder: &Path, path: &Path, kind: FileType) -> File {
    let at = folder.join(path);
    let size = at.symlink_metadata().map_or(0, |meta| meta.len());
    let shown = path.to_string_lossy().replace('\\', "\u{fffd}");
    let is_read = kind.is_file() && size <= LARGEST && path.as_os_str() == shown.as_str();
    let text = is_read.then(|| fs::read(&at).ok()).flatten().and_then(|bytes| String::from_utf8(bytes).ok());
    let mode = if kind.is_file() { 0o100_644 } else { 0o120_000 };
    File { path: shown, mode, size, text }
}
