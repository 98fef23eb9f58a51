//! Joins two texts of one entry that were changed apart: the front matter by field, the body by line and then by word.

use std::cmp::Ordering;

use super::check::{front_matter_is_sound, has_all_words, has_new_mark};
use super::{fields, lines, winner, words};
use crate::entry::front_matter::{self, Blocks};

/// Two texts in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    pub text: String,
    /// Whether a line is in it that no side has: each word is where somebody put it, and the sentence may want a look.
    pub is_by_word: bool,
}

/// Joins two sides; `None` where both changed the same field or the same words, or where anything that one of them wrote would be missing.
///
/// The same two texts give the same join whichever is called ours. `stricter` compares what they keep from others.
pub(crate) fn join(base: &str, ours: &str, theirs: &str, stricter: Ordering) -> Option<Joined> {
    if winner(ours, theirs).is_lt() {
        return join(base, theirs, ours, stricter.reverse());
    }
    let ending = fields::chosen(Ending::of(base), Ending::of(ours), Ending::of(theirs)).unwrap_or(Ending::of(ours));
    let texts = [base, ours, theirs].map(|text| Ending::of(text).taken_from(text));
    let joined = in_parts(texts.each_ref().map(String::as_str), stricter)?;
    Some(Joined { text: ending.put_to(&joined.text), ..joined })
}

fn in_parts(texts: [&str; 3], stricter: Ordering) -> Option<Joined> {
    let bodies = texts.map(|text| front_matter::split(text).body.start);
    let [base, ours, theirs] = [0, 1, 2].map(|at| texts[at].split_at(bodies[at]));
    let front = front(texts, [base.0, ours.0, theirs.0], stricter)?;
    let body = lines::join(base.1, ours.1, theirs.1)?;
    let text = front + &body.text;
    let bodies = [base.1, ours.1, theirs.1, &body.text];
    let is_whole = if body.is_by_word {
        has_all_words(bodies.map(words::words))
    } else {
        has_all_words(bodies.map(|body| body.lines().map(str::trim_end).collect()))
    };
    let all = [texts[0], texts[1], texts[2], &text].map(str::as_bytes);
    (is_whole && front_matter_is_sound(all) && !has_new_mark(all))
        .then_some(Joined { text, is_by_word: body.is_by_word })
}

/// The front matter of both: by field, or where it cannot be taken apart, by line.
pub(super) fn front(texts: [&str; 3], [base, ours, theirs]: [&str; 3], stricter: Ordering) -> Option<String> {
    if let Some(one) = fields::chosen(base, ours, theirs) {
        return Some(one.to_owned());
    }
    match texts.map(Blocks::of) {
        [Some(base), Some(ours), Some(theirs)] => fields::join(&base, &ours, &theirs, stricter),
        _ => lines::join(base, ours, theirs).filter(|front| !front.is_by_word).map(|front| front.text),
    }
}

/// How the lines of a text end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Lf,
    Crlf,
    /// Not all alike, or with a carriage return of their own before them: each line keeps its own.
    Mixed,
}

impl Ending {
    fn of(text: &str) -> Self {
        match (text.matches('\n').count(), text.matches("\r\n").count()) {
            (_, 0) => Self::Lf,
            (all, crlf) if all == crlf && !text.contains("\r\r\n") => Self::Crlf,
            _ => Self::Mixed,
        }
    }

    fn taken_from(self, text: &str) -> String {
        match self {
            Self::Crlf => text.replace("\r\n", "\n"),
            Self::Lf | Self::Mixed => text.to_owned(),
        }
    }

    fn put_to(self, text: &str) -> String {
        match self {
            Self::Crlf if Self::of(text) == Self::Lf => text.replace('\n', "\r\n"),
            Self::Crlf | Self::Lf | Self::Mixed => text.to_owned(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
