//! Secrets that do not look like any at first: split by what has no width, written with letters of another alphabet,
//! escaped, or in base64.

use super::super::invisible;

/// Lines that a disguised line keeps behind it: those of a key whose head it is.
const BEHIND: usize = 3;

/// The lines that read otherwise than they are written, as they read, with all others empty; nothing when there are
/// none.
pub(super) fn lifted(text: &str) -> Option<String> {
    if text.is_ascii() && memchr::memchr(b'\\', text.as_bytes()).is_none() {
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

/// A line as it reads, if that is not as it is written.
fn lifted_line(line: &str) -> Option<String> {
    if line.is_ascii() && !line.contains('\\') {
        return None;
    }
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| "_-.~*=+".contains(*next));
        if !is_escape && !invisible::is_invisible(c) {
            plain.push(invisible::look_alike(c).unwrap_or(c));
        }
    }
    (plain != line).then_some(plain)
}

/// Every run of base64 that says something in letters, with where it begins.
pub(super) fn decoded(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes[at..].iter().take_while(|byte| !is_base64(byte)).count();
            at = start + bytes[start..].iter().take_while(|byte| is_base64(byte)).count();
            if at - start >= 24
                && let Some(text) = unpacked(&bytes[start..at])
            {
                return Some((start, text));
            }
        }
        None
    })
}

/// What base64 of either alphabet says, if that is text.
pub(super) fn unpacked(base64: &[u8]) -> Option<String> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(base64.len() * 3 / 4), 0_u32, 0);
    for byte in base64.iter().take_while(|byte| **byte != b'=') {
        held = (held << 6) | u32::from(sextet(*byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let byte = u8::try_from((held >> bits) & 0xff).ok()?;
            // Nearly all of what is not text shows it here, after a few bytes.
            if byte < 9 || byte == 0x7f {
                return None;
            }
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
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
