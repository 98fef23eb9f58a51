//! Titles and paths as Markdown of one line, and back.

use crate::entry::text::one_line;

/// Letters that mean something in Markdown.
const SPECIAL: &str = "\\`*_[]<>&#|~!";

/// A title that stays in its line and means nothing but itself.
pub fn escaped(title: &str) -> String {
    let line: String = one_line(title).chars().filter(|c| !c.is_control() && !is_direction(*c)).collect();
    let mut escaped = String::new();
    for c in line.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c if SPECIAL.contains(c) => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    if escaped.is_empty() { "untitled".to_owned() } else { escaped }
}

/// What [`escaped`] was made from.
pub(super) fn plain(escaped: &str) -> String {
    let mut plain = String::new();
    let mut chars = escaped.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                plain.push(*next);
                chars.next();
            }
            (c, _) => plain.push(c),
        }
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A path as the target of a link.
pub(super) fn target(path: &str) -> String {
    let mut target = String::new();
    for c in path.chars() {
        if c.is_whitespace() || c.is_control() || "%()<>\"\\#?".contains(c) {
            let mut bytes = [0; 4];
            target.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            target.push(c);
        }
    }
    target
}

/// The path that a target leads to.
pub(super) fn path(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
