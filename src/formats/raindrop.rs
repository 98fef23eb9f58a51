//! The bookmarks of Raindrop.io as CSV.

use super::item::IsStarred;
use super::{Format, Item, Malformed, Quote, Reading, csv, moment};

pub(super) const FORMAT: Format = Format {
    name: "raindrop",
    of: "Raindrop.io (CSV)",
    is_recognised: |sample| sample.has_columns(&["title", "note", "excerpt", "url", "folder", "created"]),
    read,
};

/// Where things lie that were put nowhere.
const UNSORTED: &str = "Unsorted";

fn read(text: &str) -> Result<Reading, Malformed> {
    csv::read(text, |row| {
        let item = Item::at(row.line, row.get("url"), row.get("title")).tagged(row.get("tags").split(','));
        let folders = row.get("folder").split('/').map(str::trim).filter(|name| !name.is_empty() && *name != UNSORTED);
        Ok(Item {
            date: moment::of(row.get("created")),
            folders: folders.map(str::to_owned).collect(),
            words: row.get("note").to_owned(),
            quotes: highlights(row.get("highlights")),
            excerpt: Some(row.get("excerpt").to_owned()).filter(|words| !words.is_empty()),
            ..item.starred(IsStarred(row.says("favorite")))
        })
    })
}

/// A line `Highlight:` each, with `Note:` below where there is one; or plain text, a paragraph each.
fn highlights(text: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let marked = text.contains("Highlight:");
    for paragraph in text.split(if marked { "Highlight:" } else { "\n\n" }) {
        let (words, note) = paragraph.split_once("Note:").filter(|_| marked).unwrap_or((paragraph, ""));
        if !words.trim().is_empty() {
            quotes.push(Quote { note: note.trim().to_owned(), ..Quote::of(words) });
        }
    }
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_is_read_with_its_folders_notes_and_highlights() {
        let file = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n\
            1,Tea,\"Mine,\nin two lines\",About tea,https://a.example/,Drinks / Hot,\"tea, green\",2024-01-02T03:04:05.123Z,,\
            \"Highlight:80 °C\nNote:not more\n\nHighlight:3 minutes\",true\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        let tea = &items[0];
        assert_eq!((tea.folders.join("/").as_str(), tea.tags.join(" ").as_str()), ("Drinks/Hot", "tea green starred"));
        assert_eq!((tea.words.as_str(), tea.excerpt.as_deref()), ("Mine,\nin two lines", Some("About tea")));
        assert_eq!(tea.quotes[0], Quote { text: "80 °C".into(), note: "not more".into() });
        assert_eq!(tea.quotes[1].text, "3 minutes");
    }
}
