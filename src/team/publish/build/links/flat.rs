//! Finds the links of a draft, wherever they stand.
//!
//! The entry's own scan decides by itself what is code, and quickly. Here that is known already, and no link may be missed;
//! so it gets a text without code, indentation and the marks of quotes and lists, and what it finds is led back.

use std::ops::Range;

use super::super::draft::Draft;
use super::super::walk::Walk;
use crate::entry::link::{self, Form, Link};

/// A link of a draft, and where its parts stand in it.
pub(super) struct Found {
    pub(super) link: Link,
    pub(super) range: Range<usize>,
    /// The shown words of a wiki link, the text of any other; empty where there is none.
    pub(super) words: Range<usize>,
    /// What stands between `(` and `)`, or behind `[name]:`.
    pub(super) inner: Range<usize>,
    pub(super) is_definition: bool,
}

/// All links outside code and HTML tags, in order.
pub(super) fn links(draft: &Draft, walk: &Walk) -> Vec<Found> {
    let flat = Flat::of(draft, walk);
    let mut found: Vec<Found> = link::links(&flat.text).into_iter().map(|link| flat.found(draft, link)).collect();
    let missed: Vec<Found> = definitions(draft, walk).filter(|it| !overlaps(&found, &it.range)).collect();
    found.extend(missed);
    found.sort_by_key(|it| it.range.start);
    found
}

fn overlaps(found: &[Found], range: &Range<usize>) -> bool {
    found.iter().any(|it| it.is_definition && it.range.start < range.end && range.start < it.range.end)
}

/// Definitions over several lines, which only a Markdown parser sees.
fn definitions<'a>(draft: &'a Draft, walk: &'a Walk) -> impl Iterator<Item = Found> + 'a {
    walk.definitions.iter().filter_map(|it| {
        let (range, dest) = (it.range.clone(), &it.target);
        let close = range.start + draft.text()[range.clone()].find("]:")?;
        let mut link = link::links(&format!("[]({dest})")).into_iter().next().unwrap_or_else(|| nameless(dest));
        let words = range.start + 1..close;
        link.shown = Some(draft.text()[words.clone()].to_owned());
        Some(Found { link, inner: close + 2..range.end, range, words, is_definition: true })
    })
}

/// A link whose target cannot be written down in one line.
fn nameless(dest: &str) -> Link {
    let (range, place) = (0..0, 0..0);
    Link {
        range,
        target: dest.into(),
        heading: None,
        shown: None,
        form: Form::Markdown,
        place,
        field: None,
        others: Vec::new(),
    }
}

/// A draft without all that is no word.
struct Flat {
    text: String,
    /// Where in the draft each byte stands.
    map: Vec<usize>,
}

impl Flat {
    fn of(draft: &Draft, walk: &Walk) -> Self {
        let mut tags = walk.tags.iter().peekable();
        let (mut flat, mut start) = (Self { text: String::new(), map: Vec::new() }, 0);
        for line in draft.text().split_inclusive('\n') {
            let is_code = is_all_code(draft, start, line);
            let words = if is_code { 0 } else { marks(line) };
            for (at, c) in line.char_indices().filter(|(at, c)| *at >= words && (!is_code || *c == '\n')) {
                // Backticks that are no code, and a `~~~` that begins none, must not look as if they were.
                let is_fence = c == '~' && line[words..at].trim_matches('~').is_empty();
                while tags.next_if(|tag| tag.end <= start + at).is_some() {}
                let is_tag = tags.peek().is_some_and(|tag| tag.contains(&(start + at)));
                let is_hidden = draft.is_code(start + at) || c == '`' || is_fence || is_tag;
                flat.push(c, start + at, is_hidden && c != '\n');
            }
            start += line.len();
        }
        flat
    }

    /// Adds a character, or as many bytes of no meaning.
    fn push(&mut self, c: char, at: usize, is_hidden: bool) {
        match is_hidden {
            true => self.text.extend(std::iter::repeat_n('x', c.len_utf8())),
            false => self.text.push(c),
        }
        self.map.extend(at..at + c.len_utf8());
    }

    /// A range of this text as one of the draft.
    fn led_back(&self, range: Range<usize>) -> Range<usize> {
        let end = self.map.last().map_or(0, |at| at + 1);
        let start = self.map.get(range.start).copied().unwrap_or(end);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        start..last.map_or(start, |last| self.map[last] + 1)
    }

    fn found(&self, draft: &Draft, link: Link) -> Found {
        let flat = link.range.clone();
        let range = self.led_back(flat.clone());
        let written = &draft.text()[range.clone()];
        if matches!(link.form, Form::Wiki | Form::Embed) {
            let words = shown_words(written)
                .map_or(range.start..range.start, |it| range.start + it.start..range.start + it.end);
            // Code in its words was hidden from the scan.
            let link = link::links(written).into_iter().next().filter(|it| it.form == link.form).unwrap_or(link);
            return Found { link, inner: range.clone(), range, words, is_definition: false };
        }
        if link.form == Form::Html {
            let range = self.led_back(link.place.clone());
            return Found { link, inner: range.clone(), words: range.clone(), range, is_definition: false };
        }
        let open = flat.start + if link.form == Form::Image { 2 } else { 1 };
        let length = link.shown.as_ref().map_or(0, String::len);
        let is_bracketed = link.form != Form::Auto;
        let close = (open + length).min(flat.end);
        let is_definition = is_bracketed && self.text[close..flat.end].starts_with("]:");
        let inner = if is_bracketed { close + 2..flat.end - usize::from(!is_definition) } else { flat.clone() };
        let words = if is_bracketed { open..close } else { flat };
        Found { inner: self.led_back(inner), words: self.led_back(words), range, link, is_definition }
    }
}

/// Where the typed words of a wiki link stand in it, behind its `|`.
fn shown_words(written: &str) -> Option<Range<usize>> {
    let bar = written.find('|')? + 1;
    let words = &written[bar..written.len().checked_sub(2)?];
    let start = bar + (words.len() - words.trim_start().len());
    Some(start..start + words.trim().len())
}

fn is_all_code(draft: &Draft, start: usize, line: &str) -> bool {
    let is_word = |(_, byte): &(usize, u8)| !byte.is_ascii_whitespace() && *byte != b'>';
    let mut words = line.bytes().enumerate().filter(is_word).peekable();
    words.peek().is_some() && words.all(|(at, _)| draft.is_code(start + at))
}

/// The length of what stands before the words of a line: blanks, `>`, and the marks of list items.
fn marks(line: &str) -> usize {
    let mut rest = line;
    loop {
        let bare = rest.trim_start_matches([' ', '\t', '>']);
        let digits = bare.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let mark = match bare.as_bytes().get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if digits > 0 => digits + 1,
            _ => 0,
        };
        if mark == 0 || !bare[mark..].starts_with([' ', '\t']) {
            return line.len() - bare.len();
        }
        rest = &bare[mark..];
    }
}
