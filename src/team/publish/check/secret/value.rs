//! Whether a value by itself may be a secret.

use super::{entropy, rule, stand_in, veil};

/// Endings of files, which hold what their names do not.
const ENDINGS: &[&str] = &[
    "js", "mjs", "cjs", "css", "map", "json", "html", "htm", "md", "txt", "ts", "tsx", "jsx", "rs", "py", "rb", "go",
    "java", "kt", "c", "h", "cc", "cpp", "hpp", "cs", "php", "sh", "png", "jpg", "jpeg", "gif", "svg", "webp", "ico",
    "woff", "woff2", "ttf", "pdf", "zip", "gz", "tgz", "bz2", "xz", "tar", "whl", "jar", "war", "deb", "rpm", "yml",
    "yaml", "toml", "lock", "xml", "csv", "sql", "log", "pem", "crt", "key", "pub", "dll", "exe", "so", "wasm",
];

/// Three kinds of characters in one word without blanks: as people are asked to make passwords up.
pub(super) fn is_made_up(value: &str) -> bool {
    let kinds: [fn(char) -> bool; 4] = [
        char::is_lowercase,
        char::is_uppercase,
        |c| c.is_ascii_digit(),
        |c| c.is_ascii_punctuation() && !"._-/:=,".contains(c),
    ];
    let count = kinds.iter().filter(|kind| value.contains(**kind)).count();
    let has_digit = value.contains(|c: char| c.is_ascii_digit());
    (8..=64).contains(&value.len()) && !value.contains(char::is_whitespace) && count >= 3 && has_digit
}

/// Whether a value of at least so many characters seems drawn by lot.
pub(super) fn is_random(value: &str, least: usize) -> bool {
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    // A date has two letters, and a random token without a digit turns from small to capital all the time.
    let is_mixed = letters >= 4 && (digits > 0 || entropy::turns(value) >= 40);
    let is_hex = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bits = if value.len() < 12 || is_hex { 2.6 } else { 3.0 };
    value.len() >= least
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && is_mixed
        && entropy::is_varied(value)
        && entropy::bits(value) >= bits
        && !(entropy::is_wordy(value) && digits * 4 < value.len())
}

/// `name:password` in base64, as programs keep the logins of a registry.
pub(super) fn is_login(value: &str) -> bool {
    let Some(login) = veil::unpacked(value.as_bytes()).filter(|_| value.len() >= 12) else { return false };
    let said = login.split_once(':').filter(|(name, password)| !name.is_empty() && password.len() >= 6);
    said.is_some_and(|(name, password)| {
        let is_plain = |text: &str| text.chars().all(|c| !c.is_control());
        is_plain(name) && is_plain(password) && ![name, password].into_iter().any(stand_in::is_stand_in)
    })
}

/// A login in base64 that shows how such are written.
pub(super) fn is_example_login(value: &str) -> bool {
    let login = veil::unpacked(value.as_bytes()).unwrap_or_default();
    login.split_once(':').is_some_and(|(_, password)| stand_in::is_stand_in(password.trim()))
}

pub(super) fn is_uuid(value: &str) -> bool {
    rule::is_uuid(value.as_bytes())
}

/// A file, an address, a package with its version or another thing that has a name of its own.
pub(super) fn is_named_thing(value: &str) -> bool {
    let is_file = value.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end.to_ascii_lowercase().as_str()));
    is_file
        || is_field(value)
        || value.contains("://")
        || value.starts_with("www.")
        || has_version(value)
        || is_mail(value)
}

/// `serde@1.0.229`, `lodash-4.17.21`, `v1.2.3`.
fn has_version(value: &str) -> bool {
    let parts = value.split(['.', '-', '@', '_', '+', ':', '/', 'v', '=']);
    let numbers =
        parts.map(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let mut run = 0;
    let has_run = numbers.into_iter().any(|is_number| {
        run = if is_number { run + 1 } else { 0 };
        run == 3
    });
    has_run && value.contains('.')
}

/// `width=600`.
fn is_field(value: &str) -> bool {
    value.split_once('=').is_some_and(|(name, rest)| {
        name.len() > 1
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            && !rest.trim_matches('=').is_empty()
    })
}

fn is_mail(value: &str) -> bool {
    value.split_once('@').is_some_and(|(name, host)| {
        let is_name = |c: char| c.is_alphanumeric() || "._+-".contains(c);
        !name.is_empty() && name.chars().all(is_name) && host.contains('.') && host.chars().all(is_name)
    })
}
