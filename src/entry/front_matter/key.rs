//! Keys that Riffle knows, which count in whatever case they are written.

use serde_json::{Map, Value as Json};

/// Every key that something is done with.
const KNOWN: [&str; 49] = [
    "alias",
    "aliases",
    "answered_by",
    "assignee",
    "author",
    "authors",
    "checked",
    "confidence",
    "conflict_base",
    "conflict_of",
    "contributors",
    "created",
    "created at",
    "created_at",
    "creation date",
    "date",
    "date created",
    "date_created",
    "derived_from",
    "description",
    "draft",
    "due",
    "expires",
    "for",
    "id",
    "keywords",
    "kind",
    "lang",
    "license",
    "outcome",
    "owner",
    "private",
    "public",
    "publish",
    "published",
    "related",
    "replaced_by",
    "replaces",
    "review_by",
    "share",
    "source",
    "stage",
    "status",
    "tag",
    "tags",
    "title",
    "type",
    "url",
    "via",
];

/// The most bytes of what is taken for a key.
const LONGEST: usize = 32;

/// Keys whose values are tags, the one that new tags go into first.
pub(in crate::entry) const OF_TAGS: [&str; 3] = ["tags", "tag", "keywords"];

/// What Riffle calls a key: its own name for one that it knows, else what is written.
pub(super) fn name(key: &str) -> &str {
    if !key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return key;
    }
    KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(key)).unwrap_or(key)
}

/// Whether something is done with a key, in whatever case it is written.
pub(super) fn is_known(key: &str) -> bool {
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// The fields under the names that Riffle has for them; of several that become one, the first counts.
pub(super) fn named(fields: Map<String, Json>) -> Map<String, Json> {
    if fields.keys().all(|key| name(key) == key) {
        return fields;
    }
    let mut named = Map::new();
    for (key, value) in fields {
        named.entry(name(&key)).or_insert(value);
    }
    named
}

/// Whether a text begins with a line that a field would be, blank lines and comments aside.
pub(crate) fn begins_field(text: &str) -> bool {
    let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let Some(line) = text.split(['\n', '\r']).find(is_said) else { return false };
    let bare = line.trim_start_matches(['"', '\'', ' ', '\t']);
    let length = bare.find(|c: char| !(c.is_alphanumeric() || "_- .".contains(c))).unwrap_or(bare.len());
    let rest = bare[length..].trim_start_matches(['"', '\'', ' ', '\t']);
    bare.starts_with(char::is_alphabetic) && length <= LONGEST && rest.starts_with([':', '='])
}
