//! Takes files away, durably where that counts.

use std::io::ErrorKind;
use std::path::Path;

use super::{Error, failed, gone, parent, place, point, sys};

/// Removes a file and makes that durable. Of a store's files only `store` calls it, after a copy is safe.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    sys::remove(path).map_err(failed(path))?;
    point("remove-removed");
    sys::sync_folder(parent(path)).map_err(failed(path))
}

/// Removes a file of which it does not matter whether a power cut brings it back.
pub(crate) fn remove_unsynced(path: &Path) -> Result<(), Error> {
    sys::remove(path).map_err(failed(path))
}

/// Removes a file if it still is `expected`; what somebody wrote in between stays.
pub(crate) fn remove_expected(path: &Path, expected: &[u8]) -> Result<(), Error> {
    // Out of everybody's sight first: what is read then is what is removed.
    let aside = place::aside(path).map_err(gone(path))?;
    point("remove-aside");
    match sys::read(&aside) {
        Ok(content) if content == expected => {}
        outcome => {
            place::back(&aside, path);
            return Err(outcome.map_or_else(failed(path), |_| Error::Changed(path.to_owned())));
        }
    }
    sys::remove(&aside).map_err(|source| {
        place::back(&aside, path);
        failed(path)(source)
    })?;
    point("remove-removed");
    sys::sync_folder(parent(path)).map_err(failed(path))
}

/// Removes a folder of a cache with all that lies in it; symbolic links are not followed. One that is not there is fine.
pub(crate) fn remove_cache(folder: &Path) -> Result<(), Error> {
    match sys::remove_all(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(failed(folder)),
    }
}
