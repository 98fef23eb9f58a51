//! What a search must not find, collected before it begins.
//!
//! tantivy asks an excluded phrase for documents behind its last one, which its scorer does not allow.

use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader, Term};

/// The documents of another query, without a score.
#[derive(Debug)]
pub(super) struct Collected(pub Box<dyn Query>);

impl Clone for Collected {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Collected {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(CollectedWeight(self.0.weight(EnableScoring::disabled_from_schema(scoring.schema()))?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct CollectedWeight(Box<dyn Weight>);

impl Weight for CollectedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        self.0.for_each_no_score(reader, &mut |docs| {
            for doc in docs {
                found.insert(*doc);
            }
        })?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}
