//! What Pocket handed out: tables in CSV before it closed, a page in HTML earlier.

use super::{Format, Item, Malformed, Reading, State, csv, moment, netscape};

pub(super) const CSV: Format = Format {
    name: "pocket",
    of: "Pocket (CSV)",
    is_recognised: |sample| sample.has_columns(&["title", "url", "time_added", "tags", "status"]),
    read,
};

pub(super) const HTML: Format = Format {
    name: "pocket-html",
    of: "Pocket (HTML)",
    is_recognised: |sample| sample.head().contains("<title>pocket export") || sample.head().contains(" time_added="),
    read: netscape::read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let item = Item::at(row.line, row.get("url"), row.get("title")).tagged(row.get("tags").split('|'));
        let state = if row.get("status") == "archive" { State::Archived } else { State::Unread };
        Ok(Item { date: moment::of(row.get("time_added")), state, ..item })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_say_the_same() {
        let table = "title,url,time_added,cursor,tags,status\nTea,https://a.example/,1402760031,,tea|green,unread\n\
            \"Milk, hot\",https://b.example/,1402760032,,,archive\n";
        let page = "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\
            <li><a href=\"https://a.example/\" time_added=\"1402760031\" tags=\"tea,green\">Tea</a></li></ul>\
            <h1>Read Archive</h1><ul><li><a href=\"https://b.example/\" time_added=\"1402760032\" tags=\"\">Milk, hot</a></li></ul></body></html>";

        let read = |file: &str| {
            let items = Format::of(file).unwrap().read(file).unwrap().items;
            items.into_iter().map(|item| Item { line: 0, ..item }).collect::<Vec<_>>()
        };

        assert_eq!(read(table), read(page));
        assert_eq!(read(table).iter().map(|item| item.state).collect::<Vec<_>>(), [State::Unread, State::Archived]);
        assert_eq!(read(table)[0].tags, ["tea", "green"]);
    }
}
