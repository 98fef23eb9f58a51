//! Where a caret may stand in one line of text: between graphemes and at the borders of words. Offsets are bytes.

use unicode_segmentation::UnicodeSegmentation;

/// The border of the grapheme before `at`.
pub(crate) fn before(text: &str, at: usize) -> usize {
    text[..at].grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
}

/// The border after the grapheme at `at`.
pub(crate) fn after(text: &str, at: usize) -> usize {
    text[at..].graphemes(true).next().map_or(at, |grapheme| at + grapheme.len())
}

/// The start of the word before `at`.
pub(crate) fn word_before(text: &str, at: usize) -> usize {
    let words = text[..at].split_word_bound_indices().rev();
    words.into_iter().find(|(_, word)| !word.trim().is_empty()).map_or(0, |(start, _)| start)
}

/// The end of the word after `at`.
pub(crate) fn word_after(text: &str, at: usize) -> usize {
    let mut words = text[at..].split_word_bound_indices();
    words.find(|(_, word)| !word.trim().is_empty()).map_or(text.len(), |(start, word)| at + start + word.len())
}

/// The border nearest to `at` on its left.
pub(crate) fn near(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    text.grapheme_indices(true)
        .map(|(start, _)| start)
        .take_while(|start| *start <= at)
        .last()
        .map_or(0, |start| if at == text.len() { at } else { start })
}
