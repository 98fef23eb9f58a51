//! Private keys in base64 without a head that says so: the bytes that every such key begins with.

use std::ops::Range;

use super::rule::{Of, Part};
use super::{Found, ROTATE, veil};

/// How base64 of a sequence begins that is as long as a key.
pub(super) const MARKS: &[&str] = &["MII", "MIG", "MIH", "MIC", "MHc", "MHQ", "MC4", "MEc", "MFE"];

/// Fewer characters than of any key.
const LEAST: usize = 60;

/// The key that begins here.
pub(super) fn find(text: &str, mark: Range<usize>) -> Option<Found> {
    let bytes = text.as_bytes();
    let is_inside = mark.start > 0 && Of::Base64.has(bytes[mark.start - 1]);
    if is_inside || !MARKS.contains(&&text[mark.clone()]) {
        return None;
    }
    let end = Part::Run(Of::Base64, LEAST, 4096).after(bytes, mark.start)?;
    let head = veil::bytes(&bytes[mark.start..mark.start + 40])?;
    is_key(&head).then(|| Found {
        id: "private-key",
        what: "a private key".to_owned(),
        range: mark.start..end,
        advice: ROTATE,
        is_weak: false,
    })
}

/// A sequence whose first number is the version of a private key and what must follow it.
fn is_key(head: &[u8]) -> bool {
    let Some((0x30, rest)) = head.split_first().map(|(tag, rest)| (*tag, rest)) else { return false };
    let length = match rest.first() {
        Some(0x82) => 3,
        Some(0x81) => 2,
        Some(0..=0x7f) => 1,
        Some(_) | None => return false,
    };
    match rest.get(length..length + 4) {
        // PKCS #1 goes on with a large number, PKCS #8 with the name of an algorithm.
        Some([0x02, 0x01, 0x00, next]) => matches!(next, 0x02 | 0x30),
        // SEC 1 goes on with the number itself, PKCS #12 with what it holds.
        Some([0x02, 0x01, 0x01, 0x04] | [0x02, 0x01, 0x03, 0x30]) => true,
        Some(_) | None => false,
    }
}
