//! HTML into a tree that stays small whatever the page says.
//!
//! The parser is fed by hand, with a filter between its two halves: what has no text is dropped there, and nothing is
//! let through that would make the tree deep, large or slow to walk.

mod filter;
mod formula;
#[cfg(test)]
mod tests;

use dom_query::Document;
use encoding_rs::Encoding;
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer};
use html5ever::tree_builder::TreeSink;
use url::Url;

use super::address;
use filter::Filter;

/// The deepest level of the tree; more may be open while it is parsed.
const DEPTH: usize = 100;

/// Decoded at a time.
const CHUNK: usize = 4096;

/// Comes before a file that is written into the page.
const EMBEDDED: &str = ";base64,";

/// The tree of a page.
pub(super) fn parse(bytes: &[u8], encoding: &'static Encoding) -> Document {
    let filter = Filter::new();
    let tokenizer = Tokenizer::new(filter, Default::default());
    let queue = BufferQueue::default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut chunks = bytes.chunks(CHUNK).peekable();
    let mut is_embedded = false;
    while let Some(chunk) = chunks.next() {
        let room = decoder.max_utf8_buffer_length(chunk.len()).unwrap_or(CHUNK * 3);
        let mut decoded = String::with_capacity(room);
        let (_, _, _) = decoder.decode_to_string(chunk, &mut decoded, chunks.peek().is_none());
        let text = without_embedded(&decoded, &mut is_embedded);
        tokenizer.sink.reads(text.len());
        queue.push_back(StrTendril::from(text));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        if tokenizer.sink.is_full() {
            break;
        }
    }
    tokenizer.end();
    let document = tokenizer.sink.builder.sink.finish();
    flatten(&document);
    document
}

/// What the links of a page are relative to.
pub(super) fn base(document: &Document, url: &Url) -> Url {
    let href = document.select_single("base[href]").attr("href");
    let joined = href.and_then(|href| url.join(href.trim()).ok());
    joined.and_then(|base| address::web(base.as_str())).unwrap_or_else(|| url.clone())
}

/// A piece of a page without the files that are written into it: they may be long, and are not read.
fn without_embedded(chunk: &str, is_embedded: &mut bool) -> String {
    let mut text = String::with_capacity(chunk.len());
    let mut rest = chunk;
    while !rest.is_empty() {
        if *is_embedded {
            rest = rest.trim_start_matches(|char: char| char.is_ascii_alphanumeric() || "+/=%-_".contains(char));
            *is_embedded = rest.is_empty();
        }
        let end = rest.find(EMBEDDED).map_or(rest.len(), |at| at + EMBEDDED.len());
        let (before, after) = rest.split_at(end);
        text.push_str(before);
        *is_embedded |= before.ends_with(EMBEDDED);
        rest = after;
    }
    text
}

/// Makes text of what lies deeper than a reader could follow.
fn flatten(document: &Document) {
    let mut level = vec![document.root()];
    for _ in 0..DEPTH {
        level = level.iter().flat_map(|node| node.children()).filter(|node| node.is_element()).collect();
    }
    for node in level {
        node.set_text(node.text());
    }
}
