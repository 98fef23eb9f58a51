//! Callouts: quotes that begin with `[!kind]`, as GitHub and Obsidian know them, with a title on the same line.

use std::ops::Range;

use crate::render::safe_line;
use crate::render::styled::Role;
use crate::render::wrap::Piece;

/// Bytes beyond which no kind is looked for.
const LONG: usize = 40;

/// The callout whose text is being read.
pub(super) struct Callout {
    kind: String,
    /// Where `[!kind]` stands in the body, with the sign for folding behind it.
    label: Range<usize>,
    /// Where the line of the label ends.
    line_end: usize,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Found,
    InTitle,
    InText,
}

impl Callout {
    /// Looks for a label at the beginning of a quote.
    pub(super) fn find(body: &str, quote: Range<usize>) -> Option<Self> {
        let text = body[quote.clone()].trim_start().strip_prefix('>')?.trim_start_matches([' ', '\t']);
        let start = quote.end - text.len();
        let kind = text.strip_prefix("[!")?;
        let (kind, after) = kind.split_at(kind.bytes().take(LONG).position(|byte| byte == b']')?);
        if kind.is_empty() || kind.contains(|char: char| !char.is_alphanumeric() && !"-_ ".contains(char)) {
            return None;
        }
        let folding = usize::from(after[1..].starts_with(['+', '-']));
        let end = start + "[!]".len() + kind.len() + folding;
        let line_end = body[end..quote.end].find('\n').map_or(quote.end, |length| end + length);
        let colon = if body[end..line_end].trim().is_empty() { "" } else { ":" };
        Some(Self { kind: titled(kind) + colon, label: start..end, line_end, state: State::Found })
    }

    /// The label as running text, the first time it is asked for.
    pub(super) fn take_label(&mut self) -> Option<Piece> {
        if self.state != State::Found {
            return None;
        }
        self.state = State::InTitle;
        let text = format!("{} ", safe_line(&self.kind));
        Some(Piece::words(text, Role::Callout, self.label.clone()))
    }

    pub(super) fn is_title(&self) -> bool {
        self.state == State::InTitle
    }

    /// Whether a line break ends the title.
    pub(super) fn end_title(&mut self, at: usize) -> bool {
        let ends = self.state == State::InTitle && at + 1 >= self.line_end;
        if ends {
            self.state = State::InText;
        }
        ends
    }

    /// The title ends with its paragraph, if not before.
    pub(super) fn end_paragraph(&mut self) {
        self.state = State::InText;
    }

    /// A text of the quote without the part of it that is the label.
    pub(super) fn without_label<'t>(&self, text: &'t str, source: Range<usize>) -> (&'t str, Range<usize>) {
        if source.start >= self.label.end || source.end <= self.label.start {
            return (text, source);
        }
        if source.end <= self.label.end {
            return ("", self.label.end..self.label.end);
        }
        let rest = text.get(self.label.end - source.start..).unwrap_or("");
        (rest.trim_start(), source.end - rest.trim_start().len().min(source.len())..source.end)
    }
}

/// `note` and `NOTE` as `Note`.
fn titled(kind: &str) -> String {
    let mut chars = kind.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}
