//! The page under the walker: lines so far, what stands before each line, and the blank lines between blocks.

use std::ops::Range;

use crate::render::styled::{Line, Role, Span};
use crate::render::width;

/// Lines of a width, each behind the marks of the quotes and lists it is in.
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    width: usize,
    prefixes: Vec<Prefix>,
    /// Whether the next block is set off by a blank line.
    pub(super) gap: bool,
    /// Where the source of the last line ends.
    at: usize,
}

/// What stands before the lines of a quote or list item.
struct Prefix {
    /// Before its first line; taken by it.
    first: Option<Span>,
    /// Before the others, as wide as the first.
    rest: Span,
    columns: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Self { lines: Vec::new(), width, prefixes: Vec::new(), gap: false, at: 0 }
    }

    /// Where the source of the last line ends.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// How many lines there are from a place in the body on.
    pub(super) fn lines_from(&self, place: usize) -> usize {
        if place == 0 {
            return self.lines.len();
        }
        self.lines.len() - self.lines.partition_point(|line| line.source.end <= place)
    }

    /// Columns that are left for text.
    pub(super) fn room(&self) -> usize {
        self.width - self.indent()
    }

    fn indent(&self) -> usize {
        self.prefixes.iter().map(|prefix| prefix.columns).sum()
    }

    /// Puts a mark before the first of the following lines and spaces before the others.
    ///
    /// False, and nothing happens, where indentation takes half of the width already.
    pub(super) fn enter(&mut self, mark: &str, role: Role) -> bool {
        let columns = width::of(mark);
        self.push(Prefix { first: Some(Span::new(mark, role)), rest: Span::new(" ".repeat(columns), role), columns })
    }

    /// Puts the same before all following lines; false as with `enter`.
    pub(super) fn enter_with_bar(&mut self, bar: &str, role: Role) -> bool {
        self.push(Prefix { first: None, rest: Span::new(bar, role), columns: width::of(bar) })
    }

    fn push(&mut self, prefix: Prefix) -> bool {
        let fits = self.indent() + prefix.columns <= self.width / 2;
        if fits {
            self.prefixes.push(prefix);
        }
        fits
    }

    pub(super) fn leave(&mut self) {
        self.prefixes.pop();
    }

    /// Replaces the mark of the innermost item, if no line has taken it yet.
    pub(super) fn mark_instead(&mut self, mark: &str, role: Role) -> bool {
        let Some(last) = self.prefixes.pop_if(|prefix| prefix.first.is_some()) else { return false };
        let entered = self.enter(mark, role);
        if !entered {
            self.prefixes.push(last);
        }
        entered
    }

    /// Whether the innermost item waits for its first line.
    pub(super) fn is_waiting(&self) -> bool {
        self.prefixes.last().is_some_and(|prefix| prefix.first.is_some())
    }

    /// Sets off what comes next, before its own marks are put in front.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.gap) && self.lines.last().is_some_and(|line| !line.is_blank()) {
            self.blank();
        }
    }

    fn blank(&mut self) {
        let mut line = Line { source: self.at..self.at, ..Line::default() };
        for prefix in &self.prefixes {
            line.push(&prefix.rest.text, prefix.rest.role);
        }
        while line.spans.pop_if(|span| span.text.trim_end().is_empty()).is_some() {}
        if let Some(last) = line.spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self.lines.push(line);
    }

    /// Adds lines that fit into the room, or are marked as wide.
    pub(super) fn add(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.settle();
        for text in lines {
            let mut line = Line { source: text.source.clone(), ..Line::default() };
            if line.source == (0..0) {
                line.source = self.at..self.at;
            }
            for prefix in &mut self.prefixes {
                let span = prefix.first.take();
                let span = span.as_ref().unwrap_or(&prefix.rest);
                line.push(&span.text, span.role);
            }
            line.append(&text);
            self.at = line.source.end;
            self.lines.push(line);
        }
    }

    /// Adds one line of one role.
    pub(super) fn add_text(&mut self, text: &str, role: Role, source: Range<usize>) {
        let mut line = Line { source, ..Line::default() };
        line.push(text, role);
        self.add([line]);
    }
}
