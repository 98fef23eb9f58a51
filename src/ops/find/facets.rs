//! What the results of a query are made of: how many there are of each kind, stage, folder and tag.

use crate::entry::{Kind, Stage};
use crate::index::{self, Index};
use crate::ops::{Error, Workspace, find};
use crate::query::{Clause, Query, Term};

/// What narrows a query, with how many results it leaves. What would leave none is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub kinds: Vec<(Kind, usize)>,
    pub stages: Vec<(Stage, usize)>,
    /// Those that a query is narrowed to already (`projects/`), and the fullest below them.
    pub folders: Vec<(String, usize)>,
    /// Those that most results carry first.
    pub tags: Vec<(String, usize)>,
}

/// Counts the results of a query as typed, with at most so many folders and tags each.
pub fn facets(workspace: &Workspace, query: &str, most: usize) -> Result<Facets, Error> {
    let query = find::parse(workspace, query).query;
    workspace.with_index(|index| {
        let kinds = counted(index, &query, Kind::ALL, |kind| Term::Kind(vec![*kind]))?;
        let stages = counted(index, &query, Stage::ALL, |stage| Term::Stage(vec![*stage]))?;
        let (mut folders, mut tags) = (folders(index, &query)?, index.tags_of(&query)?);
        folders.truncate(most);
        tags.truncate(most);
        Ok(Facets { kinds, stages, folders, tags })
    })
}

/// The folder that a query is narrowed to, and those below it; where all results lie in one, those in that.
fn folders(index: &Index, query: &Query) -> Result<Vec<(String, usize)>, index::Error> {
    let mut base = base(query);
    let total = index.list(query, 0)?.total;
    let chosen = if base.is_empty() { None } else { Some((base.clone(), total)) };
    loop {
        let below = index.folders(query, &base)?;
        match below.as_slice() {
            [(only, count)] if *count == total => base.clone_from(only),
            _ => return Ok(chosen.into_iter().chain(below).collect()),
        }
    }
}

/// The deepest folder that all alternatives of a query ask for.
fn base(query: &Query) -> String {
    let folders = |clauses: &Vec<Clause>| -> Vec<String> {
        let asked = clauses.iter().filter(|clause| !clause.not).filter_map(|clause| {
            let Term::Path(path) = &clause.term else { return None };
            path.strip_prefix('/').filter(|path| path.ends_with('/'))
        });
        asked.map(str::to_owned).collect()
    };
    let mut of_each = query.any.iter().map(folders);
    let mut common = of_each.next().unwrap_or_default();
    of_each.for_each(|others| common.retain(|folder| others.contains(folder)));
    common.into_iter().max_by_key(String::len).unwrap_or_default()
}

/// The values that leave some of the results, each with how many.
fn counted<T>(
    index: &Index,
    query: &Query,
    values: impl IntoIterator<Item = T>,
    term: impl Fn(&T) -> Term,
) -> Result<Vec<(T, usize)>, index::Error> {
    let values: Vec<T> = values.into_iter().collect();
    let totals = index.totals(query, &values.iter().map(term).collect::<Vec<_>>())?;
    Ok(values.into_iter().zip(totals).filter(|(_, total)| *total > 0).collect())
}
