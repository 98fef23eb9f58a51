//! Markdown → styled lines of a given width.
//!
//! `block` walks what the parser finds and lays it out, `inline` finds what stands in running text, `table` and `code`
//! do what their names say. Everything is bounded: no text, however it nests, takes more than time in proportion to its
//! length.

mod block;
mod code;
mod inline;
mod page;
mod table;
#[cfg(test)]
mod tests;

use self::code::Highlighter;
use super::Line;
use super::styled::Role;

/// Bytes of a body that are rendered.
const LIMIT: usize = 1 << 20;

/// Glyphs for bullets, borders and check boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyphs {
    Unicode,
    Ascii,
}

/// Renders bodies and remembers the code it has highlighted, which takes longer than all the rest.
#[derive(Debug, Default)]
pub(crate) struct Renderer {
    highlighter: Highlighter,
}

/// Renders a Markdown body, wrapped to `width` columns: headings, lists, tasks, tables, code with highlighting, quotes,
/// callouts, links. Bounded: bodies beyond a megabyte are rendered up to there, and the last line says so.
///
/// Without any width there are no lines. Who renders more than one body keeps a [`Renderer`].
pub(crate) fn render(body: &str, width: usize, glyphs: Glyphs) -> Vec<Line> {
    Renderer::default().render(body, width, glyphs)
}

impl Renderer {
    /// Does what [`render`] does.
    pub(crate) fn render(&mut self, body: &str, width: usize, glyphs: Glyphs) -> Vec<Line> {
        if width == 0 {
            return Vec::new();
        }
        self.highlighter.start();
        let shown = beginning(body);
        let mut lines = block::lines(shown, width, glyphs, &mut self.highlighter);
        if shown.len() < body.len() {
            let note = "The text goes on; only its first megabyte is shown.";
            let mut line = Line { source: shown.len()..body.len(), ..Line::default() };
            line.push(&super::width::truncate(note, width, glyphs.ellipsis()), Role::Muted);
            lines.push(line);
        }
        lines
    }
}

/// As much of a body as is rendered, up to the end of a line if one is near.
fn beginning(body: &str) -> &str {
    if body.len() <= LIMIT {
        return body;
    }
    let head = &body[..body.floor_char_boundary(LIMIT)];
    match head.rfind('\n') {
        Some(end) if end > LIMIT / 2 => &head[..=end],
        Some(_) | None => head,
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

    /// What stands for the text that did not fit.
    pub(crate) fn ellipsis(self) -> &'static str {
        self.either("…", "...")
    }

    fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
        }
    }
}
