//! Which parts of a Markdown text are code, as Markdown itself reads it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What the hosts of team repositories read beyond plain Markdown.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Code blocks and code spans with their marks, in order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let may_have = text.contains(['`', '~', '\t']) || text.contains("    ");
    found(text, may_have, |event| matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)))
}

/// Quotes, outer ones before those in them.
pub(super) fn quotes(text: &str) -> Vec<Range<usize>> {
    found(text, text.contains('>'), |event| matches!(event, Event::Start(Tag::BlockQuote(_))))
}

fn found(text: &str, may_have: bool, is_it: fn(&Event) -> bool) -> Vec<Range<usize>> {
    if !may_have {
        return Vec::new();
    }
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    events.filter(|(event, _)| is_it(event)).map(|(_, range)| range).collect()
}
