//! What stands where a secret would: examples, blanks to fill in, names of variables.

use super::entropy;

/// Words that say so, within any run of characters.
const ANYWHERE: &[&str] = &[
    "example",
    "placeholder",
    "changeme",
    "change-me",
    "change_me",
    "redacted",
    "replace",
    "xxxx",
    "insert",
    "dummy",
    "secret-here",
    "1234567890",
    "0123456789",
    "abcdefgh",
    "deadbeef",
    "foobar",
    "lorem",
    "sanitized",
    "00000000",
    // The keys of Stripe's own documentation.
    "bqokikjovbii2hlwgh4olfq2",
    "4ec39hqlyjwdarjtt1zdp7dc",
];

/// Words that say so where they are words of their own.
const WORDS: &[&str] = &[
    "your",
    "my",
    "our",
    "the",
    "some",
    "fake",
    "mock",
    "sample",
    "demo",
    "todo",
    "test",
    "testing",
    "here",
    "token",
    "password",
    "passwd",
    "pass",
    "secret",
    "key",
    "apikey",
    "foo",
    "bar",
    "none",
    "null",
    "true",
    "false",
    "hidden",
    "value",
    "string",
    "env",
    "user",
    "username",
    "admin",
    "enter",
    "paste",
    "generate",
    "generated",
];

/// Whether a token is none, but shows what one looks like.
pub(super) fn is_stand_in(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    ANYWHERE.iter().any(|word| lower.contains(word)) || repeats(token) || is_filler(&lower)
}

/// One character many times, or few different ones.
fn repeats(token: &str) -> bool {
    let bytes = token.as_bytes();
    let is_long = |run: &[u8]| run.len() >= 7 || run.len() >= 3 && b"*.".contains(&run[0]);
    bytes.chunk_by(|one, other| one == other).any(is_long)
}

/// Words and blanks to fill in and nothing else: `your-api-key`, `<TOKEN>`, `my_secret_password1`.
fn is_filler(lower: &str) -> bool {
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let lower = if lower.len() - bare.len() <= 4 { bare } else { lower };
    let words = || lower.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    digits * 4 <= lower.len() && words().any(|word| WORDS.contains(&word)) && words().all(entropy::is_word)
}

/// Whether a value is taken from elsewhere: a variable, a call, a template.
pub(super) fn is_reference(value: &str) -> bool {
    value.contains(['$', '{', '}', '<', '>', '(', ')', '[', ']', '…', '*', '%']) && !is_quoted_mess(value)
}

/// Signs in the middle of a password that somebody else made up refer to nothing.
fn is_quoted_mess(value: &str) -> bool {
    let opens =
        value.starts_with(['$', '{', '<', '(', '[', '%', '*', '…']) || value.contains("${") || value.contains("{{");
    let closes = value.ends_with([')', '}', ']', '>', '…']);
    let calls = value.contains('(') || value.contains("...") || value.contains("***");
    !opens && !closes && !calls
}
