//! HTML comments, and what somebody may have meant to be one.

use super::fold::{Folded, begins_private, folded};
use super::{Fault, Kind, Mark, Stray};
use crate::team::publish::build::draft::Draft;
use crate::text::distance;

/// The comment that begins at this `<`, if one does. A beginning that only looks like one is a fault.
pub(super) fn comment(draft: &Draft, fold: &Folded, place: usize) -> Result<Option<Mark>, Stray> {
    let (text, at) = (draft.text(), fold.source(place));
    let stray = |fault| Err(Stray { at, fault });
    if !text[at..].starts_with("<!--") {
        return if is_mistyped(&fold.text[place..]) { stray(Fault::LooksLike) } else { Ok(None) };
    }
    // An escape may be meant, or stand there by chance.
    if text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
        return stray(Fault::LooksLike);
    }
    let inner = &text[at + 4..];
    let Some(length) = inner.find("-->").filter(|_| !inner.starts_with(['>']) && !inner.starts_with("->")) else {
        return stray(Fault::OpenComment);
    };
    let (inner, end) = (&inner[..length], at + 4 + length + 3);
    let words = folded(inner);
    if words.contains("<!-") || draft.is_code(end - 1) {
        return stray(if words.contains("<!-") { Fault::Nested } else { Fault::InCode });
    }
    if words.matches("%%").count() % 2 == 1 {
        return stray(Fault::Overlap);
    }
    match kind(inner, &words) {
        Some(kind) => Ok(Some(Mark { range: at..end, kind })),
        None => stray(Fault::LooksLike),
    }
}

/// What a comment is; `None` for one that looks like a private mark and is none.
fn kind(inner: &str, words: &str) -> Option<Kind> {
    let bare = inner.trim_matches([' ', '\t', '\n']);
    if bare.eq_ignore_ascii_case("private") {
        return Some(Kind::Begin);
    }
    if bare.strip_prefix('/').is_some_and(|bare| bare.trim_start_matches(' ').eq_ignore_ascii_case("private")) {
        return Some(Kind::End);
    }
    (!is_near_private(words)).then_some(Kind::Comment)
}

/// Whether a folded comment is close to a private mark: it begins as one, is one with typing errors, or is a few words with
/// one among them.
fn is_near_private(words: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic();
    let parts: Vec<&str> = words.split(|c: char| !is_letter(c)).filter(|part| !part.is_empty()).take(5).collect();
    let joined: String = words.chars().filter(|c| is_letter(*c)).take(12).collect();
    let is_few = parts.len() < 4;
    begins_private(&joined)
        || is_few && parts.iter().any(|part| begins_private(part))
        || is_few && parts.iter().any(|part| part.len() > 4 && distance(part, "private") <= 2)
        || distance(&joined, "private") <= 2 && joined.len() > 4
}

/// Whether a folded text at a `<` begins like a comment that was mistyped, or like an element called `private`.
fn is_mistyped(text: &str) -> bool {
    let line = text[1..].lines().next().unwrap_or_default();
    let bare = line.trim_start_matches(['!', '-', '/', ' ', '\\']);
    let signs = &line[..line.len() - bare.len()];
    signs.starts_with("!-") || begins_private(bare) && (signs.contains(['-', '!']) || is_element(bare))
}

/// `<private>` or `</private>`.
fn is_element(bare: &str) -> bool {
    bare.find('>').is_some_and(|end| distance(bare[..end].trim(), "private") <= 1)
}

/// Whether a folded text at a `<` begins like a private comment, of whatever form.
pub(super) fn is_private(text: &str) -> bool {
    let line = text[1..].lines().next().unwrap_or_default();
    let bare = line.trim_start_matches(['!', '-', '/', ' ']);
    let signs = &line[..line.len() - bare.len()];
    signs.contains('-') && begins_private(bare)
}
