//! What was read and starred: at once in the cache, and as lines that travel with the store.
//!
//! Of what was said about an item on several machines, what was said last counts.

use rusqlite::{Connection, params};

use super::{Error, Items, seconds};
use crate::entry::Timestamp;

/// What a mark is about, as it is kept.
pub(super) const READ: &str = "read";
pub(super) const STAR: &str = "star";

/// What is said of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Read,
    Unread,
    Star,
    Unstar,
}

impl Mark {
    pub const ALL: [Self; 4] = [Self::Read, Self::Unread, Self::Star, Self::Unstar];

    /// As it is written in a log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Star => "star",
            Self::Unstar => "unstar",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    /// What takes it back.
    pub fn opposite(self) -> Self {
        match self {
            Self::Read => Self::Unread,
            Self::Unread => Self::Read,
            Self::Star => Self::Unstar,
            Self::Unstar => Self::Star,
        }
    }

    fn what(self) -> (&'static str, bool) {
        match self {
            Self::Read => (READ, true),
            Self::Unread => (READ, false),
            Self::Star => (STAR, true),
            Self::Unstar => (STAR, false),
        }
    }
}

/// What was said of some items at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: Timestamp,
    pub mark: Mark,
    pub items: Vec<String>,
}

impl Items {
    /// Marks items; answers with those that were not marked so before. `line` is what the log of this machine gets of it.
    pub fn mark(&self, change: &Change, line: impl Fn(&[String]) -> String) -> Result<Vec<String>, Error> {
        self.change(|connection| {
            let (what, value) = change.mark.what();
            let mut differs = connection
                .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM item WHERE key = ? AND {what} <> ?)"))?;
            let mut changed = Vec::new();
            for key in &change.items {
                if differs.query_row(params![key, value], |row| row.get::<_, bool>(0))? {
                    set(connection, key, change)?;
                    changed.push(key.clone());
                }
            }
            if !changed.is_empty() {
                connection.prepare_cached("INSERT INTO mark (line) VALUES (?)")?.execute([line(&changed)])?;
            }
            Ok(changed)
        })
    }

    /// Takes in what was said on other machines, or here before the cache was made.
    pub fn hear(&self, changes: &[Change]) -> Result<(), Error> {
        self.change(|connection| {
            changes.iter().try_for_each(|change| change.items.iter().try_for_each(|key| set(connection, key, change)))
        })
    }

    /// The lines that are not in this machine's log yet, and the number of the last.
    pub fn unlogged(&self) -> Result<(Vec<String>, i64), Error> {
        self.run(|connection| {
            let mut query = connection.prepare_cached("SELECT line, number FROM mark ORDER BY number")?;
            let rows: Vec<(String, i64)> =
                query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            let last = rows.last().map_or(0, |(_, number)| *number);
            Ok((rows.into_iter().map(|(line, _)| line).collect(), last))
        })
    }

    /// Notes that the lines up to this one are in the log.
    pub fn logged(&self, last: i64) -> Result<(), Error> {
        self.run(|connection| connection.execute("DELETE FROM mark WHERE number <= ?", [last]).map(drop))
    }

    /// How much of a log was taken in, in bytes.
    pub fn log_length(&self, name: &str) -> Result<u64, Error> {
        self.run(|connection| {
            let mut query = connection.prepare_cached("SELECT coalesce(max(length), 0) FROM log WHERE name = ?")?;
            query.query_row([name], |row| row.get::<_, i64>(0)).map(|length| u64::try_from(length).unwrap_or(0))
        })
    }

    pub fn set_log_length(&self, name: &str, length: u64) -> Result<(), Error> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        self.run(|connection| {
            connection.execute("INSERT OR REPLACE INTO log VALUES (?, ?)", params![name, length]).map(drop)
        })
    }

    /// Notes which entry was made of an item.
    pub fn set_kept(&self, key: &str, path: &str) -> Result<(), Error> {
        self.run(|connection| {
            connection.execute("UPDATE item SET kept = ? WHERE key = ?", params![path, key]).map(drop)
        })
    }
}

/// Marks one item, if nothing was said of it later; it may come here only after this.
fn set(connection: &Connection, key: &str, change: &Change) -> rusqlite::Result<()> {
    let ((what, value), at) = (change.mark.what(), seconds(change.at));
    let is_newest = connection
        .prepare_cached(
            "INSERT INTO heard VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (key, what) DO UPDATE SET at = ?3, value = ?4 WHERE at <= ?3",
        )?
        .execute(params![key, what, at, value])?;
    if is_newest > 0 {
        connection
            .prepare_cached(&format!("UPDATE item SET {what} = ? WHERE key = ?"))?
            .execute(params![value, key])?;
    }
    Ok(())
}
