//! Styled text, by role and not by colour; command line and workbench map roles to its own colours.

use std::ops::Range;

use super::width;

/// What a piece of text is, for the theme to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    #[default]
    Text,
    Muted,
    Heading,
    Strong,
    Emphasis,
    Strike,
    Code,
    /// Words of highlighted code.
    Keyword,
    Literal,
    Comment,
    Function,
    Type,
    Quote,
    /// The label of a callout (`[!note]`).
    Callout,
    Link,
    /// A link that leads nowhere.
    Broken,
    /// `==marked==` by the one who wrote it.
    Highlight,
    Tag,
    /// Bullets, rules, table borders.
    Mark,
    /// What a search found.
    Match,
}

/// A run of characters of one role; its text is safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub role: Role,
}

/// One line of a rendered text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub spans: Vec<Span>,
    /// Where it comes from in the Markdown body, in bytes.
    pub source: Range<usize>,
    /// Code, tables and addresses that are wider than the page: never wrapped and never cut, so that nothing is lost. Who
    /// draws them scrolls sideways.
    pub wide: bool,
    /// Where links begin, in order.
    pub links: Vec<LinkStart>,
}

/// Where a link begins on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkStart {
    pub column: usize,
    /// In the Markdown body, in bytes.
    pub at: usize,
}

impl Span {
    /// The text must be safe already.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self { text: text.into(), role }
    }
}

impl Line {
    /// Columns it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| width::of(&span.text)).sum()
    }

    /// Its text without roles.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    pub fn is_blank(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// Appends a line, with its links.
    pub fn append(&mut self, other: &Self) {
        let before = self.width();
        self.links.extend(other.links.iter().map(|link| LinkStart { column: link.column + before, ..*link }));
        other.spans.iter().for_each(|span| self.push(&span.text, span.role));
        self.wide |= other.wide;
    }

    /// Appends text, joining it to the last span if that has the same role.
    pub fn push(&mut self, text: &str, role: Role) {
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role => last.text.push_str(text),
            _ => self.spans.push(Span::new(text, role)),
        }
    }
}
