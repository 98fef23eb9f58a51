//! Versioned JSON records in the state folder: one reader, one writer.
//!
//! A record says which version of its format it is written in; one that says none is of before there were versions, and is
//! read as the first. What cannot be read is never dropped: a damaged record is renamed aside, one that a newer Riffle wrote
//! stays where it is and is not written over. Both are told: once by whoever met it ([`take_news`]), and as long as they
//! lie there by `riffle doctor` ([`troubles`]).

use std::cell::RefCell;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::disk;

/// The name of the field that tells the version.
const VERSION: &str = "version";
/// Behind the name of a record that was put aside.
const ASIDE: &str = ".unreadable";

/// What can go wrong with writing a record.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error("{} was written by a newer Riffle and stays as it is", .0.display())]
    Newer(PathBuf),
}

/// What lies at a record's place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<T> {
    Nothing,
    Record(T),
    /// A newer Riffle wrote it.
    Newer,
    /// Cut short, not JSON, or not what this record is made of.
    Damaged,
    /// It is there and the system does not let it be read.
    Closed,
}

/// A record in the state folder that this Riffle cannot use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub file: PathBuf,
    pub why: &'static str,
    pub remedy: &'static str,
}

#[derive(Serialize)]
struct Versioned<'a, T> {
    version: u64,
    #[serde(flatten)]
    record: &'a T,
}

/// Reads a record; one that is damaged is put aside, and news of it and of newer ones is kept for whoever talks to the
/// person.
pub(crate) fn read<T: DeserializeOwned>(file: &Path, version: u64) -> Option<T> {
    match peek(file, version) {
        Found::Record(record) => Some(record),
        Found::Nothing => None,
        Found::Newer => {
            tell(format!("{} was written by a newer Riffle; this one leaves it alone", file.display()));
            None
        }
        Found::Closed => {
            tell(format!("{} cannot be read: who owns it, and may it be read?", file.display()));
            None
        }
        Found::Damaged => {
            set_aside(file);
            None
        }
    }
}

/// The same without a touch: for files that their writers may be at.
pub(crate) fn peek<T: DeserializeOwned>(file: &Path, version: u64) -> Found<T> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::Nothing,
        Err(_) => return Found::Closed,
    };
    parsed(&bytes, version)
}

/// The records in a folder, by their files, in the order of their names; those that cannot be read as [`read`] says.
pub(crate) fn all<T: DeserializeOwned>(folder: &Path, version: u64) -> Vec<(PathBuf, T)> {
    files(folder).into_iter().filter_map(|file| read(&file, version).map(|record| (file, record))).collect()
}

/// Writes a record durably; never over one that a newer Riffle wrote.
pub(crate) fn put<T: Serialize>(file: &Path, version: u64, record: &T) -> Result<(), Error> {
    may_write(file, version)?;
    Ok(disk::put(file, &bytes(version, record))?)
}

/// The same where a power cut may take it back.
pub(crate) fn put_unsynced<T: Serialize>(file: &Path, version: u64, record: &T) -> Result<(), Error> {
    may_write(file, version)?;
    Ok(disk::put_unsynced(file, &bytes(version, record))?)
}

/// A record as it is written. It is an object: a structure or a map.
pub(crate) fn bytes<T: Serialize>(version: u64, record: &T) -> Vec<u8> {
    serde_json::to_vec(&Versioned { version, record }).expect("a record is plain text")
}

/// The records of a file that has one on each line, and how many lines could not be read. Such a file is only ever
/// appended to, so what cannot be read stays in it.
pub(crate) fn lines<T: DeserializeOwned>(file: &Path, version: u64) -> (Vec<T>, usize) {
    let text = fs::read(file).unwrap_or_default();
    let (mut records, mut unread) = (Vec::new(), 0);
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        match parsed(line, version) {
            Found::Record(record) => records.push(record),
            Found::Nothing | Found::Newer | Found::Damaged | Found::Closed => unread += 1,
        }
    }
    (records, unread)
}

/// Gives what cannot be read a name that says so, and keeps the news of it.
pub(crate) fn set_aside(file: &Path) {
    let numbered = (2..100).map(|count| format!("{ASIDE}-{count}"));
    for ending in [ASIDE.to_owned()].into_iter().chain(numbered) {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        let aside = file.with_file_name(name);
        match disk::rename(file, &aside) {
            Err(disk::Error::Exists(_)) => {}
            Ok(()) => return tell(format!("{} cannot be read; it is kept as {}", file.display(), aside.display())),
            // Another Riffle was first; what stays where it is, is told the next time.
            Err(_) => return,
        }
    }
}

/// What this thread met since it asked last, a sentence each.
pub fn take_news() -> Vec<String> {
    NEWS.take()
}

/// All records below a folder that were put aside, or that a Riffle of this version cannot read.
pub(crate) fn troubles(folder: &Path, version: u64) -> Vec<Trouble> {
    let mut troubles = troubles_in(folder, version);
    for item in fs::read_dir(folder).into_iter().flatten().flatten() {
        if item.file_type().is_ok_and(|kind| kind.is_dir()) {
            troubles.extend(self::troubles(&item.path(), version));
        }
    }
    troubles
}

/// The same of those that lie right in the folder.
pub(crate) fn troubles_in(folder: &Path, version: u64) -> Vec<Trouble> {
    let items = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = items.filter(|item| item.file_type().is_ok_and(|kind| kind.is_file()));
    let mut troubles: Vec<Trouble> = files.filter_map(|item| trouble(item.path(), version)).collect();
    troubles.sort_by(|one, other| one.file.cmp(&other.file));
    troubles
}

fn trouble(file: PathBuf, version: u64) -> Option<Trouble> {
    let name = file.file_name()?.to_str()?;
    let (why, remedy) = if name.contains(ASIDE) {
        ("could not be read and was put aside", "look what is in it; remove it when you need it no more")
    } else if name.ends_with(".json") {
        match peek::<Value>(&file, version) {
            Found::Nothing | Found::Record(_) => return None,
            Found::Newer => ("was written by a newer Riffle", "use that Riffle; this one leaves it alone"),
            Found::Damaged => ("cannot be read", "the next command that needs it puts it aside"),
            Found::Closed => ("cannot be opened", "look who owns it and who may read it"),
        }
    } else {
        return None;
    };
    Some(Trouble { file, why, remedy })
}

thread_local! {
    static NEWS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a sentence for whoever talks to the person.
pub(crate) fn tell(news: String) {
    tracing::warn!("{news}");
    NEWS.with_borrow_mut(|all| {
        if !all.contains(&news) {
            all.push(news);
        }
    });
}

fn parsed<T: DeserializeOwned>(bytes: &[u8], version: u64) -> Found<T> {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(bytes) else { return Found::Damaged };
    match fields.remove(VERSION).map(|written| written.as_u64()) {
        Some(None) => return Found::Damaged,
        Some(Some(written)) if written > version => return Found::Newer,
        Some(Some(_)) | None => {}
    }
    let record = serde_json::from_value(Value::Object(fields));
    // A number of more than 64 bits is only read right without the detour over a value.
    record.or_else(|_| serde_json::from_slice(bytes)).map_or(Found::Damaged, Found::Record)
}

fn may_write(file: &Path, version: u64) -> Result<(), Error> {
    match peek::<Value>(file, version) {
        Found::Newer => Err(Error::Newer(file.to_owned())),
        Found::Damaged => {
            set_aside(file);
            Ok(())
        }
        Found::Nothing | Found::Record(_) | Found::Closed => Ok(()),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = listing.map(|item| item.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[cfg(test)]
mod tests;
