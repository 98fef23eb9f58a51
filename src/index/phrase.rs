//! Words next to each other in the body: as tantivy's own search finds and scores them, for less where they are common.
//!
//! Most of what a phrase of little words costs is comparing positions. tantivy does that with a branch for every position,
//! which a processor cannot foresee; here it is done without, and the words that stand least often in a text come first.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Words, each with its place behind the first.
#[derive(Clone, Debug)]
pub(super) struct Phrase(pub Vec<(usize, Term)>);

impl Query for Phrase {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms: Vec<Term> = self.0.iter().map(|(_, term)| term.clone()).collect();
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, &terms)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PhraseWeight { words: self.0.clone(), similarity }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (_, term) in &self.0 {
            visitor(term, true);
        }
    }
}

struct PhraseWeight {
    words: Vec<(usize, Term)>,
    similarity: Option<Bm25Weight>,
}

impl Weight for PhraseWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::with_capacity(self.words.len());
        let last = self.words.iter().map(|(place, _)| *place).max().unwrap_or(0);
        for (place, term) in &self.words {
            let postings = reader.inverted_index(term.field())?;
            let postings = postings.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(postings) = postings else { return Ok(Box::new(EmptyScorer)) };
            words.push(Word { postings, shift: u32::try_from(last - place).unwrap_or(0) });
        }
        let score = match (&self.similarity, self.words.first()) {
            (Some(similarity), Some((_, term))) => Some((similarity.boost_by(boost), norms(reader, term)?)),
            (None, _) | (_, None) => None,
        };
        Ok(Box::new(PhraseScorer::at_first(words, score)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("phrase", 1.0))
    }
}

fn norms(reader: &SegmentReader, term: &Term) -> tantivy::Result<FieldNormReader> {
    let norms = reader.fieldnorms_readers().get_field(term.field())?;
    Ok(norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)))
}

/// One word of a phrase.
struct Word {
    postings: SegmentPostings,
    /// Added to its positions, so that those of one phrase are equal.
    shift: u32,
}

struct PhraseScorer {
    /// The rarest first.
    words: Vec<Word>,
    score: Option<(Bm25Weight, FieldNormReader)>,
    /// Where the phrase ends in the document.
    ends: Vec<u32>,
    others: Vec<u32>,
}

impl PhraseScorer {
    fn at_first(mut words: Vec<Word>, score: Option<(Bm25Weight, FieldNormReader)>) -> Self {
        words.sort_by_key(|word| word.postings.size_hint());
        let mut scorer = Self { words, score, ends: Vec::new(), others: Vec::new() };
        let first = scorer.doc();
        scorer.settle(first);
        scorer
    }

    /// Goes to the first document from `doc` on, where the rarest word is, that has the phrase.
    fn settle(&mut self, mut doc: DocId) -> DocId {
        let Some((rarest, others)) = self.words.split_first_mut() else { return TERMINATED };
        'documents: while doc != TERMINATED {
            for other in &mut *others {
                let found = if other.postings.doc() < doc { other.postings.seek(doc) } else { other.postings.doc() };
                if found > doc {
                    doc = rarest.postings.seek(found);
                    continue 'documents;
                }
            }
            if has_phrase(rarest, others, &mut self.ends, &mut self.others) {
                return doc;
            }
            doc = rarest.postings.advance();
        }
        TERMINATED
    }
}

/// Whether the document that all words are at has them next to each other; `ends` says where.
fn has_phrase(rarest: &mut Word, others: &mut [Word], ends: &mut Vec<u32>, positions: &mut Vec<u32>) -> bool {
    rarest.postings.positions_with_offset(rarest.shift, ends);
    for other in others {
        other.postings.positions_with_offset(other.shift, positions);
        keep_common(ends, positions);
        if ends.is_empty() {
            return false;
        }
    }
    true
}

/// Keeps of an ascending list what is in the other. No branch depends on the numbers.
fn keep_common(list: &mut Vec<u32>, other: &[u32]) {
    let (mut at, mut there, mut kept) = (0, 0, 0);
    while at < list.len() && there < other.len() {
        let (one, two) = (list[at], other[there]);
        list[kept] = one;
        kept += usize::from(one == two);
        at += usize::from(one <= two);
        there += usize::from(two <= one);
    }
    list.truncate(kept);
}

impl DocSet for PhraseScorer {
    fn advance(&mut self) -> DocId {
        let next = self.words.first_mut().map_or(TERMINATED, |rarest| rarest.postings.advance());
        self.settle(next)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        let next = self.words.first_mut().map_or(TERMINATED, |rarest| rarest.postings.seek(target));
        self.settle(next)
    }

    fn doc(&self) -> DocId {
        self.words.first().map_or(TERMINATED, |rarest| rarest.postings.doc())
    }

    /// Far fewer than have all of the words.
    fn size_hint(&self) -> u32 {
        self.words.first().map_or(0, |rarest| rarest.postings.size_hint()) / (10 * self.words.len().max(1) as u32)
    }

    /// To find out costs more than it finds.
    fn cost(&self) -> u64 {
        self.words.first().map_or(0, |rarest| u64::from(rarest.postings.size_hint())) * 10 * self.words.len() as u64
    }
}

impl Scorer for PhraseScorer {
    fn score(&mut self) -> Score {
        match &self.score {
            Some((similarity, norms)) => {
                similarity.score(norms.fieldnorm_id(self.doc()), u32::try_from(self.ends.len()).unwrap_or(u32::MAX))
            }
            None => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_two_lists_have_in_common_is_kept(
            one in proptest::collection::btree_set(0..60_u32, 0..30),
            two in proptest::collection::btree_set(0..60_u32, 0..30),
        ) {
            let mut list: Vec<u32> = one.iter().copied().collect();
            keep_common(&mut list, &two.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(list, one.intersection(&two).copied().collect::<Vec<_>>());
        }
    }
}
