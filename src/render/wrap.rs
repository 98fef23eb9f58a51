//! Words into lines of a given width, by display width and never inside a grapheme.
//!
//! Text without spaces between words (Chinese, Japanese) breaks between its characters; an address never breaks, and has a line
//! of its own where it is wider than the page; everything is done in one pass, whatever the length.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::styled::{Line, LinkStart, Role};
use super::width;

/// Text of one role on its way into lines; safe already, without line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) role: Role,
    pub(super) source: Range<usize>,
    pub(super) flow: Flow,
    /// Where the link begins that it belongs to, in the body.
    pub(super) link: Option<usize>,
}

/// How a piece takes to the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Breaks at spaces.
    Words,
    /// Never breaks: wider than the page where it does not fit.
    Solid,
    /// Ends the line.
    Break,
    /// Ended a line where it was written; a space, unless lines are kept.
    Soft,
}

impl Piece {
    pub(super) fn words(text: impl Into<String>, role: Role, source: Range<usize>) -> Self {
        Self { text: text.into(), role, source, flow: Flow::Words, link: None }
    }

    pub(super) fn line_break(source: Range<usize>) -> Self {
        Self { flow: Flow::Break, ..Self::words("", Role::Text, source) }
    }

    pub(super) fn soft_break(role: Role, source: Range<usize>) -> Self {
        Self { flow: Flow::Soft, ..Self::words(" ", role, source) }
    }

    pub(super) fn in_link(self, link: Option<usize>) -> Self {
        Self { link, ..self }
    }

    /// The source of a part of the text: exact if the text is what stands there, else all of it.
    pub(super) fn source_of(&self, part: Range<usize>) -> Range<usize> {
        if self.text.len() == self.source.len() {
            self.source.start + part.start..self.source.start + part.end
        } else {
            self.source.clone()
        }
    }
}

/// Columns of the widest word, and of everything on one line.
pub(super) fn extent(pieces: &[Piece]) -> (usize, usize) {
    let (mut widest, mut word, mut line, mut all) = (0, 0, 0, 0);
    for piece in pieces {
        match piece.flow {
            Flow::Solid => {
                word += width::of(&piece.text);
                line += width::of(&piece.text);
            }
            Flow::Break => (word, line) = (0, 0),
            Flow::Words | Flow::Soft => {
                for (at, part) in piece.text.split(' ').enumerate() {
                    let columns = width::of(part);
                    word = if at == 0 { word + columns } else { columns };
                    line += columns + usize::from(at > 0);
                    widest = widest.max(word);
                }
            }
        }
        widest = widest.max(word);
        all = all.max(line);
    }
    (widest, all)
}

/// Lays pieces into lines of at most `columns`; `columns` is at least one.
pub(super) fn wrap(pieces: &[Piece], columns: usize) -> Vec<Line> {
    let mut lines = Lines { columns: columns.max(1), ..Lines::default() };
    for piece in pieces {
        match piece.flow {
            Flow::Words | Flow::Soft => lines.words(piece),
            Flow::Solid => lines.add_to_word(piece, 0..piece.text.len()),
            Flow::Break => {
                lines.end_word();
                lines.line.source = joined(lines.line.source.clone(), piece.source.clone());
                lines.end_line();
            }
        }
    }
    lines.end_word();
    if !lines.line.spans.is_empty() {
        lines.end_line();
    }
    lines.done
}

/// Both ranges and what is between; an empty range at zero is none.
pub(super) fn joined(one: Range<usize>, other: Range<usize>) -> Range<usize> {
    if one == (0..0) { other } else { one.start.min(other.start)..one.end.max(other.end) }
}

#[derive(Default)]
struct Lines<'a> {
    columns: usize,
    done: Vec<Line>,
    line: Line,
    used: usize,
    word: Vec<Bit<'a>>,
    word_width: usize,
    /// The space that goes before the word if it stays on this line.
    space: Option<Space>,
    /// Columns that are on the line.
    column: usize,
    /// The link that was begun last.
    link: Option<usize>,
}

/// A part of a word.
struct Bit<'a> {
    text: &'a str,
    role: Role,
    source: Range<usize>,
    flow: Flow,
    link: Option<usize>,
}

struct Space {
    columns: usize,
    role: Role,
}

impl<'a> Lines<'a> {
    fn words(&mut self, piece: &'a Piece) {
        let mut at = 0;
        for part in piece.text.split_inclusive(' ') {
            let word = part.strip_suffix(' ').unwrap_or(part);
            if word.is_ascii() {
                self.add_to_word(piece, at..at + word.len());
            } else {
                self.unspaced(piece, at..at + word.len());
            }
            at += part.len();
            if word.len() < part.len() {
                self.end_word();
                let before = self.space.take().map_or(0, |space| space.columns);
                let columns = if piece.role == Role::Code { before + 1 } else { 1 };
                self.space = Some(Space { columns, role: piece.role });
            }
        }
    }

    /// A run without spaces, which may end a line before or after each wide character.
    fn unspaced(&mut self, piece: &'a Piece, part: Range<usize>) {
        let mut start = part.start;
        let mut before: Option<&str> = None;
        for (offset, grapheme) in piece.text[part.clone()].grapheme_indices(true) {
            let at = part.start + offset;
            if before.is_some_and(|before| may_break(before, grapheme)) {
                self.add_to_word(piece, start..at);
                self.end_word();
                start = at;
            }
            before = Some(grapheme);
        }
        self.add_to_word(piece, start..part.end);
    }

    fn add_to_word(&mut self, piece: &'a Piece, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let text = &piece.text[part.clone()];
        self.word_width += width::of(text);
        self.word.push(Bit {
            text,
            role: piece.role,
            source: piece.source_of(part),
            flow: piece.flow,
            link: piece.link,
        });
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let space = self.space.take().filter(|_| self.used > 0);
        let gap = space.as_ref().map_or(0, |space| space.columns);
        if self.used + gap + self.word_width > self.columns {
            if self.used > 0 {
                self.end_line();
            }
        } else if let Some(space) = space {
            self.line.push(&" ".repeat(space.columns), space.role);
            self.used += space.columns;
            self.column += space.columns;
        }
        let word = std::mem::take(&mut self.word);
        let columns = std::mem::take(&mut self.word_width);
        if columns <= self.columns {
            word.iter().for_each(|bit| self.put(bit, bit.text));
            self.used += columns;
        } else if word.iter().any(|bit| bit.flow == Flow::Solid) {
            self.overflow(&word);
        } else {
            word.iter().for_each(|bit| self.split(bit));
        }
    }

    fn put(&mut self, bit: &Bit<'_>, text: &str) {
        if let Some(at) = bit.link.filter(|_| bit.link != self.link) {
            self.line.links.push(LinkStart { column: self.column, at });
        }
        self.link = bit.link;
        self.line.push(text, bit.role);
        self.line.source = joined(self.line.source.clone(), bit.source.clone());
        self.column += width::of(text);
    }

    /// Puts a word that is wider than the page on a line of its own.
    fn overflow(&mut self, word: &[Bit<'_>]) {
        word.iter().for_each(|bit| self.put(bit, bit.text));
        self.line.wide = true;
        self.end_line();
    }

    /// Spreads a word that is wider than a line over several.
    fn split(&mut self, bit: &Bit<'_>) {
        let mut rest = bit.text;
        while !rest.is_empty() {
            let (head, tail) = width::split(rest, self.columns - self.used);
            if head.is_empty() && self.used == 0 {
                let mut graphemes = rest.graphemes(true);
                graphemes.next();
                self.put(bit, "?");
                self.used = 1;
                rest = graphemes.as_str();
                continue;
            }
            self.put(bit, head);
            self.used += width::of(head);
            rest = tail;
            if !rest.is_empty() {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        self.space = None;
        (self.used, self.column) = (0, 0);
        self.done.push(std::mem::take(&mut self.line));
    }
}

/// Whether a line may end between two graphemes that have no space between them.
fn may_break(before: &str, after: &str) -> bool {
    const NO_END: &str = "（「『【〔〈《“‘［｛";
    const NO_START: &str = "、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’］｝…";
    let wide = |text: &str| text.width() > 1;
    (wide(before) || wide(after)) && !NO_END.contains(before) && !NO_START.contains(after)
        // Closing punctuation of Latin script stays with its word too.
        && !matches!(after, "." | "," | ";" | ":" | "!" | "?" | ")" | "]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<String> {
        wrap(&[Piece::words(text, Role::Text, 0..text.len())], columns).iter().map(Line::plain).collect()
    }

    #[test]
    fn words_go_on_the_next_line_and_long_ones_are_split() {
        assert_eq!(lines("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(lines("a abcdefghijkl b", 5), ["a", "abcde", "fghij", "kl b"]);
        assert_eq!(lines("  a   b  ", 9), ["a b"]);
    }

    #[test]
    fn a_line_knows_where_it_comes_from() {
        let piece = Piece::words("one two", Role::Text, 10..17);

        let sources: Vec<_> = wrap(&[piece], 3).into_iter().map(|line| line.source).collect();

        assert_eq!(sources, [10..13, 14..17]);
    }

    #[test]
    fn text_without_spaces_breaks_between_characters_and_not_before_a_full_stop() {
        assert_eq!(lines("日本語のテキスト。", 6), ["日本語", "のテキ", "スト。"]);
        assert_eq!(lines("日本語。", 6), ["日本", "語。"]);
    }

    #[test]
    fn a_word_of_several_roles_stays_whole() {
        let pieces = [Piece::words("see un", Role::Text, 0..6), Piece::words("likely", Role::Strong, 8..14)];

        let lines: Vec<String> = wrap(&pieces, 10).iter().map(Line::plain).collect();

        assert_eq!(lines, ["see", "unlikely"]);
    }

    #[test]
    fn an_address_is_neither_broken_nor_cut() {
        let url = "https://example.org/a/very/long/path";
        let pieces = [
            Piece::words("see ", Role::Text, 0..4),
            Piece { flow: Flow::Solid, ..Piece::words(url, Role::Link, 4..40).in_link(Some(4)) },
            Piece::words(" now", Role::Text, 40..44),
        ];

        let lines = wrap(&pieces, 12);

        assert_eq!(lines.iter().map(Line::plain).collect::<Vec<_>>(), ["see", url, "now"]);
        assert_eq!(lines.iter().map(|line| line.wide).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(lines[1].links, [LinkStart { column: 0, at: 4 }]);
    }

    #[test]
    fn a_line_knows_where_its_links_begin_and_a_link_begins_once() {
        let link = |text: &str, at| Piece::words(text, Role::Link, at..at + text.len()).in_link(Some(at));
        let pieces = [Piece::words("a ", Role::Text, 0..2), link("b c d", 2), link("e", 9)];

        let lines = wrap(&pieces, 4);

        let starts: Vec<Vec<(usize, usize)>> =
            lines.iter().map(|line| line.links.iter().map(|link| (link.column, link.at)).collect()).collect();
        assert_eq!(lines.iter().map(Line::plain).collect::<Vec<_>>(), ["a b", "c de"]);
        assert_eq!(starts, [vec![(2, 2)], vec![(3, 9)]]);
    }

    #[test]
    fn a_grapheme_wider_than_the_line_is_replaced() {
        assert_eq!(lines("日a", 1), ["?", "a"]);
    }
}
