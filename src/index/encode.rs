//! Tokens on their way into tantivy: written once by the thread that puts an entry, split without thought by its indexer.
//!
//! In front of each token stands a character that says how long it is and whether it is one position further than the one
//! before or at the same, and in front of that a [`STEP`] for each position that is passed over.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::tokenize::{self, Form};

/// The name under which [`Split`] is registered.
pub(super) const SPLIT: &str = "riffle-split";

/// A position without a token.
const STEP: u8 = 1;
/// The first of the characters that announce a token; all of them take two bytes.
const TOKEN: u32 = 0x100;
/// So many bytes of a token at most; one is that long only if its capitals are shorter than its small letters.
const LONGEST: usize = 255;

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
        Self { out: String::with_capacity(text.len() + text.len() / 2), written: 0, base: 0 }
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
            let steps = last - self.written;
            (1..steps).for_each(|_| self.out.push(char::from(STEP)));
            push(&mut self.out, token.text, steps == 0);
            self.written = last;
            beginnings.note(token.text.trim_end_matches(tokenize::INNER), token.form);
            true
        });
        self.base = last + GAP;
    }
}

/// Writes a token, one position further or at the `same`.
fn push(out: &mut String, token: &str, same: bool) {
    let token = &token[..token.floor_char_boundary(LONGEST.min(token.len()))];
    let length = u32::try_from(token.len()).expect("it was cut");
    out.push(char::from_u32(TOKEN + 2 * length + u32::from(same)).expect("letters with accents"));
    out.push_str(token);
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
        push(&mut self.out, text, false);
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
        let mut steps = 1;
        while bytes.get(self.at) == Some(&STEP) {
            steps += 1;
            self.at += 1;
        }
        let Some([high, low, ..]) = bytes.get(self.at..) else { return false };
        let told = (usize::from(high & 0x1F) << 6 | usize::from(low & 0x3F)) - TOKEN as usize;
        self.token.position = self.token.position.wrapping_add(steps - told % 2);
        self.token.offset_from = self.at + 2;
        self.at = self.token.offset_from + told / 2;
        self.token.offset_to = self.at;
        self.token.text.clear();
        self.token.text.push_str(&self.text[self.token.offset_from..self.at]);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
