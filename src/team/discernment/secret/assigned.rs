//! Values of what is called a password, a token or a key.

use std::ops::Range;

use super::super::source::Source;
use super::{Found, ROTATE, entropy, stand_in, veil};

/// The longest name and the longest value that are looked at.
const NAME: usize = 40;
const VALUE: usize = 256;

/// What the name says of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Somebody may have made it up.
    Password,
    /// Drawn by lot.
    Token,
    /// May be any key, of a map or a table too.
    Key,
    /// Follows at once, without a sign between: `Bearer abc`.
    Bearer,
}

pub(super) const WORDS: &[(&str, Word)] = &[
    ("password", Word::Password),
    ("passwd", Word::Password),
    ("passphrase", Word::Password),
    ("passwort", Word::Password),
    ("pwd", Word::Password),
    ("_pass", Word::Password),
    ("secret", Word::Token),
    ("token", Word::Token),
    ("api_key", Word::Token),
    ("apikey", Word::Token),
    ("api-key", Word::Token),
    ("api key", Word::Token),
    ("access_key", Word::Token),
    ("accesskey", Word::Token),
    ("access-key", Word::Token),
    ("auth_key", Word::Token),
    ("authkey", Word::Token),
    ("private_key", Word::Token),
    ("signing_key", Word::Token),
    ("encryption_key", Word::Token),
    ("master_key", Word::Token),
    ("credential", Word::Token),
    ("_auth", Word::Token),
    ("_salt", Word::Token),
    ("_key", Word::Key),
    ("-key", Word::Key),
    ("key", Word::Key),
    ("bearer ", Word::Bearer),
    ("authorization: basic ", Word::Bearer),
];

/// Names that say that the value is no secret itself.
const HARMLESS: &[&str] = &[
    "public",
    "pub_",
    "_id",
    "-id",
    "keyid",
    "file",
    "path",
    "url",
    "uri",
    "name",
    "type",
    "length",
    "hash",
    "digest",
    "checksum",
    "fingerprint",
    "count",
    "class",
    "field",
    "column",
    "regex",
    "pattern",
    "header",
    "csrf",
    "endpoint",
    "algorithm",
    "keyserver",
    "recv-key",
    "keyring",
    "keyword",
    "keyboard",
    "monkey",
    "partition",
    "cache",
    "sort",
    "foreign",
    "primary",
    "integrity",
];

impl Word {
    /// The value that the name with this word in it is given.
    pub(super) fn find(self, source: &Source<'_>, word: Range<usize>) -> Option<Found> {
        let text = source.text;
        let start = name_start(text, word.start);
        let (name_end, value) = self.value(text, &word)?;
        super::effort::add(value.end - start);
        let name = text[start..name_end].to_ascii_lowercase();
        let shown = &text[value.clone()];
        let is_harmless = HARMLESS.iter().any(|own| name.contains(own));
        let is_secret =
            !is_harmless && self.is_secret(shown) && !stand_in::is_stand_in(shown) && !stand_in::is_reference(shown);
        is_secret.then(|| Found {
            id: self.id(),
            what: self.what(&text[start..name_end]),
            range: value,
            advice: ROTATE,
            is_weak: false,
        })
    }

    fn id(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token | Self::Key => "assigned",
            Self::Bearer => "bearer",
        }
    }

    fn what(self, name: &str) -> String {
        match self {
            Self::Password | Self::Token | Self::Key => {
                format!("the value of {}", super::super::source::shown(name.trim()))
            }
            Self::Bearer => "a bearer token".to_owned(),
        }
    }

    /// Where the name ends and where its value lies.
    fn value(self, text: &str, word: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let end = text.floor_char_boundary(text.len().min(word.end + NAME + VALUE));
        let line = text[word.end..end].split('\n').next()?;
        let tail = match self {
            Self::Bearer => "",
            Self::Password | Self::Token | Self::Key => run(line, |c| c.is_ascii_alphanumeric() || "_-.".contains(c)),
        };
        let name_end = word.end + tail.len();
        let is_option = text[..word.start].ends_with("--") || is_login(text, word.start);
        let rest = &text[name_end..word.end + line.len()];
        let value = if self == Self::Bearer { rest } else { assigned(rest, is_option)? };
        let opened = value.chars().next().filter(|c| "\"'`".contains(*c));
        let value = &value[opened.map_or(0, char::len_utf8)..];
        let length = value.find(|c: char| ends_value(c, opened)).unwrap_or(value.len());
        let length = before_next(&value[..length]).len();
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        Some((name_end, start..start + length))
    }

    fn is_secret(self, value: &str) -> bool {
        let login = veil::unpacked(value.as_bytes()).unwrap_or_default();
        match self {
            Self::Bearer if login.split(':').any(stand_in::is_stand_in) => false,
            Self::Password => is_made_up(value) || is_random(value, 10),
            Self::Token => is_random(value, 16),
            Self::Key | Self::Bearer => is_random(value, 20),
        }
    }
}

fn name_start(text: &str, at: usize) -> usize {
    let from = text.floor_char_boundary(at.saturating_sub(NAME));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    text[from..at]
        .rfind(|c| !is_name(c))
        .map_or(from, |last| from + last + text[from + last..].chars().next().map_or(1, char::len_utf8))
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !belongs(c)).unwrap_or(text.len()).min(NAME)]
}

/// What stands behind the sign that gives a name its value.
fn assigned(rest: &str, is_option: bool) -> Option<&str> {
    let rest = rest.trim_start_matches(['"', '\'', '`', ']', ')']).trim_start_matches(['*', ' ', '\t']);
    let signs = [":=", "=>", "->", "==", "=", ":", "|"];
    let signed = signs.iter().find_map(|sign| rest.strip_prefix(sign));
    let is_word = |rest: &str| ["is ", "as "].iter().find_map(|word| rest.strip_prefix(word).map(str::len));
    let spoken = is_word(rest).map(|length| &rest[rest.len() - length..]);
    let value = signed.or(spoken).or(is_option.then_some(rest))?;
    Some(value.trim_start_matches(['*', ' ', '\t']))
}

/// A line of a `.netrc`: `machine host login name password value`.
fn is_login(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(120));
    let line = text[from..at].rsplit('\n').next().unwrap_or_default();
    line.contains("login ")
}

fn ends_value(c: char, opened: Option<char>) -> bool {
    match opened {
        Some(quote) => c == quote,
        None => c.is_whitespace() || "\"'`,;|<>)]}\\".contains(c),
    }
}

/// The value of one field of an address; an `&` without a name behind it is part of a password.
fn before_next(value: &str) -> &str {
    let is_field = |at: &usize| {
        value[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').starts_with('=')
    };
    let end = value.match_indices('&').map(|(at, _)| at).find(is_field);
    &value[..end.unwrap_or(value.len())]
}

/// Three kinds of characters in one word without blanks: as people are asked to make passwords up.
fn is_made_up(value: &str) -> bool {
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_digit(),
        |c| c.is_ascii_punctuation() && !"._-/:=".contains(c),
    ];
    let count = kinds.iter().filter(|kind| value.contains(**kind)).count();
    let has_digit = value.contains(|c: char| c.is_ascii_digit());
    (8..=64).contains(&value.len()) && value.is_ascii() && !value.contains(' ') && count >= 3 && has_digit
}

/// Whether a value of at least so many characters seems drawn by lot.
pub(super) fn is_random(value: &str, least: usize) -> bool {
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    // A date has two letters, and a random token without a digit turns from small to capital all the time.
    let is_mixed = letters >= 4 && (value.bytes().any(|byte| byte.is_ascii_digit()) || entropy::turns(value) >= 40);
    value.len() >= least
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && is_mixed
        && entropy::is_varied(value)
        && entropy::bits(value) >= 3.0
        && !entropy::is_wordy(value)
}
