//! Whether an entry may leave at all: what its author, its form or its state says about it. In doubt it may not.
//!
//! The one place that decides. A person's word is looked for wherever one may have been meant: in the front matter as it is
//! read and as it is written, and in the first lines of the text, where front matter lies that was not written quite right.

mod head;
mod key;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use super::Refusal;
use crate::entry::front_matter::{self, Written};
use crate::entry::{Entry, EntryId, Kind};
use crate::team::read::rules::Audience;
use key::{Key, Looks, Verdict, is_private_tag, judged};

/// Fields whose values are tags to some program.
const OF_TAGS: [&str; 7] = ["tags", "tag", "keywords", "categories", "category", "labels", "topics"];

impl Refusal {
    /// Whether it is the author's word, or a doubt about it, that keeps an entry here.
    pub fn is_of_consent(&self) -> bool {
        match self {
            Self::Never { .. } | Self::TooWide | Self::Unclear { .. } | Self::Doubt { .. } | Self::Unreadable(_) => {
                true
            }
            Self::ConflictCopy
            | Self::Journal
            | Self::License(_)
            | Self::Empty
            | Self::Mark { .. }
            | Self::Entangled { .. } => false,
        }
    }
}

/// Says no to what its author, its form or its state keeps private.
pub fn permitted(entry: &Entry, audience: Audience) -> Result<(), Refusal> {
    if entry.kind == Kind::Journal || matches!(entry.id, EntryId::Day(_)) {
        return Err(Refusal::Journal);
    }
    if entry.may_be_day() {
        return Err(doubt(
            1,
            "the file is called after a day, as those of a journal are; `kind: note` says that it is none",
        ));
    }
    if entry.fields.contains_key("conflict_of") || entry.fields.contains_key("conflict_base") {
        return Err(Refusal::ConflictCopy);
    }
    by_fields(entry, audience)?;
    tagged(entry)?;
    if let Some(problem) = &entry.problem {
        return Err(Refusal::Unreadable(problem.clone()));
    }
    written(entry)?;
    let above = entry.text[..entry.body.start].split_inclusive(['\n', '\r']).count();
    head::check(entry.body(), above, audience)
}

/// What the fields say, as they are read.
fn by_fields(entry: &Entry, audience: Audience) -> Result<(), Refusal> {
    for (name, value) in &entry.fields {
        match key::of(name) {
            Looks::Like(key) => allows(key, name, &words(value), line_of(entry, name), audience)?,
            Looks::Nearly(key) => {
                return Err(doubt(line_of(entry, name), format!("{name:?} may mean `{}`", key.name())));
            }
            Looks::Unlike => {}
        }
        if name == "<<" {
            return Err(doubt(line_of(entry, name), "`<<` takes fields from somewhere else"));
        }
        if let Some(inner) = inside(value) {
            let what = format!("`{inner}` stands inside of `{name}`, where it may be meant for the whole entry");
            return Err(doubt(line_of(entry, name), what));
        }
    }
    Ok(())
}

/// Whether a field's word allows an audience.
fn allows(key: Key, name: &str, value: &str, line: usize, audience: Audience) -> Result<(), Refusal> {
    match (judged(key, value), audience) {
        (Verdict::Leaves, _) | (Verdict::ForTeams, Audience::Team) => Ok(()),
        (Verdict::ForTeams, Audience::Public) => Err(Refusal::TooWide),
        (Verdict::Stays, _) => Err(Refusal::Never { field: format!("{name}: {value}") }),
        (Verdict::Unclear, _) => {
            Err(Refusal::Unclear { line, value: format!("{name}: {value}").trim_end().into(), takes: key.takes() })
        }
    }
}

/// The text of a value; of one that is no text, what it is like in JSON.
fn words(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => value.to_string(),
    }
}

/// The first key within a value that is about leaving.
fn inside(value: &Json) -> Option<&str> {
    match value {
        Json::Object(fields) => fields.iter().find_map(|(name, value)| {
            let is_meant = match key::of(name) {
                Looks::Like(key) => !key.is_of_others(),
                Looks::Nearly(_) => true,
                Looks::Unlike => false,
            };
            if is_meant { Some(name.as_str()) } else { inside(value) }
        }),
        Json::Array(items) => items.iter().find_map(inside),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    }
}

/// The tag `private`, in any form.
fn tagged(entry: &Entry) -> Result<(), Refusal> {
    let is_of_tags = |name: &&String| OF_TAGS.iter().any(|key| key.eq_ignore_ascii_case(name));
    let fields = entry.fields.iter().filter(|(name, _)| is_of_tags(name)).map(|(_, value)| value);
    if entry.tags.iter().any(|tag| is_private_tag(tag)) || fields.into_iter().any(holds_private) {
        return Err(Refusal::Never { field: "tags: private".into() });
    }
    Ok(())
}

/// Whether a value has the tag in it, however deep.
fn holds_private(value: &Json) -> bool {
    match value {
        Json::String(text) => text.split([',', ';', '\n']).any(is_private_tag) || text.split('#').any(is_private_tag),
        Json::Array(items) => items.iter().any(holds_private),
        Json::Object(fields) => fields.iter().any(|(key, value)| is_private_tag(key) || holds_private(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether a line of text has the tag in it, in any form.
pub(super) fn is_tagged_private(line: &str) -> bool {
    let tags = line.split(['#', '＃', '﹟']).skip(1);
    tags.filter_map(|rest| rest.split_whitespace().next()).any(is_private_tag)
}

/// What the front matter's form leaves in doubt: another program may read another word than was read here.
fn written(entry: &Entry) -> Result<(), Refusal> {
    let above = &entry.text[..entry.body.start];
    if let Some(line) = above.split('\n').position(is_odd) {
        return Err(doubt(line + 1, "the front matter has a control character or a line end of CR alone in it"));
    }
    if let Some(hashed) = front_matter::hashed(&entry.text) {
        return Err(doubt(hashed.line, hashed.what));
    }
    let written = front_matter::written(&entry.text).map_err(|problem| doubt(problem.line, problem.what))?;
    if let Some(twice) = front_matter::doubled(&entry.text) {
        return Err(doubt(twice.line, twice.what));
    }
    if written.len() != entry.fields.len() {
        return Err(doubt(1, "the front matter is written in a way that can be read as something else"));
    }
    match written.iter().find(|field| is_of_consent(field) && !field.value.is_some_and(is_one_word)) {
        Some(field) => Err(doubt(field.line, format!("`{}` is not followed by one plain word", field.key))),
        None => Ok(()),
    }
}

/// Whether a line has what ends a line to some readers, or what nobody sees.
fn is_odd(line: &str) -> bool {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    line.contains(|c: char| c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

fn is_of_consent(field: &Written<'_>) -> bool {
    match key::of(&field.key) {
        Looks::Like(key) => !key.is_of_others(),
        Looks::Nearly(_) => true,
        Looks::Unlike => false,
    }
}

/// Whether a value is a word as it stands, in quotes or without: no list, anchor, type or text of several lines.
fn is_one_word(value: &str) -> bool {
    let bare =
        ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(value);
    !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn line_of(entry: &Entry, name: &str) -> usize {
    let written = front_matter::written(&entry.text).unwrap_or_default();
    written.iter().find(|field| field.key.eq_ignore_ascii_case(name)).map_or(1, |field| field.line)
}

fn doubt(line: usize, what: impl Into<String>) -> Refusal {
    Refusal::Doubt { line, what: what.into() }
}
