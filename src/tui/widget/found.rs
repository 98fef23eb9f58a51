//! Where words stand in rendered lines, also where they go over the end of one line to the next.

use std::ops::Range;

use crate::render::{Line, Role};

/// A found word, or as much of it as stands on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub line: usize,
    /// In the line's text, in bytes.
    pub range: Range<usize>,
    /// Whether the word begins here.
    pub begins: bool,
}

/// The lines on which any of the words begins; they are in lower case.
pub(crate) fn found(lines: &[Line], words: &[String]) -> Vec<usize> {
    let mut found: Vec<usize> =
        places(lines, words).into_iter().filter(|place| place.begins).map(|place| place.line).collect();
    found.dedup();
    found
}

/// Where any of the words begins a word of the text, ignoring case, line by line.
pub(crate) fn places(lines: &[Line], words: &[String]) -> Vec<Place> {
    let mut places = Vec::new();
    if words.is_empty() {
        return places;
    }
    let mut paragraph = Paragraph::default();
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            std::mem::take(&mut paragraph).find(words, &mut places);
        } else {
            paragraph.push(at, line);
        }
    }
    paragraph.find(words, &mut places);
    places
}

/// Lines without a blank one between them.
#[derive(Default)]
struct Paragraph {
    /// In lower case, a space between two lines.
    text: String,
    parts: Vec<Part>,
}

/// What one line has of a paragraph.
struct Part {
    line: usize,
    /// In the paragraph's text.
    range: Range<usize>,
    /// Bytes of the line before that.
    skipped: usize,
}

impl Paragraph {
    fn push(&mut self, line: usize, shown: &Line) {
        let whole = shown.plain();
        let skipped = if self.parts.is_empty() { 0 } else { margin(shown) };
        let words = &whole[skipped..];
        // Where lower case is longer or shorter, places would not fit; such lines are rare and keep their case.
        let lower = Some(words.to_lowercase()).filter(|lower| lower.len() == words.len());
        if !self.parts.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(lower.as_deref().unwrap_or(words));
        self.parts.push(Part { line, range: start..self.text.len(), skipped });
    }

    fn find(self, words: &[String], places: &mut Vec<Place>) {
        let starts_word =
            |at: usize| self.text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let mut found: Vec<Range<usize>> = Vec::new();
        for word in words.iter().filter(|word| !word.is_empty()) {
            let all = self.text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len());
            found.extend(all.filter(|range| !word.is_ascii() || starts_word(range.start)));
        }
        found.sort_by_key(|range| range.start);
        for range in found {
            let first = self.parts.partition_point(|part| part.range.end <= range.start);
            for part in self.parts[first..].iter().take_while(|part| part.range.start < range.end) {
                let from = range.start.max(part.range.start) - part.range.start + part.skipped;
                let to = range.end.min(part.range.end) - part.range.start + part.skipped;
                places.push(Place { line: part.line, range: from..to, begins: range.start >= part.range.start });
            }
        }
    }
}

/// Bytes of what stands before the words of a line that goes on: the bar of a quote, the space of a list.
fn margin(line: &Line) -> usize {
    let marks = line.spans.iter().take_while(|span| matches!(span.role, Role::Mark | Role::Callout));
    let marks: usize = marks.map(|span| span.text.len()).sum();
    let plain = line.plain();
    marks + plain[marks..].len() - plain[marks..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::markdown::{self, Glyphs};

    fn shown(body: &str, width: usize, word: &str) -> Vec<(usize, String)> {
        let lines = markdown::render(body, width, Glyphs::Unicode);
        let part = |place: Place| (place.line, lines[place.line].plain()[place.range].to_owned());
        places(&lines, &[word.to_owned()]).into_iter().map(part).collect()
    }

    #[test]
    fn words_are_found_at_their_beginning_whatever_their_case() {
        let all = shown("Rebase, prebase, rebases", 80, "rebase");

        assert_eq!(all, [(0, "Rebase".to_owned()), (0, "rebase".to_owned())]);
    }

    #[test]
    fn words_are_found_over_the_end_of_a_line_and_in_the_next_quote() {
        let all = shown("> a long partial clone of it\n", 16, "partial clone");

        assert_eq!(all, [(0, "partial".to_owned()), (1, "clone".to_owned())]);
        assert_eq!(shown("a b\n\nc d", 80, "b c"), []);
    }

    #[test]
    fn letters_without_spaces_are_found_anywhere() {
        assert_eq!(shown("部分克隆的工作", 80, "克隆"), [(0, "克隆".to_owned())]);
    }

    #[test]
    fn a_line_with_several_places_counts_once() {
        let lines = markdown::render("tea and tea\nno\ntea", 80, Glyphs::Unicode);

        assert_eq!(found(&lines, &["tea".to_owned()]), [0, 2]);
    }
}
