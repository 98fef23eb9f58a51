//! Places that say a name without linking to it.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;

use super::{Link, links};
use crate::entry::block::{after_backticks, blocks};

/// Where a body says one of the names as whole words, whatever their case and accents' composition; not inside links or
/// code, nor in headings. In order.
pub fn mentions(body: &str, names: &[&str]) -> Vec<Range<usize>> {
    let names: Vec<Vec<String>> = names.iter().map(|name| name.split_whitespace().map(folded).collect()).collect();
    let names: Vec<_> = names.into_iter().filter(|words| !words.is_empty()).collect();
    let links = links(body);
    let mut found = Vec::new();
    for block in blocks(body).filter(|block| block.level == 0) {
        let mut at = block.words.start;
        while at < block.words.end {
            if let Some(end) = skipped(body, &links, &block.words, at) {
                at = end;
            } else if let Some(end) = names.iter().find_map(|words| said(body, at, block.words.end, words)) {
                found.push(at..end);
                at = end;
            } else {
                at = next_word(body, at, block.words.end);
            }
        }
    }
    found
}

/// Whether a name is worth looking for: two words, or one of four letters.
pub fn is_telling(name: &str) -> bool {
    name.split_whitespace().nth(1).is_some() || name.chars().filter(|c| c.is_alphanumeric()).count() >= 4
}

/// Behind the link or code span that begins here.
fn skipped(body: &str, links: &[Link], within: &Range<usize>, at: usize) -> Option<usize> {
    let before = links.partition_point(|link| link.range.start <= at);
    let link = links[..before].iter().rev().take(8).find(|link| link.range.contains(&at));
    if let Some(link) = link {
        return Some(link.range.end);
    }
    body[at..].starts_with('`').then(|| within.start + after_backticks(&body[within.clone()], at - within.start))
}

/// The end of the words that stand here.
fn said(body: &str, at: usize, end: usize, words: &[String]) -> Option<usize> {
    let mut place = at;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            let rest = &body[place..end];
            let blanks = rest.len() - rest.trim_start().len();
            if blanks == 0 {
                return None;
            }
            place += blanks;
        }
        place = word_end(&body[..end], place, word)?;
    }
    let goes_on = body[place..end].chars().next().is_some_and(char::is_alphanumeric)
        && body[..place].chars().next_back().is_some_and(is_spaced);
    (!goes_on).then_some(place)
}

/// Behind a folded word that stands here.
fn word_end(text: &str, at: usize, word: &str) -> Option<usize> {
    let mut rest = word;
    for (offset, c) in text[at..].char_indices() {
        if rest.is_empty() && !unicode_normalization::char::is_combining_mark(c) {
            return Some(at + offset);
        }
        let mut folded = String::new();
        fold(c, &mut folded);
        rest = rest.strip_prefix(folded.as_str())?;
    }
    rest.is_empty().then_some(text.len())
}

/// Where the next word may begin.
fn next_word(body: &str, at: usize, end: usize) -> usize {
    let mut chars = body[at..end].char_indices();
    let Some((_, first)) = chars.next() else { return end };
    let inside = first.is_alphanumeric() && is_spaced(first);
    let begins =
        |c: char| c == '`' || c == '[' || c == '!' || c == '<' || !(inside && c.is_alphanumeric() && is_spaced(c));
    chars.find(|(_, c)| begins(*c)).map_or(end, |(offset, _)| at + offset)
}

/// Whether a letter is of a script that puts spaces between its words.
fn is_spaced(c: char) -> bool {
    !matches!(c as u32, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF
        | 0xAC00..=0xD7A3 | 0x20000..=0x3FFFF)
}

fn folded(word: &str) -> String {
    let mut out = String::new();
    word.chars().for_each(|c| fold(c, &mut out));
    out
}

fn fold(c: char, out: &mut String) {
    decompose_canonical(c, |part| out.extend(part.to_lowercase()));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said<'a>(body: &'a str, names: &[&str]) -> Vec<&'a str> {
        mentions(body, names).into_iter().map(|range| &body[range]).collect()
    }

    #[test]
    fn whole_words_are_found_in_any_case_and_across_a_line_end() {
        assert_eq!(said("Green tea, green\nTEA, greentea, green teas", &["Green Tea"]), ["Green tea", "green\nTEA"]);
        assert_eq!(said("ein cafe\u{301}.", &["Café"]), ["cafe\u{301}"]);
        assert_eq!(said("見天気予報を", &["天気予報"]), ["天気予報"]);
    }

    #[test]
    fn links_code_and_headings_say_nothing() {
        let body =
            "# Green tea\n\n[[green tea]] `green tea` [green tea](x.md) ![green tea](y)\n\n```\ngreen tea\n```\n";

        assert_eq!(said(body, &["green tea"]), [""; 0]);
    }

    #[test]
    fn short_words_tell_nothing() {
        assert!(is_telling("Tea time") && is_telling("Rust") && is_telling("天気予報"));
        assert!(!is_telling("Tea") && !is_telling("C++"));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_places_are_whole_characters(body in "[a-cé日`\\[\\]()! \n#\u{301}]{0,60}", name in "[a-cé日 ]{1,6}") {
            for range in mentions(&body, &[&name]) {
                prop_assert!(!body[range].is_empty());
            }
        }
    }
}
