//! Splits, reads and edits front matter; every byte that was not meant to change survives.
//!
//! Reading is a YAML parser's work (`read`), writing is surgery on the text of one field (`field`, `list`). Every edit
//! is read back: when it does not say exactly what was meant, the file stays as it was and the caller gets a [`Problem`].
//! Front matter in another form than YAML (`foreign`) is read and never written.

mod bare;
mod blocks;
mod field;
mod foreign;
mod hashed;
mod key;
mod list;
mod loose;
mod plain;
mod quote;
mod read;
#[cfg(test)]
mod tests;
mod typed;

use std::ops::Range;

use serde_json::{Map, Value as Json};

pub(crate) use bare::quote_typed;
pub(crate) use blocks::{Block, Blocks};
pub(crate) use foreign::Foreign;
pub(super) use key::OF_TAGS;
pub(crate) use key::begins_field;
pub(super) use list::json_text;
pub(crate) use loose::told as hashed;
pub(crate) use read::read;

use super::Problem;
use field::{Field, Fields};
use read::rescued;

/// The most bytes of front matter that are parsed.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// The mark that some programs put at the beginning of a file.
pub(super) const BOM: char = '\u{feff}';

/// Where front matter and body lie in a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// The YAML between the fences; `None` when the file does not begin with front matter.
    pub yaml: Option<Range<usize>>,
    /// The front matter of a file that has some in another form.
    pub foreign: Option<Foreign>,
    /// From behind the closing fence to the end of the file.
    pub body: Range<usize>,
}

/// What a field is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<String>),
}

/// What a file's front matter says.
pub(super) struct Front {
    /// Under the names that Riffle has for them.
    pub(super) fields: Map<String, Json>,
    /// Where the body begins.
    pub(super) body: usize,
    /// Why the file is not to be written.
    pub(super) problem: Option<Problem>,
}

/// A field as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    /// Without quotes, in the case it has.
    pub key: String,
    /// What stands behind it, quotes included; `None` where that takes more than one line.
    pub value: Option<&'a str>,
    /// Counted from 1, in the file.
    pub line: usize,
}

/// Finds the front matter of a file: a first line `---` (behind a byte order mark, if there is one) up to a line `---` or
/// `...`, or what other programs take for front matter.
///
/// Without a closing fence there is no front matter. A byte order mark belongs to neither part.
pub(crate) fn split(text: &str) -> Split {
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let none = |foreign: Option<Foreign>| {
        let body = foreign.as_ref().map_or(start, |foreign| foreign.end)..text.len();
        Split { yaml: None, foreign, body }
    };
    let first = field::next_line(text, start);
    if text[start..first].trim_ascii_end() != "---" {
        return none(Foreign::find(text, start));
    }
    let mut at = first;
    while at < text.len() {
        let end = field::next_line(text, at);
        if matches!(text[at..end].trim_ascii_end(), "---" | "...") {
            return Split { yaml: Some(first..at), foreign: None, body: end..text.len() };
        }
        at = end;
    }
    none(None)
}

/// Reads the front matter of a file; never fails, since every file is shown somehow.
pub(super) fn front(text: &str) -> Front {
    let Split { yaml, foreign, body } = split(text);
    let (read, begins, problem) = match (&yaml, &foreign) {
        (Some(yaml), _) => (read(&text[yaml.clone()]), yaml.start, None),
        (None, Some(foreign)) => (foreign.read(text), foreign.inner.start, Some(foreign.problem())),
        (None, None) => (Ok(Map::new()), body.start, unfinished(text)),
    };
    let (fields, body, problem) = match read {
        Ok(fields) => (fields, body.start, problem),
        Err(broken) => {
            let fields = match foreign {
                Some(foreign) => foreign.rescued(text),
                None => yaml.map_or_else(Map::new, |yaml| rescued(&text[yaml])),
            };
            // Without a single field it may be no front matter at all: all of it is text.
            let body = if fields.is_empty() { begins } else { body.start };
            (fields, body, Some(broken))
        }
    };
    Front { fields: key::named(fields), body, problem }
}

/// The fields as they are written, in the file's order; none where the file has no front matter in YAML. Fails where they are
/// not written as lines of `key: value`.
pub(crate) fn written(text: &str) -> Result<Vec<Written<'_>>, Problem> {
    let Some(yaml) = split(text).yaml else { return Ok(Vec::new()) };
    let fields = Fields::find(text, yaml)?.all.into_iter();
    let written = |field: Field| {
        let value = (field.end <= field.below(text)).then(|| &text[field.beside(text)]);
        Written { line: field::line_of(text, field.start), key: field.key, value }
    };
    Ok(fields.map(written).collect())
}

/// The first key that stands twice, in whatever case.
pub(crate) fn doubled(text: &str) -> Option<Problem> {
    let fields = Fields::find(text, split(text).yaml?).ok()?;
    let again =
        |at: &usize| fields.all[..*at].iter().any(|before| before.key.eq_ignore_ascii_case(&fields.all[*at].key));
    let at = (0..fields.all.len()).find(again)?;
    Some(fields.all[at].problem(text, TWICE))
}

/// What is said of a key that stands twice.
const TWICE: &str = "is in the front matter twice; keep one of the two lines";

/// Front matter that is begun and not ended, or that no program reads for its line ends.
fn unfinished(text: &str) -> Option<Problem> {
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let problem = |what: &str| Some(Problem { line: 1, what: what.into() });
    let fence = ["---", "+++"].into_iter().find(|fence| text[start..].starts_with(fence))?;
    let rest = &text[start + fence.len()..];
    if rest.starts_with('\r') && !rest.starts_with("\r\n") {
        return problem("its lines end with CR alone; save it with LF as line ends");
    }
    let (first, below) = rest.split_once('\n')?;
    let is_begun = first.trim().is_empty() && key::begins_field(below);
    if is_begun {
        problem(&format!("the front matter is never closed; a line `{fence}` is missing below its last field"))
    } else {
        None
    }
}

/// Sets one field and returns the whole new text; a file without front matter gains some.
///
/// A key counts in whatever case it is written and stays as it is. One that stands twice is refused.
pub(crate) fn set(text: &str, key: &str, value: &Value) -> Result<String, Problem> {
    let text = &*loose::as_yaml(text, key);
    let Some(yaml) = editable(text)? else { return Ok(begin(text, &[(key, value.clone())])) };
    let mut fields = read(&text[yaml.clone()])?;
    let (there, json) = (there(&fields, key), as_json(value));
    if fields.get(&there) == Some(&json) {
        return Ok(text.to_owned());
    }
    let written = Fields::find(text, yaml.clone())?;
    let after = match written.named(text, key)? {
        Some(field) => replaced(text, field, key, value),
        None => appended(text, &written, key, value),
    };
    fields.insert(there, json);
    checked(text, after, &fields)
}

/// The front matter of a text that may be edited, or why it may not.
fn editable(text: &str) -> Result<Option<Range<usize>>, Problem> {
    let Split { yaml, foreign, .. } = split(text);
    let refused =
        foreign.map(|foreign| foreign.problem()).or_else(|| yaml.is_none().then(|| unfinished(text)).flatten());
    refused.map_or(Ok(yaml), Err)
}

/// A key as it stands in the front matter, in whatever case; as it is asked for where it does not.
fn there(fields: &Map<String, Json>, key: &str) -> String {
    let there = fields.keys().find(|there| there.eq_ignore_ascii_case(key));
    there.map_or_else(|| key.to_owned(), Clone::clone)
}

/// Removes one field and returns the whole new text.
pub(crate) fn remove(text: &str, key: &str) -> Result<String, Problem> {
    let Some(yaml) = editable(text)? else { return Ok(text.to_owned()) };
    let mut fields = read(&text[yaml.clone()])?;
    let there = there(&fields, key);
    if fields.shift_remove(&there).is_none() {
        return Ok(text.to_owned());
    }
    let written = Fields::find(text, yaml.clone())?;
    let mut after = text.to_owned();
    if let Some(field) = written.named(text, key)? {
        after.replace_range(field.start..field.end, "");
    }
    checked(text, after, &fields)
}

/// Adds and removes tags. What is added goes into the first of the fields for tags that is there, what is removed goes from all.
pub(crate) fn edit_tags(text: &str, add: &[String], remove: &[String]) -> Result<String, Problem> {
    let yaml = editable(text)?;
    let fields = yaml.map_or_else(|| Ok(Map::new()), |yaml| read(&text[yaml]))?;
    let is_there = |key: &&str| fields.contains_key(&there(&fields, key));
    let mut keys = key::OF_TAGS.into_iter().filter(is_there);
    let edited = edit_list(text, keys.next().unwrap_or(key::OF_TAGS[0]), add, remove)?;
    keys.try_fold(edited, |text, key| edit_list(&text, key, &[], remove))
}

/// Adds and removes items of a list field (also one written as a string), leaving the other items as they are.
///
/// An item that is added while another is removed takes its place, so that changing one tag changes one line. Tags compare
/// without case and `#`.
pub(crate) fn edit_list(text: &str, key: &str, add: &[String], remove: &[String]) -> Result<String, Problem> {
    let plain = loose::as_yaml(text, key);
    let after = edit_plain_list(&plain, key, add, remove)?;
    Ok(if after == *plain { text.to_owned() } else { after })
}

fn edit_plain_list(text: &str, key: &str, add: &[String], remove: &[String]) -> Result<String, Problem> {
    let yaml = editable(text)?;
    let mut fields = yaml.as_ref().map_or_else(|| Ok(Map::new()), |yaml| read(&text[yaml.clone()]))?;
    let there = there(&fields, key);
    let edit = list::Edit::new(key, fields.get(&there), add, remove).map_err(|what| problem(text, &yaml, key, what))?;
    let Some(yaml) = yaml.clone().filter(|_| !edit.is_nothing()) else {
        return if edit.is_nothing() { Ok(text.to_owned()) } else { set(text, key, &Value::List(edit.append)) };
    };
    let written = Fields::find(text, yaml)?;
    let Some(field) = written.named(text, key)? else { return set(text, key, &edit.value()) };
    if list::is_of_tags(key) && edit.is_emptied() && own_line(text, &written, field, key, &edit) {
        return self::remove(text, key).map(without_empty);
    }
    let is_unsaid = matches!(fields.get(&there), Some(Json::Null)) && field.beside(text).is_empty();
    let after = match (edit.is_of_items(), &edit.value()) {
        (true, _) => list::apply(text, field, &edit),
        (false, Value::List(items)) if is_unsaid => Some(list::begun(text, field, written.indent, items)),
        (false, value) => return set(text, key, value),
    };
    let after = after.ok_or_else(|| field.problem(text, "is a list that is written too unusually"))?;
    // What is left of a list with a line per item is a key that says nothing.
    let is_bare = edit.is_emptied() && list::is_block(text, field);
    fields.insert(there, if is_bare { Json::Null } else { edit.result() });
    checked(text, after, &fields)
}

/// Whether a field of one item is the last line and as Riffle appends it, so that without it the file is as it was before.
fn own_line(text: &str, written: &Fields, field: &Field, key: &str, edit: &list::Edit) -> bool {
    let line = || Some(appended_line(text, written, key, &Value::List(vec![edit.only()?])));
    field.end == written.end && line().is_some_and(|line| line == text[field.start..field.end])
}

/// The keys of the front matter, as Riffle names them, each with where one of its items is written, quotes included; a text is one item. Empty
/// where it is written in a way that cannot be edited.
pub(super) fn items(text: &str) -> Vec<(String, Range<usize>)> {
    let Some(Ok(fields)) = split(text).yaml.map(|yaml| Fields::find(text, yaml)) else { return Vec::new() };
    let named = |field: &Field, item| (key::name(&field.key).to_owned(), item);
    let items = |field: &Field| list::items(text, field).into_iter().map(|item| named(field, item)).collect();
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
pub(crate) fn print(fields: &[(&str, Value)]) -> String {
    printed(fields, "\n")
}

/// The line ending of a file, that of its first line.
pub(crate) fn line_ending(text: &str) -> &'static str {
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

/// A text without the front matter that has nothing in it, as [`begin`] found it.
fn without_empty(text: String) -> String {
    let Split { yaml, body, .. } = split(&text);
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let bare = format!("{}{}", &text[..start], &text[body]);
    // What is below could be taken for front matter then.
    let found = split(&bare);
    let is_text = found.yaml.is_none() && found.foreign.is_none() && unfinished(&bare).is_none();
    if yaml.is_some_and(|yaml| yaml.is_empty()) && is_text { bare } else { text }
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
    let line = appended_line(text, written, key, value);
    format!("{}{line}{}", &text[..written.end], &text[written.end..])
}

fn appended_line(text: &str, written: &Fields, key: &str, value: &Value) -> String {
    format!("{}{}{}", " ".repeat(written.indent), line(key, value), line_ending(text))
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
    match fields.as_ref().and_then(|fields| fields.first(key)) {
        Some(field) => field.problem(text, what),
        None => Problem { line: 1, what: format!("`{key}` {what}") },
    }
}
