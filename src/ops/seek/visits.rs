//! Whether the addresses of bookmarks still lead to what was kept: dead, moved or changed ones are marked in the bookmark, in fields
//! that are shown and never leave.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryId, EntryPath, Kind, PAGE_STATE, Problem, text};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::error::chain;
use crate::ops::pages::{self, PageStore};
use crate::ops::{Error, SeekError, Workspace, find, typed};
use crate::records;
use crate::web::pool::{self, Ended};
use crate::web::{Client, Page, Trust, Visited};

/// Of the record of what was visited when.
const VERSION: u64 = 1;
/// An address that was visited is not visited again for so long without being told to, in seconds.
const AGAIN: i64 = 7 * 24 * 3600;
/// Where a moved page is.
const MOVED: &str = "page_moved";
/// A page is another when fewer of its words than this, in percent, are those that were kept.
const ALIKE: usize = 70;

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Fine,
    /// Why.
    Dead(String),
    /// Where it is for good now.
    Moved(String),
    /// The page says something else; lines that I quoted and that are not there any more.
    Changed(Vec<String>),
    /// It could not be visited now: why.
    Unsure(String),
}

impl Verdict {
    /// As it is marked in the bookmark; nothing for what is as it was.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Dead(_) => Some("dead"),
            Self::Moved(_) => Some("moved"),
            Self::Changed(_) => Some("changed"),
            Self::Fine | Self::Unsure(_) => None,
        }
    }
}

/// One address that was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub path: EntryPath,
    pub title: String,
    pub url: String,
    pub verdict: Verdict,
    /// How many of how many were visited.
    pub done: usize,
    pub of: usize,
}

/// Which addresses are visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that were not visited for a week.
    Due,
    All,
}

/// When addresses were visited, by their hashes.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    visited: BTreeMap<String, i64>,
}

struct Job {
    entry: Entry,
    url: String,
    trust: Trust,
}

/// Visits the addresses of the bookmarks that a query finds, at most `limit`, and marks what is dead, moved or changed: one
/// act. What was visited until it is stopped counts, and the next call goes on.
pub fn visit(
    workspace: &Workspace,
    query: &str,
    (which, limit): (Which, usize),
    go_on: &mut dyn FnMut() -> bool,
    done: &mut dyn FnMut(&Visit),
) -> Result<Changed, Error> {
    let mut record: Record = records::read(&file(workspace), VERSION).unwrap_or_default();
    let jobs = jobs(workspace, query, &record, (which, limit))?;
    let (now, of) = (workspace.clock.now().timestamp(), jobs.len());
    let (mut rewrites, mut number) = (Vec::new(), 0);
    let jobs = jobs.into_iter().map(|job| (job.url.clone(), job)).collect();
    let work = |job: &Job, go_on: &mut dyn FnMut() -> bool| Client::new().visit(&job.url, job.trust, go_on);
    let ended = pool::by_server(jobs, &work, go_on, &mut |job: Job, visited| {
        number += 1;
        let (verdict, page) = judge(workspace, &job, visited);
        if !matches!(verdict, Verdict::Unsure(_)) {
            record.visited.insert(hash(&job.url), now);
            rewrites.extend(marked(workspace, &job.entry, &verdict, page.as_deref())?);
        }
        let Job { entry, url, .. } = job;
        done(&Visit { path: entry.path, title: entry.title, url, verdict, done: number, of });
        Ok::<(), Error>(())
    })?;
    records::put_unsynced(&file(workspace), VERSION, &record)?;
    let message = format!("links: {number} visited");
    let changed = bulk::apply(workspace, &message, rewrites)?;
    if ended == Ended::Stopped { Err(Error::Stopped) } else { Ok(changed) }
}

fn jobs(
    workspace: &Workspace,
    query: &str,
    record: &Record,
    (which, limit): (Which, usize),
) -> Result<Vec<Job>, Error> {
    let now = workspace.clock.now().timestamp();
    let is_due = |url: &str| record.visited.get(&hash(url)).is_none_or(|at| now - at >= AGAIN);
    let known = typed::addresses(workspace);
    let (mut jobs, mut seen) = (Vec::new(), HashSet::new());
    for hit in find::list(workspace, &format!("kind:bookmark {query}"), usize::from(u16::MAX))?.found.hits {
        let Ok(entry) = workspace.store().read(&hit.path) else { continue };
        let Some(url) = entry.url.clone().filter(|_| entry.kind == Kind::Bookmark) else { continue };
        if (which == Which::All || is_due(&url)) && seen.insert(url.clone()) && jobs.len() < limit {
            let is_typed = known.has(&entry.id.to_string(), &url);
            jobs.push(Job { trust: if is_typed { Trust::Typed } else { Trust::Found }, entry, url });
        }
    }
    Ok(jobs)
}

/// What a visit says; the page where it says something else than the one that was kept.
fn judge(
    workspace: &Workspace,
    job: &Job,
    visited: Result<Visited, crate::web::Error>,
) -> (Verdict, Option<Box<Page>>) {
    match visited {
        Ok(Visited::Gone) => (Verdict::Dead("its server says that it is gone".to_owned()), None),
        Ok(Visited::There { moved: Some(to), .. }) if to != job.url => (Verdict::Moved(to), None),
        Ok(Visited::There { page, .. }) => {
            let before = PageStore::of(workspace).kept(&job.entry).map(|kept| kept.text).unwrap_or_default();
            match changed(&job.entry, &before, &page.text) {
                Some(quotes) => (Verdict::Changed(quotes), Some(page)),
                None => (Verdict::Fine, None),
            }
        }
        Err(error @ crate::web::Error::UnknownHost(_)) => (Verdict::Dead(chain(&error)), None),
        Err(error) => (Verdict::Unsure(chain(&error)), None),
    }
}

/// The quotes that are not in a page any more, if it says something else than it did. Nothing is said of a page that was not
/// kept, or that has no text.
fn changed(entry: &Entry, before: &str, after: &str) -> Option<Vec<String>> {
    if before.trim().is_empty() || after.trim().is_empty() {
        return None;
    }
    let (old, new) = (words(before), words(after));
    let stood = |text: &[String], quote: &str| text.join(" ").contains(&words(quote).join(" "));
    let quotes = entry.body().lines().filter_map(|line| line.trim_start().strip_prefix('>')).map(str::trim);
    let quotes = quotes.filter(|quote| !quote.is_empty() && stood(&old, quote) && !stood(&new, quote));
    let quotes: Vec<String> = quotes.map(str::to_owned).collect();
    let set: HashSet<&String> = new.iter().collect();
    let kept = old.iter().filter(|word| set.contains(word)).count();
    (!quotes.is_empty() || kept * 100 < old.len() * ALIKE).then_some(quotes)
}

/// The words of a text, without what only forms them.
fn words(text: &str) -> Vec<String> {
    let word = |word: &str| word.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase();
    text.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

/// The bookmark with what was found noted, and the page as it is now beside the one that was kept.
fn marked(workspace: &Workspace, entry: &Entry, verdict: &Verdict, page: Option<&Page>) -> Result<Vec<Rewrite>, Error> {
    let state = verdict.name();
    let moved = match verdict {
        Verdict::Moved(to) => Some(to.as_str()),
        Verdict::Fine | Verdict::Dead(_) | Verdict::Changed(_) | Verdict::Unsure(_) => None,
    };
    let mut rewrites = match Rewrite::of(workspace, &entry.path, |entry| noted(entry, state, moved)) {
        Ok(rewrite) => vec![rewrite],
        Err(Error::Uneditable { .. }) => Vec::new(), // it is told all the same
        Err(error) => return Err(error),
    };
    if let (Some(page), EntryId::Ulid(id)) = (page, &entry.id) {
        let now = workspace.clock.now();
        let kept = pages::path(*id);
        let beside = format!("{}/{}-{}.md", kept.folder(), kept.stem(), now.format("%Y-%m-%d"));
        let fetched = now.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let after = pages::text(page, &fetched).into_bytes();
        let path = EntryPath::new(beside)?;
        let before = workspace.store().bytes(&path).ok();
        rewrites.push(Rewrite { path, before, after: Some(after) });
    }
    Ok(rewrites)
}

fn noted(entry: &Entry, state: Option<&str>, moved: Option<&str>) -> Result<String, Problem> {
    let mut text = entry.text.clone();
    for (key, value) in [(PAGE_STATE, state), (MOVED, moved)] {
        text = match value {
            Some(value) => front_matter::set(&text, key, &Value::Text(text::one_line(value)))?,
            None if entry.fields.contains_key(key) => front_matter::remove(&text, key)?,
            None => text,
        };
    }
    Ok(text)
}

/// Gives bookmarks that moved their new addresses: one act. The old one stays in `page_was`, so that it is found.
pub fn follow(workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, Error> {
    let moved = |path: &EntryPath| {
        let entry = workspace.store().read(path)?;
        let to = entry.fields.get(MOVED).and_then(|to| to.as_str()).and_then(text::lone_url).map(str::to_owned);
        let to = to.ok_or_else(|| Error::Seek(SeekError::NotMoved(path.clone())))?;
        Rewrite::of(workspace, path, |entry| {
            let text = front_matter::set(&entry.text, "url", &Value::Text(to))?;
            let text = front_matter::set(&text, "page_was", &Value::Text(entry.url.clone().unwrap_or_default()))?;
            front_matter::remove(&front_matter::remove(&text, PAGE_STATE)?, MOVED)
        })
    };
    let rewrites = paths.iter().map(moved).collect::<Result<Vec<_>, Error>>()?;
    let message = format!("links: {}", bulk::whom(workspace, &rewrites));
    bulk::apply(workspace, &message, rewrites)
}

/// Where an archive of the web has the page, as far as it has it. Nobody is asked.
pub fn archived(url: &str) -> String {
    format!("https://web.archive.org/web/{url}")
}

fn hash(url: &str) -> String {
    crate::feed::source_key(url)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("visited.json")
}
