//! Bookmarks as browsers and services read them (`<!DOCTYPE NETSCAPE-Bookmark-file-1>`).

use super::{IsPrivate, escaped};
use crate::entry::{Entry, Stage, text};

const HEAD: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
    <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n";

pub(super) fn write(entries: &[(Entry, IsPrivate)]) -> String {
    let links: String = entries.iter().map(|(entry, is_private)| link(entry, *is_private)).collect();
    format!("{HEAD}{links}</DL><p>\n")
}

fn link(entry: &Entry, IsPrivate(is_private): IsPrivate) -> String {
    let date = entry.date.map(|date| format!(" ADD_DATE=\"{}\"", date.timestamp())).unwrap_or_default();
    let tags = match entry.tags.as_slice() {
        [] => String::new(),
        tags => format!(" TAGS=\"{}\"", escaped(&tags.join(","))),
    };
    let private = if is_private { " PRIVATE=\"1\"" } else { "" };
    let unread = if entry.stage == Some(Stage::Inbox) { " TOREAD=\"1\"" } else { "" };
    let words = entry.body().trim();
    let words = if words.is_empty() { String::new() } else { format!("<DD>{}\n", escaped(words)) };
    let (url, title) = (escaped(entry.url.as_deref().unwrap_or_default()), escaped(&text::one_line(&entry.title)));
    format!("<DT><A HREF=\"{url}\"{date}{private}{unread}{tags}>{title}</A>\n{words}")
}
