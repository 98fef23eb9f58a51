//! The entry that something becomes.

use super::merge::Thing;
use super::{Folders, Request};
use crate::entry::front_matter::Value;
use crate::entry::new::New;
use crate::entry::{EntryId, Kind, Stage, Timestamp, text};
use crate::formats::{Item, Quote, State};

/// The longest title made of words, in characters.
const TITLE: usize = 80;

/// A new entry; one of which nobody says when it was kept is of this moment.
pub(super) fn entry(thing: &Thing, request: &Request, now: Timestamp) -> New {
    let item = &thing.item;
    New {
        id: EntryId::Ulid(thing.id),
        kind: if item.url.is_some() { Kind::Bookmark } else { Kind::Note },
        title: title(item),
        date: item.date.unwrap_or(now),
        tags: tags(item, request),
        stage: stage(item.state),
        url: item.url.clone(),
        via: item.via.clone(),
        source: item.source.iter().cloned().collect(),
        derived_from: Vec::new(),
        credit: more(item),
        body: body(item),
    }
}

fn stage(state: State) -> Option<Stage> {
    match state {
        State::Kept => None,
        State::Unread => Some(Stage::Inbox),
        State::Archived => Some(Stage::Archived),
    }
}

fn title(item: &Item) -> String {
    let title = text::one_line(&item.title);
    match (&item.url, title.as_str()) {
        (None, "") => Some(text::summary(&item.words, TITLE)).filter(|it| !it.is_empty()).unwrap_or("Untitled".into()),
        (Some(url), "") => text::bare_address(url).to_owned(),
        (_, _) => title,
    }
}

/// All tags, those of its folders if they are to be tags, and those that the person wants on all of them; each once. It can lie
/// in one folder only: with paths, the others are tags.
pub(super) fn tags(item: &Item, request: &Request) -> Vec<String> {
    let (first, others) = (std::slice::from_ref(&item.folders), item.also_in.as_slice());
    let folders = match request.folders {
        Folders::Tags => [first, others].concat(),
        Folders::Paths => others.to_vec(),
        Folders::None => Vec::new(),
    };
    let folders = folders.iter().map(|path| path.iter().map(|name| tag(name).replace('/', "-")).collect::<Vec<_>>());
    let given = request.tags.iter().map(|name| tag(name));
    let mut tags: Vec<String> = Vec::new();
    for tag in item.tags.iter().map(|name| tag(name)).chain(folders.map(|path| path.join("/"))).chain(given) {
        if !tag.is_empty() && !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            tags.push(tag);
        }
    }
    tags
}

/// A name as a tag: no blanks, and no marks that mean something around tags.
fn tag(name: &str) -> String {
    let plain = |c: char| if c.is_whitespace() { '-' } else { c };
    let name: String = name.trim().chars().map(plain).filter(|c| !"#,[]{}\"'`|".contains(*c)).collect();
    name.trim_matches(['-', '/']).to_owned()
}

/// What it says besides: what is for nobody else, and what the page says of itself.
fn more(item: &Item) -> Vec<(&'static str, Value)> {
    let private = item.is_private.then(|| ("share", Value::Text("never".into())));
    let excerpt = item.excerpt.as_deref().map(text::one_line).filter(|words| !words.is_empty());
    private.into_iter().chain(excerpt.map(|words| ("page_description", Value::Text(words)))).collect()
}

fn body(item: &Item) -> String {
    let quotes = (!item.quotes.is_empty()).then(|| format!("## Quotes\n\n{}", quotes(&item.quotes)));
    let words = Some(item.words.trim().to_owned()).filter(|words| !words.is_empty());
    words.into_iter().chain(quotes).collect::<Vec<_>>().join("\n\n")
}

/// What others said, each with what the person said about it below.
pub(super) fn quotes(quotes: &[Quote]) -> String {
    let line = |line: &str| format!("> {line}").trim_end().to_owned();
    let quote = |quote: &Quote| {
        let text = quote.text.trim().lines().map(line).collect::<Vec<_>>().join("\n");
        [text, quote.note.trim().to_owned()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    quotes.iter().map(quote).collect::<Vec<_>>().join("\n\n")
}
