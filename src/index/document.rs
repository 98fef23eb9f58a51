//! An entry as tantivy takes it.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use tantivy::TantivyDocument;

use super::collate;
use super::encode::{Beginnings, Encoder};
use super::hit::Card;
use super::key::Key;
use super::links;
use super::property;
use super::schema::Fields;
use super::tokenize::{composed, folded, name};
use crate::entry::{Entry, EntryId, Stamp};

/// So much of a body is searched.
const SEARCHED: usize = 16 * 1024 * 1024;
/// So much of a body can be shown in a snippet.
const SHOWN: usize = 256 * 1024;
/// Later than any date, in seconds: puts entries without a date behind those with one.
const UNDATED: i64 = 1 << 40;

/// What an entry is found by though it is not in its file: the page of a bookmark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraText {
    pub text: String,
    /// What addresses of the same page have in common.
    pub addresses: Vec<String>,
}

/// Makes the document of an entry. A date after `today` counts as today.
pub(super) fn document(
    fields: &Fields,
    entry: &Entry,
    extra: Option<&ExtraText>,
    stamp: Stamp,
    today: NaiveDate,
) -> TantivyDocument {
    let body = searched(entry, extra);
    // The body twice, once as tokens, and what is said of it.
    let mut document = TantivyDocument::with_capacity(body.len() * 5 / 2 + 1_024);
    for address in extra.iter().flat_map(|extra| &extra.addresses) {
        document.add_u64(fields.keys, Key::Address.of(address));
    }
    add_words(&mut document, fields, entry, &body);
    add_names(&mut document, fields, entry);
    add_keys(&mut document, fields, entry);
    if let Some(date) = entry.date {
        document.add_i64(fields.day, date.date_naive().num_days_from_ce().into());
    }
    document.add_i64(fields.recent, recent(entry, stamp, today));
    document.add_i64(fields.mtime, stamp.mtime);
    document.add_u64(fields.size, stamp.size);
    document.add_u64(fields.hash, stamp.hash);
    document.add_text(fields.card, Card::of(entry).encode());
    document.add_text(fields.text, cut(&body, SHOWN));
    document
}

/// The text that is searched: the entry's, and that of the page it keeps.
fn searched<'a>(entry: &'a Entry, extra: Option<&ExtraText>) -> Cow<'a, str> {
    let body = composed(cut(entry.body(), SEARCHED));
    match extra.filter(|extra| !extra.text.is_empty()) {
        Some(extra) => format!("{body}\n{}", composed(cut(&extra.text, SEARCHED))).into(),
        None => body,
    }
}

/// What an entry links to, its kind and its stage, and whether it is published or the second text of a conflict.
fn add_keys(document: &mut TantivyDocument, fields: &Fields, entry: &Entry) {
    let links = links::keys(entry, cut(entry.body(), SEARCHED));
    let stage = entry.stage.map(|stage| Key::Stage.of(stage.name()));
    let published = entry.fields.contains_key("published").then(|| Key::Published.of(""));
    let conflict = entry.is_conflict().then(|| Key::Conflict.of(""));
    let kind = Key::Kind.of(entry.kind.name());
    let said = stage.into_iter().chain(published).chain(conflict);
    links.into_iter().chain([kind]).chain(said).for_each(|key| document.add_u64(fields.keys, key));
}

/// What is stored of a date in the `day` column.
pub(super) fn day(date: NaiveDate) -> i64 {
    date.num_days_from_ce().into()
}

fn cut(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length.min(text.len()))]
}

fn recent(entry: &Entry, stamp: Stamp, today: NaiveDate) -> i64 {
    match entry.date {
        Some(date) if date.date_naive() > today => today.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        Some(date) => date.timestamp(),
        None => stamp.mtime / 1_000_000_000 - UNDATED,
    }
}

fn add_words(document: &mut TantivyDocument, fields: &Fields, entry: &Entry, body: &str) {
    let mut beginnings = Beginnings::new();
    let entry_title = composed(&entry.title);
    let mut title = Encoder::default();
    title.add(&entry_title, &mut beginnings);
    document.add_text(fields.title, title.out);
    document.add_text(fields.title_starts, beginnings.out.as_str());

    let mut all = Encoder::with_room_for(body);
    all.add(&entry_title, &mut beginnings);
    let mut names = Encoder::default();
    for name in entry.aliases.iter().chain(&entry.tags) {
        let name = composed(name);
        names.add(&name, &mut beginnings);
        all.add(&name, &mut beginnings);
    }
    document.add_text(fields.names, names.out);
    all.add(body, &mut beginnings);
    let path = entry.path.as_str();
    for text in [path.strip_suffix(".md").unwrap_or(path)].into_iter().chain(entry.url.as_deref()) {
        all.add_place(&composed(text), &mut beginnings);
    }
    let mut properties = Vec::new();
    for (name, value) in property::values(&entry.fields) {
        all.add_place(&composed(&value), &mut beginnings);
        properties.extend(property::keys(name, &value));
    }
    properties.sort_unstable();
    properties.dedup();
    properties.into_iter().for_each(|key| document.add_u64(fields.keys, key));
    document.add_text(fields.body, all.out);
    document.add_text(fields.starts, beginnings.out);
}

fn add_names(document: &mut TantivyDocument, fields: &Fields, entry: &Entry) {
    document.add_text(fields.path, entry.path.as_str());
    document.add_text(fields.title_order, collate::key(&entry.title));
    match entry.id {
        EntryId::Ulid(_) | EntryId::Day(_) => document.add_text(fields.id, entry.id.to_string()),
        EntryId::Path(_) => {}
    }
    let path = name(entry.path.as_str());
    let path = path.strip_suffix(".md").unwrap_or(&path);
    let mut key = |key: Key, text: &str| document.add_u64(fields.keys, key.of(text));
    key(Key::Place, entry.path.as_str());
    key(Key::Path, path);
    key(Key::File, path.rsplit('/').next().unwrap_or(path));
    key(Key::Title, &name(&entry.title));
    for alias in &entry.aliases {
        key(Key::Alias, &name(alias));
    }
    let mut above = Vec::new();
    for tag in &entry.tags {
        document.add_text(fields.tags, tag);
        let tag = folded(tag);
        let ends = tag.match_indices('/').map(|(at, _)| at).chain([tag.len()]);
        above.extend(ends.map(|end| tag[..end].to_owned()));
    }
    above.sort_unstable();
    above.dedup();
    for tag in above {
        document.add_u64(fields.keys, Key::Tag.of(&tag));
    }
}
