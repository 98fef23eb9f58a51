//! Keeps what is replaced: files are moved aside and never removed, and the person is told.

use std::path::{Path, PathBuf};

use super::Error;
use crate::{disk, records};

/// Where damaged files are kept, inside the repository.
const ASIDE: &str = "riffle-damaged";

/// Says what was put right, and where what was there is.
pub(super) fn report_repair(file: &Path, done: &str, aside: Option<&Path>) {
    let kept = aside.map_or_else(String::new, |aside| format!("; what was there is kept as {}", aside.display()));
    records::tell(format!("{} was damaged and is put right: {done}{kept}", file.display()));
}

/// Moves what is damaged aside; nothing if it is gone.
pub(super) fn put_aside(common: &Path, file: &Path) -> Result<Option<PathBuf>, Error> {
    let folder = common.join(ASIDE);
    disk::make_folder(&folder)?;
    moved_aside(&folder, file)
}

/// Moves a file into a folder, under a name that is free there; nothing if its owner took it meanwhile.
pub(super) fn moved_aside(folder: &Path, file: &Path) -> Result<Option<PathBuf>, Error> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut names = (0..).map(|count| folder.join(format!("{name}-{count}")));
    let free = names.find(|name| name.symlink_metadata().is_err()).expect("numbers do not end");
    match disk::rename(file, &free) {
        Ok(()) => Ok(Some(free)),
        Err(_) if file.symlink_metadata().is_err() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
