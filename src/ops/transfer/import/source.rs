//! The files that are brought in: read within limits, each in the format that it is in.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::{Partial, Request};
use crate::formats::{self, Format, Item, Skipped};
use crate::ops::{Error, TransferError};

/// The largest file that is read.
const LIMIT: u64 = 256_000_000;
const MEGABYTE: u64 = 1_000_000;

/// What one file holds.
pub(super) struct Source {
    pub(super) file: String,
    pub(super) format: &'static Format,
    pub(super) items: Vec<Item>,
    pub(super) skipped: Vec<Skipped>,
}

pub(super) fn read(request: &Request) -> Result<Vec<Source>, Error> {
    Ok(vec![of(name(&request.from), bytes(&request.from)?, request)?])
}

fn of(file: String, bytes: Vec<u8>, request: &Request) -> Result<Source, Error> {
    let text = formats::decoded(bytes);
    let format = match &request.format {
        Some(name) => Format::named(name).ok_or_else(|| TransferError::NoFormat(name.clone()))?,
        None => Format::of(&text).ok_or_else(|| TransferError::Unknown(file.clone()))?,
    };
    let reading = format.read(&text).map_err(|malformed| TransferError::Malformed { file: file.clone(), malformed })?;
    match reading.cut {
        Some(cut) if request.partial == Partial::Refuse => {
            Err(TransferError::Cut { file, cut, whole: reading.items.len() }.into())
        }
        Some(_) | None => Ok(Source { file, format, items: reading.items, skipped: reading.skipped }),
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source: io::Error| TransferError::Read { file: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > LIMIT {
        return Err(too_large(path, size).into());
    }
    // A pipe has no size.
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LIMIT { Err(too_large(path, LIMIT + MEGABYTE).into()) } else { Ok(bytes) }
}

fn too_large(path: &Path, size: u64) -> TransferError {
    TransferError::TooLarge { file: name(path), megabytes: size / MEGABYTE, limit: LIMIT / MEGABYTE }
}
