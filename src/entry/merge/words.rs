//! Joins, word by word, lines that both sides changed.
//!
//! Words are those of Unicode's annex 29, which knows languages without blanks too. The target of a link is one word: half of
//! each side's would lead nowhere.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use unicode_segmentation::UnicodeSegmentation as _;

use super::three_way::stretches_of_words;

/// Signs that begin the target of a link, and those that end it.
const TARGETS: [(&str, &[char]); 5] =
    [("](", &[')', '\n']), ("[[", &[']', '\n']), ("<http", &['>', '\n']), ("http://", BLANKS), ("https://", BLANKS)];
const BLANKS: &[char] = &[' ', '\t', '\n', ')', '>'];

/// Finds the beginnings of all targets in one pass.
static BEGINS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(TARGETS.map(|(begin, _)| begin)).expect("five short patterns are a machine"));

/// The lines of both sides in one text; `None` where both changed the same words, or put words into the same place.
pub(super) fn join(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let [base, ours, theirs] = [base, ours, theirs].map(words);
    let mut joined = String::new();
    for stretch in stretches_of_words(&base, &ours, &theirs) {
        let (base, ours, theirs) = (&base[stretch.base], &ours[stretch.ours], &theirs[stretch.theirs]);
        let words = match () {
            () if ours == theirs || theirs == base => ours,
            () if ours == base => theirs,
            () => return None,
        };
        words.iter().for_each(|word| joined.push_str(word));
    }
    Some(joined)
}

/// A text in words, blanks and signs.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut at = 0;
    for begin in BEGINS.find_iter(text) {
        // Within the target before it.
        if begin.start() < at {
            continue;
        }
        words.extend(text[at..begin.start()].split_word_bounds());
        let (_, ends) = TARGETS[begin.pattern().as_usize()];
        at = text[begin.end()..].find(ends).map_or(text.len(), |end| begin.end() + end);
        words.push(&text[begin.start()..at]);
    }
    words.extend(text[at..].split_word_bounds());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_touch_are_joined() {
        let base = "The tea is hot and the cup is red.";
        assert_eq!(
            join(base, "The green tea is hot and the cup is red.", "The tea is hot and the cup is blue.").as_deref(),
            Some("The green tea is hot and the cup is blue.")
        );
        assert_eq!(
            join("我喜欢喝茶和咖啡", "我们喜欢喝茶和咖啡", "我喜欢喝茶和牛奶").as_deref(),
            Some("我们喜欢喝茶和牛奶")
        );
    }

    #[test]
    fn the_same_words_and_the_same_place_are_for_the_person() {
        assert_eq!(join("tea is hot", "tea is cold", "tea is warm"), None);
        assert_eq!(join("tea is hot", "tea is hot today", "tea is hot again"), None);
        assert_eq!(join("tea is hot", "", "tea is warm"), None, "taken away here, changed there");
    }

    #[test]
    fn halves_of_two_targets_are_no_target() {
        let (base, ours, theirs) = ("see [t](a/b.md) now", "see [t](c/b.md) now", "see [t](a/d.md) now");
        assert_eq!(join(base, ours, theirs), None);
        assert_eq!(join("at https://a.org/b/c", "at https://z.org/b/c", "at https://a.org/b/d"), None);
        assert_eq!(join("[[a b]] x", "[[a c]] x", "[[a b]] y").as_deref(), Some("[[a c]] y"));
    }
}
