//! Private keys as the programs that make them write them down.

use std::ops::Range;

use super::{Found, ROTATE};

pub(super) const MARKS: &[&str] = &["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----", "PRIVATE KEY ----", "Private-Lines:"];

/// How far the first line of a key may be from its head: there may be fields between them.
const NEAR: usize = 400;
/// Less on a line than any real key has.
const LINE: usize = 24;

/// The key whose head has its mark here, if there is more of it than its head.
pub(super) fn find(text: &str, mark: Range<usize>) -> Option<Found> {
    let is_head = text[mark.clone()].starts_with(char::is_uppercase);
    if !is_head {
        return None;
    }
    // One line may hold it all, with `\n` written out.
    let from = text.floor_char_boundary(mark.start.saturating_sub(60));
    let start = text[from..mark.start].rfind('\n').map_or(from, |end| from + end + 1);
    let head = &text[start..mark.start];
    let start = start + head.rfind("BEGIN").or_else(|| head.is_empty().then_some(0))?;
    let end = mark.end + key_line(&text[mark.end..text.floor_char_boundary(text.len().min(mark.end + NEAR))])?;
    Some(Found {
        id: "private-key",
        what: "a private key".to_owned(),
        range: start..end,
        advice: ROTATE,
        is_weak: false,
    })
}

/// The end of the first run that is long enough for a key.
fn key_line(text: &str) -> Option<usize> {
    let is_key = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let text = text.split("-----END").next()?;
    super::effort::add(text.len());
    let runs = text.split(|c: char| !is_key(c));
    let run = runs.into_iter().find(|run| {
        let own = run.trim_start_matches('n');
        own.len() >= LINE && !super::stand_in::is_stand_in(own) && !super::entropy::is_wordy(own)
    })?;
    Some(run.as_ptr() as usize - text.as_ptr() as usize + run.len())
}
