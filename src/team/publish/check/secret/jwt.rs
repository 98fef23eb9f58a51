//! JSON Web Tokens.

use std::ops::Range;

use super::rule::Of;
use super::rule::Part::{self, Run};
use super::{Found, ROTATE, veil};

/// `{"` in base64, as the head of every token begins.
pub(super) const MARK: &str = "eyJ";

const PARTS: [Part; 5] =
    [Run(Of::Url, 14, 1024), Part::Text("."), Run(Of::Url, 8, 8192), Part::Text("."), Run(Of::Url, 20, 1024)];

/// The signed token that begins here.
pub(super) fn find(text: &str, mark: Range<usize>) -> Option<Found> {
    let bytes = text.as_bytes();
    let is_inside = mark.start > 0 && (bytes[mark.start - 1].is_ascii_alphanumeric() || bytes[mark.start - 1] == b'.');
    if is_inside || text[mark.clone()] != *MARK {
        return None;
    }
    let end = PARTS.iter().try_fold(mark.start, |at, part| part.after(bytes, at))?;
    let mut parts = text[mark.start..end].split('.').map(|part| veil::unpacked(part.as_bytes()).unwrap_or_default());
    let (head, claims) = (parts.next()?, parts.next()?);
    let is_token = head.contains("\"alg\"") && !is_public(&claims);
    is_token.then(|| Found {
        id: "jwt",
        what: "a signed web token".to_owned(),
        range: mark.start..end,
        advice: ROTATE,
        is_weak: false,
    })
}

/// The claims of the token that every page about tokens shows, and of keys that are made for browsers.
fn is_public(claims: &str) -> bool {
    ["John Doe", "Jane Doe", "\"1234567890\"", "\"role\":\"anon\"", "example.com"]
        .iter()
        .any(|own| claims.contains(own))
}
