//! Items are found by the same search as entries, `in:feeds`: an index beside their cache, in step with it.

use std::path::PathBuf;
use std::rc::Rc;

use super::{cache, folder, is_there, place, split};
use crate::entry::front_matter::Value;
use crate::entry::{Entry, EntryId, EntryPath, Kind, New, Stamp};
use crate::index::{self, Batch, Found, Index, Opening};
use crate::items::{Counts, Whole};
use crate::ops::find::{Answer, Asked};
use crate::ops::{Error, Workspace};
use crate::query::Query;
use crate::store;

/// The most items that are listed at once: of one source, and of several.
pub(super) const MOST_OF_SEVERAL: usize = 5_000;
pub(super) const MOST: usize = 20_000;
/// The place that a query names.
const PLACE: &str = "feeds";
/// The number of items from which on the index is built as a whole, and that are taken in at once.
const MANY: usize = 500;
const AT_ONCE: usize = 2_000;

/// What a query finds among items; `None` where it does not ask for them.
pub(in crate::ops) fn search(
    workspace: &Workspace,
    asked: &Asked<'_>,
    ask: &dyn Fn(&Index, &Query) -> Result<Found, index::Error>,
) -> Result<Option<Answer>, Error> {
    if asked.query.places() != [PLACE] {
        return Ok(None);
    }
    if !is_there(workspace) {
        let ignored = vec!["nothing was fetched yet; `riffle feeds add` follows something".to_owned()];
        return Ok(Some(Answer { ignored, ..Answer::default() }));
    }
    bring_in_step(workspace)?;
    let query = asked.query.clone().anywhere();
    let found = with(workspace, |index| ask(index, &query))?;
    Ok(Some(Answer { found, ..Answer::default() }))
}

/// The keys of the items that a query finds, best first.
pub(super) fn keys(workspace: &Workspace, query: &str, limit: usize) -> Result<Vec<String>, Error> {
    bring_in_step(workspace)?;
    let query = crate::ops::find::parse(workspace, query).query.anywhere();
    let found = with(workspace, |index| index.list(&query, limit))?;
    Ok(found.hits.iter().filter_map(|hit| split(&hit.path)).map(|(_, item)| item.to_owned()).collect())
}

/// How many items a search finds, and how many of the newest of them are unread.
pub(super) fn counts(workspace: &Workspace, query: &str) -> Result<Counts, Error> {
    let keys = keys(workspace, query, MOST)?;
    let which = crate::items::Which { keys: Some(keys), ..Default::default() };
    let items = cache(workspace)?.list(&which, MOST)?;
    Ok(Counts { all: items.len(), unread: items.iter().filter(|item| !item.is_read).count() })
}

/// Takes into the index what came, changed or went since.
pub(super) fn bring_in_step(workspace: &Workspace) -> Result<(), Error> {
    let items = cache(workspace)?;
    let index = open(workspace)?;
    if index.entries() == 0 {
        items.index_anew()?;
    }
    let first = items.changed("", AT_ONCE)?;
    if first.is_empty() {
        return Ok(());
    }
    let writer = match index.writer(if first.len() < MANY { Batch::Small } else { Batch::Large }) {
        // Another Riffle is at it; what it does not take in is taken in the next time.
        Err(index::Error::Busy(_)) => return Ok(()),
        writer => writer?,
    };
    let (mut changed, mut keys) = (first, Vec::new());
    while let Some((last, _)) = changed.last() {
        let last = last.clone();
        put(workspace, &index, &writer, &changed)?;
        keys.extend(changed.into_iter().map(|(key, _)| key));
        changed = items.changed(&last, AT_ONCE)?;
    }
    writer.commit()?.tidy()?;
    keys.chunks(AT_ONCE).try_for_each(|keys| Ok(items.is_indexed(keys)?))
}

fn put(
    workspace: &Workspace,
    index: &Index,
    writer: &index::Writer,
    changed: &[(String, Option<Whole>)],
) -> Result<(), Error> {
    let today = workspace.clock.now().date_naive();
    for (key, whole) in changed {
        match whole.as_ref().and_then(entry) {
            Some(entry) => writer.put(&entry, Stamp { mtime: 0, size: entry.text.len() as u64, hash: 0 }, today)?,
            None => gone(index, key, writer)?,
        }
    }
    Ok(())
}

/// Takes out an item of which only the key is known.
fn gone(index: &Index, key: &str, writer: &index::Writer) -> Result<(), Error> {
    for named in index.resolve(key)? {
        if split(&named.path).is_some_and(|(_, item)| item == key) {
            writer.remove(&named.path)?;
        }
    }
    Ok(())
}

/// An item as an entry under its path here.
pub(super) fn entry(whole: &Whole) -> Option<Entry> {
    let path = place(&whole.item.source, &whole.item.key)?;
    let author = whole.item.author.clone().filter(|author| whole.from.as_ref() != Some(author));
    let author = author.map(|author| ("author", Value::Text(author)));
    let new = New {
        id: EntryId::Path(path.clone()),
        kind: Kind::Bookmark,
        title: whole.item.title.clone(),
        date: whole.item.date,
        tags: Vec::new(),
        stage: None,
        url: whole.item.url.clone(),
        via: None,
        source: whole.from.clone().into_iter().collect(),
        derived_from: Vec::new(),
        credit: author.into_iter().collect(),
        body: body(whole),
    };
    Some(Entry { id: EntryId::Path(path.clone()), ..Entry::parse(path, new.text().as_bytes(), &[]) })
}

/// Its text, with links to the files that belong to it.
fn body(whole: &Whole) -> String {
    let files = whole.enclosures.iter().map(|url| format!("- <{url}>")).collect::<Vec<_>>().join("\n");
    [whole.text.trim(), files.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Reads an item as an entry.
pub(in crate::ops) fn read(workspace: &Workspace, path: &EntryPath) -> Result<Entry, Error> {
    let missing = || Error::Store(store::Error::Missing(path.clone()));
    let (_, key) = split(path).ok_or_else(missing)?;
    cache(workspace)?.whole(key)?.as_ref().and_then(entry).ok_or_else(missing)
}

fn with<T>(workspace: &Workspace, ask: impl FnOnce(&Index) -> Result<T, index::Error>) -> Result<T, Error> {
    let answer = open(workspace).and_then(|index| Ok(ask(&index)?));
    if let Err(Error::Index(index::Error::Damaged { .. })) = answer {
        workspace.teams.borrow_mut().remove(NAME);
        Index::discard(&index_folder(workspace));
    }
    answer
}

/// What the open index is kept under; no team can be called so.
const NAME: &str = ".feeds";

fn open(workspace: &Workspace) -> Result<Rc<Index>, Error> {
    if let Some(index) = workspace.teams.borrow().get(NAME) {
        return Ok(Rc::clone(index));
    }
    let (Opening::Ready(index) | Opening::Empty(index)) = Index::open(&index_folder(workspace))?;
    let index = Rc::new(index);
    workspace.teams.borrow_mut().insert(NAME.to_owned(), Rc::clone(&index));
    Ok(index)
}

fn index_folder(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("index")
}
