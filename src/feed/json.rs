//! JSON Feed, read as it is found: numbers as ids, a text where a list is due.

use chrono::DateTime;
use serde_json::{Map, Value};

use super::identity::{identity, web};
use super::{Enclosure, Feed, Item, plain};

/// The most items that are read.
const MOST: usize = 20_000;

/// Reads a feed; `None` for JSON that is none.
pub(super) fn parse(text: &str, address: &str) -> Option<Feed> {
    let feed: Map<String, Value> = serde_json::from_str(text).ok()?;
    let items = feed.get("items")?.as_array()?;
    let owner = author(&feed);
    let lang = string(&feed, "language");
    let base = url::Url::parse(address).ok();
    let read = |item: &Value| {
        let item = item.as_object()?;
        let mut item = self::item(item, base.as_ref());
        item.author = item.author.or_else(|| owner.clone());
        item.lang = item.lang.or_else(|| lang.clone());
        (!item.title.is_empty() || !item.html.is_empty() || item.url.is_some()).then_some(item)
    };
    let known: Vec<Item> = items.iter().take(MOST).filter_map(read).collect();
    let unread = items.len() - known.len();
    Some(Feed {
        title: string(&feed, "title").map(|title| plain::one_line(&title)),
        site: string(&feed, "home_page_url").and_then(|site| web(&site)),
        lang,
        items: known,
        unread,
    })
}

fn item(item: &Map<String, Value>, base: Option<&url::Url>) -> Item {
    let address = string(item, "url").or_else(|| string(item, "external_url"));
    let url = address.and_then(|address| match base {
        Some(base) => web(base.join(&address).ok()?.as_str()),
        None => web(&address),
    });
    let title = string(item, "title").map(|title| plain::one_line(&title)).unwrap_or_default();
    let plain_text = string(item, "content_text").map(|text| escaped(&text));
    let content = string(item, "content_html").or(plain_text);
    let is_summary = content.is_none() && url.is_some();
    let html = content.or_else(|| string(item, "summary").map(|text| escaped(&text))).unwrap_or_default();
    let date = string(item, "date_published").or_else(|| string(item, "date_modified"));
    let date = date.and_then(|date| DateTime::parse_from_rfc3339(&date).ok()).map(|date| date.to_utc());
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags = tags.filter_map(Value::as_str).map(plain::one_line).take(20).collect();
    let id = identity(&string(item, "id").unwrap_or_default(), url.as_deref(), &title, &html);
    let (author, lang, enclosures) = (author(item), string(item, "language"), enclosures(item));
    Item { id, title, url, author, date, html, is_summary, lang, tags, enclosures }
}

fn author(of: &Map<String, Value>) -> Option<String> {
    let first = of.get("authors").and_then(|authors| authors.get(0)).or_else(|| of.get("author"))?;
    let name = first.as_object().map_or_else(|| first.as_str().map(str::to_owned), |first| string(first, "name"))?;
    Some(plain::one_line(&name)).filter(|name| !name.is_empty())
}

fn enclosures(item: &Map<String, Value>) -> Vec<Enclosure> {
    let files = item.get("attachments").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let file = |file: &Map<String, Value>| {
        let url = web(&string(file, "url")?)?;
        Some(Enclosure {
            url,
            kind: string(file, "mime_type"),
            length: file.get("size_in_bytes").and_then(Value::as_u64),
        })
    };
    files.filter_map(file).take(20).collect()
}

/// A text, or a number as one.
fn string(of: &Map<String, Value>, key: &str) -> Option<String> {
    match of.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text without markup as HTML, with its lines.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.split("\n\n").map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>"))).collect()
}
