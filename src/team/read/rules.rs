//! What a team asks of the entries that are published to it.

use super::kind::PagePaths;

/// How a team keeps its entries: what `.riffle/team.toml` says, or what is recognised where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    pub title: Option<String>,
    pub style: Style,
    pub audience: Audience,
    pub ids: Ids,
    pub paths: PagePaths,
    /// The topics there are; none means that any will do.
    pub topics: Vec<String>,
    /// SPDX id that pages carry.
    pub license: Option<String>,
    /// Tags that stay behind, and those below them.
    pub without_tags: Vec<String>,
    /// Whether pages carry how sure their author is.
    pub asks_confidence: bool,
    /// Days after which somebody should look whether a page still holds; sets `review_by`.
    pub review_after: Option<u32>,
    pub checks: Checks,
    pub suggestions: Suggestions,
    /// The address below which its pages are read, with a slash at its end, where the host's is not known.
    pub web: Option<String>,
    /// Whether it has feeds of what is new.
    pub feeds: bool,
    /// Hosts that only the team knows: `git.acme.example`, `*.corp.example`.
    pub internal_hosts: Vec<String>,
}

/// What a page looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Front matter, then `# Title`, then the text.
    #[default]
    Fields,
    /// `# Title` and the text alone, as in a plain `topic/slug.md` repository.
    Plain,
}

/// How a change of somebody else's page arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suggestions {
    #[default]
    Direct,
    /// On a branch, to be looked at first.
    Branch,
}

/// Who can read the repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    #[default]
    Team,
    Public,
}

/// What a page's `id` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// The entry's own.
    #[default]
    Own,
    /// One that only its author can trace back to the entry.
    Opaque,
}

/// What becomes of a publication in which a check finds something. Secrets always block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checks {
    pub hosts: Severity,
    pub contacts: Severity,
    pub quotations: Severity,
    pub invisible: Severity,
    pub private_words: Severity,
    pub similar: Severity,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Off,
    Warn,
    /// Nothing leaves before the person has typed that this one may.
    Block,
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            hosts: Severity::Warn,
            contacts: Severity::Warn,
            quotations: Severity::Warn,
            invisible: Severity::Block,
            private_words: Severity::Warn,
            similar: Severity::Warn,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            title: None,
            style: Style::Fields,
            audience: Audience::Team,
            ids: Ids::Own,
            paths: PagePaths::default(),
            topics: Vec::new(),
            license: None,
            without_tags: Vec::new(),
            asks_confidence: false,
            review_after: None,
            checks: Checks::default(),
            suggestions: Suggestions::default(),
            web: None,
            feeds: false,
            internal_hosts: Vec::new(),
        }
    }
}
