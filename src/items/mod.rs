//! What feeds gave: a cache in one file, safe to delete. What was read and starred travels with the store, what can be
//! fetched again is fetched again.

mod fill;
mod list;
mod marks;
mod schema;
mod state;
mod trim;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::disk;
use crate::entry::Timestamp;

pub use fill::{Filled, New};
pub use list::{Counts, Which};
pub use marks::{Change, Mark};
pub use state::State;

/// What can go wrong with the cache.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}", file.display())]
    Cache {
        file: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
}

impl Error {
    /// Whether what was fetched cannot be read any more.
    pub fn is_damaged(&self) -> bool {
        let Self::Cache { source, .. } = self;
        let code = source.sqlite_error_code();
        matches!(code, Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase))
    }
}

/// One item as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same on every machine.
    pub key: String,
    /// The key of its source.
    pub source: String,
    pub title: String,
    pub url: Option<String>,
    pub author: Option<String>,
    /// When it was published, as far as that can be: else when it came.
    pub date: Timestamp,
    pub is_read: bool,
    pub is_starred: bool,
    /// The rule that did something with it.
    pub rule: Option<String>,
    /// The path of the entry that was made of it.
    pub kept: Option<String>,
    pub is_summary: bool,
}

/// An item with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub item: Item,
    /// Markdown.
    pub text: String,
    pub lang: Option<String>,
    pub tags: Vec<String>,
    /// What its source is called.
    pub from: Option<String>,
    /// Addresses of files that belong to it.
    pub enclosures: Vec<String>,
}

/// The open cache.
#[derive(Debug)]
pub struct Items {
    connection: Connection,
    file: PathBuf,
    /// It turned out that it cannot be read, and was put aside.
    is_spoilt: Cell<bool>,
}

impl Items {
    /// Opens the cache in a folder, makes it where there is none, and makes it anew where it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let file = folder.join("items.db");
        match Self::open_file(&file) {
            Err(error) if error.is_damaged() => {
                put_aside(&file);
                Self::open_file(&file)
            }
            opened => opened,
        }
    }

    fn open_file(file: &Path) -> Result<Self, Error> {
        let opened = Connection::open(file).and_then(|connection| {
            schema::prepare(&connection)?;
            Ok(connection)
        });
        let connection = opened.map_err(|source| Error::Cache { file: file.to_owned(), source })?;
        Ok(Self { connection, file: file.to_owned(), is_spoilt: Cell::new(false) })
    }

    /// Whether it has to be opened anew: what it had is put aside.
    pub fn is_spoilt(&self) -> bool {
        self.is_spoilt.get()
    }

    fn run<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let done = act(&self.connection).map_err(|source| Error::Cache { file: self.file.clone(), source });
        if done.as_ref().is_err_and(Error::is_damaged) && !self.is_spoilt.replace(true) {
            put_aside(&self.file);
        }
        done
    }

    /// Does something as a whole or not at all.
    fn change<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.run(|connection| {
            // Begun as one that writes: whoever comes second waits instead of failing.
            let whole = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            let done = act(&whole)?;
            whole.commit()?;
            Ok(done)
        })
    }
}

/// Keeps a file that cannot be read out of the way.
fn put_aside(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        // What is not there is not in the way.
        disk::rename(&with(file, ending), &with(file, &format!("{ending}.unreadable"))).ok();
    }
}

fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A moment as it is kept.
fn seconds(moment: Timestamp) -> i64 {
    moment.timestamp()
}

/// A moment that was kept.
fn moment(seconds: i64) -> Timestamp {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default().fixed_offset()
}

#[cfg(test)]
mod tests;
