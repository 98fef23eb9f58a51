//! What the results of a query are made of: how many there are of each kind, stage and tag.

use std::collections::HashMap;

use crate::entry::{Kind, Stage};
use crate::index::{self, Index};
use crate::ops::{Error, Workspace, find};
use crate::query::{Query, Term};

/// Tags are taken from so many of the newest results; one that only older ones carry is not offered.
const LOOKED_AT: usize = 200;

/// What narrows a query, with how many results it leaves. What would leave none is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub kinds: Vec<(Kind, usize)>,
    pub stages: Vec<(Stage, usize)>,
    /// Those that most results carry.
    pub tags: Vec<(String, usize)>,
}

/// Counts the results of a query as typed, with at most so many tags.
pub fn facets(workspace: &Workspace, query: &str, tags: usize) -> Result<Facets, Error> {
    let query = find::parse(workspace, query).query;
    workspace.with_index(|index| {
        let kinds = counted(index, &query, Kind::ALL, |kind| Term::Kind(vec![*kind]))?;
        let stages = counted(index, &query, Stage::ALL, |stage| Term::Stage(vec![*stage]))?;
        let mut tags = counted(index, &query, common(index, &query, tags)?, |tag| Term::Tag(vec![tag.clone()]))?;
        tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Facets { kinds, stages, tags })
    })
}

/// The tags that most of the newest results carry.
fn common(index: &Index, query: &Query, most: usize) -> Result<Vec<String>, index::Error> {
    if query.is_empty() {
        return Ok(index.tags()?.into_iter().take(most).map(|(tag, _)| tag).collect());
    }
    let mut seen: HashMap<String, (usize, String)> = HashMap::new();
    for tag in index.list(query, LOOKED_AT)?.hits.into_iter().flat_map(|hit| hit.tags) {
        seen.entry(tag.to_lowercase()).or_insert((0, tag)).0 += 1;
    }
    let mut tags: Vec<(usize, String)> = seen.into_values().collect();
    tags.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(tags.into_iter().take(most).map(|(_, tag)| tag).collect())
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
