//! The words that stand between a name and its value, or before a name, and mean nothing by themselves.

/// Types, and what surrounds them.
const TYPES: &[&str] = &[
    "any",
    "byte",
    "bytes",
    "char",
    "const",
    "constexpr",
    "cstring",
    "final",
    "immutable",
    "let",
    "maybe",
    "mut",
    "mutable",
    "nsstring",
    "nvarchar",
    "optional",
    "option",
    "secretstr",
    "secretstring",
    "securestring",
    "static",
    "std",
    "str",
    "string",
    "string_view",
    "text",
    "u8",
    "union",
    "val",
    "var",
    "varchar",
    "wchar_t",
    "object",
    "none",
    "cow",
    "box",
    "uuid",
    "undefined",
    "null",
    "readonly",
    "public",
    "private",
];

/// What a value is called itself, and how it is introduced.
const VALUES: &[&str] =
    &["value", "values", "val", "default", "defaultvalue", "default_value", "content", "string", "stringvalue", "data"];

/// What says in words that a value comes.
const SPOKEN: &[&str] =
    &["is", "was", "are", "as", "to", "equals", "eq", "by", "with", "lautet", "ist", "es", "est", "e", "ser", "being"];

/// What may stand before a value, in texts, headers and shells.
const OTHERS: &[&str] = &[
    "be",
    "set",
    "now",
    "still",
    "here",
    "new",
    "bearer",
    "basic",
    "token",
    "apikey",
    "cat",
    "bash",
    "sh",
    "shell",
    "console",
    "env",
    "dotenv",
    "ini",
    "toml",
    "yaml",
    "json",
    "plain",
    "txt",
    "literal",
    "unset",
    "following",
    "the",
    "currently",
    "api",
    "access",
    "auth",
    "client",
    "app",
    "personal",
    "api-token",
    "apitoken",
    "api-key",
    "just",
    "mapped",
    "digest",
    "key",
    "secret",
    "password",
    "pass",
    "raw",
    "encrypted",
    "body",
    "echo",
];

/// Letters before a quoted text.
const PREFIXES: &[&str] = &["b", "r", "f", "u", "l", "n", "e", "q", "qq", "rb", "br", "u8", "c", "s", "x", "w"];

/// Commands that take a name and a value without a sign between.
const SETTERS: &[&str] = &[
    "set",
    "setx",
    "setenv",
    "env",
    "arg",
    "export",
    "define",
    "config",
    "config:set",
    "put",
    "write",
    "-x",
    "-gx",
    "-ux",
    "-xg",
    "-g",
    "-u",
    "setq",
    "def",
    "defvar",
    "defconst",
    "defparameter",
    "let",
    "const",
    "secret",
    "configure",
    "header",
    "proxy_set_header",
    "add_header",
    "putenv",
    "add",
    "option",
    "setoption",
    "--global",
    "--local",
    "-s",
];

/// Words before the name that a value is kept under.
const KEYS: &[&str] =
    &["name", "key", "id", "variable", "env", "setting", "property", "entry", "field", "label", "option", "string"];

/// What a word of a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Says that a value comes.
    Sign,
    /// Says nothing.
    Filler,
}

pub(super) fn role(word: &str) -> Option<Role> {
    let has = |list: &[&str]| list.iter().any(|own| own.eq_ignore_ascii_case(word));
    if has(SPOKEN) {
        return Some(Role::Sign);
    }
    [TYPES, VALUES, OTHERS].into_iter().any(has).then_some(Role::Filler)
}

pub(super) fn is_prefix(word: &str) -> bool {
    PREFIXES.iter().any(|own| own.eq_ignore_ascii_case(word))
}

pub(super) fn is_setter(word: &str) -> bool {
    SETTERS.iter().any(|own| own.eq_ignore_ascii_case(word))
}

pub(super) fn is_value(word: &str) -> bool {
    VALUES.iter().any(|own| own.eq_ignore_ascii_case(word))
}

pub(super) fn is_key(word: &str) -> bool {
    KEYS.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// The word that a text begins with.
pub(super) fn first(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())]
}

/// The word that a text ends with.
pub(super) fn last(text: &str) -> &str {
    &text[text
        .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))..]
}
