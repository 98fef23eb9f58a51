//! What a link leads to: where it ends in the text, and what its escapes mean.

use std::ops::Range;

use crate::text::percent;

/// How many brackets may lie in each other in a target.
const MAX_NESTING: usize = 32;

/// Where the target stands in what follows `(` or `:`, and the length with title and closing mark.
pub(super) fn destination(text: &str, close: char) -> Option<(Range<usize>, usize)> {
    let start = text.len() - text.trim_start().len();
    let (target, mut at) = match text[start..].strip_prefix('<') {
        Some(inner) => {
            let end = inner.find(['>', '<', '\n']).filter(|end| inner[*end..].starts_with('>'))?;
            (start + 1..start + 1 + end, start + end + 2)
        }
        None => {
            let end = start + unbracketed(&text[start..]);
            (start..end, end)
        }
    };
    at += title_length(&text[at..]);
    if close == '\n' {
        return text[at..].trim().is_empty().then_some((target, at));
    }
    let blanks = text[at..].len() - text[at..].trim_start().len();
    text[at + blanks..].starts_with(close).then_some((target, at + blanks + 1))
}

/// How far a target without `<>` reaches: to white space or the bracket that is not its own.
fn unbracketed(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == MAX_NESTING => return at,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_whitespace() || c.is_control() => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of ` "title"`, with the blanks before it; 0 where there is none.
fn title_length(text: &str) -> usize {
    let words = text.trim_start();
    let blanks = text.len() - words.len();
    let close = match words.chars().next() {
        Some(quote @ ('"' | '\'')) if blanks > 0 => quote,
        Some('(') if blanks > 0 => ')',
        Some(_) | None => return 0,
    };
    let end = words[1..].match_indices(close).map(|(at, _)| at + 1).find(|at| !words[..*at].ends_with('\\'));
    end.map_or(0, |end| blanks + end + 1)
}

/// Target and heading as they are meant: escapes undone, `%20` decoded.
pub(super) fn decoded(target: &str) -> (String, Option<String>) {
    let target = unescaped(target);
    if is_address(&target) {
        return (target, None);
    }
    match target.split_once('#') {
        Some((path, heading)) => (undone(path), Some(undone(heading))),
        None => (undone(&target), None),
    }
}

/// Whether a Markdown link's target is an address and no path.
pub(super) fn is_address(target: &str) -> bool {
    has_scheme(target) || target.starts_with("//")
}

/// Whether an address begins with `https:`, `mailto:` and the like; one letter is a drive, not a scheme.
pub(super) fn has_scheme(target: &str) -> bool {
    let Some((scheme, rest)) = target.split_once(':') else { return false };
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    (2..=32).contains(&scheme.len()) && is_scheme && scheme.as_bytes()[0].is_ascii_alphabetic() && !rest.is_empty()
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && next.is_ascii_punctuation());
        out.push(escaped.unwrap_or(c));
    }
    if out.contains("&amp;") { out.replace("&amp;", "&") } else { out }
}

/// Undoes `%20`; a text that would not be UTF-8 stays as it is.
fn undone(text: &str) -> String {
    percent::decoded(text).unwrap_or_else(|| text.to_owned())
}

/// White space, `<`, quotes, and the punctuation of scripts that write no spaces.
pub(super) fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '|' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '“' | '”' | '！' | '（' | '）' | '，' | '：' | '；' | '？')
}

/// A bare address without the punctuation of the sentence around it.
pub(super) fn trimmed_address(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = match address.as_bytes().last() {
            Some(b'.' | b',' | b';' | b':' | b'!' | b'?' | b'*' | b'_' | b'~' | b'\'' | b'\\') => true,
            Some(b')') => address.matches(')').count() > address.matches('(').count(),
            Some(b']') => address.matches(']').count() > address.matches('[').count(),
            Some(_) | None => false,
        };
        match shorter {
            true => address = &address[..address.len() - 1],
            false => return address,
        }
    }
}
