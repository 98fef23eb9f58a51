//! Finds and reads entries.

pub(in crate::ops) mod error;
pub mod facets;
pub mod history;
pub mod links;
pub mod practice;
pub mod since;

use std::cmp::Ordering;

use super::{Error, FindError, Found, Hit, Named, Workspace, feeds, team};
use crate::entry::{Entry, EntryPath, PAGE_STATE};
pub use crate::index::By;
use crate::index::{self, Index};
use crate::query::{self, Parsed, Query};

/// A search's results with what of the query was left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub found: Found,
    /// A sentence each.
    pub ignored: Vec<String>,
    /// The teams that have something beside what is mine; their hits come after it.
    pub teams: Vec<InTeam>,
}

/// How much a team has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTeam {
    pub team: String,
    pub total: usize,
}

/// What a query calls the store.
pub const MINE: &str = "mine";

/// So few results are few: then a typing error is looked for.
const FEW: usize = 2;

/// Ranked results for a query as typed; recent entries for an empty one. Where there are few, what was likely meant follows.
pub fn search(workspace: &Workspace, query: &str, limit: usize) -> Result<Answer, Error> {
    let Parsed { query, ignored } = parse(workspace, query);
    let asked = Asked { query: &query, order: SortOrder::Best, limit };
    let answer = ask(workspace, &asked, ignored, &|index, query| index.search(query, limit))?;
    if answer.found.total > FEW || query.is_empty() || !query.places().is_empty() {
        return Ok(answer);
    }
    workspace.with_index(|index| forgive(index, &query, limit, answer))
}

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// Those first that match best; without a query, by the newer of date and change.
    #[default]
    Best,
    By(By),
}

impl SortOrder {
    pub const ALL: [Self; 6] = [
        Self::Best,
        Self::By(By::Recent),
        Self::By(By::Newest),
        Self::By(By::Oldest),
        Self::By(By::Title),
        Self::By(By::Name),
    ];

    /// As it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::By(By::Recent) => "recent",
            Self::By(By::Newest) => "newest",
            Self::By(By::Oldest) => "oldest",
            Self::By(By::Title) => "title",
            Self::By(By::Name) => "name",
        }
    }

    /// Which of two results of different indexes comes first, as far as the order tells.
    pub(in crate::ops) fn compare(self, one: &Hit, other: &Hit) -> Ordering {
        match self {
            Self::Best => other.score.total_cmp(&one.score),
            Self::By(by) => by.compare(one, other),
        }
    }

    /// By what, where that is not how well they match.
    pub fn by(self) -> Option<By> {
        match self {
            Self::Best => None,
            Self::By(by) => Some(by),
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

/// Results for a query as typed, in an order.
pub fn sorted(workspace: &Workspace, query: &str, order: SortOrder, limit: usize) -> Result<Answer, Error> {
    let Parsed { query: parsed, ignored } = parse(workspace, query);
    let by = match order {
        SortOrder::By(by) => by,
        SortOrder::Best if parsed.is_empty() => By::Recent,
        SortOrder::Best => return search(workspace, query, limit),
    };
    let asked = Asked { query: &parsed, order: SortOrder::By(by), limit };
    ask(workspace, &asked, ignored, &|index, query| index.sorted(query, limit, by))
}

/// What the teams have beside what is mine, for a query that says nothing of where to look; nothing without words.
pub fn beside(workspace: &Workspace, query: &str, order: SortOrder, limit: usize) -> Answer {
    let query = parse(workspace, query).query;
    if query.clone().anywhere().is_empty() {
        return Answer::default();
    }
    let asked = Asked { query: &query, order, limit };
    team::beside(workspace, &asked, &|index, query| match order {
        SortOrder::Best => index.search(query, limit),
        SortOrder::By(by) => index.sorted(query, limit, by),
    })
}

/// Mine, and then what the teams have.
pub fn everywhere(workspace: &Workspace, query: &str, order: SortOrder, limit: usize) -> Result<Answer, Error> {
    let mut answer = sorted(workspace, query, order, limit)?;
    let theirs = beside(workspace, query, order, limit);
    answer.found.hits.extend(theirs.found.hits);
    answer.found.hits.truncate(limit);
    answer.ignored.extend(theirs.ignored);
    Ok(Answer { teams: theirs.teams, ..answer })
}

/// What is searched for, and which results count most where they are of several teams.
pub(in crate::ops) struct Asked<'a> {
    pub query: &'a Query,
    pub order: SortOrder,
    pub limit: usize,
}

impl Asked<'_> {
    /// Puts the hits of several teams in order and keeps the first ones.
    pub(in crate::ops) fn sort(&self, found: &mut Found) {
        found.hits.sort_by(|one, other| self.order.compare(one, other));
        found.hits.truncate(self.limit);
    }
}

/// Adds what is found with a typing error forgiven, and says so.
fn forgive(index: &Index, query: &Query, limit: usize, mut answer: Answer) -> Result<Answer, index::Error> {
    let Some(meant) = index.meant(query, answer.found.total)? else { return Ok(answer) };
    let mut more = index.search(&meant.query, limit)?;
    let (known, all) = (answer.found.hits.len(), more.hits.len());
    more.hits.retain(|hit| !answer.found.hits.iter().any(|known| known.path == hit.path));
    if more.hits.is_empty() {
        return Ok(answer);
    }
    let (typed, word): (Vec<String>, Vec<String>) = meant.words.into_iter().unzip();
    let (typed, word) = (typed.join("`, `"), word.join("`, `"));
    answer.ignored.push(match known {
        0 => format!("nothing found with `{typed}`; this is with `{word}`"),
        _ => format!("little found with `{typed}`; then comes what is with `{word}`"),
    });
    answer.found.total += more.total - (all - more.hits.len());
    answer.found.hits.extend(more.hits);
    answer.found.hits.truncate(limit);
    Ok(answer)
}

/// All matching entries, newest first.
pub fn list(workspace: &Workspace, query: &str, limit: usize) -> Result<Answer, Error> {
    let Parsed { query, ignored } = parse(workspace, query);
    let asked = Asked { query: &query, order: SortOrder::By(By::Newest), limit };
    ask(workspace, &asked, ignored, &|index, query| index.list(query, limit))
}

/// Asks the store's index, or those of the teams that the query names.
fn ask(
    workspace: &Workspace,
    asked: &Asked<'_>,
    mut ignored: Vec<String>,
    ask: &dyn Fn(&Index, &Query) -> Result<Found, index::Error>,
) -> Result<Answer, Error> {
    if let Some(mut answer) = feeds::search(workspace, asked, ask)? {
        ignored.append(&mut answer.ignored);
        return Ok(Answer { ignored, ..answer });
    }
    if let Some(mut answer) = team::search(workspace, asked, ask)? {
        ignored.append(&mut answer.ignored);
        return Ok(Answer { ignored, ..answer });
    }
    workspace.with_index(|index| {
        for name in asked.query.properties().into_iter().filter(|name| **name != *PAGE_STATE) {
            if !index.has_field(name)? {
                let near = query::nearest_field(name).map(|near| format!(" (did you mean `{near}:`?)"));
                let near = near.unwrap_or_default();
                ignored.push(format!("no entry has a field `{name}:`{near}; searched as words"));
            }
        }
        Ok(Answer { found: ask(index, asked.query)?, ignored, ..Answer::default() })
    })
}

pub(super) fn parse(workspace: &Workspace, query: &str) -> Parsed {
    Query::parse(query, workspace.clock.now().date_naive())
}

/// Reads one entry from its file, or one of a team from its clone.
pub fn read(workspace: &Workspace, path: &EntryPath) -> Result<Entry, Error> {
    if feeds::split(path).is_some() {
        return feeds::read(workspace, path);
    }
    if team::split(path).is_some() {
        return team::read(workspace, path);
    }
    Ok(workspace.store().read(path)?)
}

/// An entry's file, byte for byte.
pub fn bytes(workspace: &Workspace, path: &EntryPath) -> Result<Vec<u8>, Error> {
    Ok(workspace.store().bytes(path)?)
}

/// The entries a person may mean by a path, file name, title, alias, `[[link]]` or part of an id.
pub fn resolve(workspace: &Workspace, name: &str) -> Result<Vec<Named>, Error> {
    let name = name.trim();
    let name = name.strip_prefix("[[").and_then(|name| name.strip_suffix("]]")).unwrap_or(name);
    if let Some(path) = by_path(workspace, name) {
        let entry = read(workspace, &path)?;
        return Ok(vec![Named { id: entry.id, path, title: entry.title }]);
    }
    workspace.with_index(|index| index.resolve(name))
}

/// The entry at a path in the store, or of a file in it; needs no index.
pub fn by_path(workspace: &Workspace, name: &str) -> Option<EntryPath> {
    let named = [name.to_owned(), format!("{name}.md")];
    if let Some(path) =
        EntryPath::new(name).ok().filter(|path| team::split(path).is_some() || feeds::split(path).is_some())
    {
        return Some(path);
    }
    let inside = named.iter().filter_map(|name| EntryPath::new(name.as_str()).ok());
    let outside = named.iter().filter_map(|name| workspace.store().path_of(std::path::Path::new(name)));
    inside.chain(outside).find(|path| workspace.store().file(path).is_ok_and(|file| file.is_file()))
}

/// The one entry a person means, or an error that lists the candidates.
pub fn one(workspace: &Workspace, name: &str) -> Result<EntryPath, Error> {
    let mut found = resolve(workspace, name)?;
    match found.len() {
        0 => Err(FindError::Unknown(name.to_owned()).into()),
        1 => Ok(found.remove(0).path),
        _ => Err(FindError::Ambiguous {
            name: name.to_owned(),
            found: found.into_iter().map(|named| named.path.to_string()).collect(),
        }
        .into()),
    }
}

/// All tags with how many entries carry each, most used first.
pub fn tags(workspace: &Workspace) -> Result<Vec<(String, usize)>, Error> {
    workspace.with_index(Index::tags)
}
