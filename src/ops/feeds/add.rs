//! Follows something: finds the feed of what was typed, reads it once, and puts it on the list.

use std::path::Path;

use url::Url;

use super::error::FeedError;
use super::given::{PATIENCE, TYPED, read, same_origin};
use super::{fetch, sources};
use crate::feed::opml::{self, SEARCH, Source};
use crate::feed::{Feed, NoFeed, discover, known};
use crate::ops::{Error, Workspace, typed};
use crate::web::feed::{Given, Known, What};
use crate::web::{Client, Trust};

/// The most usual places that are tried.
const TRIED: usize = 12;

/// What is followed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub source: Source,
    /// It was on the list before.
    pub was_known: bool,
    pub items: usize,
    /// Other feeds that the page names.
    pub others: Vec<String>,
    pub warnings: Vec<String>,
}

/// A feed that was found.
struct Found {
    url: String,
    feed: Feed,
    given: Given,
    others: Vec<String>,
}

/// Follows an address, an account, a file that is a feed, or `search:` and the words of a search over all items.
pub fn add(
    workspace: &Workspace,
    typed: &str,
    group: Option<&str>,
    title: Option<&str>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Added, Error> {
    let groups = groups(group.unwrap_or_default());
    let title = title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
    if let Some(words) = typed.trim().strip_prefix(SEARCH).map(str::trim) {
        if words.is_empty() {
            return Err(FeedError::NoAddress(typed.to_owned()).into());
        }
        let title = title.unwrap_or_else(|| words.to_owned());
        return listed(workspace, Source { url: format!("{SEARCH}{words}"), title, groups, ..Source::default() });
    }
    let address = address(typed)?;
    let found = Finder { client: Client::with_patience(PATIENCE), go_on }.find(&address)?;
    let title = title.or_else(|| found.feed.title.clone()).unwrap_or_else(|| found.url.clone());
    let source = Source { url: found.url, title, site: found.feed.site.clone(), groups, ..Source::default() };
    if same_origin(&address, &source.url) {
        typed::remember_address(workspace, TYPED, &source.url);
    }
    let mut added = listed(workspace, source)?;
    added.items = fetch::take_first(workspace, &added.source, &found.feed, &found.given)?;
    added.others = found.others;
    Ok(added)
}

/// The groups of a path with slashes.
pub fn groups(path: &str) -> Vec<String> {
    path.split('/').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Puts a source on the list; one that is there stays as it is.
fn listed(workspace: &Workspace, source: Source) -> Result<Added, Error> {
    let before = sources::sources(workspace)?.into_iter().find(|known| known.url == source.url);
    let was_known = before.is_some();
    let source = before.unwrap_or(source);
    let mut warnings = Vec::new();
    if !was_known {
        let message = format!("feeds: {}", source.title);
        warnings = sources::edit(workspace, &message, |text| opml::with(text, &source))?.warnings;
    }
    Ok(Added { source, was_known, items: 0, others: Vec::new(), warnings })
}

/// What was typed as an address; a name without a scheme is one of the web.
fn address(typed: &str) -> Result<String, Error> {
    let typed = typed.trim();
    if let Some(known) = known::feed(typed) {
        return Ok(known);
    }
    if Url::parse(typed).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "file")) {
        return Ok(typed.to_owned());
    }
    let file = std::path::absolute(Path::new(typed)).ok().filter(|path| path.is_file());
    if let Some(url) = file.and_then(|file| Url::from_file_path(file).ok()) {
        return Ok(url.into());
    }
    let is_host = typed.contains('.') && !typed.contains(char::is_whitespace) && !typed.starts_with('@');
    let guessed = format!("https://{typed}");
    if is_host && Url::parse(&guessed).is_ok() {
        return Ok(known::feed(&guessed).unwrap_or(guessed));
    }
    Err(FeedError::NoAddress(typed.to_owned()).into())
}

struct Finder<'a> {
    client: Client,
    go_on: &'a mut dyn FnMut() -> bool,
}

impl Finder<'_> {
    /// The feed at an address, that its page names, or where feeds usually are.
    fn find(&mut self, address: &str) -> Result<Found, Error> {
        let given = self.ask(address, Trust::Typed)?;
        let page = match read(address, &given) {
            Ok(feed) => return Ok(Found { url: kept(address, &given), feed, given, others: Vec::new() }),
            Err(NoFeed::Page) => given,
            Err(why) => return Err(FeedError::NoFeed { url: address.to_owned(), why }.into()),
        };
        let at = Url::parse(&page.url).map_err(|_| FeedError::NothingThere(address.to_owned()))?;
        let named = discover::named(&html(&page), &at);
        let urls: Vec<String> = named.into_iter().map(|named| named.url).collect();
        let (usual, is_named) = (discover::usual(&at), !urls.is_empty());
        let tried = if is_named { urls.clone() } else { usual.into_iter().take(TRIED).collect() };
        for url in tried {
            let Ok(given) = self.ask(&url, self.trust(address, &url)) else { continue };
            if let Ok(feed) = read(&url, &given) {
                let others = urls.iter().filter(|other| **other != url).cloned().collect();
                return Ok(Found { url: kept(&url, &given), feed, given, others });
            }
        }
        Err(FeedError::NothingThere(address.to_owned()).into())
    }

    /// What a page names on its own site was meant with it.
    fn trust(&self, typed: &str, url: &str) -> Trust {
        if same_origin(typed, url) { Trust::Typed } else { Trust::Found }
    }

    fn ask(&mut self, url: &str, trust: Trust) -> Result<Given, Error> {
        let given = self.client.feed(url, trust, &Known::default(), self.go_on);
        given.map_err(|error| if (self.go_on)() { error.into() } else { Error::Stopped })
    }
}

/// The address that is kept: where the feed moved to for good.
fn kept(asked: &str, given: &Given) -> String {
    given.moved.clone().unwrap_or_else(|| asked.to_owned())
}

fn html(given: &Given) -> String {
    match &given.what {
        What::Bytes { bytes, .. } => String::from_utf8_lossy(bytes).into_owned(),
        What::Same | What::Gone | What::Refused(_) => String::new(),
    }
}
