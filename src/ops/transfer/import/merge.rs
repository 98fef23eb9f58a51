//! Things that are the same: a page that was kept twice, a note that is in two files.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use ulid::Ulid;

use crate::formats::{Item, State};
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
        let key = address.clone().unwrap_or_else(|| of_note(&item));
        match self.known.get(&key) {
            Some(at) => self.all[*at].join(item),
            None => {
                let id = id(&item, &key);
                self.known.insert(key, self.all.len());
                self.all.push(Thing { item, address, id, times: 1 });
            }
        }
    }
}

impl Thing {
    fn join(&mut self, other: Item) {
        let mine = &mut self.item;
        let is_new = |tag: &String| !mine.tags.iter().any(|it| it.eq_ignore_ascii_case(tag));
        let tags: Vec<String> = other.tags.into_iter().filter(is_new).collect();
        mine.tags.extend(tags);
        let quotes: Vec<_> = other.quotes.into_iter().filter(|quote| !mine.quotes.contains(quote)).collect();
        mine.quotes.extend(quotes);
        mine.date = [mine.date, other.date].into_iter().flatten().min();
        if !mine.words.contains(other.words.trim()) {
            mine.words = [mine.words.as_str(), &other.words].map(str::trim).join("\n\n").trim().to_owned();
        }
        mine.state = match (mine.state, other.state) {
            (State::Archived, _) | (_, State::Archived) => State::Archived,
            (State::Unread, State::Unread) => State::Unread,
            (State::Kept, _) | (_, State::Kept) => State::Kept,
        };
        mine.is_private |= other.is_private;
        mine.excerpt = mine.excerpt.take().or(other.excerpt);
        self.times += 1;
    }
}

/// What a note is known by: what its program calls it, else what it says.
fn of_note(item: &Item) -> String {
    match &item.key {
        Some(key) => format!("key {key}"),
        None => {
            format!("note {} {} {}", item.title, item.words, item.quotes.iter().map(|it| &*it.text).collect::<String>())
        }
    }
}

/// Its time is that at which it was kept, if that is known and stays the same; the rest comes from what it is known by.
fn id(item: &Item, key: &str) -> Ulid {
    let date = item.date.filter(|_| item.key.is_none());
    let milliseconds = date.and_then(|date| u64::try_from(date.timestamp_millis()).ok()).unwrap_or_default();
    let hash = Sha256::digest(key);
    let random = hash.iter().take(10).fold(0, |random, byte| random << 8 | u128::from(*byte));
    Ulid::from_parts(milliseconds, random)
}
