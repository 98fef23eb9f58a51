//! How much is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::name;
use crate::ops::{Error, TransferError};

/// The largest file that is read, and how much of an archive or a folder.
pub(super) const LARGEST: u64 = 256_000_000;
/// How many files of an archive or a folder.
pub(super) const MOST: usize = 100_000;
const MEGABYTE: u64 = 1_000_000;

/// All of a file.
pub(super) fn file(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source: io::Error| Error::from(TransferError::Read { file: path.to_owned(), source });
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > LARGEST {
        return Err(too_large(&name(path), size));
    }
    // A pipe has no size.
    Room::default().take(&name(path), file).map_err(|error| error.told_by(failed))
}

/// The same as a part of several files.
pub(super) fn within(room: &mut Room, name: &str, path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source: io::Error| Error::from(TransferError::Read { file: path.to_owned(), source });
    let file = File::open(path).map_err(failed)?;
    room.take(name, file).map_err(|error| error.told_by(failed))
}

/// How much there is room for yet.
pub(super) struct Room(u64);

impl Default for Room {
    fn default() -> Self {
        Self(LARGEST)
    }
}

/// Why something is not read.
pub(super) enum Failed {
    Read(io::Error),
    TooLarge(Error),
}

impl Failed {
    fn told_by(self, read: impl FnOnce(io::Error) -> Error) -> Error {
        match self {
            Self::Read(error) => read(error),
            Self::TooLarge(error) => error,
        }
    }
}

impl Room {
    /// All of it, if there is room; what an archive says of its sizes is not believed.
    pub(super) fn take(&mut self, name: &str, from: impl Read) -> Result<Vec<u8>, Failed> {
        let mut bytes = Vec::new();
        from.take(self.0 + 1).read_to_end(&mut bytes).map_err(Failed::Read)?;
        match self.0.checked_sub(bytes.len() as u64) {
            Some(left) => {
                self.0 = left;
                Ok(bytes)
            }
            None => Err(Failed::TooLarge(too_large(name, LARGEST + MEGABYTE))),
        }
    }
}

fn too_large(name: &str, size: u64) -> Error {
    let (megabytes, limit) = (size / MEGABYTE, LARGEST / MEGABYTE);
    TransferError::TooLarge { file: name.to_owned(), megabytes, limit }.into()
}
