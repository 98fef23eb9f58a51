//! The only HTTP client: pages with limits, their readable text as Markdown.
//!
//! A page is somebody else's text: it is fetched without cookies or credentials, cut to size before it is understood,
//! and what comes out of it is plain text and Markdown without HTML, control characters, or links to anything but the web.

mod address;
mod answer;
mod body;
mod charset;
mod client;
mod error;
pub mod feed;
mod fetch;
mod guard;
mod markdown;
mod page;
pub(crate) mod pool;
pub(crate) mod queue;
mod refresh;
mod text;
mod tree;
mod visit;

pub(crate) use address::same_page;
pub use client::{Client, Patience};
pub use error::Error;
pub use visit::Visited;

/// What HTML says as Markdown, without HTML, pictures and links to anything but the web; `base` is what its relative links are taken from.
pub(crate) fn to_markdown(html: &str, base: &str) -> String {
    let base = url::Url::parse(base).unwrap_or_else(|_| url::Url::parse("https://invalid./").expect("a plain address"));
    let document = tree::parse(html.as_bytes(), encoding_rs::UTF_8);
    markdown::prepare(&document);
    markdown::of(&document, &base)
}

/// Somebody else's words on one line, cut after so many characters; `None` if there are none.
pub(crate) fn line(words: &str, characters: usize) -> Option<String> {
    text::line(words, characters)
}

/// Whether the person typed an address or something else named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// May lead to this machine and its network.
    Typed,
    /// Private and loopback addresses are refused, also behind a redirect.
    Found,
}

/// A page as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The address that was asked for.
    pub asked: String,
    /// Where it came from in the end.
    pub url: String,
    /// The address it gives itself, if that is on the same site.
    pub canonical: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub author: Option<String>,
    /// As the page says it: a date or a moment in RFC 3339.
    pub date: Option<String>,
    /// BCP 47.
    pub lang: Option<String>,
    /// The readable text as Markdown; empty where there is none.
    pub text: String,
    /// A file that is no page, to be read elsewhere; empty for all else.
    pub file: Vec<u8>,
}
