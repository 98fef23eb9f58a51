//! One page to read in a browser.

use super::escaped;
use super::html::{as_it_stands, is_followed, of_markdown};
use crate::entry::Entry;

const HEAD: &str = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:\">\n\
    <title>Entries</title>\n<style>body { max-width: 42em; margin: 2em auto; padding: 0 1em; font: 1em/1.5 sans-serif }\n\
    .about { color: #666 } article { border-top: 1px solid #ccc; margin-top: 2em } pre { overflow-x: auto }</style>\n</head>\n<body>\n";

pub(super) fn write(entries: &[Entry]) -> String {
    let articles: String = entries.iter().map(article).collect();
    format!("{HEAD}{articles}</body>\n</html>\n")
}

fn article(entry: &Entry) -> String {
    let title = escaped(&entry.title);
    let title = match entry.url.as_deref().filter(|url| is_followed(url)) {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{title}</a>", escaped(url)),
        None => title,
    };
    let date = entry.date.map(|date| date.format("%Y-%m-%d").to_string());
    let about: Vec<String> = date.into_iter().chain(entry.tags.iter().map(|tag| format!("#{tag}"))).collect();
    let body = of_markdown(entry.body(), &as_it_stands);
    format!("<article>\n<h2>{title}</h2>\n<p class=\"about\">{}</p>\n{body}</article>\n", escaped(&about.join(" ")))
}
