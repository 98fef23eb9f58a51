//! Keeps an item: a bookmark at the stage of a seed, with a line why and where it came from.

use super::error::FeedError;
use super::{cache, items, sources, split};
use crate::entry::{EntryPath, Kind, Stage, text};
use crate::feed::source_key;
use crate::items::{Mark, Whole};
use crate::ops::bookmark::{self, Bookmark};
use crate::ops::capture::{self, Captured};
use crate::ops::{Error, Workspace};

/// Makes an entry of an item. Its address is somebody else's word, so it stays guarded; its page is fetched as any bookmark's.
pub fn keep(workspace: &Workspace, key: &str, why: &str, tags: &[String]) -> Result<Captured, Error> {
    let whole = items::item(workspace, key)?;
    if let Some(path) = still_kept(workspace, &whole).or(same_page(workspace, &whole)?) {
        return Err(FeedError::Kept(path.to_string()).into());
    }
    let via = sources::sources(workspace)?.into_iter().find(|it| source_key(&it.url) == whole.item.source);
    let via = via.map(|source| via_of(&whole, &source.title));
    let new = composed(workspace, &whole, why.trim(), via, tags);
    let saved = capture::save_new(workspace, &new).map_err(|error| capture::keep(workspace, &new.title, why, error))?;
    let captured = saved.settle(workspace);
    let cache = cache(workspace)?;
    cache.set_kept(key, captured.path.as_str())?;
    items::mark(workspace, &[key.to_owned()], Mark::Read)?;
    Ok(captured)
}

/// A bookmark of the item's page, however it came here.
fn same_page(workspace: &Workspace, whole: &Whole) -> Result<Option<EntryPath>, Error> {
    let Some(address) = whole.item.url.as_deref().and_then(crate::web::same_page) else { return Ok(None) };
    let named = workspace.with_index(|index| index.at_address(&address))?;
    Ok(named.into_iter().map(|named| named.path).find(|path| is_there(workspace, path)))
}

fn is_there(workspace: &Workspace, path: &EntryPath) -> bool {
    workspace.store().file(path).is_ok_and(|file| file.is_file())
}

/// The entries that paths mean: an item is kept first, without a word why.
pub fn as_entries(workspace: &Workspace, paths: &[EntryPath]) -> Result<Vec<EntryPath>, Error> {
    paths.iter().map(|path| as_entry(workspace, path)).collect()
}

/// The same of one.
pub(in crate::ops) fn as_entry(workspace: &Workspace, path: &EntryPath) -> Result<EntryPath, Error> {
    let Some((_, key)) = split(path) else { return Ok(path.clone()) };
    let whole = items::item(workspace, key)?;
    match still_kept(workspace, &whole).or(same_page(workspace, &whole)?) {
        Some(kept) => Ok(kept),
        None => Ok(keep(workspace, key, "", &[])?.path),
    }
}

/// The entry that was made of an item, if it is still there.
fn still_kept(workspace: &Workspace, whole: &Whole) -> Option<EntryPath> {
    let path = EntryPath::new(whole.item.kept.as_deref()?).ok()?;
    is_there(workspace, &path).then_some(path)
}

/// Who pointed to it: the author, where the source names several, and the source.
fn via_of(whole: &Whole, source: &str) -> String {
    match &whole.item.author {
        Some(author) if !source.to_lowercase().contains(&author.to_lowercase()) => format!("{author}, {source}"),
        Some(_) | None => source.to_owned(),
    }
}

fn composed(
    workspace: &Workspace,
    whole: &Whole,
    why: &str,
    via: Option<String>,
    tags: &[String],
) -> crate::entry::New {
    let url = whole.item.url.as_deref().and_then(text::lone_url).unwrap_or_default().to_owned();
    let bookmark = Bookmark {
        title: Some(whole.item.title.clone()),
        tags: tags.to_vec(),
        comment: Some(why.to_owned()),
        // What has no address is nowhere else.
        quote: Some(whole.text.clone()).filter(|_| url.is_empty()),
        via,
        url,
    };
    let kind = if bookmark.url.is_empty() { Kind::Note } else { Kind::Bookmark };
    crate::entry::New { kind, stage: Some(Stage::Seed), ..bookmark::composed(workspace, &bookmark) }
}
