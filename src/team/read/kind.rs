//! The kinds of a team's pages, which are not those of a store's entries: nobody publishes a journal.

use crate::entry::Kind;

/// What sort of page a file of a team holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    Nugget,
    Note,
    Bookmark,
}

impl PageKind {
    pub(crate) const ALL: [Self; 3] = [Self::Nugget, Self::Note, Self::Bookmark];

    /// The kind of page that an entry becomes.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Nugget => Some(Self::Nugget),
            Kind::Note => Some(Self::Note),
            Kind::Bookmark => Some(Self::Bookmark),
            Kind::Journal => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        Kind::from(self).name()
    }
}

impl From<PageKind> for Kind {
    fn from(kind: PageKind) -> Self {
        match kind {
            PageKind::Nugget => Self::Nugget,
            PageKind::Note => Self::Note,
            PageKind::Bookmark => Self::Bookmark,
        }
    }
}

/// Where the pages of each kind lie: `nuggets/{topic}/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePaths {
    pub nugget: String,
    pub note: String,
    pub bookmark: String,
}

impl Default for PagePaths {
    fn default() -> Self {
        Self {
            nugget: "nuggets/{topic}/{slug}.md".into(),
            note: "notes/{topic}/{slug}.md".into(),
            bookmark: "bookmarks/{topic}/{slug}.md".into(),
        }
    }
}

impl PagePaths {
    /// One place for all kinds.
    pub(crate) fn shared(path: &str) -> Self {
        Self { nugget: path.to_owned(), note: path.to_owned(), bookmark: path.to_owned() }
    }

    pub(crate) fn of(&self, kind: PageKind) -> &str {
        match kind {
            PageKind::Nugget => &self.nugget,
            PageKind::Note => &self.note,
            PageKind::Bookmark => &self.bookmark,
        }
    }

    pub(crate) fn set(&mut self, kind: PageKind, path: &str) {
        let place = match kind {
            PageKind::Nugget => &mut self.nugget,
            PageKind::Note => &mut self.note,
            PageKind::Bookmark => &mut self.bookmark,
        };
        path.clone_into(place);
    }
}
