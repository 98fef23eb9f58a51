//! A body on its way to a page: text that knows of each byte which line it came from and whether it is code.
//!
//! Code is decided once, on the author's text. What was code then is never touched, and what was none is never taken for
//! it later, whatever stands around it by then.

use std::ops::Range;

use super::{LeftOut, LeftOutKind, code};

/// The most characters of what stays behind that are shown.
const SHOWN: usize = 80;

#[derive(Clone, Debug)]
pub(super) struct Draft {
    text: String,
    origin: Vec<Origin>,
    is_markdown: bool,
    /// Where code stands.
    code: Vec<Range<usize>>,
    /// Files of the team that links lead to, by their paths in it.
    targets: Vec<String>,
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
    /// Written by us.
    Settled,
    /// Written by us in place of the way to a target.
    Target(u32),
}

/// One change of a draft.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) with: String,
    /// The new words are ours and stay as they are.
    pub(super) settled: bool,
    /// What of the new words is the path of a file in the team, and stands for the way to it from wherever the page lies.
    pub(super) targets: Vec<(Range<usize>, String)>,
    /// What to say of it, and which words to show.
    pub(super) left_out: Option<(LeftOutKind, Range<usize>)>,
}

impl Edit {
    /// Takes something out and says so.
    pub(super) fn out(range: Range<usize>, what: LeftOutKind) -> Self {
        Self { left_out: Some((what, range.clone())), ..Self::by(range, "") }
    }

    /// Puts our words in place of something.
    pub(super) fn by(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { range, with: with.into(), settled: false, targets: Vec::new(), left_out: None }
    }

    /// Puts words there that lead where they should.
    pub(super) fn led(range: Range<usize>, with: Led) -> Self {
        Self { settled: true, targets: with.targets, ..Self::by(range, with.text) }
    }

    /// Says of a change what stays behind: the words there.
    pub(super) fn saying(self, what: LeftOutKind, words: Range<usize>) -> Self {
        Self { left_out: Some((what, words)), ..self }
    }
}

/// Words of ours with what leads to files of the team among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Led {
    pub(super) text: String,
    targets: Vec<(Range<usize>, String)>,
}

impl Led {
    pub(super) fn words(mut self, words: &str) -> Self {
        self.text.push_str(words);
        self
    }

    /// The way to a file of the team, written for a page at its root.
    pub(super) fn target(mut self, path: &str, written: &str) -> Self {
        let start = self.text.len();
        self.text.push_str(written);
        self.targets.push((start..self.text.len(), path.to_owned()));
        self
    }

    pub(super) fn joined(mut self, other: Self) -> Self {
        let start = self.text.len();
        self.text.push_str(&other.text);
        let moved = other.targets.into_iter().map(|(range, path)| (start + range.start..start + range.end, path));
        self.targets.extend(moved);
        self
    }
}

impl Draft {
    /// A body whose first line is the file's `line`.
    pub(super) fn new(body: &str, line: usize) -> Self {
        let mut draft = Self::plain(body, line);
        draft.is_markdown = true;
        draft.code = code::ranges(&draft.text);
        for range in draft.code.clone() {
            draft.origin[range].iter_mut().for_each(|it| it.part = Part::Code);
        }
        draft
    }

    /// A text that is no Markdown, so that nothing of it is code.
    pub(super) fn plain(text: &str, line: usize) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut origin = Vec::with_capacity(text.len());
        for byte in text.bytes() {
            origin.push(Origin { line, part: Part::Words });
            line = line.saturating_add(u32::from(byte == b'\n'));
        }
        Self { text, origin, is_markdown: false, code: Vec::new(), targets: Vec::new(), left_out: Vec::new() }
    }

    /// Where code stands, in order.
    pub(super) fn code(&self) -> &[Range<usize>] {
        &self.code
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
        self.origin.get(at).is_some_and(|it| matches!(it.part, Part::Settled | Part::Target(_)))
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
            let start = origin.len();
            origin.extend(std::iter::repeat_n(Origin { line, part }, with.len()));
            text.push_str(with);
            for (range, path) in edit.targets {
                let part = Part::Target(u32::try_from(self.targets.len()).unwrap_or(u32::MAX));
                origin[start + range.start..start + range.end].iter_mut().for_each(|it| it.part = part);
                self.targets.push(path);
            }
            if let Some((what, words)) = edit.left_out {
                self.left_out.push(LeftOut { what, line: self.line(words.start), text: shown(&self.text[words]) });
            }
            at += self.blank(&text, edit.range, &edit.with);
        }
        text.push_str(&self.text[at..]);
        origin.extend_from_slice(&self.origin[at..]);
        (self.text, self.origin) = (text, origin);
        self.code = self.runs(|part| part == Part::Code);
    }

    /// Where bytes of one part stand side by side.
    fn runs(&self, is_it: impl Fn(Part) -> bool) -> Vec<Range<usize>> {
        let parts = self.origin.chunk_by(|one, other| is_it(one.part) == is_it(other.part));
        let mut at = 0;
        let ranges = parts.map(|chunk| {
            at += chunk.len();
            (is_it(chunk[0].part), at - chunk.len()..at)
        });
        ranges.filter(|(is, _)| *is).map(|(_, range)| range).collect()
    }

    /// The text as it is in pages of a folder, in pieces: words, and the files of the team that stand between them.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let target = |origin: &Origin| match origin.part {
            Part::Target(target) => Some(target),
            Part::Words | Part::Code | Part::Settled => None,
        };
        let mut at = 0;
        let pieces = self.origin.chunk_by(|one, other| target(one) == target(other)).map(|chunk| {
            at += chunk.len();
            let path = target(&chunk[0]).and_then(|target| self.targets.get(usize::try_from(target).ok()?));
            path.map_or_else(
                || Piece::Words(self.text[at - chunk.len()..at].to_owned()),
                |path| Piece::File(path.clone()),
            )
        });
        pieces.collect()
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

    /// Takes blank lines away at both ends.
    pub(super) fn trim(&mut self) {
        let is_blank = |line: &&str| line.trim().is_empty();
        let start: usize = self.text.split_inclusive('\n').take_while(is_blank).map(str::len).sum();
        let blank: usize = self.text[start..].split_inclusive('\n').rev().take_while(is_blank).map(str::len).sum();
        let end = self.text.len() - blank;
        let end = end - usize::from(end > start && self.text[..end].ends_with('\n'));
        self.text = self.text[start..end].to_owned();
        self.origin = self.origin[start..end].to_vec();
        self.code = self.runs(|part| part == Part::Code);
    }

    /// The first line at which Markdown would now read other code than the author's.
    pub(super) fn entangled(&self) -> Option<usize> {
        let mut is_code = vec![false; self.text.len()];
        let code = if self.is_markdown { code::ranges(&self.text) } else { Vec::new() };
        for range in code {
            is_code[range].fill(true);
        }
        let bytes = self.text.bytes().zip(&self.origin).zip(is_code);
        let differs = bytes.map(|((byte, origin), is)| {
            (!byte.is_ascii_whitespace() && is != (origin.part == Part::Code)).then_some(origin.line)
        });
        differs.flatten().next().map(|line| usize::try_from(line).unwrap_or(usize::MAX))
    }
}

/// A part of a text that leads to files of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    /// A path in the team.
    File(String),
}

/// Words on one line, shortened.
pub(super) fn shown(text: &str) -> String {
    let words = crate::entry::text::one_line(text);
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
