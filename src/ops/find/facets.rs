//! What the results of a query are made of: how many there are of each kind, stage, folder and tag.

use std::collections::BTreeMap;

use crate::entry::{Kind, Stage};
use crate::index::Counts;
use crate::ops::{Error, Workspace, find, team};
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
    let kinds = Kind::ALL.into_iter().map(|kind| Term::Kind(vec![kind]));
    let stages = Stage::ALL.into_iter().map(|stage| Term::Stage(vec![stage]));
    let conditions: Vec<Term> = kinds.chain(stages).collect();
    let counts = match team::searched(workspace, &query).as_deref() {
        None => workspace.with_index(|index| index.counts(&query, &conditions))?,
        Some([team]) => team::with(workspace, team, |index| index.counts(&query, &conditions))?,
        Some(_) => return Ok(Facets::default()),
    };
    let (kinds, stages) = counts.conditions.split_at(Kind::ALL.len());
    let (mut folders, mut tags) = (folders(&counts, &base(&query)), counts.tags.clone());
    folders.truncate(most);
    tags.truncate(most);
    Ok(Facets { kinds: some(Kind::ALL, kinds), stages: some(Stage::ALL, stages), folders, tags })
}

/// The values that leave some of the results, each with how many.
fn some<T>(values: impl IntoIterator<Item = T>, counts: &[usize]) -> Vec<(T, usize)> {
    values.into_iter().zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect()
}

/// The folder that a query is narrowed to, and those below it; where all results lie in one, those in that.
fn folders(counts: &Counts, narrowed_to: &str) -> Vec<(String, usize)> {
    let mut base = narrowed_to.to_owned();
    let chosen = if base.is_empty() { None } else { Some((base.clone(), counts.total)) };
    loop {
        let below = below(counts, &base);
        match below.as_slice() {
            [(only, count)] if *count == counts.total => base.clone_from(only),
            _ => return chosen.into_iter().chain(below).collect(),
        }
    }
}

/// The folders directly below one, each with how many there are in it and below it, the fullest first.
fn below(counts: &Counts, base: &str) -> Vec<(String, usize)> {
    let mut below: BTreeMap<&str, usize> = BTreeMap::new();
    for (folder, count) in &counts.folders {
        if let Some((name, _)) = folder.strip_prefix(base).and_then(|rest| rest.split_once('/')) {
            *below.entry(name).or_default() += count;
        }
    }
    let mut below: Vec<_> = below.into_iter().map(|(name, count)| (format!("{base}{name}/"), count)).collect();
    below.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    below
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
