//! The Markdown files of a store, which are the truth.
//!
//! Everything else (index, history) can be rebuilt from them. This module knows files; it does not commit
//! (see `git`) and does not search (see `index`).

pub(crate) mod drafts;
pub(crate) mod free;
pub(crate) mod habits;
pub(crate) mod log;
pub(crate) mod odd;
mod path;
pub(crate) mod scan;
pub(crate) mod trash;
#[cfg(target_os = "linux")]
pub(crate) mod watch;

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustix::fs::OFlags;

use crate::disk;
use crate::entry::{Entry, EntryPath, Kind, Problem};
use crate::text::file_name;
use habits::{Habits, Names, Pattern};
use path::is_absent;

/// A larger file is shown and searched in part, and never written.
const LARGE: u64 = 16_000_000;

/// How much of a large file is read.
const PART: u64 = 1_000_000;

/// A folder of Markdown files.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// Without symbolic links, so that what lies inside begins with it.
    root: PathBuf,
    folders: Vec<(String, Kind)>,
    habits: Habits,
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no folder {}", .0.display())]
    NoStore(PathBuf),
    #[error("there is no entry {0}")]
    Missing(EntryPath),
    #[error("{0} leads out of the store through a symbolic link")]
    Outside(EntryPath),
    #[error("cannot read {}", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Store {
    /// Opens a folder as it is; writes nothing.
    pub(crate) fn open(root: &Path, folders: Vec<(String, Kind)>) -> Result<Self, Error> {
        let failed = |source: io::Error| match is_absent(&source) {
            true => Error::NoStore(root.to_owned()),
            false => Error::Read { path: root.to_owned(), source },
        };
        let real = root.canonicalize().map_err(failed)?;
        // Listing it is the question: whether it is a folder, and whether we may look into it.
        drop(real.read_dir().map_err(failed)?);
        let habits = Habits::of(&real);
        let mut folders = folders;
        let days = habits.naming.pattern(Kind::Journal).and_then(Pattern::folder);
        let is_new = |days: &&str| !folders.iter().any(|(known, _)| known == days);
        let days = days.filter(is_new).map(|days| (days.to_owned(), Kind::Journal));
        folders.extend(days);
        Ok(Self { habits, root: real, folders })
    }

    /// Folders whose files are of a kind without saying so.
    pub(crate) fn folders(&self) -> &[(String, Kind)] {
        &self.folders
    }

    /// How a new file is named after its title: as those that are there.
    pub(crate) fn names(&self) -> Names {
        self.habits.names(&self.root)
    }

    /// The store's folder, with symbolic links followed.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What the program that the folder was made with does otherwise.
    pub(crate) fn habits(&self) -> &Habits {
        &self.habits
    }

    /// All bytes of an entry, however large.
    pub(crate) fn bytes(&self, path: &EntryPath) -> Result<Vec<u8>, Error> {
        let (file, _) = self.open_entry(path)?;
        self.read_up_to(path, file, u64::MAX)
    }

    /// Reads an entry. Of a file above 16 MB only the first MB is read, and the entry has a problem.
    pub(crate) fn read(&self, path: &EntryPath) -> Result<Entry, Error> {
        let (bytes, meta) = self.load(path)?;
        Ok(self.parse(path, &bytes, meta.len()))
    }

    /// An entry from what was read of its file, and the whole file's size.
    pub(crate) fn parse(&self, path: &EntryPath, bytes: &[u8], size: u64) -> Entry {
        let mut entry = Entry::parse(path.clone(), bytes, &self.folders);
        entry.problem = too_large(size).or(entry.problem);
        entry
    }

    /// Writes a new entry durably; when the name is taken, a number is added (`tea-2.md`).
    ///
    /// Names that differ only in case or composition are the same name, as they are on some of the person's other machines.
    pub(crate) fn create(&self, wanted: &EntryPath, text: &str) -> Result<EntryPath, Error> {
        let wanted = self.spelt_as_existing(wanted)?;
        let mut taken = self.neighbours(&wanted)?;
        let mut candidates = (1..).map(|count| numbered(&wanted, count));
        loop {
            let path = candidates.next().expect("numbers do not end");
            if taken.contains(&file_name::folded(path.file_name())) {
                continue;
            }
            let file = self.file(&path)?;
            match disk::create(&file, text.as_bytes()) {
                // Somebody took the name since the folder was listed.
                Err(disk::Error::Exists(at)) if at == file => taken.push(file_name::folded(path.file_name())),
                result => return result.map(|()| path).map_err(Error::from),
            }
        }
    }

    /// The path that a new entry would get: this one, or with a number when the name is taken.
    pub(crate) fn free(&self, wanted: &EntryPath) -> Result<EntryPath, Error> {
        let wanted = self.spelt_as_existing(wanted)?;
        let taken = self.neighbours(&wanted)?;
        let mut candidates = (1..).map(|count| numbered(&wanted, count));
        let free = candidates.find(|path| !taken.contains(&file_name::folded(path.file_name())));
        Ok(free.expect("numbers do not end"))
    }

    /// Writes an entry that was there before, under exactly this name; refuses to overwrite.
    pub(crate) fn restore(&self, path: &EntryPath, bytes: &[u8]) -> Result<(), Error> {
        Ok(disk::create(&self.file(path)?, bytes)?)
    }

    /// Replaces a file's bytes, sound or not, by bytes that a person wrote (undo, a merge), if it still is `before`.
    pub(crate) fn replace(&self, path: &EntryPath, before: &[u8], after: &[u8]) -> Result<(), Error> {
        Ok(disk::replace(&self.existing(path)?, before, after)?)
    }

    /// Replaces many files' bytes by bytes that a person's act made, all or none, and gives them this time; `told` hears how
    /// many are written.
    pub(crate) fn replace_all(
        &self,
        files: &[(&EntryPath, &[u8], &[u8])],
        time: SystemTime,
        told: &mut dyn FnMut(usize),
    ) -> Result<(), Error> {
        let existing = files.iter().map(|(path, ..)| self.existing(path)).collect::<Result<Vec<_>, Error>>()?;
        let pairs = existing.iter().zip(files);
        let replacements: Vec<_> =
            pairs.map(|(path, (_, before, after))| disk::Replacement { path, before, after }).collect();
        Ok(disk::replace_all(&replacements, time, told)?)
    }

    /// Removes an entry's file if it still is `before`. The caller has a copy that is safe (a commit).
    pub(crate) fn remove(&self, path: &EntryPath, before: &[u8]) -> Result<(), Error> {
        Ok(disk::remove_expected(&self.existing(path)?, before)?)
    }

    /// Writes many new entries under exactly these names, all or none, and gives them this time; `told` hears how many are
    /// written.
    pub(crate) fn create_all(
        &self,
        files: &[(&EntryPath, &[u8])],
        time: SystemTime,
        told: &mut dyn FnMut(usize),
    ) -> Result<(), Error> {
        let new: Vec<_> =
            files.iter().map(|(path, bytes)| Ok((self.file(path)?, *bytes))).collect::<Result<_, Error>>()?;
        Ok(disk::create_all(&new, time, told)?)
    }

    /// Removes many entries' files, all or none, if each still is what is given. The caller has copies that are safe.
    pub(crate) fn remove_all(&self, files: &[(&EntryPath, &[u8])]) -> Result<(), Error> {
        let gone: Vec<_> =
            files.iter().map(|(path, bytes)| Ok((self.existing(path)?, *bytes))).collect::<Result<_, Error>>()?;
        Ok(disk::remove_all_expected(&gone)?)
    }

    fn existing(&self, path: &EntryPath) -> Result<PathBuf, Error> {
        let file = self.file(path)?;
        match file.symlink_metadata() {
            Ok(_) => Ok(file),
            Err(error) if is_absent(&error) => Err(Error::Missing(path.clone())),
            Err(source) => Err(Error::Read { path: file, source }),
        }
    }

    /// What is shown and searched of a file: all of it, or the beginning of a large one up to a whole character.
    fn load(&self, path: &EntryPath) -> Result<(Vec<u8>, Metadata), Error> {
        let (file, meta) = self.open_entry(path)?;
        let limit = if meta.len() > LARGE { PART } else { LARGE };
        let mut bytes = self.read_up_to(path, file, limit)?;
        if meta.len() > LARGE {
            bytes.truncate(whole_characters(&bytes));
        }
        Ok((bytes, meta))
    }

    fn open_entry(&self, path: &EntryPath) -> Result<(File, Metadata), Error> {
        let file = self.file(path)?;
        let failed = |source: io::Error| match is_absent(&source) {
            true => Error::Missing(path.clone()),
            false => Error::Read { path: file.clone(), source },
        };
        // Without waiting: a pipe that somebody named `x.md` must not hold the program up.
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let open = OpenOptions::new().read(true).custom_flags(flags).open(&file).map_err(failed)?;
        let meta = open.metadata().map_err(failed)?;
        match meta.is_file() {
            true => Ok((open, meta)),
            false => Err(failed(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file"))),
        }
    }

    fn read_up_to(&self, path: &EntryPath, file: File, limit: u64) -> Result<Vec<u8>, Error> {
        let size = file.metadata().map_or(0, |meta| meta.len().min(limit));
        // One more, in which the end is found without asking for more room.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        let read = file.take(limit).read_to_end(&mut bytes);
        read.map_err(|source| Error::Read { path: self.root.join(path.as_str()), source })?;
        Ok(bytes)
    }
}

/// `tea.md`, `tea-2.md`, `tea-3.md`.
pub(crate) fn numbered(wanted: &EntryPath, count: u64) -> EntryPath {
    if count == 1 {
        return wanted.clone();
    }
    let (stem, name) = (wanted.stem(), wanted.file_name());
    let folder = &wanted.as_str()[..wanted.as_str().len() - name.len()];
    let extension = name.strip_prefix(stem).unwrap_or_default();
    EntryPath::new(format!("{folder}{stem}-{count}{extension}")).expect("a number in a file name leads nowhere else")
}

fn too_large(size: u64) -> Option<Problem> {
    let what = || format!("is {} MB; only the first MB is shown and searched", size / 1_000_000);
    (size > LARGE).then(|| Problem { line: 1, what: what() })
}

/// How many bytes are left when a character that was cut at the end is taken off.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    let start = (tail..bytes.len()).rev().find(|&at| bytes[at] & 0b1100_0000 == 0b1100_0000);
    match start {
        Some(start) if std::str::from_utf8(&bytes[start..]).is_err() => start,
        Some(_) | None => bytes.len(),
    }
}

#[cfg(test)]
mod tests;
