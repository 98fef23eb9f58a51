//! What is known of a source from when it was asked.

use rusqlite::{OptionalExtension as _, Row, params};

use super::{Error, Items};

/// How a source stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What it calls itself.
    pub title: Option<String>,
    pub site: Option<String>,
    /// What its server wants to hear the next time, so that nothing is sent that is here.
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Of what was sent last.
    pub digest: Option<String>,
    /// Where it moved for good.
    pub moved: Option<String>,
    /// In seconds since 1970: when it was asked last, 0 for never, and before when it is not asked again.
    pub checked: i64,
    pub due: i64,
    /// How many times in a row it could not be had, and why.
    pub fails: u32,
    pub failed: Option<String>,
    /// Its server says that it is gone for good.
    pub is_gone: bool,
}

impl Items {
    /// How a source stands; nothing is known of one that was never asked.
    pub fn state(&self, source: &str) -> Result<State, Error> {
        self.run(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT title, site, etag, modified, digest, moved, checked, due, fails, failed, gone FROM source WHERE key = ?",
            )?;
            Ok(query.query_row([source], of_row).optional()?.unwrap_or_default())
        })
    }

    pub fn set_state(&self, source: &str, state: &State) -> Result<(), Error> {
        self.run(|connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    source,
                    state.title,
                    state.site,
                    state.etag,
                    state.modified,
                    state.digest,
                    state.moved,
                    state.checked,
                    state.due,
                    state.fails,
                    state.failed,
                    state.is_gone
                ])
                .map(drop)
        })
    }
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<State> {
    Ok(State {
        title: row.get(0)?,
        site: row.get(1)?,
        etag: row.get(2)?,
        modified: row.get(3)?,
        digest: row.get(4)?,
        moved: row.get(5)?,
        checked: row.get(6)?,
        due: row.get(7)?,
        fails: row.get(8)?,
        failed: row.get(9)?,
        is_gone: row.get(10)?,
    })
}
