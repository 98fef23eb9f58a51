//! Looks at the files of a team in any folder: a clone by hand, a store or not.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::disk;
use crate::ops::{Error, TeamError};
use crate::team::inspect::{File, inspect};
pub use crate::team::inspect::{Inspection, Issue, Rule};

/// Larger files are not read, in bytes.
const LARGEST: u64 = 16 << 20;
/// As many files as are looked at.
const MOST: usize = 50_000;

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
    let found = inspect(&read(folder)?, today);
    if repair == Repair::Leave || found.repaired.is_empty() {
        return Ok((found, Vec::new()));
    }
    for (path, text) in &found.repaired {
        disk::put(&folder.join(path), text.as_bytes())?;
    }
    let written = found.repaired.into_keys().collect();
    Ok((inspect(&read(folder)?, today), written))
}

/// The files of a folder, but those of git.
fn read(folder: &Path) -> Result<Vec<File>, Error> {
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
                () if kind.is_dir() => folders.push(path),
                () if files.len() < MOST => files.push(file(folder, &path, kind.is_symlink())),
                () => {}
            }
        }
    }
    files.sort_by(|one: &File, other| one.path.cmp(&other.path));
    Ok(files)
}

fn file(folder: &Path, path: &Path, is_link: bool) -> File {
    let at = folder.join(path);
    let size = at.symlink_metadata().map_or(0, |meta| meta.len());
    let is_read = !is_link && size <= LARGEST;
    let text = is_read.then(|| fs::read(&at).ok()).flatten().and_then(|bytes| String::from_utf8(bytes).ok());
    let mode = if is_link { 0o120_000 } else { 0o100_644 };
    File { path: path.to_string_lossy().replace('\\', "\u{fffd}"), mode, size, text }
}
