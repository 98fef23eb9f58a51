//! Where each field is written: the lines of a key and the bytes of its value.
//!
//! This looks at the text only and may misjudge YAML that nobody writes by hand; every edit is read back, so a misjudged
//! field is refused, never damaged.

use std::ops::Range;

use super::quote;
use crate::entry::Problem;

/// All fields of a front matter, in the file's order.
pub(super) struct Fields {
    pub(super) all: Vec<Field>,
    /// Spaces before each key.
    pub(super) indent: usize,
    /// Where the closing fence begins.
    pub(super) end: usize,
}

/// One field as it is written; offsets into the file's text.
pub(super) struct Field {
    pub(super) key: String,
    /// Where its first line begins.
    pub(super) start: usize,
    /// Behind the colon.
    pub(super) colon: usize,
    /// Behind its last line that is neither blank nor a comment, line ending included.
    pub(super) end: usize,
}

impl Fields {
    /// Finds the keys; fails where the front matter is not a plain block of `key: value` lines.
    pub(super) fn find(text: &str, yaml: Range<usize>) -> Result<Self, Problem> {
        let mut fields = Self { all: Vec::new(), indent: 0, end: yaml.end };
        let mut covered = yaml.start;
        for line in lines(text, yaml.clone()) {
            let words = text[line.clone()].trim_start_matches(' ');
            let indent = line.len() - words.len();
            if words.trim().is_empty() {
                continue;
            }
            if line.start < covered {
                fields.extend_last(line.end);
                continue;
            }
            if fields.all.is_empty() && !words.starts_with('#') {
                fields.indent = indent;
            }
            if indent > fields.indent {
                fields.extend_last_by(words, line.end, text);
            } else if words.starts_with('#') {
                continue;
            } else if let Some((key, length)) = key(words).filter(|_| indent == fields.indent) {
                let colon = line.start + indent + length;
                fields.all.push(Field { key, start: line.start, colon, end: line.end });
                covered = closing(text, colon..yaml.end).unwrap_or(line.end);
            } else if indent == fields.indent && !fields.all.is_empty() && is_continuation(words) {
                fields.extend_last(line.end);
            } else {
                let line = line_of(text, line.start);
                return Err(Problem { line, what: "the front matter is not written as lines of `key: value`".into() });
            }
        }
        Ok(fields)
    }

    /// The field of that name, in whatever case; fails where there are two.
    pub(super) fn named(&self, text: &str, key: &str) -> Result<Option<&Field>, Problem> {
        let mut named = self.all.iter().filter(|field| field.key.eq_ignore_ascii_case(key));
        let first = named.next();
        named.next().map_or(Ok(first), |again| Err(again.problem(text, super::TWICE)))
    }

    /// The first field of that name, in whatever case.
    pub(super) fn first(&self, key: &str) -> Option<&Field> {
        self.all.iter().find(|field| field.key.eq_ignore_ascii_case(key))
    }

    fn extend_last(&mut self, end: usize) {
        if let Some(last) = self.all.last_mut() {
            last.end = end;
        }
    }

    /// Takes an indented line into the last field; a comment only where it is the text of a block scalar.
    fn extend_last_by(&mut self, words: &str, end: usize, text: &str) {
        let in_block_scalar = self.all.last().is_some_and(|field| field.is_block_scalar(text));
        if in_block_scalar || !words.starts_with('#') {
            self.extend_last(end);
        }
    }
}

impl Field {
    /// A problem at this field.
    pub(super) fn problem(&self, text: &str, what: &str) -> Problem {
        Problem { line: line_of(text, self.start), what: format!("`{}` {what}", self.key) }
    }

    /// The first line behind the colon: bytes of the words that stand there, comment left out.
    pub(super) fn beside(&self, text: &str) -> Range<usize> {
        let line = line_end(text, self.colon);
        let start = self.colon + leading_blanks(&text[self.colon..line]);
        start..start + before_comment(&text[start..line]).len()
    }

    /// Behind the first line, line ending included.
    pub(super) fn below(&self, text: &str) -> usize {
        next_line(text, self.colon).min(self.end)
    }

    /// The whole text with another value in place of this field's; a comment on the line stays.
    pub(super) fn with_value(&self, text: &str, value: &str) -> String {
        let beside = self.beside(text);
        if beside.is_empty() {
            let comment = &text[self.colon..self.below(text)];
            let comment = if comment.trim().is_empty() { comment.trim_start_matches([' ', '\t']) } else { comment };
            return format!("{} {value}{comment}{}", &text[..self.colon], &text[self.end..]);
        }
        let old = beside.start..self.value_end(text, &beside);
        format!("{}{value}{}", &text[..old.start], &text[old.end..])
    }

    fn value_end(&self, text: &str, beside: &Range<usize>) -> usize {
        let is_closed = text[beside.start..].starts_with(['"', '\'', '[', '{']);
        match closing(text, self.colon..self.end) {
            Some(end) if is_closed => end,
            Some(_) | None if self.below(text) < self.end => self.start + text[self.start..self.end].trim_end().len(),
            Some(_) | None => beside.end,
        }
    }

    fn is_block_scalar(&self, text: &str) -> bool {
        text[self.beside(text)].starts_with(['|', '>'])
    }
}

/// Ranges of the lines, line endings included.
pub(super) fn lines(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = within.start;
    std::iter::from_fn(move || {
        let start = at;
        at = next_line(text, start).min(within.end);
        (start < within.end).then_some(start..at)
    })
}

/// The part of a line before a comment and the blanks around it.
pub(super) fn before_comment(line: &str) -> &str {
    let starts_comment = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t']);
    let comment = line.match_indices('#').map(|(at, _)| at).find(starts_comment);
    let (words, quoted) = (comment.map_or(line, |at| &line[..at]), closing(line, 0..line.len()));
    match quoted {
        Some(end) => &line[..end],
        None => words.trim_end(),
    }
}

/// The end of a quoted text or bracketed value that begins behind blanks; `None` where there is none or it never ends.
pub(super) fn closing(text: &str, within: Range<usize>) -> Option<usize> {
    let start = within.start + leading_blanks(&text[within.clone()]);
    match text[start..within.end].bytes().next()? {
        b'"' | b'\'' => quote_end(text, start..within.end),
        b'[' | b'{' => bracket_end(text, start..within.end),
        _ => None,
    }
}

/// The end of a text in quotes, which begins at the start of the range.
pub(super) fn quote_end(text: &str, within: Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[..within.end];
    let quote = *bytes.get(within.start)?;
    let mut at = within.start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b if b == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            b if b == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn bracket_end(text: &str, within: Range<usize>) -> Option<usize> {
    let mut depth = 0;
    let mut at = within.start;
    while at < within.end {
        at = flow_step(text, at, within.end)?;
        match text.as_bytes()[at - 1] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Goes over one byte, quoted text or comment of a value in brackets.
pub(super) fn flow_step(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b',' | b'[' | b'{' | b':');
    match bytes[at] {
        b'"' | b'\'' if begins => quote_end(text, at..end),
        b'#' if begins => Some(line_end(text, at).min(end)),
        _ => Some(at + 1),
    }
}

/// A key at the beginning of a line, and how many bytes it takes with its colon.
fn key(line: &str) -> Option<(String, usize)> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    if line.starts_with(['"', '\'']) {
        let end = quote_end(line, 0..line.len())?;
        let colon = end + leading_blanks(&line[end..]);
        let rest = line[colon..].strip_prefix(':')?;
        return ends(rest).then(|| unquoted(&line[..end]).map(|key| (key, colon + 1)))?;
    }
    if line.starts_with(['?', '[', '{', '#', '-', '|', '>', '&', '*', '!', '%', '@', '`']) && !is_dashed_word(line) {
        return None;
    }
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| ends(&line[at + 1..]))?;
    let key = line[..colon].trim_end();
    (!key.is_empty() && !key.contains(" #")).then(|| (key.to_owned(), colon + 1))
}

fn is_dashed_word(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| !rest.starts_with([' ', '\t', '\r', '\n']) && !rest.is_empty())
}

fn unquoted(key: &str) -> Option<String> {
    let inner = &key[1..key.len() - 1];
    match key.as_bytes()[0] {
        b'\'' => Some(inner.replace("''", "'")),
        _ if !inner.contains('\\') => Some(inner.to_owned()),
        _ => serde_saphyr::from_str(key).ok(),
    }
}

/// Whether an unindented line without key still belongs to the field above: list items, closing brackets.
fn is_continuation(words: &str) -> bool {
    words.trim_end() == "-" || words.starts_with(['-', ']', '}']) && !is_dashed_word(words)
}

/// Counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Where a line's words end, before its line ending.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the next line begins.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

pub(super) fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// A list item as it is written in this style.
pub(super) fn printed_item(item: &str) -> String {
    quote::item(item).into_owned()
}
