//! The front matter cut into blocks: each field with the comments above it.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::field::Fields;
use super::{BOM, key, read, split};

/// A field as a text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// Riffle's name of the key.
    pub key: String,
    /// All lines of it, with the comments and blank lines above.
    pub text: &'a str,
    pub value: Json,
}

/// The front matter of a text, in parts that come to the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks<'a> {
    /// The first fence, with its line ending; empty where there is no front matter.
    pub open: &'a str,
    pub all: Vec<Block<'a>>,
    /// Comments below the last field, and the closing fence.
    pub close: &'a str,
    /// Blanks before each key.
    pub indent: usize,
}

impl<'a> Blocks<'a> {
    /// `None` where the front matter cannot be taken apart: not YAML, not closed, not lines of `key: value`, or a key that
    /// stands twice.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let split = split(text);
        let Some(yaml) = split.yaml else {
            let is_none = split.foreign.is_none() && !text.trim_start_matches(BOM).starts_with("---");
            return is_none.then(Self::default);
        };
        let (values, fields) = (read(&text[yaml.clone()]).ok()?, Fields::find(text, yaml.clone()).ok()?);
        let mut at = yaml.start;
        let mut all = Vec::new();
        for field in &fields.all {
            all.push(block(&text[at..field.end], &field.key, &values)?);
            at = field.end;
        }
        let is_whole = values.len() == all.len() && fields.all.iter().all(|field| is_single(&fields, &field.key));
        let close = &text[Range { start: at, end: split.body.start }];
        is_whole.then_some(Self { open: &text[..yaml.start], all, close, indent: fields.indent })
    }

    /// The field of that name.
    pub(crate) fn get(&self, key: &str) -> Option<&Block<'a>> {
        self.all.iter().find(|block| block.key == key)
    }
}

fn block<'a>(text: &'a str, written: &str, values: &Map<String, Json>) -> Option<Block<'a>> {
    Some(Block { key: key::name(written).to_owned(), text, value: values.get(written)?.clone() })
}

fn is_single(fields: &Fields, key: &str) -> bool {
    fields.all.iter().filter(|field| field.key.eq_ignore_ascii_case(key)).count() == 1
}
