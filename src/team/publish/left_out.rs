//! What of an entry stays behind when a page is made of it.

/// Something that stays behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub what: LeftOutKind,
    /// Counted from 1, in the entry's file.
    pub line: usize,
    /// The words themselves, shortened; never for other eyes than the author's.
    pub text: String,
}

/// The sort of what stays behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    Field,
    Tag,
    Comment,
    PrivatePassage,
    PrivateLink,
    /// The heading of another page; the link leads to the page.
    Heading,
    /// An entry or file that would have been shown in the text.
    Embed,
    /// A path or address of this machine.
    LocalPath,
    /// What tells where or by whom an address was clicked.
    Tracking,
    /// What lets in who has an address.
    Credential,
    /// What raw HTML says beyond its words.
    Attribute,
    /// The name of a block, for links to it.
    BlockId,
    /// Words that Markdown shows to nobody, such as a cell that no heading of its table has room for.
    Unknown,
}

impl LeftOutKind {
    /// What it is, in a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Tag => "tag",
            Self::Comment => "comment",
            Self::PrivatePassage => "private passage",
            Self::PrivateLink => "private link",
            Self::Heading => "heading of another page",
            Self::Embed => "embed",
            Self::LocalPath => "path of this machine",
            Self::Tracking => "tracking",
            Self::Credential => "credential",
            Self::Attribute => "HTML",
            Self::BlockId => "block id",
            Self::Unknown => "shown to nobody",
        }
    }
}
