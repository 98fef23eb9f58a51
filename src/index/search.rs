//! Searches: the best, the newest or the oldest entries that match.

use tantivy::collector::Collector;
use tantivy::query::{AllQuery, EnableScoring};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use super::hit::{Card, Found, Hit, Snippet};
use super::rank::{Best, Order, Ranked, Ranking};
use super::snippet::{self, Needle};
use super::texts::PathQuery;
use super::translate::{self, Translated, Worth};
use super::{Error, Index};
use crate::query::Query;

/// So many rows are made at a time.
const ROWS: usize = 8;

impl Index {
    /// Ranked results, best first; for an empty query, recent entries.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Found, Error> {
        self.read(|searcher| {
            let translated = self.translated(query, searcher);
            let order = if translated.ranked { Order::Score } else { Order::Date };
            let needles = translated.needles.clone();
            self.best(searcher, translated, order, limit, Some(&needles))
        })
    }

    /// Matching entries, newest first, without ranking or snippets.
    pub fn list(&self, query: &Query, limit: usize) -> Result<Found, Error> {
        self.read(|searcher| self.best(searcher, self.translated(query, searcher), Order::Date, limit, None))
    }

    /// Matching entries, oldest first and before them those without a date, without ranking or snippets.
    pub fn oldest(&self, query: &Query, limit: usize) -> Result<Found, Error> {
        self.read(|searcher| self.best(searcher, self.translated(query, searcher), Order::Oldest, limit, None))
    }

    /// What a query asks of this index; everything, if it asks for nothing.
    pub(super) fn translated(&self, query: &Query, searcher: &Searcher) -> Translated {
        self.translation(query, searcher).unwrap_or_else(everything)
    }

    /// What a query asks of this index; nothing, if it asks for nothing.
    pub(super) fn translation(&self, query: &Query, searcher: &Searcher) -> Option<Translated> {
        let path = |part: &str| Box::new(PathQuery::new(part, &self.live.paths)) as Box<dyn tantivy::query::Query>;
        translate::translate(query, &self.fields, searcher, &path)
    }

    /// The first results in an order, with snippets where there are needles to look for.
    pub(super) fn best(
        &self,
        searcher: &Searcher,
        translated: Translated,
        order: Order,
        limit: usize,
        needles: Option<&[Needle]>,
    ) -> tantivy::Result<Found> {
        let Translated { search, better, flat, .. } = translated;
        let better = better.into_iter().map(|better| {
            let scoring = match better.worth {
                Worth::Flat(_) => EnableScoring::disabled_from_searcher(searcher),
                Worth::Scored(_) => EnableScoring::enabled_from_searcher(searcher),
            };
            Ok((better.search.weight(scoring)?, better.worth))
        });
        let better = better.collect::<tantivy::Result<_>>()?;
        let ranking =
            self.rank(searcher, &*search, &Best { order, limit, flat, better, changes: &self.live.changes })?;
        let (total, best) = (ranking.total, ranking.finish(searcher, limit));
        let rows = self.live.lanes.share(searcher, best.chunks(ROWS), |rows| {
            let row = |best: &Ranked| {
                let hit = self.hit(searcher, best.address, best.score, needles)?;
                Ok(Hit { changed: order.moment(best.recent), ..hit })
            };
            rows.iter().map(row).collect::<tantivy::Result<Vec<_>>>()
        })?;
        Ok(Found { hits: rows.into_iter().flatten().collect(), total, entries: super::count(searcher) })
    }

    /// Finds the best of all segments.
    fn rank(
        &self,
        searcher: &Searcher,
        search: &dyn tantivy::query::Query,
        best: &Best<'_>,
    ) -> tantivy::Result<Ranking> {
        let scoring = match best.requires_scoring() {
            true => EnableScoring::enabled_from_searcher(searcher),
            false => EnableScoring::disabled_from_searcher(searcher),
        };
        let weight = search.weight(scoring)?;
        let segments = (0..).zip(searcher.segment_readers());
        let ranked = self
            .live
            .lanes
            .share(searcher, segments, |(segment, reader)| best.collect_segment(&*weight, segment, reader))?;
        best.merge_fruits(ranked)
    }

    /// One result as lists show it.
    pub(super) fn hit(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        score: f32,
        needles: Option<&[Needle]>,
    ) -> tantivy::Result<Hit> {
        let (card, document) = self.stored(searcher, address)?;
        let Some(needles) = needles else { return Ok(card.into_hit(score, Vec::new(), Snippet::default())) };
        let text = document.get_first(self.fields.text).and_then(|value| value.as_str()).unwrap_or_default();
        let snippet = snippet::snippet(text, card.line, needles);
        let marks = snippet::marks(&card.title, needles);
        Ok(card.into_hit(score, marks, snippet))
    }

    pub(super) fn stored(&self, searcher: &Searcher, address: DocAddress) -> tantivy::Result<(Card, TantivyDocument)> {
        let document: TantivyDocument = searcher.doc(address)?;
        let card = document.get_first(self.fields.card).and_then(|value| value.as_str()).and_then(Card::decode);
        let card = card.ok_or_else(|| TantivyError::InternalError("an entry's card cannot be read".into()))?;
        Ok((card, document))
    }
}

/// What a query that asks for nothing comes to.
fn everything() -> Translated {
    Translated { search: Box::new(AllQuery), better: Vec::new(), ranked: false, flat: None, needles: Vec::new() }
}
