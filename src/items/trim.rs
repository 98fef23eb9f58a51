//! Keeps the cache from growing for ever: by age, by number, and with what is no longer followed.

use rusqlite::{Connection, params};

use super::{Error, Items, seconds};
use crate::entry::Timestamp;

/// An item goes so long after it last stood in its feed, in seconds.
const AGE: i64 = 180 * 24 * 3600;
/// What was said of an item that is not here is remembered so long, in seconds.
const HEARD: i64 = 400 * 24 * 3600;
/// The most items that are kept.
const MOST: i64 = 200_000;

/// What always stays: what has a star or is held until it was read, and what its feed still has, so that it does not come again.
const MAY_GO: &str = "star = 0 AND NOT (hold = 1 AND read = 0)
    AND last < (SELECT max(last) FROM item AS other WHERE other.source = item.source)";

impl Items {
    /// Takes away what is too old and too much.
    pub fn trim(&self, now: Timestamp) -> Result<usize, Error> {
        let now = seconds(now);
        self.change(|connection| {
            let old = go(connection, &format!("SELECT number FROM item WHERE last < {} AND {MAY_GO}", now - AGE))?;
            let all: i64 = connection.query_row("SELECT count(*) FROM item", [], |row| row.get(0))?;
            let more = (all - MOST).max(0);
            let many = if more == 0 {
                0
            } else {
                go(
                    connection,
                    &format!("SELECT number FROM item WHERE {MAY_GO} ORDER BY read DESC, date LIMIT {more}"),
                )?
            };
            connection.execute(
                "DELETE FROM heard WHERE at < ? AND key NOT IN (SELECT key FROM item)",
                params![now - HEARD],
            )?;
            Ok(old + many)
        })
    }

    /// Takes away the items of a source that is not followed any more, but for those with a star.
    pub fn forget(&self, source: &str) -> Result<usize, Error> {
        self.change(|connection| {
            connection.execute("DELETE FROM source WHERE key = ?", [source])?;
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT)", [])?;
            connection.execute("DELETE FROM wanted", [])?;
            connection.execute("INSERT INTO wanted VALUES (?)", [source])?;
            go(connection, "SELECT number FROM item WHERE source IN (SELECT key FROM wanted) AND star = 0")
        })
    }
}

fn go(connection: &Connection, which: &str) -> rusqlite::Result<usize> {
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS going (number INTEGER PRIMARY KEY)", [])?;
    connection.execute("DELETE FROM going", [])?;
    connection.execute(&format!("INSERT INTO going {which}"), [])?;
    connection
        .execute("INSERT OR IGNORE INTO changed SELECT key FROM item WHERE number IN (SELECT number FROM going)", [])?;
    connection.execute("DELETE FROM body WHERE number IN (SELECT number FROM going)", [])?;
    connection.execute("DELETE FROM item WHERE number IN (SELECT number FROM going)", [])
}
