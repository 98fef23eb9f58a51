//! Items as they are listed, read and marked.

use super::error::FeedError;
use super::found::{MOST, MOST_OF_SEVERAL};
use super::sources::{self, Listed};
use super::{cache, found, is_there, logs, rule};
use crate::entry::EntryPath;
use crate::feed::source_key;
use crate::items::{Change, Item, Mark, Which, Whole};
use crate::ops::{Error, Workspace};

/// The fewest letters of a key that name an item.
const FEWEST: usize = 4;

/// Which items are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum List {
    #[default]
    All,
    Starred,
    /// Of the sources of a group.
    Group(String),
    /// Of a source, by its address.
    Source(String),
}

/// Whether what was read is listed too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    Unread,
    All,
}

/// What marking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub mark: Mark,
    /// The items that were not marked so before: what takes it back is about these.
    pub items: Vec<String>,
}

/// Why an item is here, a sentence each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason(pub String);

/// Items, newest first; of those that are muted only where their source is asked for.
pub fn items(workspace: &Workspace, list: &List, show: Show, limit: usize) -> Result<Vec<Item>, Error> {
    if !is_there(workspace) {
        return Ok(Vec::new());
    }
    let items = cache(workspace)?;
    logs::hear(workspace, &items)?;
    let sources = sources::sources(workspace)?;
    let mut which = Which { unread: show == Show::Unread, ..Which::default() };
    match list {
        List::All => {
            let shown = sources.iter().filter(|source| !source.is_muted && source.search().is_none());
            which.sources = shown.map(|source| source_key(&source.url)).collect();
        }
        List::Starred => which = Which { starred: true, ..Which::default() },
        List::Group(group) => {
            let of_group = sources.iter().filter(|it| it.group().to_lowercase() == group.to_lowercase());
            which.sources = of_group.map(|source| source_key(&source.url)).collect();
        }
        List::Source(url) => match sources.iter().find(|source| source.url == *url).and_then(|it| it.search()) {
            Some(words) => which.keys = Some(found::keys(workspace, words, MOST)?),
            None => which.sources = vec![source_key(url)],
        },
    }
    if which.sources.is_empty() && which.keys.is_none() && !which.starred {
        return Ok(Vec::new());
    }
    let most = if matches!(list, List::Source(_)) { MOST } else { MOST_OF_SEVERAL };
    Ok(items.list(&which, limit.min(most))?)
}

/// One item with its text.
pub fn item(workspace: &Workspace, key: &str) -> Result<Whole, Error> {
    let whole = cache(workspace)?.whole(key)?;
    whole.ok_or_else(|| FeedError::NoItem(key.to_owned()).into())
}

/// The item that a name means: its path here, its key or the beginning of that.
pub fn resolve(workspace: &Workspace, name: &str) -> Result<String, Error> {
    let unknown = || Error::Feed(FeedError::NoItem(name.to_owned()));
    if !is_there(workspace) {
        return Err(unknown());
    }
    let path = EntryPath::new(name).ok();
    let key = path.as_ref().and_then(super::split).map_or(name, |(_, key)| key);
    if key.len() < FEWEST || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(unknown());
    }
    match cache(workspace)?.keys(key)?.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(unknown()),
        several => Err(FeedError::Several { name: name.to_owned(), among: several.to_vec() }.into()),
    }
}

/// Marks items as read, unread, starred or not; it is remembered for other machines.
pub fn mark(workspace: &Workspace, keys: &[String], mark: Mark) -> Result<Marked, Error> {
    let change = Change { at: workspace.clock.now(), mark, items: keys.to_vec() };
    let items = cache(workspace)?.mark(&change, |keys| logs::line(change.at, mark, keys))?;
    Ok(Marked { mark, items })
}

/// Why an item is here: its source, the rule that met it, the searches that find it.
pub fn reasons(workspace: &Workspace, listed: &[Listed], whole: &Whole) -> Result<Vec<Reason>, Error> {
    let mut reasons = Vec::new();
    if let Some(of) = listed.iter().find(|listed| listed.key == whole.item.source) {
        reasons.push(Reason(format!("from {}, in {}", of.source.title, of.source.group())));
    }
    reasons.extend(whole.item.rule.as_ref().map(|rule| Reason(format!("rule: {rule}"))));
    for search in listed.iter().filter_map(|listed| listed.source.search()) {
        if found::keys(workspace, search, MOST)?.contains(&whole.item.key) {
            reasons.push(Reason(format!("found by your search {search:?}")));
        }
    }
    let kept = whole.item.kept.as_ref().filter(|path| workspace.root().join(path).is_file());
    reasons.extend(kept.map(|path| Reason(format!("kept as {path}"))));
    reasons.extend(rule::complaints(workspace).first().map(|complaint| Reason(complaint.clone())));
    Ok(reasons)
}
