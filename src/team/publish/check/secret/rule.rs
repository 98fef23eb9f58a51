//! The shape of a kind of token: what it begins with, what its characters are, how many there are.
//!
//! A shape is matched by walking from where its mark was found, without going back, so that it costs no more steps
//! than it has characters.

use std::ops::Range;

use super::entropy;

/// Which characters a part of a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Digits,
    /// Hexadecimal, in lower case.
    Hex,
    /// Hexadecimal of either case.
    AnyHex,
    /// `A` to `Z` and `2` to `7`.
    Base32,
    /// Capitals and digits.
    Upper,
    /// Small letters and digits.
    Lower,
    Letters,
    Alnum,
    /// Letters, digits, `-` and `_`.
    Url,
    /// [`Of::Url`] and the dot.
    Dotted,
    /// Letters, digits, `+`, `/` and `=`.
    Base64,
    /// The same without the `=` at its end.
    Base64Bare,
    /// [`Of::Base64`] and [`Of::Url`].
    Url64,
    /// [`Of::Dotted`] and the tilde.
    Tilde,
    /// [`Of::Base64`] and the `%` that hides its signs in an address.
    Percent,
    /// [`Of::Url`] and the `=` at its end.
    Padded,
    /// [`Of::Dotted`] and the `=`.
    Equal,
}

/// A part of a token.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// At least and at most so many characters.
    Run(Of, usize, usize),
    Text(&'static str),
    Uuid,
}

/// A kind of token.
pub(super) struct Rule {
    pub(super) id: &'static str,
    /// With its article: `a GitHub token`.
    pub(super) what: &'static str,
    /// The marks, any of which gives it away.
    pub(super) marks: &'static [&'static str],
    /// What stands before the mark, from there backwards.
    lead: &'static [Part],
    /// What stands behind it.
    rest: &'static [Part],
    is_genuine: fn(&str) -> bool,
    /// Sums its check digits up, where the format has some.
    has_right_digits: fn(&str) -> bool,
    before: Before,
    /// Its mark is so long that nothing else has it, and even what does not vary is meant.
    pub(super) is_plain: bool,
}

/// What may stand before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Anything, as its mark is like nothing else.
    Anything,
    NoLetter,
    /// Nothing that joins words either, as its mark is one.
    NoWord,
}

/// A token in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    /// The part that is not the same in all of its kind.
    pub(super) own: Range<usize>,
    pub(super) has_right_digits: bool,
}

pub(super) const fn rule(
    id: &'static str,
    what: &'static str,
    marks: &'static [&'static str],
    rest: &'static [Part],
) -> Rule {
    Rule {
        id,
        what,
        marks,
        lead: &[],
        rest,
        is_genuine: any,
        has_right_digits: any,
        before: Before::NoLetter,
        is_plain: false,
    }
}

const fn any(_: &str) -> bool {
    true
}

impl Rule {
    pub(super) const fn led_by(mut self, lead: &'static [Part]) -> Self {
        self.lead = lead;
        self
    }

    pub(super) const fn if_genuine(mut self, is_genuine: fn(&str) -> bool) -> Self {
        self.is_genuine = is_genuine;
        self
    }

    pub(super) const fn with_digits(mut self, has_right_digits: fn(&str) -> bool) -> Self {
        self.has_right_digits = has_right_digits;
        self
    }

    pub(super) const fn alone(mut self) -> Self {
        self.before = Before::NoWord;
        self
    }

    pub(super) const fn even_if_plain(mut self) -> Self {
        self.is_plain = true;
        self
    }

    pub(super) const fn joined(mut self) -> Self {
        self.before = Before::Anything;
        self
    }

    /// The token whose mark lies at a place of the text.
    pub(super) fn token(&self, text: &str, mark: Range<usize>) -> Option<Token> {
        let bytes = text.as_bytes();
        let start = self.lead.iter().try_fold(mark.start, |at, part| part.before(bytes, at))?;
        if !self.may_begin(bytes, start) {
            return None;
        }
        let end = self.rest.iter().try_fold(mark.end, |at, part| part.after(bytes, at))?;
        if !self.may_end(bytes, end) {
            return None;
        }
        // All that was walked over is ASCII.
        let own = if self.lead.is_empty() { mark.end..end } else { start..end };
        let token = text.get(start..end)?;
        let is_token = (self.is_plain || entropy::is_varied(text.get(own.clone())?)) && (self.is_genuine)(token);
        is_token.then(|| Token { range: start..end, own, has_right_digits: (self.has_right_digits)(token) })
    }

    fn may_begin(&self, bytes: &[u8], start: usize) -> bool {
        let Some(before) = start.checked_sub(1).map(|at| bytes[at]) else { return true };
        if start >= 2 && bytes[start - 2] == b'\\' && b"nrt".contains(&before) {
            return true; // a line end or tab that is written out
        }
        match self.before {
            Before::Anything => true,
            Before::NoLetter => !before.is_ascii_alphanumeric(),
            Before::NoWord => !before.is_ascii_alphanumeric() && !b"_-./$".contains(&before),
        }
    }

    /// A longer run of the same characters is something else; marks of Markdown may follow.
    fn may_end(&self, bytes: &[u8], end: usize) -> bool {
        let next = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
        let goes_on = |byte: u8| match self.rest.last().or(self.lead.first()) {
            Some(Part::Run(of, ..)) => of.has(byte) || byte.is_ascii_alphanumeric(),
            Some(Part::Text(_) | Part::Uuid) | None => byte.is_ascii_alphanumeric(),
        };
        let is_mark = b"_-./=".contains(&next(end)) && !next(end + 1).is_ascii_alphanumeric();
        !goes_on(next(end)) || is_mark
    }
}

impl Part {
    /// Where the part that begins here ends.
    pub(super) fn after(self, bytes: &[u8], at: usize) -> Option<usize> {
        match self {
            Self::Text(text) => bytes.get(at..)?.starts_with(text.as_bytes()).then_some(at + text.len()),
            Self::Uuid => is_uuid(bytes.get(at..at + 36)?).then_some(at + 36),
            Self::Run(of, least, most) => {
                let run = bytes.get(at..)?.iter().take(most).take_while(|byte| of.has(**byte)).count();
                super::effort::add(run);
                (run >= least).then_some(at + run)
            }
        }
    }

    /// Where the part that ends here begins.
    fn before(self, bytes: &[u8], at: usize) -> Option<usize> {
        match self {
            Self::Text(text) => bytes.get(..at)?.ends_with(text.as_bytes()).then(|| at - text.len()),
            Self::Uuid => is_uuid(bytes.get(at.checked_sub(36)?..at)?).then(|| at - 36),
            Self::Run(of, least, most) => {
                let run = bytes.get(..at)?.iter().rev().take(most).take_while(|byte| of.has(**byte)).count();
                super::effort::add(run);
                (run >= least).then(|| at - run)
            }
        }
    }
}

impl Of {
    pub(super) fn has(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Self::AnyHex => byte.is_ascii_hexdigit(),
            Self::Base32 => matches!(byte, b'A'..=b'Z' | b'2'..=b'7'),
            Self::Upper => matches!(byte, b'A'..=b'Z' | b'0'..=b'9'),
            Self::Lower => matches!(byte, b'a'..=b'z' | b'0'..=b'9'),
            Self::Letters => byte.is_ascii_alphabetic(),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Dotted => Self::Url.has(byte) || byte == b'.',
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
            Self::Base64Bare => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'),
            Self::Url64 => Self::Base64.has(byte) || Self::Url.has(byte),
            Self::Tilde => Self::Dotted.has(byte) || byte == b'~',
            Self::Percent => Self::Base64.has(byte) || byte == b'%',
            Self::Padded => Self::Url.has(byte) || byte == b'=',
            Self::Equal => Self::Dotted.has(byte) || byte == b'=',
        }
    }
}

pub(super) fn is_uuid(bytes: &[u8]) -> bool {
    let fits = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    bytes.len() == 36 && bytes.iter().enumerate().all(fits)
}
