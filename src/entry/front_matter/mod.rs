//! Splits, reads and edits front matter; every byte that was not meant to change survives.
//!
//! Reading is a YAML parser's work (`read`), writing is surgery on the text of one field (`field`, `list`). Every edit
//! is read back: when it does not say exactly what was meant, the file stays as it was and the caller gets a [`Problem`].

mod field;
mod list;
mod plain;
mod quote;
mod read;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::{Map, Value as Json};

pub use read::read;
pub(super) use read::rescued;

use super::Problem;
use field::{Field, Fields};

/// The most bytes of front matter that are parsed.
pub const MAX_BYTES: usize = 64 * 1024;

/// The mark that some programs put at the beginning of a file.
pub(super) const BOM: char = '\u{feff}';

/// Where front matter and body lie in a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the fences; `None` when the file does not begin with front matter.
    pub yaml: Option<Range<usize>>,
    /// From behind the closing fence to the end of the file.
    pub body: Range<usize>,
}

/// What a field is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    List(Vec<String>),
}

/// Finds the front matter of a file: a first line `---` (behind a byte order mark, if there is one) up to a line `---` or `...`.
///
/// Without a closing fence there is no front matter. A byte order mark belongs to neither part.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let none = Split { yaml: None, body: start..text.len() };
    let Some(first) = text[start..].find('\n').map(|at| start + at + 1) else { return none };
    if text[start..first].trim_ascii_end() != "---" {
        return none;
    }
    let mut at = first;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        if matches!(text[at..end].trim_ascii_end(), "---" | "...") {
            return Split { yaml: Some(first..at), body: end..text.len() };
        }
        at = end;
    }
    none
}

/// Sets one field and returns the whole new text; a file without front matter gains some.
///
/// Of a key that is written twice the first is set, since the first is the one that counts.
pub fn set(text: &str, key: &str, value: &Value) -> Result<String, Problem> {
    let Split { yaml: Some(yaml), .. } = split(text) else { return Ok(begin(text, &[(key, value.clone())])) };
    let mut fields = read(&text[yaml.clone()])?;
    let json = as_json(value);
    if fields.get(key) == Some(&json) {
        return Ok(text.to_owned());
    }
    let written = Fields::find(text, yaml.clone())?;
    let after = match written.named(key) {
        Some(field) => replaced(text, field, key, value),
        None => appended(text, &written, key, value),
    };
    fields.insert(key.to_owned(), json);
    checked(text, after, &fields)
}

/// Quotes a text that a person typed bare behind a key, so that a colon or hash in it is part of it.
pub fn quote_typed(text: &str, key: &str) -> String {
    let start = format!("{key}:");
    let lines = split(text).yaml.into_iter().flat_map(|yaml| field::lines(text, yaml));
    let Some(found) = lines.into_iter().find(|line| text[line.clone()].starts_with(&start)) else {
        return text.to_owned();
    };
    let typed = text[found.start + start.len()..found.end].trim();
    if typed.is_empty() || typed.starts_with(['"', '\'', '|', '>', '[', '{']) {
        return text.to_owned();
    }
    let quoted = line(key, &Value::Text(typed.to_owned()));
    let eol = &text[found.start + text[found.clone()].trim_end_matches(['\r', '\n']).len()..found.end];
    format!("{}{quoted}{eol}{}", &text[..found.start], &text[found.end..])
}

/// Removes one field, every time it is written, and returns the whole new text.
pub fn remove(text: &str, key: &str) -> Result<String, Problem> {
    let Split { yaml: Some(yaml), .. } = split(text) else { return Ok(text.to_owned()) };
    let mut fields = read(&text[yaml.clone()])?;
    if fields.shift_remove(key).is_none() {
        return Ok(text.to_owned());
    }
    let written = Fields::find(text, yaml.clone())?;
    let mut after = text.to_owned();
    for field in written.all.iter().rev().filter(|field| field.key == key) {
        after.replace_range(field.start..field.end, "");
    }
    checked(text, after, &fields)
}

/// Adds and removes items of a list field (also one written as a string), leaving the other items as they are.
///
/// An item that is added while another is removed takes its place, so that changing one tag changes one line. Tags compare
/// without case and `#`.
pub fn edit_list(text: &str, key: &str, add: &[String], remove: &[String]) -> Result<String, Problem> {
    let yaml = split(text).yaml;
    let mut fields = yaml.as_ref().map_or_else(|| Ok(Map::new()), |yaml| read(&text[yaml.clone()]))?;
    let edit = list::Edit::new(key, fields.get(key), add, remove).map_err(|what| problem(text, &yaml, key, what))?;
    let Some(yaml) = yaml.clone().filter(|_| !edit.is_nothing()) else {
        return if edit.is_nothing() { Ok(text.to_owned()) } else { set(text, key, &Value::List(edit.append)) };
    };
    let written = Fields::find(text, yaml)?;
    let Some(field) = written.named(key).filter(|_| edit.is_of_items()) else { return set(text, key, &edit.value()) };
    let after = list::apply(text, field, &edit)
        .ok_or_else(|| field.problem(text, "is a list that is written too unusually"))?;
    fields.insert(key.to_owned(), edit.result());
    checked(text, after, &fields)
}

/// The keys of the front matter, each with where one of its items is written, quotes included; a text is one item. Empty
/// where it is written in a way that cannot be edited.
pub(super) fn items(text: &str) -> Vec<(String, Range<usize>)> {
    let Some(Ok(fields)) = split(text).yaml.map(|yaml| Fields::find(text, yaml)) else { return Vec::new() };
    let items = |field: &Field| list::items(text, field).into_iter().map(|item| (field.key.clone(), item)).collect();
    fields.all.iter().flat_map(|field| -> Vec<_> { items(field) }).collect()
}

/// Whether the front matter of a file, if it has some, can be read and says each thing once.
pub(super) fn is_sound(text: &str) -> bool {
    let Some(yaml) = split(text).yaml else { return true };
    let mut keys: Vec<String> = match Fields::find(text, yaml.clone()) {
        Ok(fields) => fields.all.iter().map(|field| field.key.to_lowercase()).collect(),
        Err(_) => Vec::new(),
    };
    keys.sort_unstable();
    read(&text[yaml]).is_ok() && keys.windows(2).all(|pair| pair[0] != pair[1])
}

/// A text as it is written as an item of a list.
pub(super) fn item(text: &str) -> String {
    field::printed_item(text)
}

/// Prints a whole front matter with its fences, for a new file.
pub fn print(fields: &[(&str, Value)]) -> String {
    printed(fields, "\n")
}

/// The line ending of a file, that of its first line.
pub(super) fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        Some(_) | None => "\n",
    }
}

fn printed(fields: &[(&str, Value)], eol: &str) -> String {
    let lines: String = fields.iter().map(|(key, value)| line(key, value) + eol).collect();
    format!("---{eol}{lines}---{eol}")
}

fn line(key: &str, value: &Value) -> String {
    format!("{}: {}", quote::key(key), inline(key, value))
}

/// A value as it stands behind its key.
fn inline(key: &str, value: &Value) -> String {
    match value {
        Value::Text(text) => quote::field(key, text).into_owned(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| quote::item(item)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// Puts a new front matter before a text, behind a byte order mark.
fn begin(text: &str, fields: &[(&str, Value)]) -> String {
    let body = split(text).body.start;
    format!("{}{}{}", &text[..body], printed(fields, line_ending(text)), &text[body..])
}

fn replaced(text: &str, field: &Field, key: &str, value: &Value) -> String {
    match value {
        Value::List(items) if !items.is_empty() && list::is_block(text, field) => list::rewritten(text, field, items),
        Value::List(_) | Value::Text(_) => field.with_value(text, &inline(key, value)),
    }
}

fn appended(text: &str, written: &Fields, key: &str, value: &Value) -> String {
    let indent = " ".repeat(written.indent);
    let line = format!("{indent}{}{}", line(key, value), line_ending(text));
    format!("{}{line}{}", &text[..written.end], &text[written.end..])
}

fn as_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().cloned().map(Json::String).collect()),
    }
}

/// Lets an edit pass that reads back as it was meant and left the body alone.
fn checked(before: &str, after: String, expected: &Map<String, Json>) -> Result<String, Problem> {
    let (old, new) = (split(before), split(&after));
    let reads_back = new.yaml.is_some_and(|yaml| read(&after[yaml]).is_ok_and(|fields| fields == *expected));
    if reads_back && before[old.body] == after[new.body] {
        return Ok(after);
    }
    Err(Problem { line: 1, what: "the front matter is written in a way that cannot be edited safely".into() })
}

/// A problem at a key, or at the first line where it is not found.
fn problem(text: &str, yaml: &Option<Range<usize>>, key: &str, what: &str) -> Problem {
    let fields = yaml.clone().and_then(|yaml| Fields::find(text, yaml).ok());
    match fields.as_ref().and_then(|fields| fields.named(key)) {
        Some(field) => field.problem(text, what),
        None => Problem { line: 1, what: format!("`{key}` {what}") },
    }
}
