//! What stands in running text and the parser does not know: tags, bare addresses, `%% comments %%`.

use std::ops::Range;

use crate::render::safe_line;
use crate::render::styled::Role;
use crate::render::wrap::{Flow, Piece};

/// Running text into pieces; remembers whether it is inside a comment.
pub(super) struct Inline {
    /// Where the body's last `%%` begins; one after it opens nothing.
    last_mark: usize,
    in_comment: bool,
}

/// Something found in running text.
struct Found {
    range: Range<usize>,
    role: Role,
    flow: Flow,
}

impl Inline {
    pub(super) fn new(body: &str) -> Self {
        Self { last_mark: body.rfind("%%").unwrap_or(0), in_comment: false }
    }

    /// Splits one text of the parser, which stands at `source`.
    pub(super) fn pieces(&mut self, text: &str, role: Role, source: Range<usize>) -> Vec<Piece> {
        let whole = Piece::words(text, role, source.clone());
        if role == Role::Link {
            let solid = is_address(text) && !text.contains(char::is_whitespace);
            let flow = if solid { Flow::Solid } else { Flow::Words };
            return vec![Piece { text: safe_line(text).into_owned(), flow, ..whole }];
        }
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut add = |range: Range<usize>, role, flow| {
            if !range.is_empty() {
                let source = whole.source_of(range.clone());
                pieces.push(Piece { text: safe_line(&text[range]).into_owned(), role, source, flow });
            }
        };
        let mut looked = 0;
        while looked < text.len() {
            let outside = if self.in_comment { Role::Muted } else { role };
            let Some(found) = self.next(text, looked, &source) else { break };
            looked = found.range.end;
            if found.flow == Flow::Break {
                let opens = !self.in_comment;
                let end = if opens { found.range.start } else { found.range.end };
                add(at..end, outside, Flow::Words);
                at = end;
                self.in_comment = opens;
            } else if !self.in_comment {
                add(at..found.range.start, outside, Flow::Words);
                at = found.range.end;
                add(found.range, found.role, found.flow);
            }
        }
        let rest = if self.in_comment { Role::Muted } else { role };
        add(at..text.len(), rest, Flow::Words);
        pieces
    }

    /// The next tag, address or comment mark (marked by `Flow::Break`) from a place on.
    fn next(&self, text: &str, from: usize, source: &Range<usize>) -> Option<Found> {
        let mut before = text[..from].chars().next_back();
        for (offset, char) in text[from..].char_indices() {
            let at = from + offset;
            let rest = &text[at..];
            let length = match char {
                '%' if rest.starts_with("%%") && (self.in_comment || source.start + at < self.last_mark) => {
                    return Some(Found { range: at..at + 2, role: Role::Muted, flow: Flow::Break });
                }
                '#' if before.is_none_or(|before| before.is_whitespace() || "([{\"'".contains(before)) => tag(rest),
                'h' if before.is_none_or(|before| !before.is_alphanumeric()) && is_address(rest) => address(rest),
                _ => None,
            };
            if let Some(length) = length {
                let (role, flow) = if char == '#' { (Role::Tag, Flow::Words) } else { (Role::Link, Flow::Solid) };
                return Some(Found { range: at..at + length, role, flow });
            }
            before = Some(char);
        }
        None
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
