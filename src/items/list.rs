//! What is in the cache, as it is listed and read.

use std::collections::HashMap;

use rusqlite::{OptionalExtension as _, Row, params_from_iter};

use super::{Error, Item, Items, Whole, moment};

/// Which items are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Of these sources; of all where there are none.
    pub sources: Vec<String>,
    /// These alone; nothing for any.
    pub keys: Option<Vec<String>>,
    pub unread: bool,
    pub starred: bool,
}

/// How many items there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: usize,
    pub unread: usize,
}

const COLUMNS: &str = "item.key, item.source, item.title, item.url, author, date, read, star, rule, kept, summary";

impl Items {
    /// Items, newest first, as many as are wanted.
    pub fn list(&self, which: &Which, limit: usize) -> Result<Vec<Item>, Error> {
        let mut conditions = Vec::new();
        let marks = |many: &[String]| vec!["?"; many.len()].join(", ");
        if !which.sources.is_empty() {
            conditions.push(format!("source IN ({})", marks(&which.sources)));
        }
        if let Some(keys) = &which.keys {
            conditions.push(format!("key IN ({})", marks(keys)));
        }
        conditions.extend(which.unread.then(|| "read = 0".to_owned()));
        conditions.extend(which.starred.then(|| "star = 1".to_owned()));
        let conditions = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        let values = which.sources.iter().chain(which.keys.iter().flatten());
        self.run(|connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM item WHERE {conditions} ORDER BY date DESC, number DESC LIMIT {limit}"
            ))?;
            query.query_map(params_from_iter(values), item)?.collect()
        })
    }

    /// One item with its text.
    pub fn whole(&self, key: &str) -> Result<Option<Whole>, Error> {
        self.run(|connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {COLUMNS}, text, lang, tags, enclosures, (SELECT source.title FROM source WHERE source.key = item.source)
                 FROM item JOIN body USING (number) WHERE item.key = ?"
            ))?;
            query.query_row([key], whole).optional()
        })
    }

    /// How many items each source has.
    pub fn counts(&self) -> Result<HashMap<String, Counts>, Error> {
        self.run(|connection| {
            let mut query =
                connection.prepare_cached("SELECT source, count(*), count(*) - sum(read) FROM item GROUP BY source")?;
            let row = |row: &Row<'_>| Ok((row.get(0)?, Counts { all: row.get(1)?, unread: row.get(2)? }));
            query.query_map([], row)?.collect()
        })
    }

    /// How many items have a star.
    pub fn starred(&self) -> Result<usize, Error> {
        self.run(|connection| {
            connection.prepare_cached("SELECT count(*) FROM item WHERE star = 1")?.query_row([], |row| row.get(0))
        })
    }

    /// The keys of items that begin with these letters.
    pub fn keys(&self, beginning: &str) -> Result<Vec<String>, Error> {
        self.run(|connection| {
            let mut query = connection.prepare_cached("SELECT key FROM item WHERE key >= ? AND key < ? LIMIT 20")?;
            query.query_map([beginning, &format!("{beginning}~")], |row| row.get(0))?.collect()
        })
    }

    /// Some of the items that the search is not in step with, in the order of their keys and behind one; nothing of those
    /// that are gone.
    pub fn changed(&self, behind: &str, limit: usize) -> Result<Vec<(String, Option<Whole>)>, Error> {
        let keys: Vec<String> = self.run(|connection| {
            let mut query = connection.prepare_cached("SELECT key FROM changed WHERE key > ? ORDER BY key LIMIT ?")?;
            query.query_map(rusqlite::params![behind, limit], |row| row.get(0))?.collect()
        })?;
        keys.into_iter().map(|key| Ok((key.clone(), self.whole(&key)?))).collect()
    }

    /// Notes that the search is in step with these.
    pub fn is_indexed(&self, keys: &[String]) -> Result<(), Error> {
        self.change(|connection| {
            let mut forget = connection.prepare_cached("DELETE FROM changed WHERE key = ?")?;
            keys.iter().try_for_each(|key| forget.execute([key]).map(drop))
        })
    }

    /// Notes that the search knows nothing.
    pub fn index_anew(&self) -> Result<(), Error> {
        self.run(|connection| connection.execute("INSERT OR IGNORE INTO changed SELECT key FROM item", []).map(drop))
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        key: row.get(0)?,
        source: row.get(1)?,
        title: row.get(2)?,
        url: row.get(3)?,
        author: row.get(4)?,
        date: moment(row.get(5)?),
        is_read: row.get(6)?,
        is_starred: row.get(7)?,
        rule: row.get(8)?,
        kept: row.get(9)?,
        is_summary: row.get(10)?,
    })
}

fn whole(row: &Row<'_>) -> rusqlite::Result<Whole> {
    let lines = |text: String| text.lines().map(str::to_owned).collect();
    Ok(Whole {
        item: item(row)?,
        text: row.get(11)?,
        lang: row.get(12)?,
        tags: lines(row.get(13)?),
        enclosures: lines(row.get(14)?),
        from: row.get(15)?,
    })
}
