//! Forms of letters that stand for plain ones: ligatures, half-width kana, small and raised figures, units in one sign.
//!
//! A text with such forms is written out before it is split into tokens; other texts pay for a look at their wider characters.

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

/// So many bytes are passed over at once where all of them are ASCII.
const STRIDE: usize = 32;

/// A text with all forms written out.
pub(super) struct Plain {
    pub text: String,
    pieces: Vec<Piece>,
}

/// A part of the text that was taken over, or one form.
struct Piece {
    /// Where it begins in the plain text.
    at: usize,
    /// Where it begins in the text as it was.
    from: usize,
    /// Of a form, its bytes there; 0 of what was taken over.
    form: usize,
}

/// The text with all forms written out; `None` if there are none.
pub(super) fn plain(text: &str) -> Option<Plain> {
    wide(text).any(|(_, c)| is_form(c)).then(|| written_out(text))
}

/// The characters of a text that are not ASCII, with their places.
pub(super) fn wide(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes.get(at..at + STRIDE).is_some_and(<[u8]>::is_ascii) {
            at += STRIDE;
        }
        let place = at + bytes[at..].iter().position(|byte| !byte.is_ascii())?;
        let c = text[place..].chars().next()?;
        at = place + c.len_utf8();
        Some((place, c))
    })
}

fn written_out(text: &str) -> Plain {
    let mut plain = Plain { text: String::with_capacity(text.len() + text.len() / 8), pieces: Vec::new() };
    let mut taken = 0;
    for (place, c) in wide(text).filter(|(_, c)| is_form(*c)) {
        plain.take_over(&text[taken..place], taken);
        plain.write_out(c, place);
        taken = place + c.len_utf8();
    }
    plain.take_over(&text[taken..], taken);
    plain
}

impl Plain {
    fn take_over(&mut self, piece: &str, from: usize) {
        if !piece.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), from, form: 0 });
            self.text.push_str(piece);
        }
    }

    /// Writes a form out. One that is no letter is a word of its own, as the sign it is.
    fn write_out(&mut self, c: char, from: usize) {
        let apart = !c.is_alphanumeric();
        if apart {
            self.text.push(' ');
        }
        self.pieces.push(Piece { at: self.text.len(), from, form: c.len_utf8() });
        decompose_compatible(c, |part| match self.text.chars().next_back().and_then(|last| compose(last, part)) {
            Some(both) => self.join(both, from + c.len_utf8()),
            None => self.text.push(part),
        });
        if apart {
            self.text.push(' ');
        }
    }

    /// Replaces the last character by one that it gave with what comes from before `end`.
    fn join(&mut self, both: char, end: usize) {
        self.text.pop();
        self.text.push(both);
        if self.pieces.last().is_some_and(|piece| piece.at >= self.text.len()) {
            self.pieces.pop();
        }
        if let Some(piece) = self.pieces.last_mut().filter(|piece| piece.form > 0) {
            piece.form = end - piece.from;
        }
    }

    /// Where in the text as it was that begins which begins here in the plain one.
    pub(super) fn start(&self, at: usize) -> usize {
        let piece = &self.pieces[self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)];
        if piece.form > 0 { piece.from } else { piece.from + at - piece.at }
    }

    /// The same for where something ends.
    pub(super) fn end(&self, end: usize) -> usize {
        let piece = &self.pieces[self.pieces.partition_point(|piece| piece.at < end).saturating_sub(1)];
        if piece.form > 0 { piece.from + piece.form } else { piece.from + end - piece.at }
    }
}

/// Whether a character is written out. Fractions are not, since they would join the number before; forms of full width need
/// not be, since folding knows them and Chinese text is full of their punctuation.
fn is_form(c: char) -> bool {
    match c {
        '\u{100}'..='\u{131}' | '\u{180}'..='\u{1C3}' | '\u{400}'..='\u{1D2B}' | '\u{2010}'..='\u{206F}' => {
            matches!(c, '\u{587}' | '\u{675}'..='\u{678}' | '\u{10FC}')
        }
        // Arrows, signs of mathematics, frames, symbols.
        '\u{2190}'..='\u{245F}' | '\u{2500}'..='\u{2C5F}' => false,
        '\u{3000}'..='\u{3130}' | '\u{3400}'..='\u{A69B}' | '\u{AC00}'..='\u{D7FF}' | '\u{FF01}'..='\u{FF65}' => false,
        '\u{BC}'..='\u{BE}' | '\u{2150}'..='\u{215F}' | '\u{2189}' => false,
        '\u{AA}'..='\u{BB}' | '\u{132}'..='\u{17F}' | '\u{1C4}'..='\u{3FF}' | '\u{1D2C}'..='\u{2FFF}' => {
            stands_for_more(c)
        }
        '\u{3131}'..='\u{33FF}' | '\u{A69C}'..='\u{ABFF}' | '\u{FB00}'..='\u{FFDC}' => stands_for_more(c),
        '\u{1D400}'..='\u{1FBFF}' => stands_for_more(c),
        _ => false,
    }
}

/// Whether it decomposes into other letters or figures, or into a mark that a letter before takes.
fn stands_for_more(c: char) -> bool {
    let (mut compatible, mut canonical, mut says) = (0_u64, 0_u64, false);
    let add = |sum: u64, part: char| sum.wrapping_mul(0x11_0000).wrapping_add(u64::from(part));
    decompose_compatible(c, |part| {
        compatible = add(compatible, part);
        says |= part.is_alphanumeric() || matches!(part, '\u{3099}' | '\u{309A}');
    });
    decompose_canonical(c, |part| canonical = add(canonical, part));
    says && compatible != canonical
}
