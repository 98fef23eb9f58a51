//! What others publish for readers: feeds, and the list of those that a person follows. Bytes in, values out.

pub mod discover;
mod identity;
mod json;
pub mod known;
mod merge;
pub mod newsboat;
pub mod opml;
mod parse;
mod plain;
mod repair;
pub mod rules;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

pub use merge::merge;
pub use parse::parse;

/// The file of a store that lists what is followed.
pub const SOURCES: &str = "feeds.opml";
/// The file of a store with the rules for what comes in.
pub const RULES: &str = "feeds.toml";

/// A feed as it was given at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub title: Option<String>,
    /// The address of the site that it belongs to.
    pub site: Option<String>,
    /// BCP 47.
    pub lang: Option<String>,
    pub items: Vec<Item>,
    /// How many items could not be read.
    pub unread: usize,
}

/// One piece of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What tells it from others of its feed.
    pub id: String,
    /// On one line, without markup; empty where it has none.
    pub title: String,
    pub url: Option<String>,
    pub author: Option<String>,
    pub date: Option<DateTime<Utc>>,
    /// Its text or its summary, as HTML.
    pub html: String,
    /// Its text is a summary of what is at its address.
    pub is_summary: bool,
    pub lang: Option<String>,
    pub tags: Vec<String>,
    pub enclosures: Vec<Enclosure>,
}

/// A file that belongs to an item: the sound of a podcast, a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    pub url: String,
    pub kind: Option<String>,
    /// In bytes, as the feed says.
    pub length: Option<u64>,
}

/// Why bytes are no feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFeed {
    #[error("it is a web page")]
    Page,
    #[error("it is empty")]
    Empty,
    #[error("it is neither RSS, Atom nor JSON Feed")]
    Unknown,
    #[error("no item of it can be read")]
    Broken,
}

/// The name of a feed that is the same on every machine: from its address.
pub fn source_key(url: &str) -> String {
    short(&[url])
}

/// The name of an item that is the same on every machine: from the address of its feed and what it is known by there.
pub fn item_key(source: &str, id: &str) -> String {
    short(&[source, id])
}

fn short(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\n").as_bytes());
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
