//! HTML into a tree that stays small whatever the page says.
//!
//! The parser is fed by hand, with a filter between its two halves: what has no text is dropped there, and nothing is
//! let through that would make the tree deep, large or slow to walk.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use dom_query::Document;
use encoding_rs::Encoding;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use html5ever::{Attribute, LocalName, TokenizerResult};

use super::text;

/// The most nodes of a tree; what follows is left out.
const NODES: usize = 40_000;

/// The most bytes of text in a tree, and of a script that describes the page.
const TEXT: usize = 2 * 1024 * 1024;
const SCRIPT: usize = 64 * 1024;

/// The most elements that may be open at once while parsing, and the deepest level of the tree afterwards.
const OPEN: u32 = 400;
const DEPTH: usize = 100;

/// The longest value of an attribute, and the most attributes; more is no page that a person wrote.
const VALUE: usize = 4096;
const ATTRIBUTES: usize = 100;

/// Decoded at a time, and the most that may be read without anything being understood (one tag, one comment).
const CHUNK: usize = 4096;
const UNDERSTOOD: usize = 128 * 1024;

/// The most tags, attributes and runs of characters that are looked at.
const WORK: usize = 250_000;

/// The most bytes of text in one piece, and of a title: what writes HTML looks through a whole piece for each `&`.
const RUN: usize = 8 * 1024;

/// Comes before a file that is written into the page.
const EMBEDDED: &str = ";base64,";

/// Elements whose content is nobody's to read.
const SKIPPED: &[&str] = &[
    "script", "style", "svg", "math", "template", "iframe", "object", "canvas", "audio", "video", "select", "textarea",
    "noscript", "noframes", "noembed", "xmp",
];

/// Elements that are left out and their content is not.
const TRANSPARENT: &[&str] = &["applet", "embed", "frame", "frameset", "marquee", "plaintext"];

/// Elements that stay empty.
const VOID: &[&str] =
    &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that close each other, so that they may be left open.
const LEFT_OPEN: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"];

/// Attributes that say something about the text.
const KEPT: &[&str] = &[
    "alt",
    "checked",
    "class",
    "colspan",
    "content",
    "data-lang",
    "data-language",
    "datetime",
    "dir",
    "href",
    "hidden",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "src",
    "start",
    "type",
    "value",
    "aria-hidden",
];

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
        tokenizer.sink.silence.set(tokenizer.sink.silence.get() + text.len());
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

/// Stands between the words of HTML and the tree that is built of them.
struct Filter {
    builder: TreeBuilder<dom_query::NodeId, Document>,
    /// The element whose content is skipped, with how many of its name are open in it.
    skipping: RefCell<Option<(LocalName, u32)>>,
    /// Elements that are open, by name, without those that may be left open.
    open: RefCell<HashMap<LocalName, u32>>,
    depth: Cell<u32>,
    text: Cell<usize>,
    /// The text so far of the script that describes the page, while it is open.
    script: Cell<Option<usize>>,
    /// Bytes read since something was understood.
    silence: Cell<usize>,
    work: Cell<usize>,
    /// Bytes of text since the last tag.
    run: Cell<usize>,
    /// Within an element that has only text in it, as a title has.
    is_title: Cell<bool>,
    is_broken: Cell<bool>,
}

impl Filter {
    fn new() -> Self {
        Self {
            builder: TreeBuilder::new(Document::default(), Default::default()),
            skipping: RefCell::default(),
            open: RefCell::default(),
            depth: Cell::default(),
            text: Cell::default(),
            script: Cell::default(),
            silence: Cell::default(),
            work: Cell::default(),
            run: Cell::default(),
            is_title: Cell::default(),
            is_broken: Cell::default(),
        }
    }

    fn is_full(&self) -> bool {
        self.is_broken.get()
            || self.work.get() > WORK
            || self.silence.get() > UNDERSTOOD
            || self.text.get() > TEXT
            || self.builder.sink.tree.len() > NODES
    }

    /// What becomes of a tag; `None` leaves it out.
    fn tag(&self, mut tag: Tag) -> Option<Tag> {
        if tag.attrs.len() > ATTRIBUTES {
            self.is_broken.set(true);
            return None;
        }
        if TRANSPARENT.contains(&&*tag.name) || self.is_skipped(&tag) {
            return None;
        }
        tag.attrs.retain(|attribute| KEPT.contains(&&*attribute.name.local) && attribute.value.len() <= VALUE);
        for Attribute { value, .. } in &mut tag.attrs {
            *value = clean(std::mem::take(value));
        }
        self.run.set(0);
        self.is_title.set(false);
        self.is_room(&tag).then_some(tag)
    }

    /// Whether a tag is part of what has no text, or begins or ends it.
    fn is_skipped(&self, tag: &Tag) -> bool {
        let mut skipping = self.skipping.borrow_mut();
        if let Some((name, open)) = skipping.as_mut() {
            if *name == tag.name {
                *open = if tag.kind == StartTag { *open + 1 } else { *open - 1 };
            }
            if *open == 0 {
                *skipping = None;
            }
            return true;
        }
        if !SKIPPED.contains(&&*tag.name) {
            return false;
        }
        match tag.kind {
            StartTag if describes(tag) => {
                self.script.set(Some(0));
                false
            }
            StartTag => {
                if !(tag.self_closing && is_drawing(&tag.name)) {
                    *skipping = Some((tag.name.clone(), 1));
                }
                true
            }
            EndTag => self.script.take().is_none(),
        }
    }

    /// Counts what is open, by name: an end without a beginning must not make room.
    fn is_room(&self, tag: &Tag) -> bool {
        if VOID.contains(&&*tag.name) || LEFT_OPEN.contains(&&*tag.name) {
            return true;
        }
        let mut open = self.open.borrow_mut();
        let count = open.entry(tag.name.clone()).or_default();
        match tag.kind {
            StartTag if self.depth.get() >= OPEN => return false,
            StartTag => {
                *count += 1;
                self.depth.set(self.depth.get() + 1);
            }
            EndTag if *count > 0 => {
                *count -= 1;
                self.depth.set(self.depth.get() - 1);
            }
            EndTag => {}
        }
        true
    }

    fn characters(&self, characters: StrTendril) -> Option<StrTendril> {
        if self.skipping.borrow().is_some() {
            return None;
        }
        if let Some(length) = self.script.get() {
            self.script.set(Some(length + characters.len()));
            return (length < SCRIPT).then_some(characters);
        }
        self.text.set(self.text.get() + characters.len());
        self.run.set(self.run.get() + characters.len());
        if self.run.get() > RUN {
            if self.is_title.get() {
                return None;
            }
            self.divide();
        }
        Some(clean(characters))
    }

    /// Begins a new piece of text, by an element that shows nothing.
    fn divide(&self) {
        let tag = Tag {
            kind: StartTag,
            name: LocalName::from("wbr"),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        // An element without content asks nothing of the one who reads.
        drop(self.builder.process_token(Token::TagToken(tag), 0));
        self.run.set(0);
    }

    /// How the content of an element that is skipped is to be read, where it is not HTML.
    fn raw(&self, tag: &Tag) -> Option<RawKind> {
        let is_in_drawing = self.skipping.borrow().as_ref().is_some_and(|(name, _)| is_drawing(name));
        match &*tag.name {
            _ if tag.kind == EndTag || is_in_drawing => None,
            "script" => Some(RawKind::ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
            "textarea" => Some(RawKind::Rcdata),
            _ => None,
        }
    }

    fn filtered(&self, token: Token) -> Option<Token> {
        match token {
            Token::DoctypeToken(_) | Token::EOFToken => Some(token),
            _ if self.is_full() => None,
            Token::TagToken(tag) => self.tag(tag).map(Token::TagToken),
            Token::CharacterTokens(characters) => self.characters(characters).map(Token::CharacterTokens),
            Token::CommentToken(_) | Token::NullCharacterToken | Token::ParseError(_) => None,
        }
    }
}

impl TokenSink for Filter {
    type Handle = dom_query::NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        if !matches!(token, Token::ParseError(_)) {
            self.silence.set(0);
        }
        let (raw, attributes) = match &token {
            Token::TagToken(tag) => (self.raw(tag), tag.attrs.len()),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => (None, 0),
        };
        self.work.set(self.work.get() + 1 + attributes);
        let answer = self.filtered(token).map(|token| self.builder.process_token(token, line));
        // The tree would remember every mistake of the page.
        self.builder.sink.errors.borrow_mut().clear();
        if matches!(answer, Some(TokenSinkResult::RawData(_))) {
            self.is_title.set(true);
        }
        match (raw, answer) {
            (Some(kind), _) | (None, Some(TokenSinkResult::RawData(kind))) => TokenSinkResult::RawData(kind),
            (None, _) => TokenSinkResult::Continue,
        }
    }

    fn end(&self) {
        self.builder.end();
    }
}

/// Whether a script is the description of the page for machines.
fn describes(tag: &Tag) -> bool {
    let is =
        |attribute: &Attribute| &*attribute.name.local == "type" && attribute.value.trim() == "application/ld+json";
    &*tag.name == "script" && tag.attrs.iter().any(is)
}

/// Whether an element holds a language of its own, in which every element may close itself.
fn is_drawing(name: &LocalName) -> bool {
    matches!(&**name, "svg" | "math")
}

fn clean(text: StrTendril) -> StrTendril {
    if text.chars().all(text::shows) { text } else { text.chars().filter(|char| text::shows(*char)).collect() }
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

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;

    use super::*;

    fn page(html: &str) -> Document {
        parse(html.as_bytes(), UTF_8)
    }

    fn depth(document: &Document) -> usize {
        let mut level = vec![document.root()];
        let mut depth = 0;
        while !level.is_empty() {
            level = level.iter().flat_map(|node| node.children()).collect();
            depth += 1;
        }
        depth
    }

    #[test]
    fn what_a_reader_would_not_see_is_left_out() {
        let document = page(
            "<title>Tea</title><script>document.write('<p>no')</script><style>p { }</style><svg><style/><title>no</title></svg>\
             <p onclick=x title=y>yes<!-- no --><select><option>no</select><iframe><p>no</iframe><object><p>no</object>!",
        );

        assert_eq!(document.text().trim(), "Teayes!");
        assert_eq!(document.select("p").html().as_ref(), "<p>yes!</p>");
    }

    #[test]
    fn what_describes_the_page_for_machines_is_kept() {
        let script = "<script type='application/ld+json'>{\"@type\": \"Article\"}</script><p>tea";

        assert_eq!(page(script).html().matches("Article").count(), 1);
        assert_eq!(page(script).select("p").text().as_ref(), "tea");
    }

    #[test]
    fn deep_pages_become_flat_and_lose_no_words() {
        for (open, close) in [
            ("<div>", "</div>"),
            ("<ul><li>", "</li></ul>"),
            ("<table><tr><td>", "</table>"),
            ("<b><i>", ""),
            ("<div><table><td></div>", ""),
            ("<template>", ""),
            ("<table><div>", ""),
        ] {
            let document = page(&format!("{}tea{}", open.repeat(500), close.repeat(500)));

            assert!(depth(&document) <= DEPTH + 3, "{open}: {}", depth(&document));
            assert!(open == "<template>" || document.text().contains("tea"), "{open}");
        }
    }

    #[test]
    fn large_pages_are_cut() {
        let fonts: String = (0..1000).map(|n| format!("<font color={n}>")).collect();
        for html in ["<p>tea".repeat(100_000), format!("<p>{fonts}</p>{}", "<p>tea</p>".repeat(1000))] {
            let nodes = page(&html).tree.len();

            assert!(nodes < NODES + 2000, "{nodes}");
        }
        assert!(page(&"tea ".repeat(TEXT)).text().len() <= TEXT + CHUNK);
    }

    #[test]
    fn a_page_that_is_all_work_and_no_text_is_left() {
        let attributes: String = (0..10_000).map(|n| format!(" a{n:x}")).collect();
        let ends = page(&format!("{}<p>tea", "</b>".repeat(WORK)));

        assert_eq!(page(&format!("<p{attributes}>tea")).select("p").length(), 0);
        assert_eq!(ends.select("p").length(), 0);
    }

    #[test]
    fn long_texts_are_in_pieces_and_lose_nothing() {
        let words = "&amp;tea ".repeat(RUN);
        let document = page(&format!("<title>{words}</title><pre>{words}</pre>"));

        assert_eq!(document.select("pre").text().as_ref(), "&tea ".repeat(RUN));
        assert!(document.select("wbr").length() > 3);
        assert!(document.select("title").text().len() <= RUN);
    }

    #[test]
    fn files_within_a_page_do_not_hide_what_follows() {
        for length in [10, CHUNK - 20, 4 * UNDERSTOOD] {
            let file = "QUJD".repeat(length / 4);
            let document = page(&format!("<img alt=cup src='data:image/png;base64,{file}=='><p>tea</p>"));

            assert_eq!(document.text().as_ref(), "tea", "{length}");
            assert_eq!(document.select("img").attr("alt").as_deref(), Some("cup"));
        }
    }

    #[test]
    fn elements_that_may_be_left_open_do_not_make_a_page_deep() {
        let document = page(&format!("<ol>{}</ol><h2>milk</h2>", "<li><p>tea".repeat(2000)));

        assert_eq!(document.select("li").length(), 2000);
        assert_eq!(document.select("h2").text().as_ref(), "milk");
    }

    #[test]
    fn signs_that_do_not_show_are_gone_from_text_and_attributes() {
        let document = page("<p class='a\u{202e}b&#27;'>a&#27;[31m\u{e000}b</p>");

        assert_eq!(document.select("p").html().as_ref(), "<p class=\"ab\">a[31mb</p>");
    }
}
