//! The tables of the cache.

use std::time::Duration;

use rusqlite::Connection;

/// Of the tables; a cache of another version is made anew.
const VERSION: i64 = 1;
/// As long as another Riffle may keep the file.
const PATIENCE: Duration = Duration::from_secs(10);

const TABLES: &str = "
    CREATE TABLE source (
        key TEXT PRIMARY KEY, title TEXT, site TEXT, etag TEXT, modified TEXT, digest TEXT, moved TEXT,
        checked INTEGER NOT NULL, due INTEGER NOT NULL, fails INTEGER NOT NULL, failed TEXT, gone INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE item (
        number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL, url TEXT,
        author TEXT, date INTEGER NOT NULL, seen INTEGER NOT NULL, last INTEGER NOT NULL, read INTEGER NOT NULL DEFAULT 0,
        star INTEGER NOT NULL DEFAULT 0, hold INTEGER NOT NULL DEFAULT 0, rule TEXT, kept TEXT, summary INTEGER NOT NULL
    );
    CREATE INDEX item_of_source ON item (source, read, date);
    CREATE INDEX item_unread ON item (date) WHERE read = 0;
    CREATE INDEX item_starred ON item (date) WHERE star = 1;
    CREATE TABLE body (
        number INTEGER PRIMARY KEY, text TEXT NOT NULL, lang TEXT, tags TEXT NOT NULL, enclosures TEXT NOT NULL
    );
    CREATE TABLE mark (
        number INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL
    );
    CREATE TABLE heard (
        key TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (key, what)
    ) WITHOUT ROWID;
    CREATE TABLE log (name TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE changed (key TEXT PRIMARY KEY) WITHOUT ROWID;
";

/// Makes the tables where they are not there.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    if version(connection)? == VERSION {
        return connection.execute_batch("PRAGMA synchronous = NORMAL;");
    }
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
    let whole = rusqlite::Transaction::new_unchecked(connection, rusqlite::TransactionBehavior::Immediate)?;
    if version(&whole)? != VERSION {
        for table in ["source", "item", "body", "mark", "heard", "log", "changed"] {
            whole.execute_batch(&format!("DROP TABLE IF EXISTS {table};"))?;
        }
        whole.execute_batch(TABLES)?;
        whole.pragma_update(None, "user_version", VERSION)?;
    }
    whole.commit()
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
