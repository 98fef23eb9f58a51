//! The queue of pages: fetched in the background, kept over restarts.

use std::collections::HashSet;
use std::mem;

use ulid::Ulid;

use crate::config;
use crate::document::{self, Document};
use crate::entry::front_matter::{self, Value};
use crate::entry::{self, Entry, EntryId, EntryPath, Kind, Problem, text};
use crate::ops::SeekError;
use crate::ops::bulk::{self, Rewrite, Undo};
use crate::ops::error::chain;
use crate::ops::pages;
use crate::ops::{Error, Workspace, bookmark, capture, find, typed};
use crate::store;
use crate::web::queue::Job;
use crate::web::{Client, Page};

/// What became of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub path: EntryPath,
    pub url: String,
    pub state: State,
}

/// How fetching a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Its text is kept.
    Kept { title: Option<String> },
    /// Tried again later: why.
    Waiting(String),
    /// Not tried again: why.
    Failed(String),
}

/// Which pages are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those whose time has come.
    Due,
    /// The first of them.
    Next,
    /// All that are waiting, also those that were given up.
    All,
    /// That of one bookmark, whether it waits or not.
    Of(EntryPath),
    /// So many of bookmarks that have none and wait for none, as after an import; the newest first.
    Missing(usize),
}

/// Whether the settings want pages at all.
pub fn is_wanted(workspace: &Workspace) -> bool {
    pages::are_wanted(workspace)
}

/// Fetches pages, one after another; `go_on` is asked before each and while one is loaded. While another process does that,
/// nothing is done.
pub fn drain(
    workspace: &Workspace,
    which: &Which,
    go_on: &mut dyn FnMut() -> bool,
    done: &mut dyn FnMut(&Fetched),
) -> Result<(), Error> {
    let queue = pages::queue(workspace);
    let Some(_lock) = queue.lock()? else { return Ok(()) };
    let client = Client::new();
    for job in chosen(workspace, which)? {
        if !go_on() {
            return Err(Error::Stopped);
        }
        let Some(fetched) = fetch(workspace, &client, job, go_on)? else { continue };
        done(&fetched);
    }
    Ok(())
}

/// Fetches the next page that is due; `None` where there is none, or another process is at it.
pub fn next(workspace: &Workspace) -> Result<Option<Fetched>, Error> {
    let mut fetched = None;
    drain(workspace, &Which::Next, &mut || true, &mut |one| fetched = Some(one.clone()))?;
    Ok(fetched)
}

fn chosen(workspace: &Workspace, which: &Which) -> Result<Vec<Job>, Error> {
    let (jobs, now) = (pages::queue(workspace).jobs(), workspace.clock.now().timestamp());
    Ok(match which {
        Which::Due => jobs.into_iter().filter(|job| job.is_due(now)).collect(),
        Which::Next => jobs.into_iter().find(|job| job.is_due(now)).into_iter().collect(),
        Which::All => jobs,
        Which::Of(path) => vec![job_of(workspace, path)?],
        Which::Missing(most) => missing(workspace, *most, &jobs)?,
    })
}

/// Jobs for bookmarks that have no page and none that waits.
fn missing(workspace: &Workspace, most: usize, jobs: &[Job]) -> Result<Vec<Job>, Error> {
    let waiting: HashSet<&str> = jobs.iter().map(|job| job.id.as_str()).collect();
    let bookmarks = find::list(workspace, "kind:bookmark", usize::MAX >> 1)?.found.hits.into_iter();
    let own = bookmarks.filter(|hit| !waiting.contains(hit.id.to_string().as_str()));
    let mut missing = Vec::new();
    for path in own.map(|hit| hit.path) {
        if missing.len() == most {
            break;
        }
        let Ok(entry) = workspace.store().read(&path) else { continue };
        if entry.url.is_some() && bookmark::page_text(workspace, &entry).is_none() {
            missing.push(job_of(workspace, &path)?);
        }
    }
    Ok(missing)
}

/// The job of a bookmark, made if nothing waits.
fn job_of(workspace: &Workspace, path: &EntryPath) -> Result<Job, Error> {
    let entry = workspace.store().read(path)?;
    if let Some(job) = pages::queue(workspace).of(&entry.id.to_string()) {
        return Ok(Job { path: path.to_string(), ..job });
    }
    let url = entry.url.clone().filter(|_| entry.kind == Kind::Bookmark);
    let url = url.ok_or_else(|| Error::Seek(SeekError::NoBookmark(path.clone())))?;
    let id = match entry.id {
        EntryId::Ulid(id) => id.to_string().to_lowercase(),
        EntryId::Day(_) | EntryId::Path(_) => name(workspace, path)?,
    };
    Ok(Job { id, path: path.to_string(), url, commit: None, tries: 0, due: 0, failed: None, given_up: false })
}

/// Gives a bookmark the id that its page is kept under.
fn name(workspace: &Workspace, path: &EntryPath) -> Result<String, Error> {
    let id = EntryId::Ulid(capture::new_ulid(workspace)).to_string();
    let named = Rewrite::of(workspace, path, |entry| front_matter::set(&entry.text, "id", &Value::Text(id.clone())))?;
    bulk::apply(workspace, &format!("id: {path}"), vec![named])?;
    Ok(id)
}

/// Fetches one page and keeps it; nothing is said of a bookmark that is gone.
fn fetch(
    workspace: &Workspace,
    client: &Client,
    job: Job,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Fetched>, Error> {
    let queue = pages::queue(workspace);
    let Some(path) = place(workspace, &job)? else {
        queue.drop(&job.id)?;
        return Ok(None);
    };
    let url = job.url.clone();
    let state = match client.page(&url, typed::trust(workspace, &job), go_on) {
        Ok(page) => arrived(workspace, job, &path, page, go_on)?,
        Err(_) if !go_on() => return Err(Error::Stopped),
        Err(error) => later(workspace, job, chain(&error), error.is_worth_retrying())?,
    };
    Ok(Some(Fetched { path, url, state }))
}

/// Keeps what came; of a file that cannot be read what else is known of it.
fn arrived(
    workspace: &Workspace,
    job: Job,
    path: &EntryPath,
    page: Page,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<State, Error> {
    let (page, unread) = with_text(page, go_on);
    if !go_on() {
        return Err(Error::Stopped);
    }
    match (keep(workspace, &job, path, &page), unread) {
        (Ok(()), None) => {
            pages::queue(workspace).drop(&job.id)?;
            Ok(State::Kept { title: page.title })
        }
        (Ok(()), Some(why)) => later(workspace, job, why, false),
        (Err(error), _) => later(workspace, job, chain(&error), true),
    }
}

/// A page with the text of the file that it is, and why that could not be read.
fn with_text(mut page: Page, go_on: &mut dyn FnMut() -> bool) -> (Page, Option<String>) {
    let file = mem::take(&mut page.file);
    let Some(kind) = document::Kind::of(&file) else { return (page, None) };
    match document::read(kind, file, go_on) {
        Ok(Document { title, author, description, lang, text }) => {
            let title = title.or(page.title);
            (Page { title, author, description, lang, text, ..page }, None)
        }
        Err(error) => (page, Some(chain(&error))),
    }
}

/// Where the bookmark of a job lies now; it may have been moved or removed since.
fn place(workspace: &Workspace, job: &Job) -> Result<Option<EntryPath>, Error> {
    let is_there = |path: &EntryPath| workspace.store().read(path).is_ok_and(|entry| entry.id.to_string() == job.id);
    let known = EntryPath::new(job.path.as_str()).ok().filter(is_there);
    if known.is_some() {
        return Ok(known);
    }
    let moved = workspace.with_index(|index| index.resolve(&job.id))?;
    Ok(moved.into_iter().map(|named| named.path).find(is_there))
}

fn later(workspace: &Workspace, job: Job, why: String, again: bool) -> Result<State, Error> {
    let now = workspace.clock.now().timestamp();
    let job = if again { job.put_off(why.clone(), now) } else { job.give_up(why.clone()) };
    pages::queue(workspace).put(&job)?;
    Ok(if job.given_up { State::Failed(why) } else { State::Waiting(why) })
}

/// Writes the page and what the bookmark lacks, in one commit that belongs to the act that made the bookmark.
fn keep(workspace: &Workspace, job: &Job, path: &EntryPath, page: &Page) -> Result<(), Error> {
    let mut rewrites = match Rewrite::of(workspace, path, |entry| completed(entry, page)) {
        Ok(bookmark) => vec![bookmark],
        Err(Error::Uneditable { .. }) => Vec::new(), // the page is kept all the same
        Err(error) => return Err(error),
    };
    if let Ok(id) = Ulid::from_string(&job.id) {
        let fetched = workspace.clock.now().format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let text = pages::text(page, &fetched);
        match workspace.config.pages {
            config::Pages::Store => rewrites.push(in_store(workspace, &pages::path(id), text)?),
            config::Pages::Local => pages::keep_local(workspace, id, &text)?,
            config::Pages::Off => {}
        }
    }
    let title = page.title.as_deref().unwrap_or(&job.url);
    let message = format!("fetch: {}", text::one_line(title));
    let undo = job.commit.as_deref().map_or(Undo::Alone, Undo::With);
    bulk::run(workspace, undo, || Ok((message, rewrites)), &mut |_| {}).map(drop)
}

fn in_store(workspace: &Workspace, path: &EntryPath, text: String) -> Result<Rewrite, Error> {
    let before = match workspace.store().bytes(path) {
        Ok(bytes) => Some(bytes),
        Err(store::Error::Missing(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Rewrite { path: path.clone(), before, after: Some(text.into_bytes()) })
}

/// The text of a bookmark with what the page says and the person did not: title, description, language. In fields of
/// their own, which never leave: these are somebody else's words.
fn completed(entry: &Entry, page: &Page) -> Result<String, Problem> {
    let mut text = entry.text.clone();
    let title = page.title.as_ref().filter(|_| entry.is_address(&entry.own_title()));
    let lacks = |key: &str| !entry.fields.contains_key(key);
    let description = page.description.as_ref().filter(|_| lacks("description"));
    let lang = page.lang.as_ref().filter(|_| lacks("lang"));
    for (key, value) in [(entry::PAGE_TITLE, title), ("page_description", description), ("page_lang", lang)] {
        if let Some(value) = value {
            text = front_matter::set(&text, key, &Value::Text(text::one_line(value)))?;
        }
    }
    Ok(text)
}
