//! What Linkwarden hands out as JSON: collections, and links in them.

use serde_json::{Map, Value};

use super::item::IsStarred;
use super::json::{self, text};
use super::karakeep::{Lists, id};
use super::{Format, Item, Malformed, Quote, Reading, moment};

pub(super) const FORMAT: Format = Format {
    name: "linkwarden",
    of: "Linkwarden (JSON)",
    is_recognised: |sample| sample.has_fields(&["name", "links"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    let collections = Lists::of(&json::section(file, "collections").unwrap_or_default());
    json::read_each(file, |line, fields| {
        let folders = collections.path(&fields.get("id").map(id).unwrap_or_default());
        let links = fields.get("links").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
        Ok(links.map(|link| Item { folders: folders.clone(), ..item(line, link) }).collect())
    })
}

fn item(line: usize, link: &Map<String, Value>) -> Item {
    let objects = |name| link.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let item =
        Item::at(line, text(link, "url"), text(link, "name")).tagged(objects("tags").map(|tag| text(tag, "name")));
    let pinned = objects("pinnedBy").next().is_some();
    Item {
        date: moment::of(text(link, "importDate")).or_else(|| moment::of(text(link, "createdAt"))),
        words: text(link, "description").trim().to_owned(),
        quotes: objects("highlight")
            .map(|it| Quote { note: text(it, "comment").into(), ..Quote::of(text(it, "text")) })
            .collect(),
        ..item.starred(IsStarred(pinned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_with_the_collections_around_them() {
        let file = r#"{"name":"Ada","collections":[{"id":1,"name":"Drinks","parentId":null,"links":[]},{"id":2,"name":"Hot","parentId":1,"links":[
            {"id":5,"name":"Tea","type":"url","description":"Why","url":"https://a.example/","createdAt":"2024-01-02T03:04:05.123Z",
            "tags":[{"id":1,"name":"tea"}],"pinnedBy":[{"id":1}]}]}]}"#;

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!(
            (items[0].folders.join("/").as_str(), items[0].tags.join(" ").as_str()),
            ("Drinks/Hot", "tea starred")
        );
        assert_eq!((items[0].words.as_str(), items[0].date.unwrap().timestamp()), ("Why", 1_704_164_645));
    }
}
