//! Which parts of a Markdown text are code, as Markdown itself reads it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What the hosts of team repositories read beyond plain Markdown and what changes where code begins.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Code blocks and code spans with their marks, in order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// Raw HTML: whole blocks, and single tags in the text.
pub(super) fn html(text: &str) -> Vec<Range<usize>> {
    let is_html = |event: &Event| matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    events.filter(|(event, _)| is_html(event)).map(|(_, range)| range).collect()
}

/// Quotes, outer ones before those in them.
pub(super) fn quotes(text: &str) -> Vec<Range<usize>> {
    let is_quote = |event: &Event| matches!(event, Event::Start(Tag::BlockQuote(_)));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    events.filter(|(event, _)| is_quote(event)).map(|(_, range)| range).collect()
}
