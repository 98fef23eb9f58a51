//! Tag soup as a row of tags and words, as a browser's tokenizer reads it. No tree, so that nothing grows by nesting.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Start(Tag),
    /// The name of a tag that ends, in lower case.
    End(String),
    Words(String),
}

/// A tag that begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// In lower case, as are those of its attributes.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) line: usize,
}

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "yes"))
    }
}

/// Hands the pieces of a page to `take`, one after the other.
pub(super) fn pieces(text: &str, take: impl FnMut(Piece)) {
    let sink = Sink(RefCell::new(take));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts { discard_bom: true, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // Nothing asks it to stop: there are no scripts to be run.
    drop(tokenizer.feed(&input));
    tokenizer.end();
}

struct Sink<F>(RefCell<F>);

impl<F: FnMut(Piece)> TokenSink for Sink<F> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let piece = match token {
            Token::TagToken(tag) => match tag.kind {
                TagKind::EndTag => Piece::End(tag.name.to_string()),
                TagKind::StartTag => Piece::Start(Tag {
                    name: tag.name.to_string(),
                    attributes: tag.attrs.into_iter().map(|it| (it.name.local.to_string(), it.value.into())).collect(),
                    line: usize::try_from(line).unwrap_or(usize::MAX),
                }),
            },
            Token::CharacterTokens(words) => Piece::Words(words.into()),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => return TokenSinkResult::Continue,
        };
        (self.0.borrow_mut())(piece);
        TokenSinkResult::Continue
    }
}
