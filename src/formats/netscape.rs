//! The bookmarks of browsers (`<!DOCTYPE NETSCAPE-Bookmark-file-1>`), which Pinboard, Delicious, linkding, Shaarli and buku
//! write, too. Tags are not closed, cases vary, titles are not escaped: it is read as tag soup.

use super::html::{self, Piece, Tag};
use super::{Cut, Format, Item, Malformed, Reading, Skipped, State, last_line, moment, soup};
use crate::entry::text;

pub(super) const FORMAT: Format = Format {
    name: "netscape",
    of: "bookmarks of Chrome, Firefox, Safari, Edge, linkding, Pinboard, Delicious, Shaarli (HTML)",
    is_recognised: |sample| {
        let head = sample.head();
        head.contains("<!doctype netscape-bookmark") || head.contains("<dl") && head.contains("<dt")
    },
    read,
};

/// The tag by which linkding marks what is archived.
const ARCHIVED: &str = "linkding:bookmarks.archived";
/// Folders that every browser has, which say nothing about what lies in them.
const ROOTS: [&str; 8] = [
    "bookmarks bar",
    "bookmarks menu",
    "bookmarks toolbar",
    "favorites bar",
    "mobile bookmarks",
    "other bookmarks",
    "other favorites",
    "unsorted bookmarks",
];

pub(super) fn read(text: &str) -> Result<Reading, Malformed> {
    let mut reader = Reader::default();
    html::pieces(&soup::words_kept(text), |piece| reader.take(piece));
    let cut = (reader.open > 0).then(|| Cut { line: last_line(text), why: "the file ends in the middle of its list" });
    if cut.is_some() && matches!(reader.part, Part::Title | Part::Description) {
        reader.item = None;
    }
    reader.finish();
    Ok(Reading { items: reader.items, skipped: reader.skipped, cut })
}

/// Whose words are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    None,
    Section,
    Folder,
    Title,
    Description,
    /// What is said about a folder.
    About,
}

#[derive(Default)]
struct Reader {
    items: Vec<Item>,
    skipped: Vec<Skipped>,
    item: Option<Item>,
    part: Part,
    /// Each bookmark has a `<dt>`, so that a link without one is one in a description.
    has_terms: bool,
    /// Where a link in a description leads to.
    link: Option<String>,
    /// What is said about a folder, and its line.
    about: (usize, String),
    /// How many lists have not ended.
    open: usize,
    /// The folders around, those without a name included.
    folders: Vec<Option<String>>,
    /// The name of the folder that comes.
    folder: String,
    is_root: bool,
    /// The heading of a part of the file, as Pocket has them.
    section: String,
}

impl Reader {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Start(tag) => self.start(&tag),
            Piece::End(name) => self.end(&name),
            Piece::Words(words) => self.words(&words),
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "a" if self.has_terms && self.part == Part::Description => self.begin_link(tag),
            "a" => self.bookmark(tag),
            "h3" => self.name_of_folder(tag),
            "h1" => {
                self.finish();
                self.section.clear();
                self.part = Part::Section;
            }
            "ul" if self.part == Part::None => self.open += 1,
            "dl" => self.list(),
            "dd" if self.item.is_some() => self.part = Part::Description,
            "dd" => {
                self.part = Part::About;
                self.about.0 = tag.line;
            }
            "dt" => {
                self.finish();
                self.has_terms = true;
            }
            "br" => self.words("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" if self.has_terms && self.part == Part::Description => self.end_link(),
            "a" | "h1" | "h3" => self.part = Part::None,
            "ul" if self.part == Part::None => self.open = self.open.saturating_sub(1),
            "dl" => {
                self.finish();
                self.open = self.open.saturating_sub(1);
                self.folders.pop();
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        match (self.part, &mut self.item) {
            (Part::Folder, _) => self.folder.push_str(words),
            (Part::Section, _) => self.section.push_str(words),
            (Part::Title, Some(item)) => item.title.push_str(words),
            (Part::Description, Some(item)) => item.words.push_str(words),
            (Part::About, _) => self.about.1.push_str(words),
            (Part::None | Part::Title | Part::Description, _) => {}
        }
    }

    fn name_of_folder(&mut self, tag: &Tag) {
        self.finish();
        self.folder.clear();
        self.is_root = ["personal_toolbar_folder", "unfiled_bookmarks_folder"].iter().any(|name| tag.says(name));
        self.part = Part::Folder;
    }

    fn list(&mut self) {
        self.finish();
        self.open += 1;
        let name = std::mem::take(&mut self.folder).trim().to_owned();
        let is_plain = self.is_root || name.is_empty() || ROOTS.contains(&name.to_lowercase().as_str());
        self.folders.push(Some(name).filter(|_| !is_plain));
        self.is_root = false;
    }

    fn begin_link(&mut self, tag: &Tag) {
        let href = tag.get("href").unwrap_or_default().replace(['<', '>', '\n'], "");
        if href.starts_with("http") {
            self.words("[");
            self.link = Some(href);
        }
    }

    fn end_link(&mut self) {
        if let Some(href) = self.link.take() {
            self.words(&format!("](<{href}>)"));
        }
    }

    fn bookmark(&mut self, tag: &Tag) {
        self.finish();
        let get = |name| tag.get(name).unwrap_or_default();
        let date = moment::of(get("add_date")).or_else(|| moment::of(get("time_added")));
        let mut item = Item::at(tag.line, get("href"), "").tagged(get("tags").split(','));
        let archived = item.tags.iter().position(|tag| tag == ARCHIVED).map(|at| item.tags.remove(at));
        let section = self.section.trim();
        item.state = match archived {
            Some(_) => State::Archived,
            None if section.eq_ignore_ascii_case("Read Archive") => State::Archived,
            None if section.eq_ignore_ascii_case("Unread") || tag.says("toread") => State::Unread,
            None => State::Kept,
        };
        let folders = self.folders.iter().flatten().cloned().collect();
        self.item = Some(Item { date, folders, is_private: tag.says("private"), ..item });
        self.part = Part::Title;
    }

    fn finish(&mut self) {
        self.end_link();
        self.part = Part::None;
        let (line, about) = std::mem::take(&mut self.about);
        if !about.trim().is_empty() {
            let why = format!("is about a folder: {:?}", text::summary(&about, 80));
            self.skipped.push(Skipped { line, why });
        }
        if let Some(mut item) = self.item.take() {
            item.title = item.title.trim().to_owned();
            item.words = described(&item.words);
            self.items.push(item);
        }
    }
}

/// A description, and what linkding marks as notes, below it.
fn described(words: &str) -> String {
    let marked = words.split_once("[linkding-notes]");
    let marked = marked.and_then(|(before, rest)| Some((before, rest.split_once("[/linkding-notes]")?)));
    let Some((before, (notes, after))) = marked else { return words.trim().to_owned() };
    let parts = [before, notes, after].map(str::trim);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
        <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n\
        <DT><H3 ADD_DATE=\"1\" PERSONAL_TOOLBAR_FOLDER=\"true\">Lesezeichenleiste</H3>\n<DL><p>\n\
        <DT><A HREF=\"https://example.org/tea?a=1&b=2\" ADD_DATE=\"1402760031\" ICON=\"data:image/png;base64,AA==\">Tea &amp; milk</A>\n\
        <DT><H3>Dev</H3>\n<DL><p>\n<DT><H3>Rust</H3>\n<DL><p>\n\
        <DT><A HREF=\"https://doc.rust-lang.org/\" TAGS=\"rust,docs\">The <b>Book</b></A>\n</DL><p>\n</DL><p>\n</DL><p>\n\
        <DT><A HREF=\"javascript:alert(1)\">A bookmarklet</A>\n</DL><p>\n";

    #[test]
    fn the_bookmarks_of_a_browser_are_read_with_their_folders() {
        let items = read(CHROME).unwrap().items;

        let [tea, book, script] = items.as_slice() else { panic!("{items:#?}") };
        assert_eq!((tea.title.as_str(), tea.url.as_deref()), ("Tea & milk", Some("https://example.org/tea?a=1&b=2")));
        assert_eq!((tea.line, tea.date.unwrap().timestamp(), tea.folders.len()), (8, 1_402_760_031, 0));
        assert_eq!((book.title.as_str(), book.folders.join("/").as_str()), ("The Book", "Dev/Rust"));
        assert_eq!(book.tags, ["rust", "docs"]);
        assert_eq!(script.folders, [""; 0]);
    }

    #[test]
    fn words_behind_a_link_a_bracket_or_a_mark_stay() {
        let text = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><H3>F</H3>\n<DD>All of it\n<DL><p>\n\
            <DT><A HREF=\"https://a.example/\">List<String> in Java</A>\n\
            <DD>see <a href=\"https://x.example/\">this page</a> and <a href=\"javascript:x\">that</a> for more\n\
            <DT><A HREF=\"https://b.example/\">B</A>\n<DD>text [linkding-notes] words\n</DL><p>\n</DL><p>";

        let reading = read(text).unwrap();

        let [java, b] = reading.items.as_slice() else { panic!("{reading:#?}") };
        assert_eq!(java.title, "List<String> in Java");
        assert_eq!(java.words, "see [this page](<https://x.example/>) and that for more");
        assert_eq!(b.words, "text [linkding-notes] words");
        assert_eq!(reading.skipped, [Skipped { line: 4, why: "is about a folder: \"All of it\"".into() }]);
    }

    #[test]
    fn a_file_that_ends_within_its_list_is_cut_there() {
        assert_eq!(read(CHROME).unwrap().cut, None);
        for (end, whole) in [("The <b>Bo", 1), ("docs\">The <b>Book</b></A>", 2), ("HREF=\"https://doc", 1)] {
            let end = CHROME.find(end).unwrap() + end.len();

            let reading = read(&CHROME[..end]).unwrap();

            assert_eq!((reading.items.len(), reading.cut.map(|cut| cut.line)), (whole, Some(13)));
        }
    }

    #[test]
    fn descriptions_notes_and_marks_of_services_are_read() {
        let text = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>\n\
            <DT><A HREF=\"https://a.example/\" PRIVATE=\"1\" TOREAD=\"1\" TAGS=\"one,linkding:bookmarks.archived\">A</A>\n\
            <DD>What it is\n[linkding-notes]My <i>own</i> words[/linkding-notes]\n\
            <DT><A HREF=\"https://b.example/\" TOREAD=\"1\">B < C</A>\n<DD>Two<br>lines\n</DL><p>";

        let items = read(text).unwrap().items;

        assert_eq!(items[0].words, "What it is\n\nMy own words");
        assert_eq!((items[0].state, items[0].is_private), (State::Archived, true));
        assert_eq!(
            (items[1].state, items[1].title.as_str(), items[1].words.as_str()),
            (State::Unread, "B < C", "Two\nlines")
        );
    }
}
