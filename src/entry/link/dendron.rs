//! Names behind the `|` of a wiki link, where Dendron writes them: `[[shown|dev.tea]]`.

/// A name of Dendron without the vault that it may begin with: `dendron://vault/dev.tea`.
pub(super) fn without_vault(words: &str) -> &str {
    words.trim_start().strip_prefix("dendron://").and_then(|rest| rest.split_once('/')).map_or(words, |(_, name)| name)
}

/// Whether words may be the name of a note of Dendron: `dev.tea`, with a heading or without.
pub(super) fn is_dotted_name(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || "._-#/^".contains(c))
}
