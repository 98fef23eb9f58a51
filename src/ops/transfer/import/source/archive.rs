//! What is in a zip or a tar. Nothing of it is written where its names say: a name that leads out of it is left out.

use std::io::{Cursor, Read};

use super::folder::is_taken;
use super::limit::{Failed, MOST, Room};
use super::{Files, LeftOut};
use crate::formats::{File, Malformed};
use crate::ops::{Error, TransferError};

/// The files of an archive; `None` for what is none.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Option<Files>, Error> {
    let mut unpacker = Unpacker {
        found: Files { name: name.to_owned(), files: Vec::new(), left_out: Vec::new() },
        room: Room::default(),
    };
    match () {
        () if bytes.starts_with(b"PK\x03\x04") => unpacker.zip(bytes)?,
        () if bytes.get(257..262) == Some(b"ustar") => unpacker.tar(bytes)?,
        () => return Ok(None),
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Ok(Some(Files { name: stem.to_owned(), ..unpacker.found }))
}

struct Unpacker {
    found: Files,
    room: Room,
}

impl Unpacker {
    fn zip(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| self.broken(&error.to_string()))?;
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).map_err(|error| self.broken(&error.to_string()))?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            if file.is_file() {
                self.take(name, &mut file)?;
            } else if file.is_symlink() {
                self.leave(name, "is a symbolic link");
            }
        }
        Ok(())
    }

    fn tar(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut archive = tar::Archive::new(bytes);
        let entries = archive.entries().map_err(|error| self.broken(&error.to_string()))?;
        for file in entries {
            let mut file = file.map_err(|error| self.broken(&error.to_string()))?;
            let name = String::from_utf8_lossy(&file.path_bytes()).into_owned();
            match file.header().entry_type() {
                tar::EntryType::Regular | tar::EntryType::Continuous => self.take(name, &mut file)?,
                tar::EntryType::Symlink | tar::EntryType::Link => self.leave(name, "is a link"),
                _ => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, name: String, from: &mut impl Read) -> Result<(), Error> {
        let name = name.replace('\\', "/").trim_start_matches("./").to_owned();
        if name.starts_with('/')
            || name.split('/').any(|part| part == ".." || part.ends_with(':'))
            || name.contains(char::is_control)
        {
            self.leave(name, "leads out of the archive");
            return Ok(());
        }
        if !is_taken(&name) {
            return Ok(());
        }
        if self.found.files.len() == MOST {
            return Err(TransferError::TooMany { file: self.found.name.clone(), limit: MOST }.into());
        }
        let bytes = self.room.take(&self.found.name, from).map_err(|failed| match failed {
            Failed::Read(error) => self.broken(&format!("{name}: {error}")),
            Failed::TooLarge(error) => error,
        })?;
        self.found.files.push(File { name, bytes });
        Ok(())
    }

    fn leave(&mut self, file: String, why: &str) {
        self.found.left_out.push(LeftOut { file, line: 0, why: why.into() });
    }

    fn broken(&self, what: &str) -> Error {
        let malformed = Malformed { line: 1, what: format!("the archive cannot be read: {what}") };
        TransferError::Malformed { file: self.found.name.clone(), malformed }.into()
    }
}
