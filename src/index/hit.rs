//! A result: what matched, where, and the words around it.

use std::ops::Range;

use ulid::Ulid;

use super::Named;
use crate::entry::{Entry, EntryId, EntryPath, Kind, Stage, Timestamp};

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub id: EntryId,
    pub path: EntryPath,
    pub kind: Kind,
    pub stage: Option<Stage>,
    pub title: String,
    /// Byte ranges of `title` that matched.
    pub title_marks: Vec<Range<usize>>,
    pub tags: Vec<String>,
    pub date: Option<Timestamp>,
    /// Whether it is the second text of a conflict.
    pub is_conflict: bool,
    /// The newer of date and change, where results are in that order.
    pub changed: Option<Timestamp>,
    pub score: f32,
    pub snippet: Snippet,
}

/// A piece of the body on one line, with what matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// Byte ranges of `text` that matched.
    pub marks: Vec<Range<usize>>,
    /// The line of the file it begins on, counted from 1.
    pub line: usize,
}

/// What a search came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// How many match, shown or not.
    pub total: usize,
    /// How many entries there are.
    pub entries: usize,
}

/// What a card says of the second text of a conflict.
const CONFLICT: &str = "conflict";

/// What lists show of an entry, as the index keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Card {
    pub id: EntryId,
    pub path: EntryPath,
    pub kind: Kind,
    pub stage: Option<Stage>,
    pub title: String,
    pub tags: Vec<String>,
    pub date: Option<Timestamp>,
    pub is_conflict: bool,
    /// The line of the file on which the body begins, counted from 1.
    pub line: usize,
}

impl Card {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            path: entry.path.clone(),
            kind: entry.kind,
            stage: entry.stage,
            title: super::tokenize::composed(&entry.title).into_owned(),
            tags: entry.tags.clone(),
            date: entry.date,
            is_conflict: entry.is_conflict(),
            line: 1 + entry.text[..entry.body.start].bytes().filter(|byte| *byte == b'\n').count(),
        }
    }

    /// Fields behind one another, a NUL between them.
    pub(super) fn encode(&self) -> String {
        let id = match &self.id {
            EntryId::Ulid(_) | EntryId::Day(_) => self.id.to_string(),
            EntryId::Path(_) => String::new(),
        };
        let date = self.date.map(|date| date.to_rfc3339()).unwrap_or_default();
        let stage = self.stage.map_or("", Stage::name);
        let (kind, line) = (self.kind.name(), self.line);
        let conflict = if self.is_conflict { CONFLICT } else { "" };
        let title = self.title.replace('\0', " ");
        let mut out = format!("{}\0{id}\0{kind}\0{stage}\0{date}\0{conflict}\0{line}\0{title}", self.path);
        for tag in &self.tags {
            out.push('\0');
            out.push_str(&tag.replace('\0', " "));
        }
        out
    }

    /// Reads what [`Card::encode`] wrote; `None` if it is damaged.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut parts = text.split('\0');
        let path = EntryPath::new(parts.next()?).ok()?;
        let id = match parts.next()? {
            "" => EntryId::Path(path.clone()),
            id => id.parse().map(EntryId::Day).ok().or_else(|| Some(EntryId::Ulid(Ulid::from_string(id).ok()?)))?,
        };
        let kind = parts.next()?.parse().ok()?;
        let stage = match parts.next()? {
            "" => None,
            stage => Some(stage.parse().ok()?),
        };
        // A date beyond the year 9999 is printed and not read; it is no damage.
        let date = Timestamp::parse_from_rfc3339(parts.next()?).ok();
        let is_conflict = parts.next()? == CONFLICT;
        let line = parts.next()?.parse().ok()?;
        let title = parts.next()?.to_owned();
        Some(Self { id, path, kind, stage, title, tags: parts.map(str::to_owned).collect(), date, is_conflict, line })
    }

    pub(super) fn into_named(self) -> Named {
        Named { id: self.id, path: self.path, title: self.title }
    }

    pub(super) fn into_hit(self, score: f32, title_marks: Vec<Range<usize>>, snippet: Snippet) -> Hit {
        let Self { id, path, kind, stage, title, tags, date, is_conflict, line: _ } = self;
        Hit { id, path, kind, stage, title, title_marks, tags, date, is_conflict, changed: None, score, snippet }
    }
}
