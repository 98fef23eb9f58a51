//! What a demo follows: six feeds as files, so that everything works without a network.

use std::fmt::Write as _;
use std::path::Path;

use chrono::Days;
use url::Url;

use crate::disk;
use crate::entry::Timestamp;
use crate::feed::opml::{self, Source};
use crate::ops::{Error, Workspace, feeds, typed};

/// The feeds, each below a line `=== group | title | name of its file`, with a line `days ago | title | text` for each item.
const FEEDS: &str = include_str!("feeds.md");

/// Writes the feeds beside the store, and the list of them into it.
pub(super) fn write(workspace: &Workspace, dir: &Path) -> Result<(), Error> {
    let mut sources = Vec::new();
    for feed in FEEDS.split("=== ").filter(|feed| !feed.trim().is_empty()) {
        let (head, items) = feed.split_once('\n').unwrap_or((feed, ""));
        let fields: Vec<&str> = head.split('|').map(str::trim).collect();
        let [group, title, name] = fields[..] else { panic!("three fields in {head:?}; a test reads them all") };
        let file = dir.join("feeds").join(format!("{name}.xml"));
        disk::put(&file, atom(title, name, items, workspace.clock.now()).as_bytes())?;
        let url = Url::from_file_path(&file).map(String::from).unwrap_or_default();
        typed::remember_address(workspace, feeds::TYPED, &url);
        let site = Some(format!("https://{name}.example/"));
        sources.push(Source { url, title: title.into(), site, groups: vec![group.into()], ..Source::default() });
    }
    workspace.store().create(&crate::entry::EntryPath::new(crate::feed::SOURCES)?, &opml::print("Feeds", &sources))?;
    Ok(())
}

/// Reads all that is followed once.
pub(super) fn fetch(workspace: &Workspace) -> Result<(), Error> {
    feeds::fetch(workspace, &feeds::Round::All, &mut || true, &mut |_| {}).map(drop)
}

fn atom(title: &str, name: &str, items: &str, now: Timestamp) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <title>{title}</title>\n  \
         <link href=\"https://{name}.example/\"/>\n  <id>https://{name}.example/</id>\n  <author><name>{title}</name></author>\n"
    );
    for (number, item) in items.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let fields: Vec<&str> = item.splitn(3, '|').map(str::trim).collect();
        let [days, title, words] = fields[..] else { panic!("three fields in {item:?}; a test reads them all") };
        let days: u64 = days.parse().expect("days are a number; a test reads them all");
        let date = now.checked_sub_days(Days::new(days)).unwrap_or(now) - chrono::Duration::minutes(7);
        let _ = writeln!(
            text,
            "  <entry>\n    <title>{title}</title>\n    <id>https://{name}.example/{number}</id>\n    \
             <link href=\"https://{name}.example/{number}\"/>\n    <updated>{}</updated>\n    \
             <content type=\"html\">{}</content>\n  </entry>",
            date.to_rfc3339(),
            html(words)
        );
    }
    text + "</feed>\n"
}

/// Words with `**`, `*` and `` ` `` as HTML within XML.
fn html(words: &str) -> String {
    let mut open = [false; 3];
    let mut text = words.replace('&', "&amp;amp;");
    for (at, (mark, tag)) in [("**", "strong"), ("*", "em"), ("`", "code")].into_iter().enumerate() {
        while text.contains(mark) {
            let end = if open[at] { "/" } else { "" };
            text = text.replacen(mark, &format!("&lt;{end}{tag}&gt;"), 1);
            open[at] = !open[at];
        }
    }
    format!("&lt;p&gt;{text}&lt;/p&gt;")
}
