//! The files of a folder. Hidden ones and symbolic links stay out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::limit::{self, MOST, Room};
use super::{Files, LeftOut, name};
use crate::formats::File;
use crate::ops::{Error, TransferError};

pub(super) fn read(root: &Path) -> Result<Files, Error> {
    let root = root.canonicalize().map_err(failed(root))?;
    let mut found = Files { name: name(&root), files: Vec::new(), left_out: Vec::new() };
    let (mut folders, mut room) = (vec![root.clone()], Room::default());
    while let Some(folder) = folders.pop() {
        let mut items = fs::read_dir(&folder)
            .and_then(|listing| listing.collect::<io::Result<Vec<_>>>())
            .map_err(failed(&folder))?;
        items.sort_by_key(fs::DirEntry::file_name);
        for item in items {
            let (path, kind) = (item.path(), item.file_type().map_err(failed(&folder))?);
            let relative = path.strip_prefix(&root).ok().and_then(Path::to_str).map(str::to_owned);
            match relative.filter(|name| is_taken(name)) {
                Some(_) if kind.is_dir() => folders.push(path),
                Some(name) if kind.is_file() => take(name, &path, &mut found, &mut room)?,
                Some(file) => found.left_out.push(LeftOut { file, line: 0, why: "is no regular file".into() }),
                None => {}
            }
        }
    }
    Ok(found)
}

fn take(name: String, path: &Path, found: &mut Files, room: &mut Room) -> Result<(), Error> {
    if found.files.len() == MOST {
        return Err(TransferError::TooMany { file: found.name.clone(), limit: MOST }.into());
    }
    let bytes = limit::within(room, &name, path)?;
    found.files.push(File { name, bytes });
    Ok(())
}

/// Whether a path has no hidden part, nor what programs fetch.
pub(super) fn is_taken(name: &str) -> bool {
    name.split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && part != "node_modules" && part != "__MACOSX")
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Error {
    let file = PathBuf::from(path);
    move |source| TransferError::Read { file: file.clone(), source }.into()
}
