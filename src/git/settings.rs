//! Settings of git's that hold while Riffle works on a repository; its own configuration stays as it is.

use std::fs;
use std::path::Path;

use git2::{ConfigLevel, Repository};

use super::{Error, failed_at};
use crate::disk;

/// Loose objects and refs are synced before a commit counts as made (libgit2 knows only the older of git's two names).
const SETTINGS: &str = "# Written by Riffle; read beside a repository's own configuration while Riffle works on it.\n\
    [core]\n\tfsyncObjectFiles = true\n";

/// Adds the settings that make commits durable, from a folder of this program's. Must come before the first object.
pub(super) fn make_durable(inner: &Repository, folder: &Path) -> Result<(), Error> {
    add_settings(inner, &folder.join("gitconfig"), SETTINGS)
}

/// Reads the person's settings from where git reads them (git(1)); libgit2 knows the usual places alone.
pub(super) fn heed_environment(inner: &Repository) -> Result<(), git2::Error> {
    for (name, level) in [("GIT_CONFIG_GLOBAL", ConfigLevel::Global), ("GIT_CONFIG_SYSTEM", ConfigLevel::System)] {
        if let Some(file) = std::env::var_os(name).filter(|file| !file.is_empty()) {
            inner.config()?.add_file(Path::new(&file), level, true)?;
        }
    }
    Ok(())
}

/// Adds settings of Riffle's above the repository's own, which stays as it is; `file` holds them.
fn add_settings(inner: &Repository, file: &Path, settings: &str) -> Result<(), Error> {
    if fs::read(file).ok().as_deref() != Some(settings.as_bytes()) {
        disk::put(file, settings.as_bytes())?;
    }
    let added = inner.config().and_then(|mut config| config.add_file(file, ConfigLevel::App, true));
    added.map_err(|error| failed_at(file, error))
}
