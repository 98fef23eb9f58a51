//! The words around a match, cut from the stored text of the results that are shown.

use std::ops::Range;

use memchr::{memchr_iter, memchr2_iter, memmem};

use super::hit::Snippet;
use super::tokenize;

/// So many bytes of text, about; twice a wide list.
const LENGTH: usize = 200;
/// So many of them in front of the first match.
const BEFORE: usize = 48;
/// How far behind the first match a better place is looked for.
const FURTHER: usize = 2000;
/// How far into a body a match is looked for.
const DEEP: usize = 64 * 1024;
/// How far it is looked for where only words that look like it are read, and how many of these.
const DEEPEST: usize = 4 << 20;
const LIKELY: usize = 32;
/// How far where words may be written with accents, so that each has to be folded first.
const FOLDED: usize = 8 * 1024;

/// What to mark: a folded token, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Needle {
    pub text: String,
    pub prefix: bool,
}

impl Needle {
    fn matches(&self, token: &str) -> bool {
        let word = token.strip_suffix(tokenize::INNER).unwrap_or(token);
        if self.prefix { word.starts_with(&self.text) } else { word == self.text }
    }
}

/// Where needles stand in a composed text; neighbours and overlaps are one range.
pub(super) fn marks(text: &str, needles: &[Needle]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    find(text, needles, |_, range| {
        match marks.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => marks.push(range),
        }
        true
    });
    marks
}

/// Cuts the piece of `body` in which most needles stand; its beginning if none does. `line` is the body's first line.
pub(super) fn snippet(body: &str, line: usize, needles: &[Needle]) -> Snippet {
    let start = match best(&places(body, needles)) {
        Some(at) => beginning(body, at),
        None => body.len() - body.trim_start().len(),
    };
    let end = ending(body, start);
    let (text, offset) = one_line(&body[start..end], starts_inside_line(body, start), end < body.len());
    let marks = marks(&text, needles).into_iter().filter(|mark| mark.start >= offset).collect();
    Snippet { text, marks, line: line + memchr_iter(b'\n', &body.as_bytes()[..start]).count() }
}

/// Where needles stand around the first of them, and which.
fn places(body: &str, needles: &[Needle]) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    let near = &body[..body.floor_char_boundary(DEEP.min(body.len()))];
    let mut look = |from: usize, text: &str| {
        find(text, needles, |needle, range| {
            places.push((from + range.start, needle));
            let further = needles.len() > 1 && from + range.start < places[0].0 + FURTHER;
            further && places.len() < 64
        });
        places.is_empty()
    };
    let mut missed = candidate(near, needles).is_none_or(|from| look(from, &near[from..]));
    if missed && !near.is_ascii() {
        missed = look(0, &near[..near.floor_char_boundary(FOLDED.min(near.len()))]);
    }
    let (mut from, deepest) = (near.len(), body.floor_char_boundary(DEEPEST.min(body.len())));
    for _ in 0..LIKELY {
        let likely = if missed { candidate(&body[from..deepest], needles) } else { None };
        let Some(at) = likely.map(|at| from + at) else { break };
        from = body.floor_char_boundary((at + LENGTH).min(deepest));
        missed = look(at, &body[at..from]);
    }
    places
}

/// Calls `sink` with the number of a needle and where it stands, in order, until it answers `false`.
fn find(text: &str, needles: &[Needle], mut sink: impl FnMut(usize, Range<usize>) -> bool) {
    if needles.is_empty() {
        return;
    }
    tokenize::each(text, |token| {
        let Some(at) = needles.iter().position(|needle| needle.matches(token.text)) else { return true };
        let end = if needles[at].prefix { prefix_end(text, token, &needles[at]) } else { token.end };
        sink(at, token.start..end)
    });
}

/// Where the typed part of a word ends; behind the word if folding makes that unclear.
fn prefix_end(text: &str, token: tokenize::Token<'_>, needle: &Needle) -> usize {
    let raw = &text[token.start..token.end];
    if raw.is_ascii() || raw.starts_with(&needle.text) {
        token.start + needle.text.len().min(raw.len())
    } else {
        token.end
    }
}

/// Where the first word stands that is a needle but for its case: a cheap look that spares most of a long text the tokenizer.
/// Words with accents are passed over.
fn candidate(text: &str, needles: &[Needle]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut first = None;
    for needle in needles.iter().map(|needle| needle.text.as_bytes()) {
        let near = &bytes[..first.unwrap_or(bytes.len())];
        let place = if needle.is_ascii() { find_ascii(near, needle) } else { memmem::find(near, needle) };
        first = place.or(first);
    }
    first.map(|first| text[..first].rfind(char::is_whitespace).unwrap_or(0))
}

/// Where a word begins with `needle`, in any case.
fn find_ascii(text: &[u8], needle: &[u8]) -> Option<usize> {
    let (at, rarest) = needle.iter().enumerate().max_by_key(|(_, byte)| rareness(**byte))?;
    let mut places = memchr2_iter(*rarest, rarest.to_ascii_uppercase(), text.get(at..)?);
    places.find(|place| {
        let before = place.checked_sub(1).map_or(b' ', |before| text[before]);
        let inside =
            text[*place].is_ascii_uppercase() || (before.eq_ignore_ascii_case(&b'v') && needle[0].is_ascii_digit());
        let fresh = inside || !before.is_ascii_alphanumeric();
        fresh && text.get(*place..*place + needle.len()).is_some_and(|word| word.eq_ignore_ascii_case(needle))
    })
}

/// Greater for what fewer words have.
fn rareness(byte: u8) -> usize {
    const COMMON: &[u8; 26] = b"etaoinsrhldcumfpgwybvkxjqz";
    COMMON.iter().position(|common| *common == byte).unwrap_or(COMMON.len())
}

/// The first match of the piece that holds most different needles.
fn best(places: &[(usize, usize)]) -> Option<usize> {
    let count = |first: usize| {
        let until = places[first].0 + LENGTH - BEFORE;
        let seen = places[first..].iter().take_while(|place| place.0 < until);
        seen.fold(0_u64, |seen, place| seen | 1 << (place.1 % 64)).count_ones()
    };
    let best = (0..places.len()).rev().max_by_key(|first| count(*first))?;
    Some(places[best].0)
}

/// Where a piece with a match at `at` begins: at its line's beginning if that is near, else at a word's.
fn beginning(body: &str, at: usize) -> usize {
    let line = body[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let from = body.ceil_char_boundary(at.saturating_sub(BEFORE));
    if line >= from {
        let indent = body[line..at].len() - body[line..at].trim_start().len();
        return line + indent;
    }
    body[from..at].find(char::is_whitespace).map_or(from, |space| {
        let word = &body[from + space..at];
        from + space + word.len() - word.trim_start().len()
    })
}

fn ending(body: &str, start: usize) -> usize {
    let end = body.ceil_char_boundary((start + LENGTH).min(body.len()));
    if end == body.len() {
        return end;
    }
    body[start..end].rfind(char::is_whitespace).filter(|space| *space > LENGTH / 2).map_or(end, |space| start + space)
}

fn starts_inside_line(body: &str, start: usize) -> bool {
    !body[..start].ends_with('\n') && !body[..start].trim().is_empty()
}

/// The piece with all space between words as one blank each, and `…` where it was cut; and where its own text begins.
fn one_line(piece: &str, cut_before: bool, cut_behind: bool) -> (String, usize) {
    let mut text = String::with_capacity(piece.len() + 6);
    if cut_before {
        text.push('…');
    }
    let offset = text.len();
    for word in piece.split_whitespace() {
        if text.len() > offset {
            text.push(' ');
        }
        text.push_str(word);
    }
    if cut_behind {
        text.push('…');
    }
    (text, offset)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn needles(words: &[&str]) -> Vec<Needle> {
        let needle = |word: &&str| Needle { text: word.trim_end_matches('*').to_owned(), prefix: word.ends_with('*') };
        words.iter().map(needle).collect()
    }

    fn marked(snippet: &Snippet) -> Vec<&str> {
        snippet.marks.iter().map(|mark| &snippet.text[mark.clone()]).collect()
    }

    #[test]
    fn a_snippet_begins_with_the_line_of_the_match_and_knows_its_number() {
        let found = snippet("\n# Tea\n\nBoil the Wáter first.\n", 5, &needles(&["water"]));

        assert_eq!((found.text.as_str(), found.line), ("Boil the Wáter first.", 8));
        assert_eq!(marked(&found), ["Wáter"]);
    }

    #[test]
    fn a_snippet_shows_the_place_with_most_of_the_words() {
        let body = format!("git is here.\n{}\nhere git and rebase meet.\n", "words between\n".repeat(40));

        let found = snippet(&body, 1, &needles(&["git", "reb*"]));

        assert_eq!(marked(&found), ["git", "reb"]);
        assert_eq!(found.line, 43);
    }

    #[test]
    fn a_match_deep_in_a_line_is_cut_out_at_a_word() {
        let body = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));

        let found = snippet(&body, 1, &needles(&["needle"]));

        assert!(found.text.starts_with("…hay") && found.text.ends_with("straw…"), "{}", found.text);
        assert_eq!(marked(&found), ["needle"]);
    }

    #[test]
    fn a_match_is_found_far_down_a_long_text() {
        for words in [2_000, 8_000, 40_000] {
            let body = format!("{}\nthe axolotl here\n{}", "axo lotl filler\n".repeat(words), "more\n".repeat(9));

            let found = snippet(&body, 1, &needles(&["axolotl"]));

            assert_eq!((marked(&found), found.line), (vec!["axolotl"], words + 2));
        }
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let found = snippet("\n\nFirst words.\n", 4, &[]);

        assert_eq!((found.text.as_str(), found.line), ("First words.", 6));
    }

    #[test]
    fn neighbouring_pairs_are_marked_as_one() {
        let marks = marks("今日の天気予報です", &needles(&["天気", "気予", "予報"]));

        assert_eq!((marks.len(), marks.first()), (1, Some(&(9..21))));
    }

    proptest! {
        #[test]
        fn marks_are_ordered_ranges_of_the_snippet(body in "([a-cé天気\n ]|\\PC){0,400}", word in "[a-c]{1,2}") {
            let body = tokenize::composed(&body);
            let found = snippet(&body, 1, &needles(&[&word, "天気"]));
            let mut last = 0;
            for mark in &found.marks {
                prop_assert!(mark.start >= last && mark.start < mark.end);
                prop_assert!(found.text.get(mark.clone()).is_some());
                last = mark.end;
            }
            prop_assert!(!found.text.contains('\n'));
        }
    }
}
