//! Markdown → styled lines of a given width.
//!
//! `block` walks what the parser finds and lays it out, `inline` finds what stands in running text, `table` and `code`
//! do what their names say. Everything is bounded: no text, however it nests, takes more than time in proportion to its
//! length.

mod block;
mod code;
mod comment;
mod inline;
mod page;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::code::{Haste, Highlighter};
use super::Line;

/// Glyphs for bullets, borders and check boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyphs {
    Unicode,
    Ascii,
}

/// Which line breaks of a paragraph stay as they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Breaks {
    Keep,
    Join,
    /// All, unless every line but the last is so long that a program wrapped them.
    #[default]
    Auto,
}

/// How bodies are rendered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) glyphs: Glyphs,
    pub(crate) breaks: Breaks,
}

impl From<Glyphs> for Look {
    fn from(glyphs: Glyphs) -> Self {
        Self { glyphs, breaks: Breaks::default() }
    }
}

/// What links are called.
#[derive(Clone, Debug, Default)]
pub(crate) struct LinkNames {
    /// By where they begin in the body.
    pub(crate) named: HashMap<usize, LinkName>,
    /// Where definitions begin that other links refer to, by their labels in lower case.
    pub(crate) labels: HashMap<String, usize>,
}

/// What a link leads to, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkName {
    /// In the place of a name that was not written to be read.
    Title(String),
    /// It leads nowhere.
    Broken,
}

/// A Markdown body and how it is to be laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) body: &'a str,
    /// Columns of the page; without any there are no lines.
    pub(crate) width: usize,
    pub(crate) look: Look,
    pub(crate) names: &'a LinkNames,
    /// What is seen of it, if the rest can wait.
    pub(crate) seen: Option<Seen>,
}

/// As much of a body as is seen at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Lines from the top, or around a place.
    pub(crate) lines: usize,
    /// In the body, in bytes.
    pub(crate) place: usize,
}

/// The lines of a body, and whether they are all of them as they are to be seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rendered {
    pub(crate) lines: Vec<Line>,
    pub(crate) is_whole: bool,
}

/// Renders a Markdown body, wrapped to `width` columns: headings, lists, tasks, tables, code with highlighting, quotes,
/// callouts, links. No text, however it nests, takes more time than in proportion to its length.
pub(crate) fn render(body: &str, width: usize, look: impl Into<Look>) -> Vec<Line> {
    Source { body, width, look: look.into(), names: &LinkNames::default(), seen: None }.render().lines
}

impl Source<'_> {
    /// Does what [`render`] does: calls links by what they lead to, and may leave for later what is not seen.
    pub(crate) fn render(&self) -> Rendered {
        if self.width == 0 {
            return Rendered { lines: Vec::new(), is_whole: true };
        }
        let haste = if self.seen.is_some() { Haste::Great } else { Haste::None };
        let mut highlighter = Highlighter::new(haste);
        let rendered = block::lines(self, &mut highlighter);
        Rendered { is_whole: rendered.is_whole && !highlighter.left_plain, ..rendered }
    }
}

impl Glyphs {
    fn bullet(self) -> &'static str {
        self.either("• ", "- ")
    }

    fn task(self, done: bool) -> &'static str {
        if done { self.either("☑ ", "[x] ") } else { self.either("☐ ", "[ ] ") }
    }

    /// The bar beside a quote.
    fn bar(self) -> &'static str {
        self.either("│ ", "| ")
    }

    fn rule(self) -> &'static str {
        self.either("─", "-")
    }

    /// Between two columns of a table, and the same in its rule.
    fn column(self) -> (&'static str, &'static str) {
        (self.either(" │ ", " | "), self.either("─┼─", "-+-"))
    }

    /// Between facts on one line.
    pub(crate) fn dot(self) -> &'static str {
        self.either(" · ", " - ")
    }

    fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
        }
    }
}
