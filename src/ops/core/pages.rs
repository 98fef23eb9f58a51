//! The readable text of bookmarked pages: `pages/YYYY/<id>.md` in the store, or beside it on this machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _};
use ulid::Ulid;

use crate::config::Pages;
use crate::disk;
use crate::entry::front_matter::{self, Value};
use crate::entry::new::New;
use crate::entry::{Entry, EntryId, EntryPath, Kind};
use crate::git::CommitId;
use crate::ops::{Error, Workspace};
use crate::store::Store;
use crate::web;
use crate::web::queue::{Job, Queue};

/// What is kept of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ops) struct KeptPage {
    /// Markdown.
    pub text: String,
    /// What addresses of the same page have in common: the bookmark's own, and the one the page gives itself.
    pub addresses: Vec<String>,
}

/// Where a bookmark's page belongs in the store: the year is that of its id, which never changes.
pub(in crate::ops) fn path(id: Ulid) -> EntryPath {
    let made = i64::try_from(id.timestamp_ms()).ok().and_then(DateTime::from_timestamp_millis);
    let year = made.map_or(1970, |made| made.year());
    EntryPath::new(format!("pages/{year:04}/{}.md", id.to_string().to_lowercase())).expect("an id leads nowhere else")
}

/// Where the page of an entry belongs in the store; nothing for what is no bookmark with an id.
pub(in crate::ops) fn place(entry: &Entry) -> Option<EntryPath> {
    match entry.id {
        EntryId::Ulid(id) if entry.kind == Kind::Bookmark => Some(path(id)),
        EntryId::Ulid(_) | EntryId::Day(_) | EntryId::Path(_) => None,
    }
}

/// The file of an entry's page, if it lies in the store.
pub(in crate::ops) fn in_store(workspace: &Workspace, entry: &Entry) -> Option<(EntryPath, Vec<u8>)> {
    let place = place(entry)?;
    let bytes = workspace.store().bytes(&place).ok()?;
    Some((place, bytes))
}

/// The jobs of this store.
pub(in crate::ops) fn queue(workspace: &Workspace) -> Queue {
    Queue::new(&workspace.state().join("queue"))
}

/// Puts the page of a new bookmark into the queue.
pub(in crate::ops) fn enqueue(
    workspace: &Workspace,
    new: &New,
    path: &EntryPath,
    commit: Option<&CommitId>,
) -> Result<(), Error> {
    let Some(url) = new.url.as_ref().filter(|_| are_wanted(workspace) && new.kind == Kind::Bookmark) else {
        return Ok(());
    };
    let job = Job {
        id: new.id.to_string(),
        path: path.to_string(),
        url: url.clone(),
        commit: commit.map(|commit| commit.0.clone()),
        tries: 0,
        due: workspace.clock.now().timestamp(),
        failed: None,
        given_up: false,
    };
    Ok(queue(workspace).put(&job)?)
}

/// Where pages lie, without what a thread cannot share.
#[derive(Clone, Debug)]
pub(in crate::ops) struct PageStore {
    store: Store,
    local: PathBuf,
}

impl PageStore {
    pub(in crate::ops) fn of(workspace: &Workspace) -> Self {
        Self { store: workspace.store().clone(), local: workspace.state().join("pages") }
    }

    /// What is kept of an entry's page; nothing for what is no bookmark.
    pub(in crate::ops) fn kept(&self, entry: &Entry) -> Option<KeptPage> {
        if entry.kind != Kind::Bookmark {
            return None;
        }
        let page = self.page(entry);
        let canonical = page.as_ref().and_then(|page| page.fields.get("canonical")?.as_str());
        let urls = entry.url.as_deref().into_iter().chain(canonical);
        let mut addresses: Vec<String> = urls.filter_map(web::same_page).collect();
        addresses.dedup();
        Some(KeptPage { text: page.map(|page| page.body().trim().to_owned()).unwrap_or_default(), addresses })
    }

    /// The file of an entry's page, in the store or on this machine.
    fn page(&self, entry: &Entry) -> Option<Entry> {
        let EntryId::Ulid(id) = entry.id else { return None };
        let path = path(id);
        self.store.read(&path).ok().or_else(|| {
            let bytes = fs::read(self.local.join(path.file_name())).ok()?;
            Some(self.store.parse(&path, &bytes, bytes.len() as u64))
        })
    }
}

/// The text of a page's file.
pub(in crate::ops) fn text(page: &web::Page, fetched: &str) -> String {
    let mut fields = vec![("url", Value::Text(page.asked.clone()))];
    let known = [
        ("final_url", &Some(page.url.clone()).filter(|url| *url != page.asked)),
        ("canonical", &page.canonical),
        ("title", &page.title),
        ("author", &page.author),
        ("date", &page.date),
        ("lang", &page.lang),
    ];
    fields.extend(known.into_iter().filter_map(|(key, value)| Some((key, Value::Text(value.clone()?)))));
    fields.push(("fetched", Value::Text(fetched.to_owned())));
    format!("{}\n{}\n", front_matter::print(&fields), page.text.trim())
}

/// Keeps a page on this machine alone.
pub(in crate::ops) fn keep_local(workspace: &Workspace, id: Ulid, text: &str) -> Result<(), Error> {
    Ok(disk::put(&PageStore::of(workspace).local.join(path(id).file_name()), text.as_bytes())?)
}

/// Ids of bookmarks whose page came, changed or went since the last time this was asked and [`remember`]ed, and what to remember.
pub(in crate::ops) fn changed(workspace: &Workspace) -> (Vec<Ulid>, Seen) {
    let before = Seen::load(&file(workspace));
    let now = Seen::look(workspace);
    let differs = now.0.iter().filter(|(id, stamp)| before.0.get(*id) != Some(stamp)).map(|(id, _)| id);
    let gone = before.0.keys().filter(|id| !now.0.contains_key(*id));
    let ids = differs.chain(gone).filter_map(|id| Ulid::from_string(id).ok()).collect();
    (ids, now)
}

/// Notes that the pages are found as they now are.
pub(in crate::ops) fn remember(workspace: &Workspace, seen: &Seen) -> Result<(), Error> {
    let json = serde_json::to_vec(&seen.0).expect("names and numbers are plain");
    Ok(disk::put_unsynced(&file(workspace), &json)?)
}

/// Beside the index, so that it goes when the index goes.
fn file(workspace: &Workspace) -> PathBuf {
    workspace.index_home().join(".pages.json")
}

/// Size and time of every page's file, by the id of its bookmark.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::ops) struct Seen(BTreeMap<String, (u64, i64)>);

impl Seen {
    fn load(file: &Path) -> Self {
        Self(fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    fn look(workspace: &Workspace) -> Self {
        let mut seen = BTreeMap::new();
        let years = folders(&workspace.root().join("pages"));
        for folder in years.into_iter().chain([workspace.state().join("pages")]) {
            look_into(&folder, &mut seen);
        }
        Self(seen)
    }
}

/// The folders in a folder, no links.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).into_iter().flatten().flatten();
    listing.filter(|item| item.file_type().is_ok_and(|kind| kind.is_dir())).map(|item| item.path()).collect()
}

fn look_into(folder: &Path, seen: &mut BTreeMap<String, (u64, i64)>) {
    use std::os::unix::fs::MetadataExt as _;
    for item in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Some(id) = item.file_name().to_str().and_then(|name| name.strip_suffix(".md")).map(str::to_owned) else {
            continue;
        };
        if let Ok(meta) = item.metadata()
            && meta.is_file()
        {
            seen.insert(id, (meta.len(), meta.mtime().saturating_mul(1_000_000_000).saturating_add(meta.mtime_nsec())));
        }
    }
}

/// Whether pages are fetched at all.
pub(in crate::ops) fn are_wanted(workspace: &Workspace) -> bool {
    workspace.config.pages != Pages::Off
}
