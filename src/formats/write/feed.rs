//! Feeds: Atom (RFC 4287) and JSON Feed 1.1.

use serde_json::{Value, json};

use super::escaped;
use crate::entry::Timestamp;

/// A feed.
pub(crate) struct Feed {
    pub(crate) title: String,
    /// The same as long as it is about the same.
    pub(crate) id: String,
    /// Where all of it is read.
    pub(crate) home: Option<String>,
    pub(crate) updated: Timestamp,
    pub(crate) pieces: Vec<Piece>,
}

/// One piece, as it was made for everybody.
pub(crate) struct Piece {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Where it is read.
    pub(crate) url: Option<String>,
    /// What it is about.
    pub(crate) about: Option<String>,
    pub(crate) date: Timestamp,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) html: String,
}

pub(crate) fn atom(feed: &Feed) -> String {
    let Feed { title, id, home, updated, pieces } = feed;
    let (title, id) = (escaped(title), escaped(id));
    let home = link(home.as_deref(), "alternate");
    let entries: String = pieces.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{title}</title>\n<id>{id}</id>\n\
         {home}<updated>{}</updated>\n<author><name>{title}</name></author>\n{entries}</feed>\n",
        updated.to_rfc3339()
    )
}

fn link(to: Option<&str>, rel: &str) -> String {
    to.map(|to| format!("<link rel=\"{rel}\" href=\"{}\"/>\n", escaped(to))).unwrap_or_default()
}

fn entry(piece: &Piece) -> String {
    let about = if piece.url.is_some() { "related" } else { "alternate" };
    let links = link(piece.url.as_deref(), "alternate") + &link(piece.about.as_deref(), about);
    let authors = piece.authors.iter().map(|author| format!("<author><name>{}</name></author>\n", escaped(author)));
    let tags = piece.tags.iter().map(|tag| format!("<category term=\"{}\"/>\n", escaped(tag)));
    let more: String = authors.chain(tags).collect();
    format!(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n{links}{more}<content type=\"html\">{}</content>\n</entry>\n",
        escaped(&piece.title),
        escaped(&piece.id),
        piece.date.to_rfc3339(),
        escaped(&piece.html)
    )
}

pub(crate) fn json(feed: &Feed) -> String {
    let item = |piece: &Piece| {
        let mut item = json!({
            "id": piece.id, "title": piece.title, "date_published": piece.date.to_rfc3339(), "tags": piece.tags,
            "content_html": piece.html,
        });
        let mut put = |key: &str, value: Option<Value>| item[key] = value.unwrap_or_default();
        put("url", piece.url.clone().map(Value::from));
        put("external_url", piece.about.clone().map(Value::from));
        let authors: Vec<Value> = piece.authors.iter().map(|author| json!({ "name": author })).collect();
        put("authors", Some(authors).filter(|authors| !authors.is_empty()).map(Value::from));
        without_nothing(item)
    };
    let items: Vec<_> = feed.pieces.iter().map(item).collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home, "items": items,
    });
    without_nothing(feed).to_string() + "\n"
}

/// The same without the keys that say nothing.
fn without_nothing(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    object
}
