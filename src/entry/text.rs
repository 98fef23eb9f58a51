//! What a Markdown body says: title, headings, inline tags, a one-line summary.

mod own;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, after_backticks, blocks, wiki_end};
use super::link;
pub(crate) use own::{TITLE_LIMIT, WORD_LIMIT, advice, quotes, word_count};

/// One heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub text: String,
    /// Byte offset in the body.
    pub at: usize,
}

/// The text of the first level-one heading, plain.
pub(crate) fn title(body: &str) -> Option<String> {
    let heading = blocks(body).find(|block| block.level == 1)?;
    Some(plain(&body[heading.words])).filter(|title| !title.is_empty())
}

/// All headings outside code, in order.
pub(crate) fn headings(body: &str) -> Vec<Heading> {
    let heading = |block: Block| Heading { level: block.level, text: plain(&body[block.words]), at: block.at };
    blocks(body).filter(|block| block.level > 0).map(heading).collect()
}

/// `#tags` in the text, outside code and links, without `#`, each once, in order.
pub(crate) fn inline_tags(body: &str) -> Vec<String> {
    let mut tags = Tags::default();
    add_inline_tags(body, &mut tags);
    tags.all
}

/// Adds the tags in the text to those that are known.
pub(super) fn add_inline_tags(body: &str, tags: &mut Tags) {
    if body.contains('#') {
        blocks(body).for_each(|block| add_tags(&body[block.words], tags));
    }
}

/// [`title`] and [`inline_tags`] in one pass.
pub(super) fn title_and_tags(body: &str, tags: &mut Tags) -> Option<String> {
    if !body.contains(['#', '=']) {
        return None;
    }
    let mut title = None;
    for block in blocks(body) {
        let words = &body[block.words];
        if block.level == 1 && title.is_none() {
            title = Some(plain(words));
        }
        add_tags(words, tags);
    }
    title.filter(|title| !title.is_empty())
}

/// Words as they stand on one line: every run of blanks and line ends is one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first words of the body as plain text on one line, at most `width` characters.
///
/// Headings, code blocks and tables are left out while there is anything else.
pub(crate) fn summary(body: &str, width: usize) -> String {
    let start = |bytes: usize| &body[..body.floor_char_boundary(bytes)];
    let near = plain_text(start(8 * width.clamp(64, 1024)), Keep::Paragraphs);
    if near.chars().nth(width).is_some() {
        return shortened(&near, width);
    }
    let far = start(4096.max(8 * width.min(1 << 16)));
    let words = plain_text(far, Keep::Paragraphs);
    let words = if words.is_empty() { plain_text(far, Keep::All) } else { words };
    shortened(&words, width)
}

/// Whether the text is one http or https address and nothing else.
pub(crate) fn lone_url(text: &str) -> Option<&str> {
    let url = text.trim();
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let (start, rest) = url.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_clean = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`\\^{}|".contains(c));
    (is_clean && host.contains(char::is_alphanumeric)).then_some(url)
}

/// An address as it reads: without scheme and closing slash.
pub(crate) fn bare_address(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/')
}

/// Tags in order, each once, whatever its case.
#[derive(Default)]
pub(super) struct Tags {
    pub(super) all: Vec<String>,
    seen: HashSet<String>,
}

impl Tags {
    /// Takes a tag as somebody wrote it.
    pub(super) fn add(&mut self, tag: &str) {
        let tag = tag_name(tag);
        if !tag.is_empty() && self.seen.insert(tag.to_lowercase()) {
            self.all.push(tag.to_owned());
        }
    }
}

/// A tag without the marks somebody wrote around it: `#a/b/` and `[[a/b]]` are `a/b`.
pub(super) fn tag_name(tag: &str) -> &str {
    tag.trim().trim_start_matches(['#', '/', '[']).trim_end_matches(['/', ']']).trim()
}

/// Whether the whole text is one inline tag, without its `#`.
pub(crate) fn is_tag(text: &str) -> bool {
    tag_length(text) == text.len() && is_tag_words(text)
}

/// A line without the `#tags` at its end, and these in order, without `#`. A line of nothing but tags stays whole.
pub(crate) fn split_last_tags(line: &str) -> (&str, Vec<String>) {
    let (mut words, mut tags) = (line.trim_end(), Vec::new());
    while let Some((before, tag)) = words.rsplit_once(char::is_whitespace) {
        let Some(tag) = tag.strip_prefix('#').filter(|tag| is_tag(tag)) else { break };
        let before = before.trim_end();
        if before.trim_start_matches('#').trim().is_empty() {
            return (line.trim_end(), Vec::new());
        }
        words = before;
        tags.insert(0, tag.trim_end_matches('/').to_owned());
    }
    match words.strip_prefix('#') {
        Some(tag) if is_tag(tag) => (line.trim_end(), Vec::new()),
        _ => (words, tags),
    }
}

/// Adds the tags of one block.
fn add_tags(text: &str, tags: &mut Tags) {
    if !text.contains('#') {
        return;
    }
    let bytes = text.as_bytes();
    let is_mark = |b: &u8| matches!(b, b'`' | b'\\' | b'[' | b']' | b'<' | b'#');
    let mut at = 0;
    while let Some(length) = bytes.get(at..).and_then(|rest| rest.iter().position(is_mark)) {
        at += length;
        at = match bytes[at] {
            b'`' => after_backticks(text, at),
            b'\\' => at + 2,
            b'[' if bytes[at..].starts_with(b"[[") => {
                let near = &bytes[at + 2..bytes.len().min(at + 1024)];
                wiki_end(near).map_or(at + 1, |end| at + end + 4)
            }
            b']' if bytes[at..].starts_with(b"](") => link::after_target(text, at),
            b']' if bytes[at..].starts_with(b"]:") && begins_line(&text[..at]) => line_end(text, at),
            b'<' if bytes[at..].starts_with(b"<!--") => after(text, at, "-->"),
            b'<' => after_html_tag(text, at),
            b'#' if may_begin_tag(&bytes[..at]) => add_tag(text, at + 1, tags),
            _ => at + 1,
        };
    }
}

/// Whether what stands before the `]` of a definition is its name alone: `[x]: #y`.
fn begins_line(before: &str) -> bool {
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.trim_start().strip_prefix('[').is_some_and(|name| !name.starts_with('^') && !name.contains('['))
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// Behind the HTML tag that begins here, in whose attributes a `#` is a colour or an anchor; else behind the `<`. Its `>` may stand
/// on a line of its own and then be read as a quote: one with attributes reaches to the end of the text.
fn after_html_tag(text: &str, at: usize) -> usize {
    let near = &text[at + 1..text.floor_char_boundary(text.len().min(at + 1024))];
    let is_tag = near.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    match near.find(['>', '<']) {
        Some(end) if is_tag && near[end..].starts_with('>') => at + end + 2,
        None if is_tag && near.contains("=\"") => at + 1 + near.len(),
        Some(_) | None => at + 1,
    }
}

/// Whether a `#` behind this text begins a tag: after white space or a bracket that is not that of a link.
fn may_begin_tag(before: &[u8]) -> bool {
    match before {
        [] => true,
        [.., b']', b'('] => false,
        [.., last] => last.is_ascii_whitespace() || *last == b'(',
    }
}

/// Adds the tag that begins here, if one does, and goes behind it.
fn add_tag(text: &str, start: usize, tags: &mut Tags) -> usize {
    let words = &text[start..start + tag_length(&text[start..])];
    if is_tag_words(words) {
        tags.add(words);
    }
    start + words.len()
}

/// How far the characters of a tag reach from here.
pub(crate) fn tag_length(text: &str) -> usize {
    text.find(|c| !is_tag_char(c)).unwrap_or(text.len())
}

fn is_tag_words(words: &str) -> bool {
    !words.starts_with('/') && words.contains(|c: char| !c.is_ascii_digit()) && words.contains(|c| !"-_/".contains(c))
}

/// Letters and digits of any script, emoji, `_`, `-` and `/`; no white space and no punctuation.
fn is_tag_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
    }
    let is_punctuation = matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{feff}' | '\u{fffd}')
        || matches!(c, '\u{2000}'..='\u{206f}' if c != '\u{200d}');
    c.is_alphanumeric() || !is_punctuation && !c.is_whitespace() && !c.is_control()
}

/// Behind the next `mark`, or the end of the text.
fn after(text: &str, at: usize, mark: &str) -> usize {
    text[at..].find(mark).map_or(text.len(), |found| at + found + mark.len())
}

/// The words of one line of Markdown, without its marks.
pub(super) fn plain(inline: &str) -> String {
    let inline = inline.trim();
    if inline.contains(['*', '_', '`', '[', '<', '&', '~', '\\', '\n', '!']) {
        let start = &inline[..inline.floor_char_boundary(4096)];
        // The mark keeps a line such as `- a` from being read as a list; it is no part of the words.
        return plain_text(&format!("\u{200b}{start}"), Keep::All).trim_matches(['\u{200b}', ' ']).to_owned();
    }
    inline.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    All,
    Paragraphs,
}

/// The words of Markdown on one line.
fn plain_text(markdown: &str, keep: Keep) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_WIKILINKS;
    let (mut words, mut skipped) = (String::new(), 0_usize);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock) => skipped += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::HtmlBlock) => {
                skipped = skipped.saturating_sub(1);
                words.push(' ');
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => words.push(' '),
            Event::Text(text) | Event::Code(text) if skipped == 0 || keep == Keep::All => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Rule => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut between words where that leaves enough, with `…` for what is missing.
fn shortened(words: &str, width: usize) -> String {
    let Some((cut, _)) = words.char_indices().nth(width) else { return words.to_owned() };
    let Some((last, _)) = words[..cut].char_indices().last() else { return String::new() };
    let kept = &words[..last];
    let kept = kept.rfind(' ').filter(|space| *space > last / 2).map_or(kept, |space| &kept[..space]);
    format!("{}…", kept.trim_end())
}
