//! What stands in running text and the parser does not know: tags, bare addresses, `%% comments %%`, `==marks==`.

use std::ops::Range;

use crate::render::safe_line;
use crate::render::styled::Role;
use crate::render::wrap::{Flow, Piece};

/// As much as is looked through for the end of what is highlighted.
const LONGEST: usize = 1000;

/// Running text into pieces; remembers whether it is inside a comment.
pub(super) struct Inline<'a> {
    body: &'a str,
    /// Where the body's last `%%` begins; one after it opens nothing.
    last_comment: usize,
    in_comment: bool,
    in_highlight: bool,
}

/// Something found in running text.
struct Found {
    range: Range<usize>,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Tag,
    Address,
    /// The sign that begins or ends a comment.
    Comment,
    /// The sign that begins or ends what is highlighted.
    Highlight,
}

impl<'a> Inline<'a> {
    pub(super) fn new(body: &'a str) -> Self {
        Self { body, last_comment: body.rfind("%%").unwrap_or(0), in_comment: false, in_highlight: false }
    }

    /// A block has ended: what is highlighted does not go on in the next.
    pub(super) fn end_block(&mut self) {
        self.in_highlight = false;
    }

    /// Splits one text of the parser, which stands at `source`.
    pub(super) fn pieces(&mut self, text: &str, role: Role, source: Range<usize>) -> Vec<Piece> {
        if matches!(role, Role::Link | Role::Broken) {
            let solid = is_address(text) && !text.contains(char::is_whitespace);
            let flow = if solid { Flow::Solid } else { Flow::Words };
            return vec![Piece { flow, ..Piece::words(safe_line(text), role, source) }];
        }
        let mut parts = Parts { whole: Piece::words(text, role, source), at: 0, done: Vec::new() };
        let mut looked = 0;
        while let Some(Found { range, what }) = self.next(text, looked, &parts.whole.source) {
            looked = range.end;
            match what {
                What::Comment => {
                    parts.until(if self.in_comment { range.end } else { range.start }, self.role(role));
                    self.in_comment = !self.in_comment;
                }
                What::Tag | What::Address | What::Highlight if self.in_comment => {}
                What::Highlight => {
                    parts.until(range.start, self.role(role));
                    parts.at = range.end;
                    self.in_highlight = !self.in_highlight;
                }
                What::Tag | What::Address => {
                    parts.until(range.start, self.role(role));
                    parts.found(range.end, what);
                }
            }
        }
        parts.until(text.len(), self.role(role));
        parts.done
    }

    /// The role of words where the text is now.
    fn role(&self, around: Role) -> Role {
        match (self.in_comment, self.in_highlight) {
            (true, _) => Role::Muted,
            (false, true) => Role::Highlight,
            (false, false) => around,
        }
    }

    /// The next tag, address or sign from a place on.
    fn next(&self, text: &str, from: usize, source: &Range<usize>) -> Option<Found> {
        let mut before = text[..from].chars().next_back();
        for (offset, char) in text[from..].char_indices() {
            let at = from + offset;
            let rest = &text[at..];
            let found = match char {
                '%' if rest.starts_with("%%") && (self.in_comment || source.start + at < self.last_comment) => {
                    Some((2, What::Comment))
                }
                '=' if rest.starts_with("==") && self.is_highlight(before, &rest[2..], source.start + at) => {
                    Some((2, What::Highlight))
                }
                '#' if before.is_none_or(|before| before.is_whitespace() || "([{\"'".contains(before)) => {
                    tag(rest).map(|length| (length, What::Tag))
                }
                'h' if before.is_none_or(|before| !before.is_alphanumeric()) && is_address(rest) => {
                    address(rest).map(|length| (length, What::Address))
                }
                _ => None,
            };
            if let Some((length, what)) = found {
                return Some(Found { range: at..at + length, what });
            }
            before = Some(char);
        }
        None
    }

    /// Whether `==` begins or ends a highlight: beside a word on its inner side, and not one of more signs.
    fn is_highlight(&self, before: Option<char>, after: &str, at: usize) -> bool {
        let is_word = |char: char| !char.is_whitespace() && char != '=';
        if self.in_highlight {
            return before.is_none_or(is_word) && !after.starts_with('=');
        }
        let begins = after.is_empty() || after.starts_with(is_word);
        before != Some('=') && begins && self.ends_highlight(at + 2)
    }

    /// Whether what is highlighted from a place on ends in the same paragraph.
    fn ends_highlight(&self, from: usize) -> bool {
        let end = self.body.floor_char_boundary((from + LONGEST).min(self.body.len()));
        let near = self.body.get(from..end).unwrap_or_default();
        let near = &near[..near.find("\n\n").unwrap_or(near.len())];
        near.match_indices("==").any(|(at, _)| {
            let before = near[..at].chars().next_back();
            before.is_some_and(|before| !before.is_whitespace() && before != '=') && !near[at + 2..].starts_with('=')
        })
    }
}

/// A text on its way into pieces.
struct Parts {
    whole: Piece,
    /// How far it is done.
    at: usize,
    done: Vec<Piece>,
}

impl Parts {
    /// Takes the words up to a place.
    fn until(&mut self, end: usize, role: Role) {
        self.add(end, role, Flow::Words);
    }

    /// Takes a tag or an address, which is a link by itself.
    fn found(&mut self, end: usize, what: What) {
        if what == What::Tag {
            return self.add(end, Role::Tag, Flow::Words);
        }
        self.add(end, Role::Link, Flow::Solid);
        if let Some(last) = self.done.last_mut() {
            last.link = Some(last.source.start);
        }
    }

    fn add(&mut self, end: usize, role: Role, flow: Flow) {
        let range = self.at..end;
        self.at = end;
        if !range.is_empty() {
            let source = self.whole.source_of(range.clone());
            self.done.push(Piece { flow, ..Piece::words(safe_line(&self.whole.text[range]), role, source) });
        }
    }
}

fn is_address(text: &str) -> bool {
    text.strip_prefix("http").is_some_and(|rest| rest.starts_with("://") || rest.starts_with("s://"))
}

/// The length of the tag that a text begins with: letters, digits, `_`, `-`, `/`, and not digits alone.
fn tag(text: &str) -> Option<usize> {
    let name = &text[1..];
    let end = name.find(|char: char| !char.is_alphanumeric() && !"_-/".contains(char)).unwrap_or(name.len());
    let name = name[..end].trim_end_matches('/');
    name.contains(|char: char| !char.is_ascii_digit()).then_some(1 + name.len())
}

/// The length of the address that a text begins with, without the punctuation after it.
fn address(text: &str) -> Option<usize> {
    let end = text.find(|char: char| char.is_whitespace() || "<>\"`|".contains(char)).unwrap_or(text.len());
    let mut address = &text[..end];
    let mut open = address.matches('(').count();
    let mut closed = address.matches(')').count();
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if closed > open => closed -= 1,
            '(' => open -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | ']' => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    (address.len() > "https://".len()).then_some(address.len())
}
