//! The bookmarks of Pinboard as JSON, whole or from its API.

use super::json::{self, text};
use super::{Format, Item, Malformed, Reading, State, moment};

pub(super) const FORMAT: Format = Format {
    name: "pinboard",
    of: "Pinboard (JSON)",
    is_recognised: |sample| sample.has_fields(&["href", "description", "extended"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    json::read(file, |line, fields| {
        let item = Item::at(line, text(fields, "href"), text(fields, "description"));
        let item = item.tagged(text(fields, "tags").split_whitespace());
        Ok(Item {
            date: moment::of(text(fields, "time")),
            words: text(fields, "extended").trim().to_owned(),
            state: if text(fields, "toread") == "yes" { State::Unread } else { State::Kept },
            is_private: text(fields, "shared") == "no",
            ..item
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_read_whole() {
        let file = r#"[{"href":"https:\/\/example.org\/tea","description":"Tea","extended":"Why it is green.","meta":"6c0f","hash":"98b3",
            "time":"2014-06-14T15:33:51Z","shared":"no","toread":"yes","tags":"tea drinks"}]"#;

        let items = read(file).unwrap().items;

        let tea = &items[0];
        assert_eq!(
            (tea.url.as_deref(), tea.title.as_str(), tea.words.as_str()),
            (Some("https://example.org/tea"), "Tea", "Why it is green.")
        );
        assert_eq!((tea.tags.join(" ").as_str(), tea.state, tea.is_private), ("tea drinks", State::Unread, true));
        assert_eq!(tea.date.unwrap().timestamp(), 1_402_760_031);
        assert_eq!(Format::of(file).unwrap().name, "pinboard");
    }
}
