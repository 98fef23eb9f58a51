//! The articles of Matter as CSV.

use super::item::IsStarred;
use super::{Format, Item, Malformed, Reading, State, csv, moment};

pub(super) const FORMAT: Format = Format {
    name: "matter",
    of: "Matter (CSV)",
    is_recognised: |sample| sample.has_columns(&["title", "publisher", "url", "in queue", "favorited"]),
    read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let item = Item::at(row.line, row.get("url"), row.get("title")).tagged(row.get("tags").split(';'));
        let state = match (row.says("in queue"), row.says("read")) {
            (true, _) => State::Unread,
            (false, true) => State::Archived,
            (false, false) => State::Kept,
        };
        Ok(Item {
            date: moment::of(row.get("last interaction date")),
            via: Some(row.get("author").to_owned()).filter(|author| !author.is_empty()),
            state,
            ..item.starred(IsStarred(row.says("favorited")))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queue_favourites_and_authors_are_read() {
        let file = "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,Last Interaction Date,File Id\n\
            Tea,Lu Yu,Leaves,https://a.example/,tea;hot,900,False,True,True,2,2024-01-02T03:04:05Z,\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].tags.join(" ").as_str(), items[0].state), ("tea hot starred", State::Archived));
        assert_eq!(items[0].via.as_deref(), Some("Lu Yu"));
    }
}
