//! What stands between the words of HTML and the tree that is built of them: it drops what has no text, and lets nothing through
//! that would make the tree deep, large or slow to walk.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use dom_query::Document;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{EndTag, StartTag, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, LocalName, QualName, ns};

use super::formula::Formula;
use crate::web::text;

/// The most nodes of a tree; what follows is left out.
pub(super) const NODES: usize = 40_000;

/// The most bytes of text in a tree, and of a script that describes the page.
pub(super) const TEXT: usize = 2 * 1024 * 1024;
const SCRIPT: usize = 64 * 1024;

/// The most elements that may be open at once.
const OPEN: u32 = 400;

/// The most that may be read without anything being understood (one tag, one comment).
pub(super) const UNDERSTOOD: usize = 128 * 1024;

/// The longest value of an attribute, and the most attributes; more is no page that a person wrote.
const VALUE: usize = 4096;
const ATTRIBUTES: usize = 100;

/// The most tags, attributes and runs of characters that are looked at.
pub(super) const WORK: usize = 250_000;

/// The most bytes of text in one piece, and of a title: what writes HTML looks through a whole piece for each `&`.
pub(super) const RUN: usize = 8 * 1024;

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
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "rowspan",
    "src",
    "start",
    "type",
    "value",
    "aria-hidden",
];

/// Stands between the words of HTML and the tree that is built of them.
pub(super) struct Filter {
    pub(super) builder: TreeBuilder<dom_query::NodeId, Document>,
    /// The element whose content is skipped, with how many of its name are open in it.
    skipping: RefCell<Option<(LocalName, u32)>>,
    /// What is skipped, where it is a formula.
    formula: RefCell<Option<Formula>>,
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
    pub(super) fn new() -> Self {
        Self {
            builder: TreeBuilder::new(Document::default(), Default::default()),
            skipping: RefCell::default(),
            formula: RefCell::default(),
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

    /// So many bytes more are given to the parser.
    pub(super) fn reads(&self, bytes: usize) {
        self.silence.set(self.silence.get() + bytes);
    }

    pub(super) fn is_full(&self) -> bool {
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
                self.end_formula();
            } else if let Some(formula) = self.formula.borrow_mut().as_mut() {
                formula.tag(tag);
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
                self.formula.replace(Formula::begun(tag));
                if tag.self_closing && is_drawing(&tag.name) {
                    self.end_formula();
                } else {
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
            if let Some(formula) = self.formula.borrow_mut().as_mut() {
                formula.characters(&characters);
            }
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
        self.build(Token::TagToken(element(StartTag, "wbr")));
        self.run.set(0);
    }

    /// Writes what was read of a formula into the tree, as an element for code that says so.
    fn end_formula(&self) {
        let Some((language, tex)) = self.formula.take().and_then(Formula::tex) else { return };
        self.text.set(self.text.get() + tex.len());
        let mut start = element(StartTag, "code");
        let name = QualName::new(None, ns!(), LocalName::from("data-lang"));
        start.attrs.push(Attribute { name, value: StrTendril::from(language) });
        self.build(Token::TagToken(start));
        self.build(Token::CharacterTokens(clean(StrTendril::from(tex))));
        self.build(Token::TagToken(element(EndTag, "code")));
    }

    /// Adds to the tree what is not in the page. None of it asks anything of the one who reads.
    fn build(&self, token: Token) {
        drop(self.builder.process_token(token, 0));
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

fn element(kind: TagKind, name: &str) -> Tag {
    Tag { kind, name: LocalName::from(name), self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
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
