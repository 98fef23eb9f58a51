//! What Readwise hands out as CSV: the documents of its Reader, and highlights of books.

use super::{Format, Item, Malformed, Quote, Reading, State, csv, moment};

pub(super) const READER: Format = Format {
    name: "readwise-reader",
    of: "Readwise Reader (CSV)",
    is_recognised: |sample| sample.has_columns(&["title", "url", "document tags", "saved date", "location"]),
    read: reader,
};

pub(super) const HIGHLIGHTS: Format = Format {
    name: "readwise",
    of: "highlights of Readwise (CSV)",
    is_recognised: |sample| sample.has_columns(&["highlight", "book title", "book author", "highlighted at"]),
    read: highlights,
};

fn reader(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let state = match row.get("location") {
            "feed" => return Err("is an item of a feed that was not saved".into()),
            "archive" => State::Archived,
            _ => State::Unread,
        };
        // As a list of Python: `['tea', 'hot']`.
        let tags = row
            .get("document tags")
            .trim_matches(['[', ']'])
            .split(',')
            .map(|tag| tag.trim().trim_matches(['\'', '"']));
        let item = Item::at(row.line, row.get("url"), row.get("title")).tagged(tags);
        Ok(Item { date: moment::of(row.get("saved date")), state, ..item })
    })
}

/// A row a highlight: those of one book are one note.
fn highlights(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let (title, author) = (row.get("book title"), row.get("book author"));
        let tags = row.get("document tags").split(',').chain(row.get("tags").split(','));
        let item = Item::note(row.line, title).tagged(tags);
        let by = |author: &str| if author.is_empty() { String::new() } else { format!(" ({author})") };
        Ok(Item {
            date: moment::of(row.get("highlighted at")),
            quotes: vec![Quote { note: row.get("note").to_owned(), ..Quote::of(row.get("highlight")) }],
            source: Some(format!("{title}{}", by(author))),
            key: Some(format!("readwise {title} {author}")),
            ..item
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_and_items_of_feeds_left_out() {
        let file = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n\
            Tea,https://a.example/,1,\"['tea', 'hot']\",2024-01-02 03:04:05+00:00,0.5,archive,True\n\
            Noise,https://b.example/,2,[],2024-01-02 03:04:05+00:00,0,feed,False\n";

        let reading = Format::of(file).unwrap().read(file).unwrap();

        assert_eq!((reading.items[0].tags.join(" ").as_str(), reading.items[0].state), ("tea hot", State::Archived));
        assert_eq!((reading.items[0].date.unwrap().timestamp(), reading.skipped[0].line), (1_704_164_645, 3));
    }

    #[test]
    fn highlights_of_one_book_have_one_key() {
        let file = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n\
            Water first.,On Tea,Lu Yu,,mine,,,page,3,2024-01-02T03:04:05Z,tea\nThen leaves.,On Tea,Lu Yu,,,,,page,4,2024-01-03T03:04:05Z,tea\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!(items[0].key, items[1].key);
        assert_eq!((items[0].source.as_deref(), items[0].quotes[0].note.as_str()), (Some("On Tea (Lu Yu)"), "mine"));
    }
}
