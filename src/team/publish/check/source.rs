//! The pieces of text that would leave, and what was found in them.

use std::collections::HashSet;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use super::character::is_invisible;
use super::{Check, Finding, Location, Severity, Subject};
use crate::entry::front_matter;
use crate::text::code::lines;

/// The longest piece of text that a finding shows, in characters.
const SHOWN: usize = 60;

/// What a piece of text is to the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role<'a> {
    /// The text of the file at this path.
    File(&'a str),
    /// The name of a file.
    Name,
    Message,
    Author,
}

/// One piece of text.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) role: Role<'a>,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// Something found in a source.
pub(super) struct Hit {
    pub(super) location: Location,
    /// What was looked for, as the key names it.
    pub(super) rule: &'static str,
    /// What was found, as the key sums it up; never shown.
    pub(super) text: String,
    pub(super) what: String,
    pub(super) advice: Option<&'static str>,
    /// Only may be what it looks like: it warns where others block.
    pub(super) is_weak: bool,
}

/// Fenced code: its lines without the fences, and what its language is called.
pub(super) struct Code<'a> {
    pub(super) range: Range<usize>,
    pub(super) language: &'a str,
}

impl<'a> Source<'a> {
    pub(super) fn all(subject: &Subject<'a>) -> Vec<Self> {
        let texts = subject.files.iter().map(|file| Self::new(file.text, Role::File(file.path)));
        let names = subject.files.iter().map(|file| Self::new(file.path, Role::Name));
        let rest = [Self::new(subject.message, Role::Message), Self::new(subject.author, Role::Author)];
        texts.chain(names).chain(rest).collect()
    }

    pub(super) fn new(text: &'a str, role: Role<'a>) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        Self { text, role, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The number of the line that a byte lies in, from 0.
    pub(super) fn line_index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    pub(super) fn location(&self, at: usize) -> Location {
        self.location_of_line(self.line_index(at))
    }

    /// The place of a line counted from 0.
    pub(super) fn location_of_line(&self, index: usize) -> Location {
        match self.role {
            Role::File(path) => Location::File { path: path.to_owned(), line: index + 1 },
            Role::Name => Location::Name(self.text.to_owned()),
            Role::Message => Location::Message,
            Role::Author => Location::Author,
        }
    }

    /// Something found at a byte of the text.
    pub(super) fn hit(&self, at: usize, rule: &'static str, text: &str, what: String) -> Hit {
        Hit { location: self.location(at), rule, text: text.to_owned(), what, advice: None, is_weak: false }
    }

    /// The text behind the front matter.
    pub(super) fn body(&self) -> Range<usize> {
        front_matter::split(self.text).body
    }

    /// All fenced code of a file, in order.
    pub(super) fn code(&self) -> Vec<Code<'a>> {
        let mut found: Vec<Code<'a>> = Vec::new();
        if !matches!(self.role, Role::File(_)) {
            return found;
        }
        for line in lines(self.text, self.body()).filter(|line| line.is_code) {
            match found.last_mut() {
                Some(code) if !line.begins_code => code.range.end = line.range.end,
                _ => found.push(Code { range: line.range.clone(), language: language(&self.text[line.range]) }),
            }
        }
        found
    }
}

/// The word behind the marks of a fence.
fn language(fence: &str) -> &str {
    let info = fence.trim_start_matches(|c: char| c.is_whitespace() || "`~>-*+0123456789.)".contains(c));
    info.split(|c: char| c.is_whitespace() || "{,:".contains(c)).next().unwrap_or_default()
}

impl Hit {
    pub(super) fn advising(self, advice: &'static str) -> Self {
        Self { advice: Some(advice), ..self }
    }

    pub(super) fn finding(self, check: Check, severity: Severity) -> Finding {
        let severity = if self.is_weak { severity.min(Severity::Warn) } else { severity };
        let key = key(check, self.rule, &self.text);
        Finding { check, severity, location: self.location, what: self.what, advice: self.advice, key }
    }
}

/// What was found more than once in one place, once.
pub(super) fn once(hits: Vec<Hit>) -> Vec<Hit> {
    let mut seen = HashSet::new();
    hits.into_iter().filter(|hit| seen.insert((hit.rule, hit.text.clone(), hit.location.clone()))).collect()
}

/// Stays the same wherever the text stands, and does not give it away.
fn key(check: Check, rule: &str, text: &str) -> String {
    let sum = Sha256::new().chain_update(rule).chain_update([0]).chain_update(text).finalize();
    let sum: String = sum.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let name = check.name();
    if rule == name { format!("{name}:{sum}") } else { format!("{name}:{rule}:{sum}") }
}

/// Words of the text as a finding shows them: short, on one line, and nothing that a terminal obeys.
pub(super) fn shown(text: &str) -> String {
    let mut words: String = text.chars().take(SHOWN).map(harmless).collect();
    if text.chars().nth(SHOWN).is_some() {
        words.push('…');
    }
    words
}

fn harmless(c: char) -> char {
    match c {
        _ if c.is_whitespace() => ' ',
        _ if c.is_control() || is_invisible(c) => '\u{fffd}',
        _ => c,
    }
}
