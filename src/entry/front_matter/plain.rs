//! Reads the front matter most files have, lines of `key: word`, without a YAML parser.
//!
//! Answers only where it is sure to read what the parser reads; a property test compares the two.

use serde_json::{Map, Value as Json};

/// All fields, or `None` as soon as something is not plain.
pub(super) fn read(yaml: &str) -> Option<Map<String, Json>> {
    let mut fields = Map::new();
    for line in yaml.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, rest) = line.split_once(':')?;
        if !is_key(key) {
            return None;
        }
        let value = value(rest)?;
        fields.entry(key).or_insert(value);
    }
    Some(fields)
}

fn is_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
        && is_word(key)
}

fn value(rest: &str) -> Option<Json> {
    let words = rest.strip_prefix(' ')?;
    let Some(list) = words.strip_prefix('[') else { return text(words) };
    let list = list.strip_suffix(']')?;
    list.split(", ").map(|item| text(item).filter(|_| !item.contains([',', ':']))).collect()
}

/// A text that is no number, no boolean and needs no quotes, or has simple ones.
fn text(words: &str) -> Option<Json> {
    if let Some(inner) = words.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let is_simple = inner.chars().all(|c| !c.is_control() && c != '"' && c != '\\' && c.is_ascii());
        return is_simple.then(|| Json::from(inner));
    }
    let is_plain = words.chars().all(is_plain) && !words.contains("  ") && !words.contains(": ");
    (is_plain
        && words.trim() == words
        && !words.ends_with(':')
        && (is_word(words) || is_moment(words) || is_code(words)))
    .then(|| Json::from(words))
}

/// Begins with a letter and is no word of YAML's own.
fn is_word(words: &str) -> bool {
    const OWN: [&str; 7] = ["true", "false", "null", "nan", "inf", "infinity", "nil"];
    words.starts_with(|c: char| c.is_ascii_alphabetic()) && !OWN.iter().any(|own| own.eq_ignore_ascii_case(words))
}

/// `2026-11-21`, with or without a time: a text to the parser.
fn is_moment(words: &str) -> bool {
    let bytes = words.as_bytes();
    bytes.len() >= 10
        && bytes[..10]
            .iter()
            .enumerate()
            .all(|(at, b)| if at == 4 || at == 7 { *b == b'-' } else { b.is_ascii_digit() })
        && bytes[10..].iter().all(|b| b.is_ascii_digit() || b"-+:TZ".contains(b))
}

/// An id such as ours: letters and digits, and a letter that no number has.
fn is_code(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.bytes().all(|b| b.is_ascii_alphanumeric())
        && words.bytes().any(|b| matches!(b.to_ascii_lowercase(), b'p'..=b'w'))
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ' ' | '-' | '_' | '/' | '.' | '(' | ')' | ':' | '+' | ',' | '\'' | '?' | '=')
}
