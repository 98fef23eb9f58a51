//! Bookmarks: a page and why it matters; the same page twice is offered for merging.

use crate::entry::front_matter::{self, Value};
use crate::entry::new::New;
use crate::entry::{Entry, EntryId, EntryPath, Kind, Stage, text};
use crate::ops::SeekError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::capture;
use crate::ops::core::changed::Changed;
use crate::ops::pages::{self, PageStore};
use crate::ops::{Error, Named, Workspace, trash, typed};

/// A page to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    pub url: String,
    pub title: Option<String>,
    pub tags: Vec<String>,
    pub via: Option<String>,
    /// Why it matters, in own words.
    pub comment: Option<String>,
    /// What the page says that matters.
    pub quote: Option<String>,
}

/// Saves a bookmark in the inbox and puts its page into the queue. What the person waits for: a durable file and its commit;
/// the rest is for [`capture::Saved::settle`].
pub fn save(workspace: &Workspace, bookmark: &Bookmark) -> Result<capture::Saved, Error> {
    let url =
        text::lone_url(bookmark.url.trim()).ok_or_else(|| Error::Seek(SeekError::NoAddress(bookmark.url.clone())))?;
    let new = composed(workspace, &Bookmark { url: url.to_owned(), ..bookmark.clone() });
    typed::remember(workspace, &new);
    let words = || [url, new.body.as_str()].join("\n\n");
    capture::save_new(workspace, &new).map_err(|error| capture::keep(workspace, &new.title, &words(), error))
}

/// What is written of a bookmark.
pub(in crate::ops) fn composed(workspace: &Workspace, bookmark: &Bookmark) -> New {
    let title = bookmark.title.as_deref().map(text::one_line).filter(|title| !title.is_empty());
    let quote = bookmark.quote.as_deref().map(quoted).filter(|quote| !quote.is_empty());
    let comment = bookmark.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
    let body = [comment.map(str::to_owned), quote.map(|quote| format!("## Quotes\n\n{quote}"))];
    New {
        id: EntryId::Ulid(capture::new_ulid(workspace)),
        kind: Kind::Bookmark,
        title: title.unwrap_or_else(|| text::bare_address(&bookmark.url).to_owned()),
        date: workspace.clock.now(),
        tags: bookmark.tags.clone(),
        stage: Some(Stage::Inbox),
        url: Some(bookmark.url.clone()).filter(|url| !url.is_empty()),
        via: bookmark.via.clone(),
        source: Vec::new(),
        derived_from: Vec::new(),
        credit: Vec::new(),
        body: body.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
    }
}

/// Every line as what somebody else said.
fn quoted(words: &str) -> String {
    let line = |line: &str| format!("> {line}").trim_end().to_owned();
    words.trim().lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Other bookmarks of the same page: its address without what only tracks, or the page's own address.
pub fn same_page(workspace: &Workspace, entry: &Entry) -> Result<Vec<Named>, Error> {
    let Some(kept) = PageStore::of(workspace).kept(entry) else { return Ok(Vec::new()) };
    let mut same: Vec<Named> = Vec::new();
    for address in &kept.addresses {
        let named = workspace.with_index(|index| index.at_address(address))?;
        same.extend(named.into_iter().filter(|named| named.path != entry.path));
    }
    same.sort_by(|a, b| a.path.cmp(&b.path));
    same.dedup();
    Ok(same)
}

/// Joins a bookmark into another of the same page: words, quotes and tags move, the other goes. One act.
pub fn merge(workspace: &Workspace, from: &EntryPath, into: &EntryPath) -> Result<Changed, Error> {
    let store = workspace.store();
    let (gone, kept) = (store.read(from)?, store.read(into)?);
    if from == into || !is_same_page(workspace, &gone, &kept) {
        return Err(SeekError::OtherPage { from: from.clone(), into: into.clone() }.into());
    }
    let joined = Rewrite::of(workspace, into, |kept| joined(kept, &gone))?;
    let message = format!("merge: {} into {}", gone.title, kept.title);
    let mut rewrites = vec![joined];
    rewrites.extend(trash::removal(workspace, from)?);
    rewrites.extend(moved_page(workspace, &gone, &kept));
    bulk::apply(workspace, &message, rewrites)
}

/// The page of the bookmark that goes, for the one that stays where that has none.
fn moved_page(workspace: &Workspace, gone: &Entry, kept: &Entry) -> Option<Rewrite> {
    let (_, bytes) = pages::in_store(workspace, gone)?;
    let place = pages::place(kept).filter(|_| pages::in_store(workspace, kept).is_none())?;
    Some(Rewrite { path: place, before: None, after: Some(bytes) })
}

fn is_same_page(workspace: &Workspace, one: &Entry, other: &Entry) -> bool {
    let page_store = PageStore::of(workspace);
    let addresses = |entry| page_store.kept(entry).map(|kept| kept.addresses).unwrap_or_default();
    let others = addresses(other);
    addresses(one).iter().any(|address| others.contains(address))
}

/// The text of an entry with the words, tags and names of another.
fn joined(kept: &Entry, gone: &Entry) -> Result<String, crate::entry::Problem> {
    let new = |theirs: &[String], ours: &[String]| -> Vec<String> {
        theirs.iter().filter(|it| !ours.contains(it)).cloned().collect()
    };
    let mut text = front_matter::edit_tags(&kept.text, &new(&gone.tags, &kept.tags), &[])?;
    let title = Some(gone.own_title()).filter(|title| *title != kept.own_title() && !gone.is_address(title));
    let names: Vec<String> = title.into_iter().chain(gone.aliases.iter().cloned()).collect();
    text = front_matter::edit_list(&text, "aliases", &new(&names, &kept.aliases), &[])?;
    if let (None, Some(via)) = (kept.fields.get("via"), gone.fields.get("via").and_then(|via| via.as_str())) {
        text = front_matter::set(&text, "via", &Value::Text(via.to_owned()))?;
    }
    let words = gone.body().trim();
    if words.is_empty() || kept.body().contains(words) {
        return Ok(text);
    }
    Ok(format!("{}\n\n{words}\n", text.trim_end()))
}

/// The readable text of a bookmark's page, if it was fetched.
pub fn page_text(workspace: &Workspace, entry: &Entry) -> Option<String> {
    PageStore::of(workspace).kept(entry).map(|kept| kept.text).filter(|text| !text.is_empty())
}
