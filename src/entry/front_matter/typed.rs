//! Scalars as they were typed: `3.10`, `1e5` and `0x1F` are names and versions as often as numbers.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::field::{Field, Fields};
use super::list;

/// Fields of words, where `True` is a word too.
const OF_WORDS: [&str; 9] = ["alias", "aliases", "description", "keywords", "lang", "source", "tag", "tags", "title"];

/// Puts what was typed in the place of each number that would be written otherwise; nested ones stay as they were read.
pub(super) fn as_typed(yaml: &str, fields: &mut Map<String, Json>) {
    if !fields.iter().any(|(key, value)| std::iter::once(value).chain(items(value)).any(|it| is_misread(key, it))) {
        return;
    }
    let Ok(written) = Fields::find(yaml, 0..yaml.len()) else { return };
    for (key, value) in fields {
        // Of a key that stands twice the first counts, to the parser as well.
        let Some(field) = written.all.iter().find(|field| field.key == *key) else { continue };
        restore(yaml, field, value);
    }
}

fn restore(yaml: &str, field: &Field, value: &mut Json) {
    let places = list::items(yaml, field);
    let values = match value {
        Json::Array(items) => items.as_mut_slice(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => std::slice::from_mut(value),
    };
    if places.len() == values.len() {
        values.iter_mut().zip(places).for_each(|(value, place)| restore_one(yaml, &field.key, value, place));
    }
}

fn restore_one(yaml: &str, key: &str, value: &mut Json, place: Range<usize>) {
    let words = &yaml[place];
    let is_scalar = words.starts_with(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let read = value.to_string();
    if is_scalar && is_misread(key, value) && read != words {
        *value = words.into();
    }
}

/// Whether a value may have been typed in another way than it reads.
fn is_misread(key: &str, value: &Json) -> bool {
    match value {
        Json::Number(_) => true,
        Json::Bool(_) => OF_WORDS.iter().any(|of_words| of_words.eq_ignore_ascii_case(key)),
        Json::Null | Json::String(_) | Json::Array(_) | Json::Object(_) => false,
    }
}

fn items(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}
