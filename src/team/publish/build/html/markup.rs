//! Raw HTML taken apart into its tags.

use std::ops::Range;

use super::is_known;
use super::tag::Tag;
use crate::team::publish::build::marks::{Fault, Stray};

/// Raw HTML that belongs together, without the signs of quotes and lists before its lines.
pub(super) struct Markup {
    text: String,
    /// Where each byte stands in the draft.
    from: Vec<usize>,
    end: usize,
}

impl Markup {
    pub(super) fn of(text: &str, parts: &[Range<usize>]) -> Self {
        let mut markup = Self { text: String::new(), from: Vec::new(), end: parts.last().map_or(0, |part| part.end) };
        // A tag in the text is one part, with such signs in it where it goes over several lines.
        let lines = parts.iter().flat_map(|part| match parts.len() {
            1 => quoted_lines(text, part.clone()),
            _ => vec![part.clone()],
        });
        for line in lines {
            markup.text.push_str(&text[line.clone()]);
            markup.from.extend(line);
        }
        markup
    }

    fn source(&self, at: usize) -> usize {
        self.from.get(at).copied().unwrap_or(self.end)
    }

    pub(super) fn tags(&self) -> Result<Vec<Tag>, Stray> {
        let (mut tags, mut at) = (Vec::new(), 0);
        while let Some(length) = self.text[at..].find('<') {
            let start = at + length;
            at = match self.tag(start)? {
                Some((tag, end)) => {
                    tags.push(tag);
                    end
                }
                None => start + 1,
            };
        }
        Ok(tags)
    }

    /// What begins at a `<`, and where it ends.
    fn tag(&self, start: usize) -> Result<Option<(Tag, usize)>, Stray> {
        let open = Stray { at: self.source(start), fault: Fault::OpenHtml };
        let inner = &self.text[start + 1..];
        let bare = inner.trim_start_matches('/');
        let length = bare.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(bare.len());
        let name = bare[..length].to_ascii_lowercase();
        let closing = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>"), ("!", ">")];
        let words = start + 1 + (inner.len() - bare.len()) + length;
        let end = match closing.iter().find(|(begin, _)| inner.starts_with(begin)) {
            Some((_, mark)) => start + 1 + inner.find(mark).ok_or(open)? + mark.len(),
            None if !name.starts_with(|c: char| c.is_ascii_alphabetic()) => return Ok(None),
            None => match close_of(&self.text[words..]) {
                Some(length) => words + length + 1,
                None if is_known(&name) || self.text[words..].contains('=') => return Err(open),
                None => return Ok(None),
            },
        };
        let is_element = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !inner.starts_with(['!', '?']);
        let tag = Tag {
            range: self.source(start)..self.source(end - 1) + 1,
            attributes: self.source(words)..self.source(end - 1),
            written: if is_element { self.text[words..end - 1].to_owned() } else { String::new() },
            name: if is_element { name } else { String::new() },
            is_closing: inner.starts_with('/'),
        };
        Ok(Some((tag, end)))
    }
}

/// The lines of a range, those behind the first without the signs of quotes before them.
fn quoted_lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let lines = text[range].split_inclusive('\n').enumerate().map(|(at, line)| {
        let signs = if at == 0 { 0 } else { line.len() - line.trim_start_matches([' ', '\t', '>']).len() };
        // A line of signs alone ends the tag.
        let signs = if signs == line.len() { line.find('>').unwrap_or(0) } else { signs };
        start += line.len();
        start - line.len() + signs..start
    });
    lines.collect()
}

/// Where a tag is closed, outside the quotes of its values.
fn close_of(text: &str) -> Option<usize> {
    let (mut quote, mut last) = (None, ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        last = if c.is_whitespace() { last } else { c };
    }
    None
}
