//! The lists that Omnivore handed out as JSON (`metadata_0_to_20.json`).

use super::json::{self, list, text};
use super::{Format, Item, Malformed, Reading, State, moment};

pub(super) const FORMAT: Format = Format {
    name: "omnivore",
    of: "Omnivore (JSON)",
    is_recognised: |sample| sample.has_fields(&["url", "labels", "savedAt", "state"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    json::read(file, |line, fields| {
        let item = Item::at(line, text(fields, "url"), text(fields, "title")).tagged(list(fields, "labels"));
        let some = |name| Some(text(fields, name).to_owned()).filter(|words| !words.is_empty());
        Ok(Item {
            date: moment::of(text(fields, "savedAt")),
            excerpt: some("description"),
            via: some("author"),
            state: if text(fields, "state") == "Archived" { State::Archived } else { State::Unread },
            ..item
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read() {
        let file = r#"[{"id":"1","slug":"tea","title":"Tea","description":"About tea","author":"Lu Yu","url":"https://a.example/","state":"Archived",
            "readingProgress":100,"thumbnail":null,"labels":["tea"],"savedAt":"2024-01-02T03:04:05.123Z"}]"#;

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].tags.join(" ").as_str(), items[0].state), ("tea", State::Archived));
        assert_eq!((items[0].excerpt.as_deref(), items[0].via.as_deref()), (Some("About tea"), Some("Lu Yu")));
    }
}
