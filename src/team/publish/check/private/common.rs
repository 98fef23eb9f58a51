//! Words that anybody uses, and that give no title away.

use std::collections::HashSet;
use std::sync::LazyLock;

/// In lower case, a word a line: those that many notes of several authors have in common, counted in public notes, and
/// the names of days, months and folders.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Further words that name a subject and nothing that is somebody's own, from eight letters on: those that the documents of
/// many programs have in common, and what people call their collections.
static SUBJECTS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("subjects.txt").lines().collect());

/// Whether a word alone, in lower case, gives no title away.
pub(super) fn is_subject(word: &str) -> bool {
    is_form_of(&SUBJECTS, word) || is_common(word)
}

/// Whether a word, in lower case, is a common one or a form of one: `sleeps`, `sleeping`, `renamed`. So is a single letter.
pub(super) fn is_common(word: &str) -> bool {
    is_form_of(&COMMON, word) || word.chars().count() == 1 && word.is_ascii()
}

fn is_form_of(words: &HashSet<&str>, word: &str) -> bool {
    let is_known = |word: &str| words.contains(word);
    let is_form = |end: &str| {
        word.strip_suffix(end).is_some_and(|stem| is_known(stem) || stem.len() > 2 && is_known(&format!("{stem}e")))
    };
    is_known(word) || ["s", "es", "ed", "ing", "er", "ly"].into_iter().any(is_form)
}
