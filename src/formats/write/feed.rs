//! Feeds: Atom (RFC 4287) and JSON Feed 1.1.

use serde_json::json;

use super::{escaped, page};
use crate::entry::Timestamp;

/// A feed.
pub(crate) struct Feed {
    pub(crate) title: String,
    /// The same as long as it is about the same.
    pub(crate) id: String,
    pub(crate) updated: Timestamp,
    pub(crate) pieces: Vec<Piece>,
}

/// One piece, as it was made for everybody.
pub(crate) struct Piece {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) date: Timestamp,
    pub(crate) tags: Vec<String>,
    pub(crate) markdown: String,
}

pub(super) fn atom(feed: &Feed) -> String {
    let Feed { title, id, updated, pieces } = feed;
    let (title, id) = (escaped(title), escaped(id));
    let entries: String = pieces.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{title}</title>\n<id>{id}</id>\n\
         <updated>{}</updated>\n<author><name>{title}</name></author>\n{entries}</feed>\n",
        updated.to_rfc3339()
    )
}

fn entry(piece: &Piece) -> String {
    let link = piece.url.as_deref().map(|url| format!("<link href=\"{}\"/>\n", escaped(url))).unwrap_or_default();
    let tags: String = piece.tags.iter().map(|tag| format!("<category term=\"{}\"/>\n", escaped(tag))).collect();
    format!(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n{link}{tags}<content type=\"html\">{}</content>\n</entry>\n",
        escaped(&piece.title),
        escaped(&piece.id),
        piece.date.to_rfc3339(),
        escaped(&page::of_markdown(&piece.markdown))
    )
}

pub(super) fn json(feed: &Feed) -> String {
    let item = |piece: &Piece| {
        let mut item = json!({
            "id": piece.id, "title": piece.title, "date_published": piece.date.to_rfc3339(), "tags": piece.tags,
            "content_html": page::of_markdown(&piece.markdown),
        });
        if let (Some(url), Some(fields)) = (&piece.url, item.as_object_mut()) {
            fields.insert("external_url".into(), url.clone().into());
        }
        item
    };
    let items: Vec<_> = feed.pieces.iter().map(item).collect();
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "items": items }).to_string() + "\n"
}
