//! What is read of a file of another program.

use crate::entry::Timestamp;

/// One thing that a person kept elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Where it begins in its file, counted from 1.
    pub line: usize,
    pub title: String,
    /// Of a bookmark; a note has none.
    pub url: Option<String>,
    pub date: Option<Timestamp>,
    pub tags: Vec<String>,
    /// The folders it lay in, the outermost first.
    pub folders: Vec<String>,
    /// More folders that it lay in.
    pub also_in: Vec<Vec<String>>,
    /// What the person wrote about it, as Markdown.
    pub words: String,
    pub quotes: Vec<Quote>,
    /// What the page says of itself.
    pub excerpt: Option<String>,
    pub state: State,
    /// It was to be seen by nobody else.
    pub is_private: bool,
    /// Whose work it is, or who pointed to it.
    pub via: Option<String>,
    /// What it is about, of a note: a citation.
    pub source: Option<String>,
    /// What tells it from all others of its format, where it has no address.
    pub key: Option<String>,
    pub attachments: Vec<Attachment>,
}

/// A file that belongs to it. A link to `attachment:NAME` in its words leads there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// Nothing where it is a file of its own, in the same folder.
    pub bytes: Option<Vec<u8>>,
}

/// What somebody else said, and what the person said about that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    pub text: String,
    pub note: String,
}

/// How far the person came with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Kept,
    Unread,
    Archived,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub items: Vec<Item>,
    pub skipped: Vec<Skipped>,
    /// The file ends too early.
    pub cut: Option<Cut>,
}

/// Something that is not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub line: usize,
    pub why: String,
}

/// Where a file ends in the middle of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub line: usize,
    pub why: &'static str,
}

/// Why a file cannot be read in a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Malformed {
    pub line: usize,
    pub what: String,
}

/// The name of the tag of what was starred, or a favourite.
pub(super) const STARRED: &str = "starred";

impl Item {
    /// A bookmark.
    pub(super) fn at(line: usize, url: &str, title: &str) -> Self {
        Self { url: Some(url.trim().to_owned()), ..Self::note(line, title) }
    }

    pub(super) fn note(line: usize, title: &str) -> Self {
        Self { line, title: title.trim().to_owned(), ..Self::default() }
    }

    pub(super) fn tagged<'a>(mut self, tags: impl IntoIterator<Item = &'a str>) -> Self {
        let tags = tags.into_iter().map(str::trim).filter(|tag| !tag.is_empty());
        self.tags.extend(tags.map(str::to_owned));
        self
    }

    pub(super) fn starred(self, is_starred: IsStarred) -> Self {
        if is_starred.0 { self.tagged([STARRED]) } else { self }
    }
}

/// Whether something was starred.
#[derive(Clone, Copy)]
pub(super) struct IsStarred(pub(super) bool);

impl Attachment {
    pub(super) fn beside(name: &str) -> Self {
        Self { name: name.to_owned(), bytes: None }
    }
}

impl Quote {
    /// Those that say something.
    pub(super) fn all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        texts.into_iter().map(Self::of).filter(|quote| !quote.text.is_empty()).collect()
    }

    pub(super) fn of(text: &str) -> Self {
        Self { text: text.trim().to_owned(), note: String::new() }
    }
}
