//! From the bytes of a feed to its items, as far as they can be read.

use chrono::{DateTime, Utc};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use feed_rs::model::{self, Entry, FeedType, Link, Person, Text};
use feed_rs::parser;

use super::identity::{identity, web};
use super::{Enclosure, Feed, Item, NoFeed, json, plain, repair};

/// The most items of one feed that are read: its first.
const MOST: usize = 20_000;
/// The longest text of an item, in bytes.
const LONGEST: usize = 1024 * 1024;
/// What a text for readers begins with that is only the beginning of it.
const SHORT: usize = 600;

/// Reads a feed in any of the formats that there are. `charset` is what the server said, `address` what relative
/// addresses are taken from.
pub fn parse(bytes: &[u8], charset: Option<&str>, address: &str) -> Result<Feed, NoFeed> {
    let text = decoded(bytes, charset);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Err(NoFeed::Empty);
    }
    if text.starts_with('{') {
        return json::parse(text, address).ok_or(NoFeed::Unknown);
    }
    let text = repair::root(text);
    if !repair::is_feed(&text) {
        return Err(if repair::is_page(&text) { NoFeed::Page } else { NoFeed::Unknown });
    }
    xml(&text, address).or_else(|()| xml(&repair::mended(&text), address)).or_else(|()| by_item(&text, address))
}

/// The text of a feed in its alphabet: as its mark says, as it says itself, as the server says, else as it looks.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let said = repair::declared(bytes).or_else(|| charset.map(str::to_owned));
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|it| it.is_ascii_compatible());
    let encoding = match said {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ if mostly_utf8(bytes) => UTF_8,
        _ => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether all but a few bytes are UTF-8, as where a text was cut in the middle of a letter.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let wrong: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let right = bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| !c.is_ascii()).count();
    wrong * 10 < right
}

fn xml(text: &str, address: &str) -> Result<Feed, ()> {
    let base = Some(address).filter(|address| !address.is_empty());
    let parser = parser::Builder::new().base_uri(base).id_generator(|_, _, _| String::new()).build();
    parser.parse(text.as_bytes()).map(|feed| taken(feed, address)).map_err(drop)
}

/// Reads what is broken item by item, and leaves out those that cannot be read.
fn by_item(text: &str, address: &str) -> Result<Feed, NoFeed> {
    let text = repair::mended(text);
    let parts = repair::parts(&text);
    if parts.items.is_empty() && !parts.has_begun {
        return Ok(Feed::default());
    }
    let mut whole = Feed::default();
    for item in parts.items.iter().take(MOST) {
        match xml(&format!("{}{item}{}", parts.head, parts.tail), address) {
            Ok(mut feed) if !feed.items.is_empty() => {
                whole.items.append(&mut feed.items);
                whole = Feed { items: whole.items, unread: whole.unread, ..feed };
            }
            Ok(_) | Err(()) => whole.unread += 1,
        }
    }
    if whole.items.is_empty() { Err(NoFeed::Broken) } else { Ok(whole) }
}

fn taken(feed: model::Feed, address: &str) -> Feed {
    let is_atom = feed.feed_type == FeedType::Atom;
    let title = feed.title.map(|title| line(&title, is_atom)).filter(|title| !title.is_empty());
    let site = page_of(&feed.links).filter(|site| site != address);
    let authors = feed.authors;
    let owner = authors.first().and_then(name);
    let lang = feed.language;
    let item = |entry: Entry| {
        let mut item = item(entry, is_atom);
        item.author = item.author.or_else(|| owner.clone());
        item.lang = item.lang.or_else(|| lang.clone());
        item
    };
    let unread = feed.entries.len().saturating_sub(MOST);
    let items: Vec<Item> = feed.entries.into_iter().take(MOST).map(item).filter(says_something).collect();
    Feed { title, site, lang: lang.clone(), items, unread }
}

fn says_something(item: &Item) -> bool {
    !(item.title.is_empty() && item.html.trim().is_empty() && item.url.is_none() && item.enclosures.is_empty())
}

fn item(entry: Entry, is_atom: bool) -> Item {
    let url = page_of(&entry.links).or_else(|| web(&entry.id));
    let title = entry.title.as_ref().map(|title| line(title, is_atom)).unwrap_or_default();
    let enclosures = enclosures(&entry);
    let summary = entry.summary.map(|summary| markup(&summary)).unwrap_or_default();
    let media = entry.media.iter().find_map(|media| media.description.as_ref()).map(markup).unwrap_or_default();
    let content = entry.content.and_then(|content| content.body).unwrap_or_default();
    let is_summary = content.is_empty() && summary.len() < SHORT && url.is_some() && enclosures.is_empty();
    let mut html = [content, summary, media].into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default();
    html.truncate(html.floor_char_boundary(LONGEST));
    let date: Option<DateTime<Utc>> = entry.published.or(entry.updated);
    let author = entry.authors.iter().find_map(name);
    let tags = entry.categories.into_iter().map(|tag| plain::line(tag.label.as_deref().unwrap_or(&tag.term)));
    let tags = tags.filter(|tag| !tag.is_empty()).take(20).collect();
    let id = identity(&entry.id, url.as_deref(), &title, &html);
    Item { id, title, url, author, date, html, is_summary, lang: entry.language, tags, enclosures }
}

fn line(text: &Text, is_atom: bool) -> String {
    let is_plain = is_atom && text.content_type.essence().to_string() == "text/plain";
    if is_plain { plain::one_line(&text.content) } else { plain::line(&text.content) }
}

fn name(person: &Person) -> Option<String> {
    let name = plain::line(person.name.as_deref()?);
    (!name.is_empty()).then_some(name)
}

/// The HTML of a text.
fn markup(text: &Text) -> String {
    text.content.clone()
}

/// The page that links lead to: the one that says so, else the first that is no feed and no file.
fn page_of(links: &[Link]) -> Option<String> {
    let is_page =
        |link: &&Link| !matches!(link.rel.as_deref(), Some("self" | "enclosure" | "hub" | "edit" | "replies"));
    let said = links.iter().find(|link| link.rel.as_deref() == Some("alternate"));
    said.into_iter().chain(links.iter().filter(is_page)).find_map(|link| web(&link.href))
}

fn enclosures(entry: &Entry) -> Vec<Enclosure> {
    let linked = entry.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure"));
    let linked = linked.map(|link| (Some(link.href.clone()), link.media_type.clone(), link.length));
    let media = entry.media.iter().flat_map(|media| &media.content).map(|content| {
        let kind = content.content_type.as_ref().map(ToString::to_string);
        (content.url.as_ref().map(ToString::to_string), kind, content.size)
    });
    let mut all: Vec<Enclosure> = Vec::new();
    for (url, kind, length) in linked.chain(media) {
        let Some(url) = url.and_then(|url| web(&url)) else { continue };
        if !all.iter().any(|known| known.url == url) && all.len() < 20 {
            all.push(Enclosure { url, kind, length });
        }
    }
    all
}

#[cfg(test)]
mod tests;
