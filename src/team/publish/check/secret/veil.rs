//! Secrets that do not look like any at first: split by what has no width, written with letters of another alphabet,
//! escaped, or in base64.

use std::borrow::Cow;

use super::super::character::{is_invisible, look_alike};

/// Lines that a disguised line keeps behind it: those of a key whose head it is.
const BEHIND: usize = 3;
/// Lines of base64 that were broken to fit are at least so long.
const LINE: usize = 60;

/// The lines that read otherwise than they are written, as they read, with all others empty; nothing when there are
/// none.
pub(super) fn lifted(text: &str) -> Option<String> {
    if is_plain(text) {
        return None;
    }
    let mut plain = String::new();
    let mut kept = 0;
    let mut is_other = false;
    for line in text.split_inclusive('\n') {
        let read = lifted_line(line);
        is_other |= read.is_some();
        kept = if read.is_some() { BEHIND } else { kept.saturating_sub(1) };
        match read {
            Some(read) => plain.push_str(&read),
            None if kept > 0 => plain.push_str(line),
            None => plain.push('\n'),
        }
    }
    is_other.then_some(plain)
}

/// Whether nothing in a text is written by other signs than its own.
fn is_plain(text: &str) -> bool {
    let has = |code: &str| memchr::memmem::find(text.as_bytes(), code.as_bytes()).is_some();
    text.is_ascii() && memchr::memchr(b'\\', text.as_bytes()).is_none() && !has("%40") && !has("&#") && !has("&commat;")
}

/// A line without the codes of addresses and of HTML, where these hide the signs of a login.
fn codes(line: &str) -> Cow<'_, str> {
    if !["%40", "&#", "&commat;"].iter().any(|code| line.contains(code)) {
        return Cow::Borrowed(line);
    }
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['%', '&']) {
        plain.push_str(&rest[..at]);
        let (c, length) = code(&rest[at..]).unwrap_or((char::from(rest.as_bytes()[at]), 1));
        plain.push(c);
        rest = &rest[at + length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The sign that a code stands for which the text begins with, and how long the code is.
fn code(text: &str) -> Option<(char, usize)> {
    if let Some(hex) = text.strip_prefix('%') {
        let byte = u8::from_str_radix(hex.get(..2)?, 16).ok()?;
        return byte.is_ascii_graphic().then_some((char::from(byte), 3));
    }
    let end = text.find(';').filter(|end| *end < 10)?;
    let c = match &text[1..end] {
        "commat" => '@',
        "colon" => ':',
        "sol" => '/',
        "amp" => '&',
        number => {
            let digits = number.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            char::from_u32(hex.map_or_else(|| digits.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?)?
        }
    };
    Some((c, end + 1))
}

/// A line as it reads, if that is not as it is written.
fn lifted_line(line: &str) -> Option<String> {
    if is_plain(line) {
        return None;
    }
    let read = codes(line);
    let mut plain = String::with_capacity(line.len());
    let mut chars = read.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| "_-.~*=+:@/".contains(*next));
        if !is_escape && !is_invisible(c) {
            plain.push(look_alike(c).unwrap_or(c));
        }
    }
    (plain != line).then_some(plain)
}

/// Every run of base64 that says something in letters, with where it begins; runs that fill their lines are one.
pub(super) fn decoded(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes[at..].iter().take_while(|byte| !is_base64(byte)).count();
            at = run_end(bytes, start);
            let first = start..at;
            let mut joined = Vec::new();
            while at - start >= LINE
                && let Some(next) = next_line(bytes, at)
            {
                if joined.is_empty() {
                    joined.extend_from_slice(&bytes[first.clone()]);
                }
                at = run_end(bytes, next);
                joined.extend_from_slice(&bytes[next..at]);
            }
            let run = if joined.is_empty() { &bytes[first] } else { joined.as_slice() };
            if run.len() >= 24
                && let Some(text) = unpacked(run)
            {
                return Some((start, text));
            }
        }
        None
    })
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

fn run_end(bytes: &[u8], start: usize) -> usize {
    start + bytes[start..].iter().take_while(|byte| is_base64(byte)).count()
}

/// Where base64 goes on that fills the line which ends here.
fn next_line(bytes: &[u8], end: usize) -> Option<usize> {
    let rest = bytes.get(end..)?;
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n")?;
    let blanks = rest.iter().take_while(|byte| b" \t>".contains(byte)).count();
    let next = bytes.len() - rest.len() + blanks;
    let last = bytes[..end].last()?;
    (*last != b'=' && bytes.get(next).is_some_and(is_base64)).then_some(next)
}

/// What base64 of either alphabet says, if that is text.
pub(super) fn unpacked(base64: &[u8]) -> Option<String> {
    // Nearly all of what is not text shows it here, after a few bytes.
    String::from_utf8(each_byte(base64, |byte| byte >= 9 && byte != 0x7f)?).ok()
}

/// The bytes that base64 of either alphabet stands for.
pub(super) fn bytes(base64: &[u8]) -> Option<Vec<u8>> {
    each_byte(base64, |_| true)
}

fn each_byte(base64: &[u8], is_fit: impl Fn(u8) -> bool) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(base64.len() * 3 / 4), 0_u32, 0);
    for byte in base64.iter().take_while(|byte| **byte != b'=') {
        held = (held << 6) | u32::from(sextet(*byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).ok().filter(|byte| is_fit(*byte))?);
        }
    }
    Some(out)
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
