//! The other fields of a front matter: found by their words, and by name and value (`status:done`).

use serde_json::{Map, Value};

use super::key::Key;
use super::tokenize::{self, Form};

/// Fields that are searched by means of their own, or say nothing to a reader.
const ELSEWHERE: [&str; 9] = ["aliases", "date", "id", "kind", "published", "stage", "tags", "title", "url"];
/// So much of an entry's fields is searched, and so many of its values.
const MOST_BYTES: usize = 16 * 1024;
const MOST_VALUES: usize = 256;

/// The values of an entry's other fields, each with the name of its field, in the file's order.
pub(super) fn values(fields: &Map<String, Value>) -> Vec<(&str, String)> {
    let mut values = Vec::new();
    for (name, value) in fields.iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        collect(name, value, &mut values);
    }
    let mut room = MOST_BYTES;
    values.retain(|(_, text): &(&str, String)| {
        let fits = text.len() <= room;
        room -= if fits { text.len() } else { 0 };
        fits
    });
    values
}

fn collect<'a>(name: &'a str, value: &Value, values: &mut Vec<(&'a str, String)>) {
    if values.len() >= MOST_VALUES {
        return;
    }
    match value {
        Value::Null => {}
        Value::Bool(is) => values.push((name, is.to_string())),
        Value::Number(number) => values.push((name, number.to_string())),
        Value::String(text) => values.push((name, text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(name, item, values)),
        Value::Object(fields) => fields.values().for_each(|value| collect(name, value, values)),
    }
}

/// What an entry with such a value is looked up by: the name alone, and the name with each word of the value.
pub(super) fn keys(name: &str, value: &str) -> Vec<u64> {
    let words = words(value);
    let words = words.iter().map(|word| Key::Property.of(&named(name, word)));
    [Key::Field.of(&tokenize::folded(name))].into_iter().chain(words).collect()
}

/// The name of a field and a word of its value in one text.
pub(super) fn named(name: &str, word: &str) -> String {
    format!("{}\0{word}", tokenize::folded(name))
}

/// The words of a value, as they are indexed and looked up.
pub(super) fn words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    tokenize::each(&tokenize::composed(value), |token| {
        match token.form {
            Form::Word | Form::Pair | Form::Single | Form::Signed => words.push(token.text.to_owned()),
            Form::Joined | Form::Inner => {}
        }
        true
    });
    words
}
