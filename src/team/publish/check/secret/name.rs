//! What the other parts of a name say of its value: `public_key`, `token_type` and `password_file` hold no secret.

use std::ops::Range;

/// Before the word for a secret: what is known to all, or sorts and finds things.
const BEFORE: &[&str] = &[
    "public",
    "pub",
    "publishable",
    "csrf",
    "xsrf",
    "cache",
    "sort",
    "foreign",
    "primary",
    "partition",
    "page",
    "cursor",
    "continuation",
    "idempotency",
    "dedup",
    "event",
    "row",
    "object",
    "routing",
    "group",
    "lookup",
    "index",
    "unique",
    "composite",
    "hash",
    "range",
    "map",
    "dict",
    "translation",
    "i18n",
    "hot",
    "arrow",
    "registry",
    "space",
    "sync",
    "resume",
    "natural",
    "surrogate",
    "candidate",
    "bucket",
    "shift",
    "control",
    "meta",
    "host",
    "known",
    "sha",
    "integrity",
    "etag",
    "num",
    "count",
    "max",
    "min",
    "total",
    "is",
    "has",
    "no",
    "tree",
    "schema",
    "subject",
    "issuer",
    "authority",
    "site",
    "recv",
    "authenticity",
    "antiforgery",
    "verification",
    "mon",
];

/// Behind it: what only speaks of the secret.
const BEHIND: &[&str] = &[
    "file",
    "filename",
    "path",
    "url",
    "uri",
    "name",
    "type",
    "length",
    "len",
    "size",
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
    "endpoint",
    "algorithm",
    "alg",
    "id",
    "ids",
    "identifier",
    "usage",
    "format",
    "policy",
    "expiry",
    "expires",
    "expiration",
    "ttl",
    "at",
    "date",
    "limit",
    "status",
    "version",
    "index",
    "server",
    "label",
    "prefix",
    "hint",
    "location",
    "ref",
    "arn",
    "kind",
    "scope",
    "issuer",
    "audience",
    "prompt",
    "dir",
    "folder",
    "helper",
    "provider",
    "manager",
    "map",
    "set",
    "list",
    "binding",
    "table",
    "space",
    "usage",
    "verifier",
    "method",
    "required",
    "authors",
    "domain",
    "host",
    "port",
];

/// Words that only sound like one.
const SOUNDS: &[&str] = &[
    "keyserver",
    "secretsmanager",
    "keyring",
    "keyword",
    "keyboard",
    "monkey",
    "turkey",
    "donkey",
    "hockey",
    "whiskey",
    "jockey",
    "keycode",
    "keyframe",
    "keypress",
    "keydown",
    "keyup",
    "keystroke",
    "keynote",
    "keymap",
    "keybind",
    "keychain",
    "tokeniz",
    "tokenis",
    "bypass",
    "compass",
    "passenger",
    "passage",
    "passive",
    "passion",
    "passport",
    "encompass",
    "surpass",
    "trespass",
    "passed",
    "passes",
    "passing",
    "author",
    "authentic",
    "sessions",
    "cookies",
    "secretar",
    "keysym",
    "keyspace",
    "keyof",
    "autho",
];

/// Whether the name says that its value is no secret; `word` is where the word for a secret lies in it.
pub(super) fn is_harmless(name: &str, word: Range<usize>) -> bool {
    let own = around(name, &word).to_ascii_lowercase();
    let is_header = own.contains("authorization") || own.contains("authtoken");
    if SOUNDS.iter().any(|sound| own.contains(sound)) && !is_header {
        return true;
    }
    let is_one =
        |list: &[&str], part: &String| list.contains(&part.as_str()) || list.contains(&part.trim_end_matches('s'));
    let (before, behind) = (parts(&name[..word.start]), parts(&name[word.end..]));
    before.iter().any(|part| is_one(BEFORE, part)) || behind.iter().any(|part| is_one(BEHIND, part))
}

/// Whether words behind the word for a secret say that they speak of it alone: `key fingerprint`.
pub(super) fn speaks_of_it(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|word| BEHIND.contains(&word.to_ascii_lowercase().as_str()))
}

/// The part of the name that the word lies in: `authentication` of `authenticationToken`.
fn around<'a>(name: &'a str, word: &Range<usize>) -> &'a str {
    let bytes = name.as_bytes();
    let joins = |at: usize| {
        let (one, next) = (bytes[at - 1], bytes[at]);
        one.is_ascii_alphanumeric()
            && next.is_ascii_alphanumeric()
            && !(one.is_ascii_lowercase() && next.is_ascii_uppercase())
    };
    let start = (1..=word.start).rev().find(|at| *at == bytes.len() || !joins(*at)).unwrap_or(0);
    let end = (word.end.max(1)..bytes.len()).find(|at| !joins(*at)).unwrap_or(bytes.len());
    name.get(start..end).unwrap_or(name)
}

/// The words that a name is made of, in lower case.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            parts.push(String::new());
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        if c.is_alphanumeric() {
            parts.last_mut().expect("it begins with one").extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
