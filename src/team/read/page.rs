//! A page of a team as a value, read within limits.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};
use serde_json::{Map, Value as Json};

use super::{Rules, is_withdrawn};
use crate::entry::text;
use crate::entry::{Entry, EntryId, EntryPath, Kind, Timestamp, front_matter};

/// The longest front matter that is read, in bytes.
const LONGEST_FIELDS: usize = 16 << 10;
/// How deep blocks and marks may lie in each other before a page is shown as it is written.
const DEEPEST: usize = 100;

/// A page that somebody published. What it says about itself (id, authors) is a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamPage {
    pub path: String,
    /// What it claims to be, which may be what nobody publishes: by its field, else by the folder that the team's rules give each kind.
    pub kind: Kind,
    /// The page's own id, which means something within this team alone.
    pub id: Option<String>,
    pub title: String,
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    pub date: Option<Timestamp>,
    pub url: Option<String>,
    /// Who the page says wrote it; shown only beside who committed it.
    pub authors: Vec<String>,
    /// The fields of the front matter; none where it was refused.
    pub fields: Map<String, Json>,
    /// The whole file; where it was not UTF-8, with replacement characters.
    pub text: String,
    /// Where the Markdown behind the front matter lies in `text`.
    pub body: Range<usize>,
    /// To be shown as it is written, without being read as Markdown.
    pub is_plain: bool,
    /// What is to be said about it, a sentence each.
    pub notices: Vec<&'static str>,
}

impl TeamPage {
    /// Whether its author took it back.
    pub fn is_withdrawn(&self) -> bool {
        is_withdrawn(&self.text)
    }

    /// What a field says: the items of a list, or the one text.
    pub fn said(&self, key: &str) -> Vec<String> {
        crate::entry::said(&self.fields, key)
    }

    /// What stands below its title.
    pub fn text_below_title(&self) -> &str {
        let body = self.body().trim_start();
        let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
        let is_title = first.starts_with("# ") && text::title(first).as_deref() == Some(&self.title);
        if is_title { rest.trim_start() } else { body }
    }

    /// The Markdown behind the front matter.
    pub fn body(&self) -> &str {
        &self.text[self.body.clone()]
    }
}

/// Reads a page; never fails, since whatever somebody wrote is shown somehow.
pub fn read_page(path: &str, bytes: &[u8], rules: &Rules) -> TeamPage {
    let mut notices = Vec::new();
    let text = String::from_utf8_lossy(bytes).into_owned();
    if std::str::from_utf8(bytes).is_err() {
        notices.push("the page is not UTF-8; what could not be read is replaced");
    }
    let split = front_matter::split(&text);
    let refused = refused(&text);
    notices.extend(refused);
    // Without the fields that are refused, only what follows them is read.
    let readable = if refused.is_some() { &text[split.body.clone()] } else { text.as_str() };
    let entry = parse(path, readable);
    // Front matter in another form is read like any, and nobody writes it here.
    if refused.is_none() && entry.problem.is_some() && split.foreign.is_none() {
        notices.push("the front matter is broken; only a part of it is read");
    }
    let body = if refused.is_some() { split.body } else { entry.body.clone() };
    let is_plain = is_too_deep(&text[body.clone()]);
    if is_plain {
        notices.push("the page is nested too deeply and is shown as it is written");
    }
    TeamPage {
        kind: kind(&entry, path, rules),
        id: id(&entry),
        authors: entry.said("authors").into_iter().chain(entry.said("author")).collect(),
        path: path.to_owned(),
        title: entry.title,
        tags: entry.tags,
        aliases: entry.aliases,
        date: entry.date,
        url: entry.url,
        fields: entry.fields,
        text,
        body,
        is_plain,
        notices,
    }
}

fn parse(path: &str, text: &str) -> Entry {
    let place = EntryPath::new(path).unwrap_or_else(|_| EntryPath::new("page.md").expect("a plain name"));
    Entry::parse(place, text.as_bytes(), &[])
}

fn kind(entry: &Entry, path: &str, rules: &Rules) -> Kind {
    let is_said = entry.fields.contains_key("kind") || entry.fields.contains_key("type");
    let by_place = || rules.place(path).map(|place| place.kind.into());
    if is_said { entry.kind } else { by_place().unwrap_or(entry.kind) }
}

fn id(entry: &Entry) -> Option<String> {
    match &entry.id {
        EntryId::Ulid(_) | EntryId::Day(_) => Some(entry.id.to_string()),
        EntryId::Path(_) => entry.said("id").into_iter().next().filter(|id| id.len() <= 100),
    }
}

/// Why the front matter of a page is not read at all; `None` when it is, or where there is none.
pub(in crate::team) fn refused(text: &str) -> Option<&'static str> {
    front_matter::split(text).yaml.and_then(|yaml| refuse(&text[yaml]))
}

/// Why front matter is not read at all; `None` when it may be.
fn refuse(yaml: &str) -> Option<&'static str> {
    if yaml.len() > LONGEST_FIELDS {
        return Some("the front matter is longer than 16 KB and is not read");
    }
    has_references(yaml).then_some("the front matter uses anchors, aliases, types or merge keys and is not read")
}

/// Whether YAML has `&anchors`, `*aliases`, `!types` or `<<` keys: at the start of a value, outside quotes and block texts.
fn has_references(yaml: &str) -> bool {
    let mut block: Option<usize> = None;
    for line in yaml.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(outer) = block {
            if indent > outer || line.trim().is_empty() {
                continue;
            }
            block = None;
        }
        if line_has_reference(line) {
            return true;
        }
        let end = line.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        if end.ends_with([' ', ':', '-', '|', '>']) && end.trim_end().ends_with(['|', '>']) {
            block = Some(indent);
        }
    }
    false
}

fn line_has_reference(line: &str) -> bool {
    let (mut quote, mut is_start, mut last) = (None, true, ' ');
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(open) = quote {
            // A doubled or escaped quote does not end the text; a text that goes on is looked at as if it had ended.
            match c {
                '\\' if open == '"' => drop(chars.next()),
                _ if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        match c {
            '#' if last.is_whitespace() => return false,
            '"' | '\'' if is_start => quote = Some(c),
            '&' | '*' | '!' if is_start => return true,
            '<' if is_start && line.trim_start().starts_with("<<") => return true,
            _ => {}
        }
        is_start = match c {
            c if c.is_whitespace() => is_start || matches!(last, ':' | '-' | '?' | ','),
            '[' | '{' | ',' => true,
            '-' | '?' | ':' => is_start,
            _ => false,
        };
        last = c;
    }
    false
}

/// Whether Markdown nests deeper than any honest page; stops at the first place that does.
fn is_too_deep(body: &str) -> bool {
    let mut depth = 0_usize;
    for event in Parser::new(body) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
