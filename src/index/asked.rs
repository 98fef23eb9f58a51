//! What a person asks for in words: the tokens of a word or phrase.

use tantivy::Term;
use tantivy::schema::Field;

use super::tokenize::{self, Form};

/// The one word that a text is; `None` for code, phrases and scripts without spaces.
pub(super) fn single_word(text: &str) -> Option<String> {
    match Asked::of(text).parts.as_slice() {
        [part] if !part.pair && !part.single => Some(part.text.clone()),
        _ => None,
    }
}

/// The tokens of a word or phrase as a search needs them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub parts: Vec<Part>,
    /// The one symbol that the text is, if it is one.
    pub whole: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    pub position: usize,
    /// A single character that may begin a pair in the text.
    pub single: bool,
    pub pair: bool,
}

impl Asked {
    pub(super) fn of(text: &str) -> Self {
        let text = tokenize::composed(text);
        let mut asked = Self::default();
        let (mut symbols, mut pair_end) = (Vec::new(), None);
        tokenize::each(&text, |token| {
            let (single, pair) = (token.form == Form::Single, token.form == Form::Pair);
            let part = Part { text: token.text.to_owned(), position: token.position, single, pair };
            match token.form {
                Form::Word => asked.parts.push(part),
                Form::Pair => {
                    pair_end = Some(token.end);
                    asked.parts.push(part);
                }
                // The end of a run is part of its last pair already.
                Form::Single if pair_end == Some(token.end) => {}
                Form::Single => asked.parts.push(part),
                Form::Joined => symbols.push(part.text),
                Form::Inner => {}
                Form::Signed => {
                    asked.parts.pop();
                    asked.parts.push(part);
                }
            }
            true
        });
        let lone = !text.trim().contains(char::is_whitespace);
        asked.whole = symbols.pop().filter(|_| lone && symbols.is_empty());
        asked
    }
}

impl Part {
    pub(super) fn term(&self, field: Field, origin: usize) -> (usize, Term) {
        (self.position - origin, Term::from_field_text(field, &self.text))
    }
}
