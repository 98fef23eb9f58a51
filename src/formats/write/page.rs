//! One page to read in a browser, and the HTML of Markdown. Tags in the words stay words: nothing of it runs.

use pulldown_cmark::{Event, Options, Parser, Tag, html};

use super::escaped;
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
    let body = of_markdown(entry.body());
    format!("<article>\n<h2>{title}</h2>\n<p class=\"about\">{}</p>\n{body}</article>\n", escaped(&about.join(" ")))
}

/// Markdown as HTML.
pub(super) fn of_markdown(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(words) | Event::InlineHtml(words) => Event::Text(words),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) if !is_followed(&dest_url) => {
            drop(dest_url);
            Event::Start(Tag::Link { link_type, dest_url: "".into(), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) if !is_followed(&dest_url) => {
            drop(dest_url);
            Event::Start(Tag::Image { link_type, dest_url: "".into(), title, id })
        }
        event => event,
    });
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut page, events);
    page
}

/// Whether an address leads to the web, to somebody's mail or to a place of the same page or folder.
fn is_followed(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|it| it.eq_ignore_ascii_case(scheme)),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_words_runs() {
        let words = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](data:text/html,z) **b** <img src=x onerror=y>\n";

        let page = of_markdown(words);

        assert!(
            !page.contains("<script")
                && !page.contains("javascript:")
                && !page.contains("data:")
                && !page.contains("<img src=x"),
            "{page}"
        );
        assert!(page.contains("<strong>b</strong>"), "{page}");
    }
}
