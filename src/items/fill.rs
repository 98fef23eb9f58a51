//! Takes in what a feed gave: what is new is added, what changed is brought up to date, what was read stays read.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::marks::{READ, STAR};
use super::{Error, Items, seconds};
use crate::entry::Timestamp;

/// So many of a feed's newest items are unread when it is asked for the first time.
const UNREAD_AT_FIRST: usize = 100;

/// An item as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "columns of a table, each of its own")]
pub struct New {
    pub key: String,
    pub title: String,
    pub url: Option<String>,
    pub author: Option<String>,
    /// As far as what the feed says can be.
    pub date: Timestamp,
    /// Markdown.
    pub text: String,
    pub is_summary: bool,
    pub lang: Option<String>,
    pub tags: Vec<String>,
    pub enclosures: Vec<String>,
    /// What rules do with it, and which.
    pub is_muted: bool,
    pub is_starred: bool,
    pub is_held: bool,
    pub rule: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub new: usize,
    pub unread: usize,
    pub changed: usize,
}

impl Items {
    /// Takes in all items of a source, newest first.
    pub fn fill(&self, source: &str, items: &[New], now: Timestamp) -> Result<Filled, Error> {
        let now = seconds(now);
        self.change(|connection| {
            let is_first = !connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM item WHERE source = ?)")?
                .query_row([source], |row| row.get::<_, bool>(0))?;
            let mut filled = Filled::default();
            for (at, item) in items.iter().enumerate() {
                let is_old = is_first && at >= UNREAD_AT_FIRST;
                match known(connection, source, item)? {
                    Some((number, key)) => filled.changed += usize::from(update(connection, number, &key, item, now)?),
                    None => {
                        filled.new += 1;
                        filled.unread += usize::from(!add(connection, source, item, now, is_old)?);
                    }
                }
            }
            Ok(filled)
        })
    }
}

impl Items {
    /// Gives an item another text: all of what its feed gave the beginning of.
    pub fn set_text(&self, key: &str, text: &str) -> Result<(), Error> {
        self.change(|connection| {
            connection
                .prepare_cached("UPDATE body SET text = ? WHERE number = (SELECT number FROM item WHERE key = ?)")?
                .execute([text, key])?;
            connection.prepare_cached("UPDATE item SET summary = 0 WHERE key = ?")?.execute([key])?;
            note_changed(connection, key)
        })
    }
}

/// The item if it is here already: by its key, or by address and title where a feed gives other ids each time.
fn known(connection: &Connection, source: &str, item: &New) -> rusqlite::Result<Option<(i64, String)>> {
    let by_key = connection
        .prepare_cached("SELECT number, key FROM item WHERE key = ?")?
        .query_row([&item.key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if by_key.is_some() || item.url.is_none() {
        return Ok(by_key);
    }
    connection
        .prepare_cached("SELECT number, key FROM item WHERE source = ? AND url = ? AND title = ? LIMIT 1")?
        .query_row(params![source, item.url, item.title], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Notes that an item still stands in its feed, with what it says now; whether that changed.
fn update(connection: &Connection, number: i64, key: &str, item: &New, now: i64) -> rusqlite::Result<bool> {
    connection.prepare_cached("UPDATE item SET last = ? WHERE number = ?")?.execute(params![now, number])?;
    // A text that was fetched whole stays where the feed has only its beginning.
    let is_same = connection
        .prepare_cached("SELECT item.title = ? AND (body.text = ? OR summary < ?) FROM item JOIN body USING (number) WHERE number = ?")?
        .query_row(params![item.title, item.text, item.is_summary, number], |row| row.get::<_, bool>(0))
        .optional()?;
    if is_same == Some(true) {
        return Ok(false);
    }
    connection
        .prepare_cached("UPDATE item SET title = ?, author = coalesce(?, author), url = coalesce(?, url), summary = ? WHERE number = ?")?
        .execute(params![item.title, item.author, item.url, item.is_summary, number])?;
    write_body(connection, number, item)?;
    note_changed(connection, key)?;
    Ok(true)
}

/// Adds an item; whether it counts as read.
fn add(connection: &Connection, source: &str, item: &New, now: i64, is_old: bool) -> rusqlite::Result<bool> {
    let is_read = heard(connection, &item.key, READ)?.unwrap_or(item.is_muted || is_old);
    let is_starred = heard(connection, &item.key, STAR)?.unwrap_or(item.is_starred);
    connection
        .prepare_cached(
            "INSERT INTO item (key, source, title, url, author, date, seen, last, read, star, hold, rule, summary)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            item.key,
            source,
            item.title,
            item.url,
            item.author,
            seconds(item.date),
            now,
            now,
            is_read,
            is_starred,
            item.is_held,
            item.rule,
            item.is_summary
        ])?;
    write_body(connection, connection.last_insert_rowid(), item)?;
    note_changed(connection, &item.key)?;
    Ok(is_read)
}

/// What was said of an item before it came here.
fn heard(connection: &Connection, key: &str, what: &str) -> rusqlite::Result<Option<bool>> {
    connection
        .prepare_cached("SELECT value FROM heard WHERE key = ? AND what = ?")?
        .query_row([key, what], |row| row.get(0))
        .optional()
}

fn write_body(connection: &Connection, number: i64, item: &New) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?)")?
        .execute(params![number, item.text, item.lang, item.tags.join("\n"), item.enclosures.join("\n")])
        .map(drop)
}

/// Notes that the search is not in step with an item.
pub(super) fn note_changed(connection: &Connection, key: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO changed VALUES (?)")?.execute([key]).map(drop)
}
