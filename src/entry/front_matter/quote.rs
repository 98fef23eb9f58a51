//! Writes a text so that every YAML reader, of version 1.1 or 1.2, reads that text and nothing else.

use std::borrow::Cow;

/// Fields that hold a date, which is written plain because readers should see a date.
const DATES: [&str; 6] = ["checked", "created", "date", "due", "expires", "review_by"];

/// A key.
pub(super) fn key(key: &str) -> Cow<'_, str> {
    let simple = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if simple && !is_special_word(key) { Cow::Borrowed(key) } else { Cow::Owned(quoted(key)) }
}

/// The text of a field.
pub(super) fn field<'a>(key: &str, text: &'a str) -> Cow<'a, str> {
    let is_plain = if DATES.contains(&key) && is_date(text) { true } else { is_plain(text) };
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// One item of a list, of either style.
pub(super) fn item(text: &str) -> Cow<'_, str> {
    let is_plain = is_plain(text) && !text.contains([',', '[', ']', '{', '}', ':', '\'', '"']);
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// Whether a text can stand without quotes.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    !"-?:,[]{}#&*!|>'\"%@`=<~".contains(first)
        && text.trim() == text
        && !text.ends_with(':')
        && !text.contains(needs_escape)
        && ![": ", " #", ":\u{a0}"].iter().any(|mark| text.contains(mark))
        && !is_special_word(text)
        && !is_number_like(text)
        && !is_date(text)
}

/// Words that some reader takes for a boolean or nothing.
fn is_special_word(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether some reader could take a text for a number: decimal, octal, hexadecimal, of base 60, with exponent, infinite.
fn is_number_like(text: &str) -> bool {
    let body = text.trim_start_matches(['+', '-']);
    let digits = body.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'.');
    let infinite = [".inf", ".nan", "inf", "nan", "infinity"].iter().any(|word| word.eq_ignore_ascii_case(body));
    let numeric =
        |b: u8| b.is_ascii_hexdigit() || matches!(b, b'_' | b'.' | b':' | b'+' | b'-' | b'x' | b'X' | b'o' | b'O');
    infinite || digits && body.bytes().all(numeric)
}

/// Whether some reader could take a text for a date or a moment.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let year = bytes.len() >= 8 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
    year && bytes.iter().all(|b| b.is_ascii_digit() || b"-+:.tTzZ ".contains(b))
        && text.trim() == text
        && !text.contains(": ")
}

fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains(needs_escape) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => out.extend(['\\', 'u'].into_iter().chain(hex(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The four hexadecimal digits of a character below U+10000.
fn hex(c: char) -> impl Iterator<Item = char> {
    (0..4).rev().filter_map(move |digit| char::from_digit(u32::from(c) >> (4 * digit) & 0xf, 16))
}
