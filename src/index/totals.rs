//! How many results of a query each of several conditions leaves; the query is run once, whatever many they are.

use tantivy::query::{EnableScoring, Weight};
use tantivy::{BitSet, Searcher, SegmentReader};

use super::texts::PathQuery;
use super::translate::translate;
use super::{Error, Index};
use crate::query::{Clause, Query, Term};

impl Index {
    /// How many entries match both the query and each of the conditions, in their order.
    pub fn totals(&self, query: &Query, conditions: &[Term]) -> Result<Vec<usize>, Error> {
        self.read(|searcher| {
            let all = if query.is_empty() { None } else { self.weight(searcher, query)? };
            let alone = |term: &Term| Query { any: vec![vec![Clause { not: false, term: term.clone() }]] };
            let conditions = conditions.iter().map(|term| self.weight(searcher, &alone(term)));
            let conditions = conditions.collect::<tantivy::Result<Vec<_>>>()?;
            let segments = searcher.segment_readers().iter();
            let counted =
                self.live.lanes.share(searcher, segments, |reader| of_segment(reader, all.as_deref(), &conditions))?;
            Ok((0..conditions.len()).map(|at| counted.iter().map(|counts| counts[at]).sum()).collect())
        })
    }

    /// A query without scores; nothing if it asks for nothing.
    fn weight(&self, searcher: &Searcher, query: &Query) -> tantivy::Result<Option<Box<dyn Weight>>> {
        let path = |part: &str| Box::new(PathQuery::new(part, &self.live.paths)) as Box<dyn tantivy::query::Query>;
        let translated = translate(query, &self.fields, searcher, &path);
        translated.map(|it| it.search.weight(EnableScoring::disabled_from_searcher(searcher))).transpose()
    }
}

fn of_segment(
    reader: &SegmentReader,
    all: Option<&dyn Weight>,
    conditions: &[Option<Box<dyn Weight>>],
) -> tantivy::Result<Vec<usize>> {
    let all = all.map(|all| collected(reader, all)).transpose()?;
    let is_gone = |doc: u32| reader.alive_bitset().is_some_and(|alive| alive.is_deleted(doc));
    let is_counted = |doc: &&u32| all.as_ref().is_none_or(|all| all.contains(**doc)) && !is_gone(**doc);
    let count = |condition: &Option<Box<dyn Weight>>| {
        let mut total = 0;
        if let Some(condition) = condition {
            condition.for_each_no_score(reader, &mut |docs| total += docs.iter().filter(is_counted).count())?;
        }
        Ok(total)
    };
    conditions.iter().map(count).collect()
}

fn collected(reader: &SegmentReader, weight: &dyn Weight) -> tantivy::Result<BitSet> {
    let mut found = BitSet::with_max_value(reader.max_doc());
    weight.for_each_no_score(reader, &mut |docs| {
        for doc in docs {
            found.insert(*doc);
        }
    })?;
    Ok(found)
}
