//! What every join of two texts has to pass before it may stand for both.

use std::collections::HashMap;
use std::hash::Hash;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::entry::front_matter;
use crate::text::code;

/// Lets a join pass that has all that either side wrote; else both texts are to be kept as they are.
///
/// Each word that one side added and nobody took away is in it, no mark of a conflict is in it that no side had, and where
/// the front matter of both sides can be read, so can its. It costs what the texts are long.
pub(crate) fn checked(base: &[u8], ours: &[u8], theirs: &[u8], joined: Vec<u8>) -> Option<Vec<u8>> {
    let texts = [base, ours, theirs, &joined];
    let is_whole = has_all_words(texts.map(lines)) && !has_new_mark(texts) && front_matter_is_sound(texts);
    is_whole.then_some(joined)
}

/// Without line endings and the blanks before them.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).collect()
}

/// Whether each word that was added on one side and not taken away on the other is in the join; the base, ours, theirs and
/// the join are given in the parts by which they were joined.
///
/// Words are counted by the parts that are missing: where each is there as often as it has to be, so is every word.
pub(in crate::entry) fn has_all_words<Part: AsRef<[u8]> + Eq + Hash>(texts: [Vec<Part>; 4]) -> bool {
    let mut counts: HashMap<&Part, [i64; 4]> = HashMap::new();
    for (at, part) in texts.iter().enumerate().flat_map(|(at, parts)| parts.iter().map(move |part| (at, part))) {
        counts.entry(part).or_default()[at] += 1;
    }
    let mut missing: HashMap<&[u8], i64> = HashMap::new();
    for (part, counts) in counts {
        let lacking = lacking(part.as_ref(), counts);
        if lacking != 0 {
            for word in words(part.as_ref()) {
                *missing.entry(word).or_default() += lacking;
            }
        }
    }
    missing.values().all(|count| *count <= 0)
}

/// How many more times a part would have to be in the join; less than nothing where it is there more often.
fn lacking(part: &[u8], [base, ours, theirs, joined]: [i64; 4]) -> i64 {
    // What both added, or both took away altogether, is one change and not two.
    let both_added = (ours - base).min(theirs - base).max(0);
    let both_removed = if ours == 0 && theirs == 0 { base } else { 0 };
    let lacking = ours + theirs - base - both_added + both_removed - joined;
    // Fences and rules come many times: that one of them is another's shows in the words around it.
    let is_rule = !part.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    if is_rule && joined > 0 { lacking.min(0) } else { lacking }
}

/// The words of a part as Unicode has them, also those of languages without blanks, and each sign between them.
fn words(part: &[u8]) -> Vec<&[u8]> {
    match std::str::from_utf8(part) {
        Ok(text) => text.split_word_bounds().filter(|word| !word.trim().is_empty()).map(str::as_bytes).collect(),
        Err(_) => part.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect(),
    }
}

/// Whether a mark of a conflict is in a join (the last text) that no side had.
pub(super) fn has_new_mark([_, ours, theirs, joined]: [&[u8]; 4]) -> bool {
    let mut marks: HashMap<&[u8], i64> = HashMap::new();
    for (text, count) in [(joined, 1), (ours, -1), (theirs, -1)] {
        for mark in lines(text).into_iter().filter(|line| is_mark(line)) {
            *marks.entry(mark).or_default() += count;
        }
    }
    marks.values().any(|count| *count > 0)
}

/// A line with which programs mark where two texts are in conflict.
fn is_mark(line: &[u8]) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| is_marked(line, mark))
}

fn is_marked(line: &[u8], mark: &str) -> bool {
    line.strip_prefix(mark.as_bytes()).is_some_and(|rest| rest.is_empty() || rest.starts_with(b" "))
}

/// The line, counted from 1, with which the first conflict begins that a program marked in a text. Code may show such marks.
pub(crate) fn marked_line(text: &str) -> Option<usize> {
    let words =
        code::lines(text, 0..text.len()).map(|line| if line.is_code { "" } else { text[line.range].trim_end() });
    let mut lines = (1..).zip(words);
    let mut next = |mark| lines.find(|(_, line)| is_marked(line.as_bytes(), mark));
    let (begins, _) = next("<<<<<<<")?;
    next("=======")?;
    next(">>>>>>>").map(|_| begins)
}

/// Whether front matter that both sides have in order is so in the join: there, readable, and no key in it twice.
pub(super) fn front_matter_is_sound(texts: [&[u8]; 4]) -> bool {
    let [Ok(base), Ok(ours), Ok(theirs), Ok(joined)] = texts.map(std::str::from_utf8) else { return true };
    if !front_matter::is_sound(ours) || !front_matter::is_sound(theirs) {
        return true;
    }
    let has = |text: &str| front_matter::split(text).yaml.is_some();
    let is_meant = if has(ours) == has(base) { has(theirs) } else { has(ours) };
    front_matter::is_sound(joined) && has(joined) == is_meant
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passes(base: &str, ours: &str, theirs: &str, joined: &str) -> bool {
        let [base, ours, theirs] = [base, ours, theirs].map(str::as_bytes);
        checked(base, ours, theirs, joined.into()).is_some()
    }

    #[test]
    fn a_conflict_that_a_program_marked_is_found_where_it_begins() {
        assert_eq!(marked_line("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"), Some(2));
        assert_eq!(marked_line("Title\n=======\n\n>>>>>>> quoted\n"), None);
        assert_eq!(marked_line("```\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n```\n"), None, "code shows marks");
    }

    #[test]
    fn a_join_that_lacks_a_word_of_one_side_is_none() {
        assert!(passes("a\nb\nc\n", "a one\nb\nc\n", "a\nb\nc two\n", "a one\nb\nc two\n"));
        assert!(!passes("a\nb\nc\n", "a one\nb\nc\n", "a\nb\nc two\n", "a\nb\nc two\n"));
        assert!(!passes("a\nb\nc\n", "a one\nb\nc\n", "a\nb\nc two\n", "a one\nb\n0\n"));
        assert!(!passes("", "你好 世界\n", "b\n", "b\n你好 世\n"), "a character of a language without blanks");
        assert!(!passes("x\n", "x\n- [x] é\n", "x\n", "x\n- [ ] é\n"), "a sign");
        assert!(!passes("x\n", "x\n***\n", "x\n", "x\n"), "a line of signs alone");
    }

    #[test]
    fn words_count_as_often_as_they_stand() {
        assert!(!passes("tea\n", "tea\ntea too\n", "tea\n", "tea too\n"));
        assert!(passes("tea\n", "tea\ntea\n", "tea\ntea\n", "tea\ntea\n"), "both added the same");
        assert!(passes("tea\ntea\n", "tea\n", "tea\n", "tea\n"));
        assert!(passes("tea\nold\n", "tea\n", "tea\n", "tea\n"), "both took the same away");
        assert!(!passes("the old\n", "the new\n", "\n", "the\n"), "a word in place of another");
    }

    #[test]
    fn words_may_come_in_another_form_than_they_were_written_in() {
        assert!(passes("", "one\n\n  two\n", "three\n", "one two\nthree\n"));
        assert!(passes("a\r\n", "a\r\nb\r\n", "c\r\na\r\n", "c\na\nb"));
    }

    #[test]
    fn no_mark_of_a_conflict_comes_in() {
        assert!(!passes("a\n", "b\n", "c\n", "<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n"));
        assert!(passes("T\n=======\n", "T\n=======\nb\n", "a\nT\n=======\n", "a\nT\n=======\nb\n"), "a heading");
    }

    #[test]
    fn sound_front_matter_stays_sound() {
        let (base, ours) = ("---\na: 1\n---\nx\n", "---\na: 1\ntags: [b]\n---\nx\n");
        assert!(passes(base, ours, "---\na: 1\n---\nx\ny\n", "---\na: 1\ntags: [b]\n---\nx\ny\n"));
        let theirs = "---\ntags: [c]\na: 1\n---\nx\n";
        assert!(!passes(base, ours, theirs, "---\ntags: [c]\na: 1\ntags: [b]\n---\nx\n"), "a key that stands twice");
        assert!(!passes("x\n", "---\na: b\n---\nx\n", "y\nx\n", "y\n---\na: b\n---\nx\n"), "fields that are text now");
        assert!(passes(base, "x\n", "---\na: 1\n---\nx\ny\n", "x\ny\n"), "one side took it away");
        let [broken, more] = ["---\na: [\n---\nx\n", "---\na: [\n---\nx\ny\n"];
        assert!(passes(broken, more, &format!("{broken}z\n"), &format!("{more}z\n")), "it was broken before");
    }

    /// Lines of a base, with lines of two sides put between them; each word is unlike all others but for its line's copies.
    fn sides() -> impl Strategy<Value = [Vec<String>; 4]> {
        let word = |mark: &'static str| (0..40_u32).prop_map(move |n| format!("{mark}{n} 茶{mark}{n} `{mark}`"));
        let added = |mark| prop::collection::vec((0..20_usize, word(mark)), 0..4);
        (prop::collection::vec(word("b"), 0..8), added("o"), added("t")).prop_map(|(base, ours, theirs)| {
            let with = |lines: &[String], more: &[(usize, String)]| {
                more.iter().fold(lines.to_vec(), |mut lines, (at, line)| {
                    lines.insert(at % (lines.len() + 1), line.clone());
                    lines
                })
            };
            let (one, other) = (with(&base, &ours), with(&base, &theirs));
            let both = with(&one, &theirs);
            [base, one, other, both]
        })
    }

    proptest! {
        #[test]
        fn what_holds_all_passes_and_no_line_can_be_taken_out([base, ours, theirs, both] in sides(), at: prop::sample::Index) {
            let text = |lines: &[String]| lines.join("\n");
            prop_assert!(passes(&text(&base), &text(&ours), &text(&theirs), &text(&both)));

            if !both.is_empty() {
                let mut less = both.clone();
                let gone = less.remove(at.index(less.len()));
                prop_assert!(!passes(&text(&base), &text(&ours), &text(&theirs), &text(&less)), "without {}", gone);
                let cut = both[at.index(both.len())].rsplit_once(' ').unwrap().0.to_owned();
                less.insert(0, cut);
                prop_assert!(!passes(&text(&base), &text(&ours), &text(&theirs), &text(&less)), "cut off {}", gone);
            }
        }

        #[test]
        fn bytes_of_any_kind_are_compared_without_a_word(base in ".{0,20}", ours: Vec<u8>, theirs: Vec<u8>) {
            let both = [&ours[..], b"\n", &theirs].concat();
            prop_assert!(checked(base.as_bytes(), &ours, &ours, ours.clone()).is_some());
            prop_assert_eq!(checked(b"", &ours, &theirs, both.clone()).is_some(), front_matter_is_sound([b"", &ours, &theirs, &both]));
        }
    }
}
