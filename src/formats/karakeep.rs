//! What Karakeep (once Hoarder) hands out as JSON.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::item::IsStarred;
use super::json::{self, is_true, list, text};
use super::{Format, Item, Malformed, Reading, State, moment};

pub(super) const FORMAT: Format = Format {
    name: "karakeep",
    of: "Karakeep (JSON)",
    is_recognised: |sample| sample.has_fields(&["createdAt", "content", "tags"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    let lists = Lists::of(&json::section(file, "lists").unwrap_or_default());
    json::read(file, |line, fields| {
        let content = fields.get("content").and_then(Value::as_object).ok_or("has no content")?;
        let title = text(fields, "title");
        let item = match text(content, "url") {
            "" => Item::note(line, title),
            url => Item::at(line, url, title),
        };
        let item = item.tagged(list(fields, "tags"));
        let words = [text(content, "text"), text(fields, "note")].map(str::trim);
        let mut folders = list(fields, "lists").map(|id| lists.path(id)).filter(|path| !path.is_empty());
        Ok(Item {
            date: fields.get("createdAt").and_then(Value::as_i64).and_then(moment::of_number),
            words: words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n"),
            folders: folders.next().unwrap_or_default(),
            also_in: folders.collect(),
            state: if is_true(fields, "archived") { State::Archived } else { State::Kept },
            ..item.starred(IsStarred(is_true(fields, "favourited")))
        })
    })
}

/// Lists by their ids: the name, and the list around.
pub(super) struct Lists(HashMap<String, (String, String)>);

impl Lists {
    pub(super) fn of(lists: &Value) -> Self {
        let list = |fields: &Map<String, Value>| {
            let parent = fields.get("parentId").map(id).unwrap_or_default();
            (fields.get("id").map(id).unwrap_or_default(), (text(fields, "name").to_owned(), parent))
        };
        Self(lists.as_array().into_iter().flatten().filter_map(Value::as_object).map(list).collect())
    }

    /// The names of a list and of those around it, the outermost first.
    pub(super) fn path(&self, id: &str) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = self.0.get(id);
        // A list that lies in itself ends somewhere, too.
        while let Some((name, parent)) = next.filter(|_| path.len() < 20) {
            path.insert(0, name.clone());
            next = self.0.get(parent);
        }
        path
    }
}

/// An id as text: some are numbers.
pub(super) fn id(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_texts_and_nested_lists_are_read() {
        let file = r#"{"bookmarks":[{"createdAt":1704164645,"title":"Tea","tags":["tea"],"lists":["b","c"],"archived":true,
            "content":{"type":"link","url":"https://a.example/"},"note":"mine"},
            {"createdAt":1704164646,"title":null,"tags":[],"content":{"type":"text","text":"Only words"},"note":null},
            {"createdAt":1704164647,"title":"Gone","tags":[],"content":null}],
            "lists":[{"id":"a","name":"Drinks","parentId":null},{"id":"b","name":"Hot","parentId":"a"},{"id":"c","name":"Dev","parentId":null}]}"#;

        let reading = Format::of(file).unwrap().read(file).unwrap();

        let items = &reading.items;
        assert_eq!((items[0].folders.join("/").as_str(), items[0].state), ("Drinks/Hot", State::Archived));
        assert_eq!(items[0].also_in, [["Dev"]]);
        assert_eq!((items[1].url.as_deref(), items[1].words.as_str()), (None, "Only words"));
        assert_eq!(reading.skipped[0].why, "has no content");
    }
}
