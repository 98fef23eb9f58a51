//! Titles and paths as Markdown of one line, and back.

use crate::entry::text::one_line;
use crate::text::percent;

/// Letters that mean something in Markdown.
const SPECIAL: &str = "\\`*_[]<>&#|~!";

/// A title that stays in its line and means nothing but itself.
pub(crate) fn escaped(title: &str) -> String {
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
    percent::encoded(path, |c| c.is_whitespace() || c.is_control() || "%()<>\"\\#?".contains(c))
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
