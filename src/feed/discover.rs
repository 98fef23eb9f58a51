//! Where the feeds of a page are: what it names itself, else where feeds usually lie.

use dom_query::Document;
use url::Url;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub url: String,
    pub title: Option<String>,
}

/// Kinds of files that are feeds.
const KINDS: [&str; 6] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json+feed",
    "text/xml",
];
/// Where programs put feeds, in the order of how often they do.
const COMMON: [&str; 9] =
    ["feed", "rss", "feed.xml", "atom.xml", "rss.xml", "index.xml", "feed.json", "feeds/all.atom.xml", "blog/feed"];
/// The most feeds of a page that are offered.
const MOST: usize = 10;

/// The feeds that a page says it has, best first: in its head, else among its links. Feeds of comments come last.
pub fn named(html: &str, address: &Url) -> Vec<Named> {
    let document = Document::from(html);
    let base = document.select("base[href]").attr("href").and_then(|base| address.join(&base).ok());
    let base = base.unwrap_or_else(|| address.clone());
    let mut found = Vec::new();
    for link in document.select("link[href][rel]").nodes() {
        let (rel, kind) = (link.attr("rel").unwrap_or_default(), link.attr("type").unwrap_or_default());
        let is_feed = KINDS.iter().any(|known| kind.trim().eq_ignore_ascii_case(known));
        if is_feed && rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate") || rel == "feed") {
            let title = link.attr("title").map(|title| super::plain::line(&title)).filter(|title| !title.is_empty());
            add(&mut found, &base, &link.attr("href").unwrap_or_default(), title);
        }
    }
    if found.is_empty() {
        for link in document.select("a[href]").nodes() {
            let href = link.attr("href").unwrap_or_default();
            if looks_like_feed(&href) {
                add(&mut found, &base, &href, None);
            }
        }
    }
    found.sort_by_key(is_of_comments);
    found.truncate(MOST);
    found
}

fn add(found: &mut Vec<Named>, base: &Url, href: &str, title: Option<String>) {
    let Some(url) = base.join(href.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else { return };
    if !found.iter().any(|known| known.url == url.as_str()) {
        found.push(Named { url: url.into(), title });
    }
}

fn looks_like_feed(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    matches!(
        last,
        "feed" | "rss" | "atom" | "feed.xml" | "rss.xml" | "atom.xml" | "index.xml" | "feed.json" | "index.rdf"
    ) || last.ends_with(".rss")
        || last.ends_with(".atom")
}

fn is_of_comments(feed: &Named) -> bool {
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    title.contains("comment") || feed.url.to_lowercase().contains("/comments/")
}

/// Addresses to try where a page names no feed: below it, then at the root of its site.
pub fn usual(address: &Url) -> Vec<String> {
    let mut tried = Vec::new();
    let mut folder = address.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    if !folder.path().ends_with('/') {
        folder.set_path(&format!("{}/", folder.path()));
    }
    let root = folder.join("/").ok();
    for base in [Some(folder), root].into_iter().flatten() {
        for path in COMMON {
            let Some(url) = base.join(path).ok().map(String::from) else { continue };
            if !tried.contains(&url) {
                tried.push(url);
            }
        }
    }
    tried
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_names_is_found_and_its_comments_come_last() {
        let html = r#"<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
            <link rel="ALTERNATE nofollow" type="application/atom+xml" title="Tea &amp; git" href="atom.xml">
            <link rel="stylesheet" type="text/css" href="x.css">"#;

        let found = named(html, &Url::parse("https://example.org/blog/").unwrap());

        let urls: Vec<&str> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/blog/atom.xml", "https://example.org/comments/feed"]);
        assert_eq!(found[0].title.as_deref(), Some("Tea & git"));
    }

    #[test]
    fn without_a_word_in_its_head_the_links_of_a_page_count() {
        let html = r#"<a href="/about">About</a><a href="/index.xml">RSS</a><a href="javascript:x.rss">no</a>"#;

        let found = named(html, &Url::parse("https://example.org/").unwrap());

        assert_eq!(found.iter().map(|feed| feed.url.as_str()).collect::<Vec<_>>(), ["https://example.org/index.xml"]);
    }

    #[test]
    fn usual_places_are_tried_below_the_page_first_and_none_twice() {
        let tried = usual(&Url::parse("https://example.org/blog?x#y").unwrap());

        assert_eq!(tried[0], "https://example.org/blog/feed");
        assert!(tried.contains(&"https://example.org/feed".to_owned()));
        assert_eq!(tried.iter().filter(|url| *url == "https://example.org/blog/feed").count(), 1);
    }
}
