//! Logins in addresses, with a scheme or without: `https://name:password@host`, `name:password@host`.

use std::ops::Range;

use super::{Found, ROTATE, stand_in, value};

pub(super) const MARK: &str = "@";

/// Longer than any name and password that somebody puts into an address.
const LONGEST: usize = 256;

/// Passwords that only examples have.
const COMMON: &[&str] = &[
    "postgres",
    "mysql",
    "guest",
    "rabbit",
    "rabbitmq",
    "mongo",
    "redis",
    "hunter2",
    "qwerty",
    "123456",
    "12345678",
    "letmein",
    "mypassword",
    "mysecret",
    "supersecret",
    "topsecret",
    "s3cr3t",
    "root",
    "toor",
    "minio",
    "sonar",
    "welcome",
    "wonderland",
    "p@ssw0rd",
    "passw0rd",
];

/// What is said before an e-mail address, and schemes that take one.
const LABELS: &[&str] = &[
    "mailto",
    "mail",
    "email",
    "e-mail",
    "contact",
    "from",
    "to",
    "cc",
    "bcc",
    "by",
    "author",
    "sip",
    "sips",
    "xmpp",
    "acct",
    "im",
    "jabber",
    "matrix",
    "npm",
    "pkg",
    "file",
    "workspace",
    "link",
    "git",
    "github",
    "gitlab",
    "docker",
    "image",
    "maintainer",
    "reply-to",
    "replyto",
    "user",
    "login",
    "username",
    "support",
    "see",
    "ping",
    "ssh",
    "twitter",
];

/// A login before the `@` of an address.
pub(super) struct Login<'a> {
    /// From the name up to the `@` and with it.
    pub(super) range: Range<usize>,
    pub(super) has_scheme: bool,
    name: &'a str,
    pub(super) password: &'a str,
    host: &'a str,
}

impl<'a> Login<'a> {
    /// The login that ends with the `@` at a place.
    pub(super) fn before(text: &'a str, at: usize) -> Option<Self> {
        let ends = |c: char| c.is_whitespace() || "\"'`<>()[]{}|,;/".contains(c);
        let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
        let user_info = text[from..at].rsplit(ends).next()?.trim_start_matches(['*', '~']);
        let start = at - user_info.len();
        let host_end = text.floor_char_boundary(text.len().min(at + 1 + LONGEST));
        let host = text[at + 1..host_end].split(|c: char| !c.is_ascii_alphanumeric() && !".-_".contains(c)).next()?;
        super::effort::add(user_info.len() + host.len());
        let has_scheme = text[..start].ends_with("//");
        let (name, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        let is_host = if has_scheme {
            !host.is_empty() || text[at + 1..].starts_with('[')
        } else {
            is_host(host) && is_name(name)
        };
        let is_login = is_host && (!password.is_empty() || has_scheme) && !text[at + 1..].starts_with('@');
        is_login.then_some(Self { range: start..at + 1, has_scheme, name, password, host })
    }

    /// What of it lets in, if that is no example.
    fn secret(&self) -> Option<&'a str> {
        let is_home = ["localhost", "127.0.0.1", "example.", "host", "db", "hostname", "server."]
            .iter()
            .any(|home| self.host.starts_with(home));
        let is_drawn = |text: &str| value::is_random(text, 10) || value::is_made_up(text);
        let is_harmless = |text: &str| stand_in::is_stand_in(text) || stand_in::is_reference(text);
        let is_password = self.password.len() >= if self.has_scheme { 5 } else { 6 }
            && !self.name.eq_ignore_ascii_case(self.password)
            && !is_common(&self.password.to_lowercase())
            && !is_harmless(self.password);
        match () {
            () if is_password && (!is_home || is_drawn(self.password)) => Some(self.password),
            // A token alone, or in place of the name.
            () if self.has_scheme && value::is_random(self.name, 20) && !is_harmless(self.name) => Some(self.name),
            () => None,
        }
    }
}

/// The password of the address whose `@` is here.
pub(super) fn find(text: &str, mark: Range<usize>) -> Option<Found> {
    let login = Login::before(text, mark.start)?;
    let secret = login.secret()?;
    let start = secret.as_ptr() as usize - text.as_ptr() as usize;
    Some(Found {
        id: "login",
        what: format!("a password in an address of {}", super::super::source::shown(login.host)),
        range: start..start + secret.len(),
        advice: ROTATE,
        is_weak: false,
    })
}

/// Whether a password in lower case is one of examples.
pub(super) fn is_common(lower: &str) -> bool {
    COMMON.contains(&lower)
}

/// A name of several parts whose last is of letters, or an address in numbers.
fn is_host(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_name = host.contains('.') && last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_name || host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A name to log in with, not a word before an e-mail address.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "._-+%\\".contains(c);
    name.chars().all(is_part) && !LABELS.contains(&name.to_ascii_lowercase().as_str())
}
