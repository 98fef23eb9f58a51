//! Tokens that look like any other run of letters and are given away by the service that is named before them.

use std::ops::Range;

use super::super::source::Source;
use super::rule::Part;
use super::{Found, ROTATE, assignment, entropy, stand_in};

/// How far a token may be from the name of its service in a sentence.
const NEAR: usize = 80;
/// Longer than any token, and than a word.
const LONGEST: usize = 1100;
const WORD: usize = 24;

/// What says that the token is to be kept secret.
const SECRET: &[&str] = &[
    "key",
    "token",
    "secret",
    "auth",
    "pass",
    "pat",
    "pwd",
    "credential",
    "creds",
    "bearer",
    "login",
    "session",
    "license",
    "client_id",
    "client-id",
    "clientid",
    "client id",
    "access_id",
    "access-id",
    "accessid",
    "access id",
    "webhook",
];
/// What says that it is the sum of something.
const SUM: &[&str] = &["sha", "commit", "hash", "md5", "digest", "checksum", "etag", "revision", "fingerprint"];

/// A service and the shapes of its tokens.
pub(super) struct Named {
    pub(super) id: &'static str,
    pub(super) what: &'static str,
    /// In lower case; any case is found.
    pub(super) names: &'static [&'static str],
    pub(super) shapes: &'static [&'static [Part]],
}

pub(super) const fn named(
    id: &'static str,
    what: &'static str,
    names: &'static [&'static str],
    shapes: &'static [&'static [Part]],
) -> Named {
    Named { id, what, names, shapes }
}

impl Named {
    /// The token that the name of the service is given, if the words between speak of a secret.
    pub(super) fn find(&self, source: &Source<'_>, name: Range<usize>) -> Option<Found> {
        let text = source.text;
        let is_within_word = text[..name.start].ends_with(|c: char| c.is_ascii_lowercase())
            && text[name.start..].starts_with(|c: char| c.is_ascii_lowercase());
        if is_within_word {
            return None;
        }
        let whole = assignment::name(text, &name);
        let values = assignment::values(text, &whole).chain(assignment::section(text, &whole));
        let given = values.filter_map(|value| self.given(text, &whole, value.range.start)).next();
        given.or_else(|| self.near(text, &name)).map(|range| self.found(range))
    }

    /// The token that begins at a place, if the words between it and the name speak of a secret.
    fn given(&self, text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
        let end = text.floor_char_boundary(text.len().min(at + LONGEST));
        let own = at..at + self.length(&text[at..end])?;
        let said = if at < name.start {
            &text[at..text.floor_char_boundary(text.len().min(name.end + WORD))]
        } else {
            &text[name.start..at.max(name.end)]
        };
        (speaks_of_secret(said) && is_token(&text[own.clone()], 0)).then_some(own)
    }

    /// The first run of such a shape on the line behind the name.
    fn near(&self, text: &str, name: &Range<usize>) -> Option<Range<usize>> {
        let end = text.floor_char_boundary(text.len().min(name.end + NEAR + LONGEST));
        let line = text[name.end..end].split('\n').next()?;
        let mut at = name.end;
        for run in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && !"+/_.-".contains(c)) {
            super::effort::add(run.len());
            if at > name.end + NEAR {
                return None;
            }
            let own = self.length(&text[at..end]).map(|length| at..at + length);
            let is_secret = |own: &Range<usize>| {
                speaks_of_secret(&text[name.start..at]) && is_token(&text[own.clone()], 35) && !entropy::is_wordy(run)
            };
            if let Some(own) = own.filter(is_secret) {
                return Some(own);
            }
            at += run.len();
        }
        None
    }

    /// How long the token is that a run begins with.
    fn length(&self, run: &str) -> Option<usize> {
        let fits = |shape: &&[Part]| shape.iter().try_fold(0, |at, part| part.after(run.as_bytes(), at));
        let ends = |end: &usize| {
            run.as_bytes().get(*end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"-_/+=".contains(byte))
        };
        self.shapes.iter().filter_map(fits).find(ends)
    }

    fn found(&self, range: Range<usize>) -> Found {
        Found { id: self.id, what: self.what.to_owned(), range, advice: ROTATE, is_weak: false }
    }
}

fn speaks_of_secret(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    SECRET.iter().any(|word| words.contains(word)) && !SUM.iter().any(|word| words.contains(word))
}

/// Whether a run of the right shape is one that a lot drew.
fn is_token(run: &str, least_turns: usize) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let is_drawn = digits > 0 || entropy::turns(run) >= least_turns;
    entropy::is_varied(run)
        && is_drawn
        && !(entropy::is_wordy(run) && digits * 8 < run.len())
        && !stand_in::is_stand_in(run)
}
