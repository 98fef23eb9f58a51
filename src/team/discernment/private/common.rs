//! Words that anybody uses, and that give no title away.

use std::collections::HashSet;
use std::sync::LazyLock;

/// In lower case, a word a line: those that many notes of several authors have in common, counted in public notes, and
/// the names of days, months and folders.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Whether a word, in lower case, is one of them or a form of one: `sleeps`, `sleeping`, `renamed`.
pub(super) fn is_common(word: &str) -> bool {
    let is_known = |word: &str| COMMON.contains(word);
    let is_form = |end: &str| {
        word.strip_suffix(end).is_some_and(|stem| is_known(stem) || stem.len() > 2 && is_known(&format!("{stem}e")))
    };
    is_known(word) || ["s", "es", "ed", "ing", "er", "ly"].into_iter().any(is_form)
}
