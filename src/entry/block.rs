//! Cuts a Markdown body into paragraphs and headings, code left out, in one pass over its lines.
//!
//! This is not a Markdown parser: it knows just enough to tell text from code, fast enough for every file of a store.

use std::ops::Range;

use crate::text::code::{Fence, after_blanks, item, run, unquoted};

/// How far the end of a code span is looked for, so that hostile text costs no more than its length.
const SPAN_LIMIT: usize = 4096;

/// A piece of text outside code blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The words, without the marks of a heading.
    pub(super) words: Range<usize>,
    /// 1 to 6 for a heading, 0 for anything else.
    pub(super) level: u8,
    /// Where its first line begins.
    pub(super) at: usize,
}

/// The blocks of a body, in order.
pub(super) struct Blocks<'a> {
    body: &'a str,
    at: usize,
    fence: Option<Fence>,
    in_list: bool,
    after_blank: bool,
}

/// What one line is.
enum Line {
    Blank,
    Code,
    Opens(Fence),
    Heading(u8, Range<usize>),
    /// `===` or `---` below a paragraph.
    Underline(u8),
    /// The first line of a list item, table row or quote.
    Starts,
    Words,
}

pub(super) fn blocks(body: &str) -> Blocks<'_> {
    Blocks { body, at: 0, fence: None, in_list: false, after_blank: true }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let mut open: Option<Range<usize>> = None;
        while self.at < self.body.len() {
            let start = self.at;
            let end = self.body[start..].find('\n').map_or(self.body.len(), |length| start + length + 1);
            if self.is_fenced(start, end) {
                self.at = end;
                continue;
            }
            if let Some(end) = self.comment_end(start, end) {
                (self.at, self.after_blank) = (end, true);
                open.get_or_insert(start..end).end = end;
                continue;
            }
            let line = self.line(start, end, open.as_ref());
            let goes_on = matches!((&line, &open), (Line::Words | Line::Underline(_), Some(_)) | (_, None));
            if !goes_on {
                break;
            }
            self.at = end;
            self.remember(&line, start);
            match line {
                Line::Blank | Line::Code => {}
                Line::Opens(fence) => self.fence = Some(fence),
                Line::Heading(level, words) => return Some(Block { words, level, at: start }),
                Line::Underline(level) => return open.map(|words| Block { at: words.start, words, level }),
                Line::Starts | Line::Words => open.get_or_insert(start..end).end = end,
            }
        }
        open.map(|words| Block { at: words.start, words, level: 0 })
    }
}

impl Blocks<'_> {
    /// Whether a line belongs to a fenced code block; its last line ends it.
    fn is_fenced(&mut self, start: usize, end: usize) -> bool {
        let Some(fence) = self.fence else { return false };
        let (quotes, words) = unquoted(&self.body[start..end]);
        if quotes < fence.quotes {
            self.fence = None;
            return false;
        }
        if fence.is_ended_by(words) {
            self.fence = None;
        }
        true
    }

    /// Behind the last line of the comment that a line begins and does not end; what looks like a heading in it is none. One
    /// that nothing closes goes on to the end, as in HTML.
    fn comment_end(&self, start: usize, end: usize) -> Option<usize> {
        let words = self.body[start..end].trim_start_matches(' ');
        let inner = end - words.strip_prefix("<!--").filter(|_| end - start - words.len() < 4)?.len();
        let Some(length) = self.body[inner..].find("-->") else { return Some(self.body.len()) };
        let close = inner + length + 3;
        let last = self.body[close..].find('\n').map_or(self.body.len(), |length| close + length + 1);
        (close > end).then_some(last)
    }

    fn line(&self, start: usize, end: usize, open: Option<&Range<usize>>) -> Line {
        let line = &self.body[start..end];
        let words = after_blanks(line);
        let indent = line.len() - words.len();
        let is_indented = indent >= 4 || line[..indent].contains('\t');
        let Some(&first) = words.as_bytes().first().filter(|first| !matches!(first, b'\n' | b'\r')) else {
            return Line::Blank;
        };
        if is_indented && open.is_none() && self.after_blank && !self.in_list {
            return Line::Code;
        }
        match first {
            b'`' | b'~' => Fence::of(words, 0).map_or(Line::Words, Line::Opens),
            b'#' if !is_indented => heading(words).map_or(Line::Words, |(level, words)| {
                Line::Heading(level, start + indent + words.start..start + indent + words.end)
            }),
            b'=' | b'-' if open.is_some_and(|open| self.can_be_heading(open)) && is_run_of(words, first) => {
                Line::Underline(if first == b'=' { 1 } else { 2 })
            }
            b'>' => {
                let (quotes, words) = unquoted(words);
                Fence::of(words, quotes).map_or(Line::Starts, Line::Opens)
            }
            b'|' => Line::Starts,
            _ => match item(words) {
                Some(words) => Fence::of(words, 0).map_or(Line::Starts, Line::Opens),
                None => Line::Words,
            },
        }
    }

    fn can_be_heading(&self, open: &Range<usize>) -> bool {
        let words = self.body[open.clone()].trim_start();
        !words.starts_with(['>', '|']) && item(words).is_none()
    }

    fn remember(&mut self, line: &Line, start: usize) {
        let flush = !self.body[start..].starts_with([' ', '\t']);
        match line {
            Line::Blank => self.after_blank = true,
            Line::Code => {}
            Line::Starts | Line::Opens(_) => {
                self.in_list = item(after_blanks(&self.body[start..])).is_some() || self.in_list && !flush;
                self.after_blank = false;
            }
            Line::Heading(..) | Line::Underline(_) | Line::Words => {
                self.in_list &= !flush;
                self.after_blank = matches!(line, Line::Heading(..) | Line::Underline(_));
            }
        }
    }
}

/// Behind the code span that begins at `at`, or behind its backticks where none does.
pub(super) fn after_backticks(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let length = run(&bytes[at..], b'`');
    let mut next = at + length;
    let limit = bytes.len().min(next + SPAN_LIMIT);
    while next < limit {
        match run(&bytes[next..], b'`') {
            0 => next += 1,
            same if same == length => return next + same,
            other => next += other,
        }
    }
    at + length
}

/// Where the `]]` is that closes a wiki link; on the same line and before another one begins.
pub(super) fn wiki_end(rest: &[u8]) -> Option<usize> {
    let stops = |pair: &[u8]| matches!(pair, b"]]" | b"[[" | [b'\n' | b'\r', _]);
    rest.windows(2).position(stops).filter(|at| rest[*at] == b']')
}

/// Level and words of `## words ##`.
fn heading(line: &str) -> Option<(u8, Range<usize>)> {
    let level = run(line.as_bytes(), b'#');
    let rest = &line[level..];
    if level > 6 || !rest.starts_with([' ', '\t', '\r', '\n']) && !rest.is_empty() {
        return None;
    }
    let words = rest.trim_end();
    let bare = words.trim_end_matches('#');
    let words = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_end() } else { words };
    let start = level + (words.len() - words.trim_start().len());
    Some((u8::try_from(level).ok()?, start..(level + words.len()).max(start)))
}

fn is_run_of(words: &str, mark: u8) -> bool {
    words.trim_end().bytes().all(|b| b == mark)
}
