//! The bookmarks of Instapaper as CSV.

use super::item::{IsStarred, STARRED};
use super::{Format, Item, Malformed, Quote, Reading, State, csv, moment};

pub(super) const FORMAT: Format = Format {
    name: "instapaper",
    of: "Instapaper (CSV)",
    is_recognised: |sample| sample.has_columns(&["url", "title", "selection", "folder", "timestamp"]),
    read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let tags: Vec<String> = serde_json::from_str(row.get("tags")).unwrap_or_default();
        let item = Item::at(row.line, row.get("url"), row.get("title")).tagged(tags.iter().map(String::as_str));
        let folder = row.get("folder");
        let state = match folder {
            "Unread" => State::Unread,
            "Archive" => State::Archived,
            _ => State::Kept,
        };
        let is_own = !folder.is_empty() && !["Unread", "Archive", "Starred"].contains(&folder);
        Ok(Item {
            date: moment::of(row.get("timestamp")),
            folders: is_own.then(|| folder.to_owned()).into_iter().collect(),
            quotes: Quote::all([row.get("selection")]),
            state,
            ..item.starred(IsStarred(folder.eq_ignore_ascii_case(STARRED)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_say_what_was_read_and_starred() {
        let file = "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/,Tea,\"80 °C, no more\",Starred,1402760031,\"[\"\"tea\"\",\"\"hot\"\"]\"\n\
            https://b.example/,Milk,,Archive,1402760032,[]\nhttps://c.example/,Oats,,Breakfast,1402760033,\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!(items[0].tags, ["tea", "hot", "starred"]);
        assert_eq!((items[0].quotes[0].text.as_str(), items[1].state), ("80 °C, no more", State::Archived));
        assert_eq!((items[2].folders.join("/").as_str(), items[0].folders.len()), ("Breakfast", 0));
    }
}
