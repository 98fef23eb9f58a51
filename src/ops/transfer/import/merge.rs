//! Things that are the same: a page that was kept twice, a note that is in two files.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use ulid::Ulid;

use super::paragraphs::Paragraphs;
use crate::entry::text;
use crate::formats::{Attachment, Item, Quote, State};
use crate::web;

/// A thing to be brought in, once, with what it is known by.
pub(super) struct Thing {
    pub(super) item: Item,
    /// What addresses of its page have in common; nothing for a note.
    pub(super) address: Option<String>,
    /// The same on every machine that brings it in.
    pub(super) id: Ulid,
    /// How many there were of it.
    pub(super) times: usize,
}

/// Joins those that are the same: all tags, quotes and words, the oldest date.
#[derive(Default)]
pub(super) struct Things {
    pub(super) all: Vec<Thing>,
    known: HashMap<String, usize>,
}

impl Things {
    pub(super) fn add(&mut self, item: Item) {
        let address = item.url.as_deref().and_then(web::same_page);
        let id = id(&item, &address.clone().unwrap_or_else(|| of_note(&item)));
        // A page is the same whenever it was kept; a note of another day is another one.
        let known_by = address.clone().unwrap_or_else(|| id.to_string());
        match self.known.get(&known_by) {
            Some(at) => self.all[*at].join(item),
            None => {
                self.known.insert(known_by, self.all.len());
                self.all.push(Thing { item, address, id, times: 1 });
            }
        }
    }
}

impl Thing {
    fn join(&mut self, other: Item) {
        let mine = &mut self.item;
        let place = other_place(mine.url.as_deref(), &other);
        let is_new = |tag: &String| !mine.tags.iter().any(|it| it.eq_ignore_ascii_case(tag));
        let tags: Vec<String> = other.tags.into_iter().filter(is_new).collect();
        mine.tags.extend(tags);
        for words in [Some(other.words), place].into_iter().flatten() {
            add_words(&mut mine.words, &words);
        }
        other.quotes.into_iter().for_each(|quote| add_quote(&mut mine.quotes, quote));
        other.also_in.into_iter().chain([other.folders]).for_each(|folders| add_folders(mine, folders));
        let files = other.attachments.into_iter().filter(|file| !mine.attachments.contains(file));
        let files: Vec<Attachment> = files.collect();
        mine.attachments.extend(files);
        mine.date = [mine.date, other.date].into_iter().flatten().min();
        mine.state = match (mine.state, other.state) {
            (State::Archived, _) | (_, State::Archived) => State::Archived,
            (State::Unread, State::Unread) => State::Unread,
            (State::Kept, _) | (_, State::Kept) => State::Kept,
        };
        mine.is_private |= other.is_private;
        let both = [(&mut mine.excerpt, other.excerpt), (&mut mine.via, other.via), (&mut mine.source, other.source)];
        both.into_iter().for_each(|(mine, other)| *mine = mine.take().or(other));
        if mine.title.trim().is_empty() {
            mine.title = other.title;
        }
        self.times += 1;
    }
}

/// Adds words that are not there yet, as paragraphs of their own.
fn add_words(mine: &mut String, other: &str) {
    if !Paragraphs::of(mine).have(other) {
        *mine = [mine.as_str(), other].map(str::trim).join("\n\n").trim().to_owned();
    }
}

fn add_folders(mine: &mut Item, folders: Vec<String>) {
    if !folders.is_empty() && folders != mine.folders && !mine.also_in.contains(&folders) {
        mine.also_in.push(folders);
    }
}

/// Adds a quote, or what is said about one that is there.
fn add_quote(mine: &mut Vec<Quote>, other: Quote) {
    match mine.iter().position(|quote| !quote.text.is_empty() && quote.text == other.text) {
        Some(at) => add_words(&mut mine[at].note, &other.note),
        None if mine.contains(&other) => {}
        None => mine.push(other),
    }
}

/// A link to the place on a page that something leads to, where it is another than that of an address of the same page.
pub(super) fn other_place(mine: Option<&str>, other: &Item) -> Option<String> {
    let place = |url: &str| Some(url.split_once('#')?.1.trim_matches('/').to_owned()).filter(|place| !place.is_empty());
    let url = other.url.as_deref()?;
    let there = place(url)?;
    if mine.and_then(place).is_some_and(|mine| mine == there) {
        return None;
    }
    let title = text::one_line(&other.title).replace(['[', ']'], "");
    let title = if title.is_empty() { text::bare_address(url) } else { &title };
    Some(format!("[{title}](<{}>)", url.replace('<', "%3C").replace('>', "%3E")))
}

/// What a note is known by: what its program calls it, else what it says and shows.
fn of_note(item: &Item) -> String {
    match &item.key {
        Some(key) => format!("key {key}"),
        None => {
            let quotes: String = item.quotes.iter().map(|it| &*it.text).collect();
            let files: String = item.attachments.iter().map(of_file).collect();
            format!("note {} {} {quotes}{files}", item.title, item.words)
        }
    }
}

fn of_file(Attachment { name, bytes }: &Attachment) -> String {
    let hash = bytes.as_ref().map(|bytes| Sha256::digest(bytes).to_vec());
    format!(" {name} {hash:?}")
}

/// Its time is that at which it was kept, if that is known and stays the same; the rest comes from what it is known by.
fn id(item: &Item, key: &str) -> Ulid {
    let date = item.date.filter(|_| item.key.is_none());
    let milliseconds = date.and_then(|date| u64::try_from(date.timestamp_millis()).ok()).unwrap_or_default();
    let hash = Sha256::digest(key);
    let random = hash.iter().take(10).fold(0, |random, byte| random << 8 | u128::from(*byte));
    Ulid::from_parts(milliseconds, random)
}
