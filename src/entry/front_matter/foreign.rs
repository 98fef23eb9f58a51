//! Front matter that is not YAML between `---`: known for what it is and read, never written.
//!
//! Hugo and Zola write TOML between `+++` or a JSON object, others name the language behind the fence (`---toml`) or write
//! JSON between `;;;`; Logseq begins a page with lines of `key:: value`.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::field::next_line;
use super::{MAX_BYTES, read};
use crate::entry::Problem;

/// In how much of a JSON object's beginning its end is looked for.
const LONGEST: usize = 2 * MAX_BYTES;
/// How deep lists and maps may lie in each other.
const MAX_DEPTH: usize = 16;
/// So many lines of a broken one are read.
const MAX_LINES: usize = 200;
/// How deep a parser is let to go.
const DEEPEST: usize = 64;
/// Keys of which a JSON object has one if it is front matter and not a text.
const TELLING: [&str; 16] = [
    "aliases",
    "author",
    "categories",
    "created",
    "date",
    "description",
    "draft",
    "id",
    "keywords",
    "private",
    "publish",
    "share",
    "slug",
    "tags",
    "title",
    "url",
];

/// How a front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Toml,
    Json,
    /// YAML whose fence names it.
    Yaml,
    /// Logseq's lines of `key:: value`.
    Properties,
}

/// Where a front matter lies that is only read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub form: Form,
    /// Without its fences.
    pub inner: Range<usize>,
    /// Where what follows it begins.
    pub(super) end: usize,
}

impl Foreign {
    /// Finds one at the beginning of a text.
    pub(super) fn find(text: &str, start: usize) -> Option<Self> {
        let first = next_line(text, start);
        let line = text[start..first].trim_end();
        match line {
            "+++" => fenced(text, first, "+++", Form::Toml),
            ";;;" => fenced(text, first, ";;;", Form::Json),
            _ if line.starts_with('{') => object(text, start),
            _ if line.starts_with("---") => fenced(text, first, "---", language(&line[3..])?),
            _ => properties(text, start),
        }
    }

    /// Its fields, under the names that YAML would have for them.
    pub(super) fn read(&self, text: &str) -> Result<Map<String, Json>, Problem> {
        let inner = &text[self.inner.clone()];
        let above = text[..self.inner.start].matches('\n').count();
        let broken = |(line, what): (usize, String)| Problem {
            line: above + line,
            what: format!("the front matter is not valid {}: {what}", self.form.name()),
        };
        if inner.len() > MAX_BYTES {
            return Err(Problem { line: 1, what: "the front matter is longer than 64 KB".into() });
        }
        let fields = match self.form {
            Form::Toml => toml(inner).map_err(broken)?,
            Form::Json => json(inner).map_err(broken)?,
            Form::Yaml => read::read(inner)?,
            Form::Properties => inner.lines().filter_map(property).map(|(key, said)| field(key, said)).collect(),
        };
        if fields.values().any(|value| is_deeper(value, MAX_DEPTH)) {
            return Err(Problem { line: 1, what: read::TOO_MUCH.into() });
        }
        Ok(lifted(fields))
    }

    /// Reads what can be read of one that is broken: the lines that are right by themselves.
    pub(super) fn rescued(&self, text: &str) -> Map<String, Json> {
        let lines = || text[self.inner.clone()].lines().take(MAX_LINES);
        let read: Vec<Map<String, Json>> = match self.form {
            Form::Toml => {
                let above_tables = lines().take_while(|line| !line.starts_with('['));
                above_tables.filter_map(|line| toml(line).ok()).collect()
            }
            Form::Json => lines().filter_map(|line| json(line.trim().trim_end_matches(',')).ok()).collect(),
            Form::Yaml => vec![read::rescued(&text[self.inner.clone()])],
            Form::Properties => Vec::new(),
        };
        lifted(read.into_iter().flatten().collect())
    }

    /// Whether it is Logseq's lines of `key:: value`.
    pub(crate) fn is_properties(&self) -> bool {
        self.form == Form::Properties
    }

    /// Why the entry is not written.
    pub(crate) fn problem(&self) -> Problem {
        let what = format!(
            "its front matter is {}, which Riffle reads and never writes; as YAML between two lines `---` it can be changed",
            self.form.name()
        );
        Problem { line: 1, what }
    }
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Toml => "TOML",
            Self::Json => "JSON",
            Self::Yaml => "marked as YAML in its first line",
            Self::Properties => "lines of `key:: value`",
        }
    }
}

/// The language that a fence names.
fn language(word: &str) -> Option<Form> {
    match word.trim().to_ascii_lowercase().as_str() {
        "toml" => Some(Form::Toml),
        "json" => Some(Form::Json),
        "yaml" | "yml" => Some(Form::Yaml),
        _ => None,
    }
}

fn fenced(text: &str, first: usize, fence: &str, form: Form) -> Option<Foreign> {
    let mut at = first;
    while at < text.len() {
        let end = next_line(text, at);
        if text[at..end].trim_end() == fence {
            return Some(Foreign { form, inner: first..at, end });
        }
        at = end;
    }
    None
}

/// A JSON object with nothing behind it on its last line, which says what front matter says. One that is broken is known by
/// its brackets, which then have lines of their own.
fn object(text: &str, start: usize) -> Option<Foreign> {
    let head = &text[start..text.floor_char_boundary(text.len().min(start + LONGEST))];
    if !head[1..].trim_start().starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(head).into_iter::<serde::de::IgnoredAny>();
    let end = match values.next()? {
        Ok(_) => start + values.byte_offset(),
        Err(_) if head[1..].starts_with(['\n', '\r']) => start + bracket(head)?,
        Err(_) => return None,
    };
    let next = next_line(text, end);
    let inner = &text[start..end];
    let is_telling = TELLING.iter().any(|key| says(inner, key));
    (is_telling && text[end..next].trim().is_empty()).then_some(Foreign {
        form: Form::Json,
        inner: start..end,
        end: next,
    })
}

/// Whether a key stands somewhere in a JSON text, in any case.
fn says(json: &str, key: &str) -> bool {
    let quoted = |rest: &str| rest.get(..key.len()).is_some_and(|word| word.eq_ignore_ascii_case(key));
    json.match_indices('"').any(|(at, _)| {
        let rest = &json[at + 1..];
        quoted(rest) && rest[key.len()..].strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

/// Behind the first line that is a closing bracket alone.
fn bracket(head: &str) -> Option<usize> {
    let mut at = 0;
    head.split_inclusive('\n').find_map(|line| {
        at += line.len();
        (line.trim_end() == "}").then(|| at - line.len() + 1)
    })
}

/// The lines of `key:: value` with which a text begins.
fn properties(text: &str, start: usize) -> Option<Foreign> {
    let mut end = start;
    while end < text.len() {
        let next = next_line(text, end);
        if property(&text[end..next]).is_none() {
            break;
        }
        end = next;
    }
    (end > start).then_some(Foreign { form: Form::Properties, inner: start..end, end })
}

/// `key:: value` of a line.
fn property(line: &str) -> Option<(&str, &str)> {
    let (key, said) = line.trim_end().split_once("::")?;
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '?'));
    (is_key && (said.is_empty() || said.starts_with([' ', '\t']))).then(|| (key, said.trim()))
}

/// A property as a field; what Logseq takes for a list is one.
fn field(key: &str, said: &str) -> (String, Json) {
    match key.to_lowercase().as_str() {
        key @ ("tags" | "alias" | "aliases") => {
            (key.to_owned(), listed(said).into_iter().filter(|item| !item.is_empty()).map(Json::from).collect())
        }
        key @ ("date" | "created-at" | "created") => {
            let moment = bare(said).parse::<i64>().map_or_else(|_| bare(said).into(), Json::from);
            (key.replace("-at", ""), moment)
        }
        _ => (key.to_owned(), said.into()),
    }
}

/// Items between commas; a comma in `[[…]]` is part of the name.
fn listed(said: &str) -> Vec<&str> {
    let mut inside = false;
    let parts = said.split(|c| {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        c == ',' && !inside
    });
    parts.map(bare).collect()
}

/// Words without the marks of a link, tag or quotation around them.
fn bare(words: &str) -> &str {
    words.trim().trim_start_matches('#').trim_start_matches(['[', '"']).trim_end_matches([']', '"']).trim()
}

/// What TOML says, or the line within it that is wrong.
fn toml(inner: &str) -> Result<Map<String, Json>, (usize, String)> {
    if is_deep_toml(inner) {
        return Err((1, "it is nested too deeply".into()));
    }
    let read: Result<toml::Table, _> = toml::from_str(inner);
    read.map(|table| table.into_iter().map(|(key, value)| (key, of_toml(value))).collect()).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(inner.len());
        (inner[..inner.floor_char_boundary(at)].matches('\n').count() + 1, error.message().to_owned())
    })
}

/// Whether a value may lie deeper than a parser can go; told before it tries, since parts of a key multiply with brackets.
fn is_deep_toml(text: &str) -> bool {
    // How many parts the keys have had that each open bracket stands behind.
    let (mut open, mut depth, mut dots, mut at): (Vec<usize>, usize, usize, usize) = (Vec::new(), 0, 0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => at = behind_string(bytes, at, quote) - 1,
            b'#' => at = next_line(text, at) - 1,
            b'[' | b'{' => {
                depth += dots + 1;
                open.push(std::mem::take(&mut dots));
            }
            b']' | b'}' => {
                dots = open.pop().unwrap_or_default();
                depth = depth.saturating_sub(dots + 1);
            }
            b'.' => dots += 1,
            b',' => dots = 0,
            b'\n' if open.is_empty() => dots = 0,
            _ => {}
        }
        if depth + dots > DEEPEST {
            return true;
        }
        at += 1;
    }
    false
}

/// Behind a string of TOML that begins at `at`; at least one byte on.
fn behind_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let length = if bytes[at..].starts_with(&[quote; 3]) { 3 } else { 1 };
    let mut at = at + length;
    while at < bytes.len() && !bytes[at..].starts_with(&[quote; 3][..length]) && (length == 3 || bytes[at] != b'\n') {
        at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
    }
    at += length;
    while length == 3 && bytes.get(at) == Some(&quote) {
        at += 1;
    }
    at.min(bytes.len())
}

fn of_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => {
            serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Json::Number)
        }
        toml::Value::Boolean(is) => is.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(of_toml).collect(),
        toml::Value::Table(fields) => Json::Object(fields.into_iter().map(|(key, it)| (key, of_toml(it))).collect()),
    }
}

/// What JSON says, with its brackets or without.
fn json(inner: &str) -> Result<Map<String, Json>, (usize, String)> {
    let inner = inner.trim_end();
    let read: Result<_, serde_json::Error> = match inner.trim_start().starts_with('{') {
        true => serde_json::from_str(inner),
        false => serde_json::from_str(&format!("{{{inner}}}")),
    };
    read.map_err(|error| {
        let what = error.to_string();
        (error.line(), what.split(" at line ").next().unwrap_or_default().to_owned())
    })
}

fn is_deeper(value: &Json, depth: usize) -> bool {
    let mut inner: Box<dyn Iterator<Item = &Json>> = match value {
        Json::Array(items) => Box::new(items.iter()),
        Json::Object(fields) => Box::new(fields.values()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return false,
    };
    depth == 0 || inner.any(|value| is_deeper(value, depth - 1))
}

/// The fields with Zola's tags, which lie in a table of their own, and Logseq's other names under the names of YAML.
fn lifted(mut fields: Map<String, Json>) -> Map<String, Json> {
    let of_zola = fields.get("taxonomies").and_then(|it| it.get("tags")).cloned();
    let of_logseq = fields.get("alias").cloned();
    for (key, value) in [("tags", of_zola), ("aliases", of_logseq)] {
        if let Some(value) = value {
            fields.entry(key).or_insert(value);
        }
    }
    fields
}
