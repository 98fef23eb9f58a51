//! A file's bytes into an [`Entry`]; fast, since every file of a store goes through here when the index is built.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json};
use ulid::Ulid;

use super::date::{self, day};
use super::front_matter::{self, Front};
use super::text::{self, Tags};
use super::{Entry, EntryId, EntryPath, Kind, KindFolders, PAGE_TITLE, Problem, Stage, Timestamp};

impl Entry {
    /// Reads a file's bytes; never fails, since every file is shown and searched somehow.
    pub fn parse(path: EntryPath, bytes: &[u8], folders: &KindFolders) -> Self {
        let (text, not_utf8) = decoded(bytes);
        let Front { fields, body, problem } = front_matter::front(&text);
        let (body, problem) = (body..text.len(), not_utf8.or(problem));
        let kind = kind(&fields, &path, folders);
        let id = id(&fields, kind).unwrap_or_else(|| EntryId::Path(path.clone()));
        let (title, tags) = title_and_tags(&fields, &text[body.clone()], &path);
        let entry = Self {
            kind,
            stage: field(&fields, "stage").and_then(|stage| stage.trim().parse::<Stage>().ok()),
            title,
            date: date(&fields, &id, &path),
            tags,
            aliases: said(&fields, "aliases"),
            url: field(&fields, "url").map(str::trim).filter(|url| !url.is_empty()).map(str::to_owned),
            id,
            path,
            fields,
            text,
            body,
            problem,
        };
        match entry.has_page_title() {
            true => Self { title: text::one_line(&entry.said(PAGE_TITLE).concat()), ..entry },
            false => entry,
        }
    }
}

/// The text of a file, and the problem of one that is not UTF-8.
fn decoded(bytes: &[u8]) -> (String, Option<Problem>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            (String::from_utf8_lossy(bytes).into_owned(), Some(Problem { line, what: "the file is not UTF-8".into() }))
        }
    }
}

fn field<'a>(fields: &'a Map<String, Json>, key: &str) -> Option<&'a str> {
    fields.get(key).and_then(Json::as_str)
}

fn kind(fields: &Map<String, Json>, path: &EntryPath, folders: &KindFolders) -> Kind {
    let written = ["kind", "type"].into_iter().find_map(|key| field(fields, key)?.trim().parse().ok());
    written.unwrap_or_else(|| {
        let within = |folder: &str| path.folder().strip_prefix(folder.trim_matches('/')).is_some_and(is_boundary);
        let deepest = folders.iter().filter(|(folder, _)| within(folder)).max_by_key(|(folder, _)| folder.len());
        deepest.map_or(Kind::Note, |(_, kind)| *kind)
    })
}

fn is_boundary(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn id(fields: &Map<String, Json>, kind: Kind) -> Option<EntryId> {
    let id = field(fields, "id")?.trim();
    match kind {
        Kind::Journal => day(id).map(EntryId::Day).or_else(|| ulid(id)),
        Kind::Note | Kind::Bookmark | Kind::Nugget => ulid(id),
    }
}

fn ulid(id: &str) -> Option<EntryId> {
    let is_whole = id.len() == 26 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    is_whole.then(|| Ulid::from_string(&id.to_ascii_uppercase()).ok()).flatten().map(EntryId::Ulid)
}

/// The title, and the tags of the front matter before those in the text.
fn title_and_tags(fields: &Map<String, Json>, body: &str, path: &EntryPath) -> (String, Vec<String>) {
    let mut tags = tags(fields);
    let written =
        fields.get("title").and_then(words).map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = match written.filter(|title| !title.is_empty()) {
        Some(title) => {
            text::add_inline_tags(body, &mut tags);
            Some(title)
        }
        None => text::title_and_tags(body, &mut tags),
    };
    (title.unwrap_or_else(|| path.stem().to_owned()), tags.all)
}

fn words(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(bool) => Some(bool.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// What the front matter says, else the day that a journal is or that the file is called after.
fn date(fields: &Map<String, Json>, id: &EntryId, path: &EntryPath) -> Option<Timestamp> {
    date::of_fields(fields).or_else(|| match id {
        EntryId::Day(day) => Some(date::at_midnight(*day)),
        EntryId::Ulid(_) | EntryId::Path(_) => date::of_name(path),
    })
}

impl Entry {
    /// What a field of the front matter says: the items of a list, or the one text.
    pub fn said(&self, key: &str) -> Vec<String> {
        said(&self.fields, key)
    }
}

/// What a field says: the items of a list, or the one text.
pub(crate) fn said(fields: &Map<String, Json>, key: &str) -> Vec<String> {
    let items = match fields.get(key) {
        Some(Json::Array(items)) => items.iter().filter_map(words).collect(),
        Some(value) => words(value).into_iter().collect(),
        None => Vec::new(),
    };
    let trimmed = items.into_iter().map(|item: String| item.trim().to_owned());
    trimmed.filter(|item| !item.is_empty()).collect()
}

fn tags(fields: &Map<String, Json>) -> Tags {
    let mut tags = Tags::default();
    for key in front_matter::OF_TAGS {
        for item in said(fields, key) {
            match fields.get(key) {
                // A list says where a tag ends; a string has commas, or else blanks, which keywords may have.
                Some(Json::Array(_)) => tags.add(&item),
                _ if item.contains(',') => item.split(',').for_each(|tag| tags.add(tag)),
                _ if key == "keywords" => tags.add(&item),
                _ => item.split_whitespace().for_each(|tag| tags.add(tag)),
            }
        }
    }
    tags
}
