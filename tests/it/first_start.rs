//! The first start: what a person has is offered, and nothing of it is read before they say so.

use std::fs;

use crate::support::{Sandbox, Terminal};

#[test]
fn what_lies_at_home_is_offered_and_comes_along_when_it_is_wanted() {
    let sandbox = Sandbox::bare();
    let home = sandbox.home().to_owned();
    for folder in ["Downloads", ".newsboat", "Documents/Vault/.obsidian"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    let list = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://example.org/tea\" ADD_DATE=\"1700000000\">Tea</A></DL>";
    fs::write(home.join("Downloads/bookmarks.html"), list).unwrap();
    fs::write(home.join(".newsboat/urls"), "https://feed.example/rss \"News\"\n").unwrap();

    let mut terminal = Terminal::start(&sandbox, &[], (100, 30), &[("RIFFLE_STORE", "")]);
    terminal.shows("1  ").shows("an Obsidian vault").shows("Folder [").keys("\r");
    terminal.shows("Keys: 1 default").keys("\r");
    terminal.shows("what newsboat follows").keys("y\r").shows("1 source followed.");
    terminal.shows("bookmarks of a browser").keys("n\r");

    let store = home.join("notes");
    terminal.until(|_| store.join("feeds.opml").exists());
    assert!(!store.join("bookmarks").exists(), "what was not wanted was not read");
}
