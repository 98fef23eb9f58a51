//! The bookmarks of linkding as its API gives them.

use super::json::{self, is_true, list, text};
use super::{Format, Item, Malformed, Reading, State, moment};

pub(super) const FORMAT: Format = Format {
    name: "linkding",
    of: "linkding (JSON)",
    is_recognised: |sample| sample.has_fields(&["url", "tag_names", "date_added"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    json::read(file, |line, fields| {
        let title = [text(fields, "title"), text(fields, "website_title")].into_iter().find(|title| !title.is_empty());
        let item = Item::at(line, text(fields, "url"), title.unwrap_or_default()).tagged(list(fields, "tag_names"));
        let words = [text(fields, "description"), text(fields, "notes")].map(str::trim);
        Ok(Item {
            date: moment::of(text(fields, "date_added")),
            words: words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n"),
            excerpt: Some(text(fields, "website_description").to_owned()).filter(|words| !words.is_empty()),
            state: match (is_true(fields, "is_archived"), is_true(fields, "unread")) {
                (true, _) => State::Archived,
                (false, true) => State::Unread,
                (false, false) => State::Kept,
            },
            ..item
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_the_api_is_read() {
        let file = r#"{"count":1,"next":null,"previous":null,"results":[{"id":1,"url":"https://a.example/","title":"","description":"Why",
            "notes":"**mine**","website_title":"Tea","website_description":"About tea","is_archived":false,"unread":true,"shared":false,
            "tag_names":["tea","hot"],"date_added":"2024-01-02T03:04:05.123Z","date_modified":"2024-01-02T03:04:05.123Z"}]}"#;

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].title.as_str(), items[0].words.as_str()), ("Tea", "Why\n\n**mine**"));
        assert_eq!((items[0].tags.join(" ").as_str(), items[0].state), ("tea hot", State::Unread));
    }
}
