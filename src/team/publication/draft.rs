//! A body on its way to a page: text that knows of each byte which line it came from and whether it is code.
//!
//! Code is decided once, on the author's text. What was code then is never touched, and what was none is never taken for
//! it later, whatever stands around it by then.

use std::ops::Range;

use super::{LeftOut, What, code};

/// The most characters of what stays behind that are shown.
const SHOWN: usize = 80;

#[derive(Clone, Debug)]
pub(super) struct Draft {
    text: String,
    origin: Vec<Origin>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Where a byte comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    line: u32,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Words,
    Code,
    /// Written by us; leads where it should.
    Settled,
}

/// One change of a draft.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) with: String,
    /// The new words are ours and stay as they are.
    pub(super) settled: bool,
    /// What to say of it, and which words to show.
    pub(super) said: Option<(What, Range<usize>)>,
}

impl Edit {
    /// Takes something out and says so.
    pub(super) fn out(range: Range<usize>, what: What) -> Self {
        Self { said: Some((what, range.clone())), range, with: String::new(), settled: false }
    }

    /// Puts our words in place of something.
    pub(super) fn by(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { range, with: with.into(), settled: false, said: None }
    }

    /// Puts the target of a link there that leads where it should.
    pub(super) fn led(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { settled: true, ..Self::by(range, with) }
    }

    /// Says of a change what stays behind: the words there.
    pub(super) fn saying(self, what: What, words: Range<usize>) -> Self {
        Self { said: Some((what, words)), ..self }
    }
}

impl Draft {
    /// A body whose first line is the file's `line`.
    pub(super) fn new(body: &str, line: usize) -> Self {
        let text = body.replace("\r\n", "\n").replace('\r', "\n");
        let mut line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut origin = Vec::with_capacity(text.len());
        for byte in text.bytes() {
            origin.push(Origin { line, part: Part::Words });
            line = line.saturating_add(u32::from(byte == b'\n'));
        }
        for range in code::ranges(&text) {
            origin[range].iter_mut().for_each(|it| it.part = Part::Code);
        }
        Self { text, origin, left_out: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_code(&self, at: usize) -> bool {
        self.origin.get(at).is_some_and(|it| it.part == Part::Code)
    }

    pub(super) fn has_code(&self, range: Range<usize>) -> bool {
        self.origin[range].iter().any(|it| it.part == Part::Code)
    }

    /// Whether a byte has been written by us to lead where it should.
    pub(super) fn is_settled(&self, at: usize) -> bool {
        self.origin.get(at).is_some_and(|it| it.part == Part::Settled)
    }

    /// The file's line that a byte comes from.
    pub(super) fn line(&self, at: usize) -> usize {
        let origin = self.origin.get(at).or(self.origin.last());
        origin.map_or(1, |it| usize::try_from(it.line).unwrap_or(usize::MAX))
    }

    /// Where the next `mark` outside code is.
    pub(super) fn find(&self, mark: &str, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let places = rest.match_indices(mark).map(|(at, _)| from + at);
        places.into_iter().find(|at| !self.has_code(*at..*at + mark.len()))
    }

    /// Makes changes. Where one begins within another, only what lies behind that is left of it.
    pub(super) fn apply(&mut self, mut edits: Vec<Edit>) {
        edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
        let (mut text, mut origin, mut at) = (String::with_capacity(self.text.len()), Vec::new(), 0);
        for mut edit in edits {
            let is_done = edit.range.start < at && edit.range.end <= at;
            if is_done || edit.range.is_empty() && edit.with.is_empty() {
                continue;
            }
            edit.range.start = edit.range.start.max(at);
            text.push_str(&self.text[at..edit.range.start]);
            origin.extend_from_slice(&self.origin[at..edit.range.start]);
            at = edit.range.end;
            let with = if edit.with.is_empty() { self.seam(&text, at) } else { &edit.with };
            let line = u32::try_from(self.line(edit.range.start)).unwrap_or(u32::MAX);
            let part = if edit.settled { Part::Settled } else { Part::Words };
            origin.extend(std::iter::repeat_n(Origin { line, part }, with.len()));
            text.push_str(with);
            if let Some((what, words)) = edit.said {
                self.left_out.push(LeftOut { what, line: self.line(words.start), text: shown(&self.text[words]) });
            }
            at += self.blank(&text, edit.range, &edit.with);
        }
        text.push_str(&self.text[at..]);
        origin.extend_from_slice(&self.origin[at..]);
        (self.text, self.origin) = (text, origin);
    }

    /// The length of a blank line behind whole lines that went, where one stands before them too.
    fn blank(&self, before: &str, gone: Range<usize>, with: &str) -> usize {
        let is_lines = with.is_empty() && gone.end > gone.start && self.text[..gone.end].ends_with('\n');
        let is_after_blank = before.is_empty() || before.ends_with("\n\n");
        let is_blank = self.text[gone.end..].starts_with('\n') && !self.is_code(gone.end);
        usize::from(is_lines && is_after_blank && is_blank)
    }

    /// What goes between the words before and behind a gap, so that they do not become a mark together.
    fn seam(&self, before: &str, at: usize) -> &'static str {
        let (last, next) = (before.chars().next_back(), self.text[at..].chars().next());
        let is_mark = |c: char| "`%<![]*_~$^-".contains(c);
        match (last, next) {
            (Some(last), Some(next)) if is_mark(last) && is_mark(next) => " ",
            _ => "",
        }
    }

    /// The first line at which Markdown would now read other code than the author's.
    pub(super) fn entangled(&self) -> Option<usize> {
        let mut is_code = vec![false; self.text.len()];
        for range in code::ranges(&self.text) {
            is_code[range].fill(true);
        }
        let bytes = self.text.bytes().zip(&self.origin).zip(is_code);
        let differs = bytes.map(|((byte, origin), is)| {
            (!byte.is_ascii_whitespace() && is != (origin.part == Part::Code)).then_some(origin.line)
        });
        differs.flatten().next().map(|line| usize::try_from(line).unwrap_or(usize::MAX))
    }
}

/// Words on one line, shortened.
pub(super) fn shown(text: &str) -> String {
    let words = crate::entry::text::one_line(text);
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
