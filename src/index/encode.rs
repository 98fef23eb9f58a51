//! Tokens on their way into tantivy: written once by the thread that puts an entry, split without thought by its indexer.
//!
//! In front of each token stands one `\u{1}` for each position it is further than the one before, or a `\u{2}` if it
//! is at the same position. No token contains either: they are not letters.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::tokenize::{self, Form};

/// The name under which [`Split`] is registered.
pub(super) const SPLIT: &str = "riffle-split";

/// Between two values of one field, so that no phrase spans them.
const GAP: usize = 8;

/// Collects the tokens of one field.
#[derive(Default)]
pub(super) struct Encoder {
    pub out: String,
    written: usize,
    base: usize,
}

impl Encoder {
    pub(super) fn with_room_for(text: &str) -> Self {
        Self { out: String::with_capacity(text.len() + text.len() / 4), written: 0, base: 0 }
    }

    /// Adds the tokens of one composed value, noting the beginnings of words.
    pub(super) fn add(&mut self, text: &str, beginnings: &mut Beginnings) {
        self.add_if(text, beginnings, |_| true);
    }

    /// Adds the tokens of a path or address: words only, since as a whole each of them is different.
    pub(super) fn add_place(&mut self, text: &str, beginnings: &mut Beginnings) {
        self.add_if(text, beginnings, |form| form != Form::Joined);
    }

    fn add_if(&mut self, text: &str, beginnings: &mut Beginnings, wanted: impl Fn(Form) -> bool) {
        let mut last = self.base;
        tokenize::each(text, |token| {
            if !wanted(token.form) {
                return true;
            }
            last = self.base + token.position + 1;
            match last - self.written {
                0 => self.out.push('\u{2}'),
                steps => (0..steps).for_each(|_| self.out.push('\u{1}')),
            }
            self.written = last;
            self.out.push_str(token.text);
            beginnings.note(token.text, token.form);
            true
        });
        self.base = last + GAP;
    }
}

/// Spreads numbers; nobody gains from making two characters collide in one entry.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The first one and two characters of words, each once: what the first keys of a search ask for.
pub(super) struct Beginnings {
    ascii: Box<[u64; 256]>,
    others: HashSet<u64, BuildHasherDefault<Mixed>>,
    pub out: String,
}

impl Beginnings {
    pub(super) fn new() -> Self {
        Self { ascii: Box::new([0; 256]), others: HashSet::default(), out: String::new() }
    }

    fn note(&mut self, token: &str, form: Form) {
        if let [first, second, ..] = *token.as_bytes()
            && first < 128
            && second < 128
        {
            if self.is_new(first, second) {
                self.push(&token[..2]);
                self.note_first(first as char);
            }
            return;
        }
        let mut chars = token.chars();
        let Some(first) = chars.next() else { return };
        self.note_first(first);
        // A pair is a token of its own.
        if form != Form::Pair
            && let Some(second) = chars.next()
            && self.others.insert((u64::from(second) << 32) | u64::from(first))
        {
            self.push(&token[..first.len_utf8() + second.len_utf8()]);
        }
    }

    fn note_first(&mut self, first: char) {
        let new = if first.is_ascii() { self.is_new(first as u8, 0) } else { self.others.insert(u64::from(first)) };
        if new {
            self.push(first.encode_utf8(&mut [0; 4]));
        }
    }

    fn is_new(&mut self, first: u8, second: u8) -> bool {
        let bit = (first as usize) << 7 | second as usize;
        let (word, mask) = (bit / 64, 1_u64 << (bit % 64));
        let new = self.ascii[word] & mask == 0;
        self.ascii[word] |= mask;
        new
    }

    fn push(&mut self, text: &str) {
        self.out.push('\u{1}');
        self.out.push_str(text);
    }
}

/// Splits what an [`Encoder`] wrote.
#[derive(Clone, Default)]
pub(super) struct Split(Token);

/// The tokens of one encoded text.
pub(super) struct Splitting<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for Split {
    type TokenStream<'a> = Splitting<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Splitting<'a> {
        self.0.reset();
        Splitting { text, at: 0, token: &mut self.0 }
    }
}

impl TokenStream for Splitting<'_> {
    fn advance(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(mark @ (1 | 2)) = bytes.get(self.at) {
            self.token.position = self.token.position.wrapping_add(usize::from(*mark == 1));
            self.at += 1;
        }
        let rest = &bytes[self.at..];
        let length = rest.iter().position(|byte| *byte <= 2).unwrap_or(rest.len());
        self.token.offset_from = self.at;
        self.token.text.clear();
        self.token.text.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
        self.token.offset_to = self.at;
        length > 0
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
