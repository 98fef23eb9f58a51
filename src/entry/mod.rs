//! The domain: what an entry is, as values and text. No I/O.

pub(crate) mod annotate;
mod block;
pub(crate) mod date;
pub(crate) mod front_matter;
pub mod journal;
pub mod link;
pub(crate) mod merge;
pub(crate) mod new;
mod parse;
pub mod path;
pub mod place;
pub(crate) mod property;
pub(crate) mod slug;
pub(crate) mod stamps;
pub(crate) mod text;
pub(crate) mod title;
pub mod todo;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ulid::Ulid;

pub(crate) use new::New;
pub(crate) use parse::said;
pub use path::EntryPath;
pub use stamps::Stamps;

/// A moment with the offset of the place where it was written down.
pub type Timestamp = DateTime<FixedOffset>;

/// What an entry is known by.
///
/// An entry without an `id` is known by its path until something needs a durable name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryId {
    /// Written in lower case.
    Ulid(Ulid),
    /// A journal is its date, the same on every machine.
    Day(NaiveDate),
    /// No `id` of its own (or one that is not ours).
    Path(EntryPath),
}

/// What sort of entry a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Note,
    Bookmark,
    Nugget,
    Journal,
}

/// How far an entry has come. An entry without a stage is not in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Inbox,
    Seed,
    Growing,
    Evergreen,
    Archived,
}

/// Size and time of a file when it was last read; enough to see that it has not been touched since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Nanoseconds since 1970.
    pub mtime: i64,
    /// Bytes.
    pub size: u64,
    /// Of the content; tells a touched file from a changed one.
    pub hash: u64,
}

/// Why an entry is shown and searched but never written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1, in the file.
    pub line: usize,
    /// One sentence without a full stop.
    pub what: String,
}

/// One Markdown file of the store, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub path: EntryPath,
    pub id: EntryId,
    pub kind: Kind,
    pub stage: Option<Stage>,
    /// From `title`, else the first level-one heading, else the file name; of a bookmark without a title of its own the page's.
    pub title: String,
    pub date: Option<Timestamp>,
    /// From the front matter, then inline, without `#`, each once.
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    pub url: Option<String>,
    /// Every field of the front matter, in the file's order.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// The whole file; where it was not UTF-8, with replacement characters.
    pub text: String,
    /// Where the body lies in `text`.
    pub body: Range<usize>,
    /// Set when the file must not be written.
    pub problem: Option<Problem>,
}

/// The field in which a bookmark says what became of its page: dead, moved, changed.
pub const PAGE_STATE: &str = "page_state";

/// The field in which a bookmark says what its page calls itself.
pub const PAGE_TITLE: &str = "page_title";

/// Which folder makes a file without `kind:` which kind: a store-relative folder name and its kind.
pub type KindFolders = [(String, Kind)];

impl Entry {
    /// Whether its file is called as a day of a journal is, and nothing says what else it may be.
    pub fn may_be_day(&self) -> bool {
        self.kind == Kind::Note && !self.fields.contains_key("kind") && date::of_name(&self.path).is_some()
    }

    /// Whether it is the second text of a conflict, kept beside the entry that `conflict_of` names.
    pub fn is_conflict(&self) -> bool {
        self.fields.contains_key(merge::CONFLICT_OF)
    }

    /// The same entry with another text.
    pub(crate) fn with(&self, text: impl AsRef<[u8]>) -> Self {
        Self::parse(self.path.clone(), text.as_ref(), &[])
    }

    /// The Markdown after the front matter.
    pub fn body(&self) -> &str {
        &self.text[self.body.clone()]
    }

    /// What a person wrote down: the body; where there is none, the title that they gave, as of a capture of one line.
    pub fn words(&self) -> &str {
        if self.is_one_line() { &self.title } else { self.body() }
    }

    /// Whether its title is all that a person wrote down.
    pub fn is_one_line(&self) -> bool {
        let is_written = self.kind != Kind::Journal && self.url.is_none();
        is_written && self.body().trim().is_empty() && !self.said("title").is_empty()
    }

    /// The title as the person gave it: not what the page of a bookmark says of itself.
    pub fn own_title(&self) -> String {
        let said = self.said("title").first().map(|title| text::one_line(title));
        if self.has_page_title() { said.unwrap_or_default() } else { self.title.clone() }
    }

    /// As it is for others, who are not told what a page says of itself.
    pub fn as_own(&self) -> Self {
        Self { title: self.own_title(), ..self.clone() }
    }

    /// Whether its title is what the page says, since the person only gave the address.
    pub fn has_page_title(&self) -> bool {
        let is_address = |title: &String| self.is_address(&text::one_line(title));
        !self.said(PAGE_TITLE).is_empty() && self.said("title").first().is_some_and(is_address)
    }

    /// Whether a title only says the address of the page.
    pub fn is_address(&self, title: &str) -> bool {
        self.url.as_deref().is_some_and(|url| text::bare_address(url) == title)
    }
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Note, Self::Bookmark, Self::Nugget, Self::Journal];

    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Bookmark => "bookmark",
            Self::Nugget => "nugget",
            Self::Journal => "journal",
        }
    }
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Inbox, Self::Seed, Self::Growing, Self::Evergreen, Self::Archived];

    pub fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Seed => "seed",
            Self::Growing => "growing",
            Self::Evergreen => "evergreen",
            Self::Archived => "archived",
        }
    }
}

/// A word that names no kind or stage.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} `{word}`; choose one of {choices}")]
pub struct Unknown {
    pub what: &'static str,
    pub word: String,
    pub choices: String,
}

impl FromStr for Kind {
    type Err = Unknown;

    fn from_str(word: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(word)).ok_or_else(|| Unknown {
            what: "kind",
            word: word.into(),
            choices: Self::ALL.map(Self::name).join(", "),
        })
    }
}

impl FromStr for Stage {
    type Err = Unknown;

    fn from_str(word: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(word)).ok_or_else(|| Unknown {
            what: "stage",
            word: word.into(),
            choices: Self::ALL.map(Self::name).join(", "),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ulid(ulid) => f.write_str(&ulid.to_string().to_lowercase()),
            Self::Day(day) => write!(f, "{day}"),
            Self::Path(path) => write!(f, "{path}"),
        }
    }
}
