//! Gives a written file its name: without overwriting, or in exchange for what was expected there.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process;

use super::{Error, discard, failed, gone, make_folder, parent, point, sys, unfinished_beside};

/// Renames without overwriting; also when only the case of the name changes.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    make_folder(parent(to))?;
    match without_overwriting(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && is_same_name(from, to) => change_case(from, to)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(Error::Exists(to.to_owned())),
        result => result.map_err(failed(from))?,
    }
    point("rename-placed");
    sys::sync_folder(parent(to)).map_err(failed(to))?;
    if parent(from) != parent(to) {
        sys::sync_folder(parent(from)).map_err(failed(from))?;
    }
    point("rename-settled");
    Ok(())
}

/// Renames and fails with `AlreadyExists` where something has that name.
pub(super) fn without_overwriting(from: &Path, to: &Path) -> io::Result<()> {
    match sys::rename_new(from, to) {
        Err(error) if sys::is_unsupported(&error) => link_and_remove(from, to),
        result => result,
    }
}

/// Puts `temp` in the place of `file` if that still holds `expected`; else everything stays where it was. `temp` is gone.
pub(super) fn over_expected(temp: &Path, file: &Path, expected: &[u8], bytes: &[u8]) -> Result<(), Error> {
    exchanged(temp, file, expected, bytes).map(|()| discard(temp))
}

/// The same, and what the file held may still lie in `temp`, for the caller to discard.
pub(super) fn exchanged(temp: &Path, file: &Path, expected: &[u8], bytes: &[u8]) -> Result<(), Error> {
    match sys::exchange(temp, file) {
        Ok(()) => {}
        Err(error) if sys::is_unsupported(&error) => return over(temp, file, expected),
        Err(source) => {
            discard(temp);
            return Err(gone(file)(source));
        }
    }
    point("replace-exchanged");
    match sys::read(temp) {
        Ok(old) if old == expected => Ok(()),
        outcome => {
            give_back(temp, file, bytes);
            Err(outcome.map_or_else(failed(file), |_| Error::Changed(file.to_owned())))
        }
    }
}

/// Renames a file to a dot name beside it.
pub(super) fn aside(path: &Path) -> io::Result<PathBuf> {
    loop {
        let aside = unfinished_beside(path);
        match without_overwriting(path, &aside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            result => return result.map(|()| aside),
        }
    }
}

/// Puts a file back under the name it had; where that name is taken by now, a visible one beside it.
pub(super) fn back(aside: &Path, path: &Path) {
    if without_overwriting(aside, path).is_err() {
        keep(aside, path);
    }
    // Nothing was promised about this file; what was there before is there again.
    sys::sync_folder(parent(path)).ok();
}

/// Undoes an exchange that brought out something unexpected.
pub(super) fn give_back(temp: &Path, file: &Path, bytes: &[u8]) {
    // Whether this works or not, what then lies in `temp` decides.
    sys::exchange(temp, file).ok();
    match sys::read(temp) {
        Ok(ours) if ours == bytes => discard(temp),
        // Somebody wrote yet again, or the way back failed: both texts are kept, both can be seen.
        Ok(_) | Err(_) => keep(temp, file),
    }
    sys::sync_folder(parent(file)).ok();
}

/// Gives somebody's text a visible name beside `file`. Where even that fails it stays under its dot name.
fn keep(temp: &Path, file: &Path) {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let extension = file.extension().map(OsStr::to_string_lossy);
    let names = (1..100).map(|n| match &extension {
        Some(extension) => format!("{stem}-recovered-{}-{n}.{extension}", process::id()),
        None => format!("{stem}-recovered-{}-{n}", process::id()),
    });
    let kept = names.map(|name| without_overwriting(temp, &file.with_file_name(name)));
    kept.take_while(|result| result.as_ref().is_err_and(|error| error.kind() == ErrorKind::AlreadyExists))
        .for_each(drop);
}

/// For file systems without an exchange: looks once more, then overwrites. The moment between the two is what the
/// exchange closes where there is one.
fn over(temp: &Path, file: &Path, expected: &[u8]) -> Result<(), Error> {
    let renamed = match sys::read(file) {
        Ok(current) if current == expected => sys::rename(temp, file),
        Ok(_) => Err(ErrorKind::NotFound.into()),
        Err(error) => Err(error),
    };
    renamed.map_err(|source| {
        discard(temp);
        gone(file)(source)
    })
}

/// For file systems that cannot refuse to overwrite in a rename: a second name, which is refused, then the first away.
fn link_and_remove(from: &Path, to: &Path) -> io::Result<()> {
    match sys::link(from, to) {
        Ok(()) => sys::remove(from).inspect_err(|_| {
            // The first name stays, so the second goes; the failure itself is what is told.
            sys::remove(to).ok();
        }),
        // Neither has this file system (FAT) second names: look, then rename.
        Err(error) if sys::is_unsupported(&error) || error.kind() == ErrorKind::PermissionDenied => {
            if to.symlink_metadata().is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            sys::rename(from, to)
        }
        Err(error) => Err(error),
    }
}

/// Whether two paths are one file and differ in nothing but the case of the name.
fn is_same_name(from: &Path, to: &Path) -> bool {
    let lower = |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let identity = |path: &Path| path.symlink_metadata().ok().map(|meta| (meta.dev(), meta.ino()));
    parent(from) == parent(to) && lower(from) == lower(to) && identity(from).is_some() && identity(from) == identity(to)
}

/// On a disk that ignores case `Tea.md` is in its own way as `tea.md`, and a plain rename does it. Where case counts, the
/// two are hard links of one file: a plain rename then does nothing, and says nothing.
fn change_case(from: &Path, to: &Path) -> Result<(), Error> {
    sys::rename(from, to).map_err(failed(from))?;
    let names = sys::names(parent(to)).map_err(failed(from))?;
    match names.iter().any(|name| Some(name.as_os_str()) == from.file_name()) && from != to {
        true => Err(Error::Exists(to.to_owned())),
        false => Ok(()),
    }
}
