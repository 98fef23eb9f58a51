//! The inbox: what was captured and is undecided, oldest first.

use crate::entry::{Entry, EntryPath, Kind, Stage, Timestamp};
use crate::index::Index;
use crate::ops::{Error, Hit, Named, Workspace, bookmark, find, pages};
use crate::query::{Clause, Query, Term};
use crate::web::queue::Job;

/// So many entries that may belong to one are shown.
const RELATED: usize = 5;
/// So many of a title's words are looked at, and so many of them are asked for.
const WORDS: usize = 12;
const ASKED: usize = 4;

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub path: EntryPath,
    pub kind: Kind,
    pub title: String,
    pub date: Option<Timestamp>,
}

/// The undecided entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbox {
    /// Oldest first, as many as were asked for.
    pub items: Vec<Item>,
    pub total: usize,
}

/// One undecided entry with what helps to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub entry: Entry,
    /// The readable text of its page, if it is a bookmark and the page was fetched.
    pub page: Option<String>,
    /// How it stands with a page that is not there.
    pub fetch: Fetch,
    /// Entries that may belong to it.
    pub related: Vec<Hit>,
    /// Bookmarks of the same page.
    pub same_page: Vec<Named>,
}

/// How it stands with a page that is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fetch {
    /// Nothing waits to be fetched.
    #[default]
    NotWanted,
    /// It was not tried yet.
    Waits,
    /// The last try failed: why, and whether another follows by itself.
    Failed { why: String, again: bool },
}

/// The undecided entries, oldest first.
pub fn list(workspace: &Workspace, limit: usize) -> Result<Inbox, Error> {
    let query = all_of([Term::Stage(vec![Stage::Inbox])]);
    let found = workspace.with_index(|index| index.oldest(&query, limit))?;
    let item = |Hit { path, kind, title, date, .. }| Item { path, kind, title, date };
    Ok(Inbox { items: found.hits.into_iter().map(item).collect(), total: found.total })
}

/// One of them with its surroundings.
pub fn card(workspace: &Workspace, path: &EntryPath) -> Result<Card, Error> {
    let entry = find::read(workspace, path)?;
    let related = related(workspace, &entry)?;
    let (page, same_page) = match entry.kind {
        Kind::Bookmark => (bookmark::page_text(workspace, &entry), bookmark::same_page(workspace, &entry)?),
        Kind::Note | Kind::Nugget | Kind::Journal => (None, Vec::new()),
    };
    let fetch = fetch(workspace, &entry);
    Ok(Card { entry, page, fetch, related, same_page })
}

fn fetch(workspace: &Workspace, entry: &Entry) -> Fetch {
    match pages::queue(workspace).of(&entry.id.to_string()) {
        None => Fetch::NotWanted,
        Some(Job { failed: None, .. }) => Fetch::Waits,
        Some(Job { failed: Some(why), given_up, .. }) => Fetch::Failed { why, again: !given_up },
    }
}

/// Entries that have the rarer words of this one's title, best first.
fn related(workspace: &Workspace, entry: &Entry) -> Result<Vec<Hit>, Error> {
    let words = words(&entry.title);
    workspace.with_index(|index| {
        let words = rarest(index, words)?;
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let query = Query { any: words.into_iter().map(|word| vec![clause(word)]).collect() };
        let mut hits = index.search(&query, RELATED + 1)?.hits;
        hits.retain(|hit| hit.path != entry.path);
        hits.truncate(RELATED);
        Ok(hits)
    })
}

/// The words of a title that say something, each once.
fn words(title: &str) -> Vec<Term> {
    let mut words: Vec<&str> = Vec::new();
    let says = |word: &&str| word.chars().count() > 2 || !word.is_ascii();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(says) {
        if !words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            words.push(word);
        }
    }
    words.into_iter().take(WORDS).map(|word| Term::Word { text: word.to_owned(), prefix: false }).collect()
}

/// Of these words those that the fewest entries have, as long as another one has them and not every tenth does.
fn rarest(index: &Index, words: Vec<Term>) -> Result<Vec<Term>, crate::index::Error> {
    let mut counted = Vec::new();
    for word in words {
        let found = index.search(&all_of([word.clone()]), 0)?;
        if found.total > 1 && found.total <= (found.entries / 10).max(20) {
            counted.push((found.total, word));
        }
    }
    counted.sort_by_key(|(total, _)| *total);
    Ok(counted.into_iter().take(ASKED).map(|(_, word)| word).collect())
}

fn all_of(terms: impl IntoIterator<Item = Term>) -> Query {
    Query { any: vec![terms.into_iter().map(clause).collect()] }
}

fn clause(term: Term) -> Clause {
    Clause { not: false, term }
}
