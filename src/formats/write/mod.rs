//! What entries are written as, for other programs and other people.
//!
//! What a person keeps for themselves is whole. A feed is for others: it is made of pieces that were made for everybody, and
//! knows no entries.

mod feed;
pub(crate) mod html;
mod lines;
mod netscape;
mod page;
mod table;

use crate::entry::Entry;
pub(crate) use feed::{Feed, Piece, atom, json as json_feed};

/// A format that is written.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    /// As it is named on the command line.
    pub name: &'static str,
    /// What it is.
    pub of: &'static str,
    pub(crate) makes: Makes,
}

/// What is made of entries.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Makes {
    /// A file of those that are fit for it.
    File { of: fn(&[Entry]) -> String, is_fit: fn(&Entry) -> bool },
    /// The same of bookmarks, for services that show to everybody what is not said to be private: it is told which are.
    Bookmarks(fn(&[(Entry, IsPrivate)]) -> String),
    /// A file for others.
    Feed(fn(&Feed) -> String),
    /// A folder of Markdown.
    Folder,
}

/// Whether what an entry says may mean that others are not to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IsPrivate(pub(crate) bool);

/// All formats that are written.
pub const WRITERS: &[Writer] = &[
    Writer {
        name: "netscape",
        of: "bookmarks for browsers and services (HTML)",
        makes: Makes::Bookmarks(netscape::write),
    },
    Writer {
        name: "jsonl",
        of: "everything, an entry a line (JSON)",
        makes: Makes::File { of: lines::write, is_fit: |_| true },
    },
    Writer { name: "csv", of: "a table (CSV)", makes: Makes::File { of: table::write, is_fit: |_| true } },
    Writer { name: "html", of: "one page to read (HTML)", makes: Makes::File { of: page::write, is_fit: |_| true } },
    Writer { name: "markdown", of: "a folder of standard Markdown with its files", makes: Makes::Folder },
    Writer { name: "atom", of: "a feed for others (Atom)", makes: Makes::Feed(feed::atom) },
    Writer { name: "json-feed", of: "a feed for others (JSON Feed)", makes: Makes::Feed(feed::json) },
];

impl Writer {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        WRITERS.iter().find(|writer| writer.name == name)
    }
}

/// Words as they stand in HTML and XML, in attributes too.
pub(crate) fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no word for these.
            c if c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
