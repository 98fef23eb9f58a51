//! The best matches: by score with a little recency, then by date, then by path; and how many there are.

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use chrono::DateTime;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::per_segment::PerSegment;
use super::translate::Worth;
use crate::entry::Timestamp;

/// The most that recency adds to a score, as a share of it.
const RECENCY: f32 = 0.1;
/// More files than this in one minute were changed by no person.
const CROWD: usize = 20;
/// In nanoseconds.
const SECOND: i64 = 1_000_000_000;
/// The age at which half of that is left, in seconds.
const HALF: f32 = 365.0 * 24.0 * 3600.0;

/// How results are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By how well they match.
    Score,
    /// By date alone, newest first.
    Date,
    /// By date alone, oldest first.
    Oldest,
    /// By the newer of date and change.
    Recent,
}

impl Order {
    /// The moment by which a result has its place, where that is not its date.
    pub(super) fn moment(self, recent: i64) -> Option<Timestamp> {
        match self {
            Self::Recent => Some(DateTime::from_timestamp(recent, 0)?.fixed_offset()),
            Self::Score | Self::Date | Self::Oldest => None,
        }
    }
}

/// When the files of a segment were changed, in seconds; long ago for what a copy or a checkout made, which changes very many in one
/// minute and says nothing of any of them.
#[derive(Debug)]
pub(super) struct Changes(Vec<i64>);

impl Changes {
    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let mtime = reader.fast_fields().i64("mtime")?.first_or_default_col(0);
        let mut seconds = vec![0; reader.max_doc() as usize];
        mtime.get_range(0, &mut seconds);
        seconds.iter_mut().for_each(|changed| *changed = changed.div_euclid(SECOND));
        let mut minutes: HashMap<i64, usize> = HashMap::new();
        for same in seconds.chunk_by(|one, other| minute(*one) == minute(*other)) {
            *minutes.entry(minute(same[0])).or_default() += same.len();
        }
        for same in seconds.chunk_by_mut(|one, other| minute(*one) == minute(*other)) {
            if minutes[&minute(same[0])] > CROWD {
                same.fill(i64::MIN);
            }
        }
        Ok(Self(seconds))
    }
}

fn minute(seconds: i64) -> i64 {
    seconds.div_euclid(60)
}

/// Collects the `limit` best.
pub(super) struct Best<'a> {
    pub order: Order,
    pub limit: usize,
    /// What every match is worth, where that is known.
    pub flat: Option<f32>,
    /// What adds to the score of a match, and how much.
    pub better: Vec<(Box<dyn Weight>, Worth)>,
    /// What is known of changes.
    pub changes: &'a PerSegment<Changes>,
}

impl Best<'_> {
    /// What each document of a segment gains; empty if none does.
    fn gains(&self, reader: &SegmentReader) -> tantivy::Result<Vec<f32>> {
        if self.better.is_empty() || self.order != Order::Score || self.limit == 0 {
            return Ok(Vec::new());
        }
        let mut gains = vec![0.0; reader.max_doc() as usize];
        for (weight, worth) in &self.better {
            match worth {
                Worth::Flat(gain) => weight.for_each_no_score(reader, &mut |docs| {
                    for doc in docs {
                        gains[*doc as usize] += gain;
                    }
                })?,
                Worth::Scored(gain) => {
                    weight.for_each(reader, &mut |doc, score| gains[doc as usize] += gain + score)?;
                }
            }
        }
        Ok(gains)
    }
}

/// The best of all segments in no order yet, and the number of matches.
#[derive(Default)]
pub(super) struct Ranking {
    pub best: Vec<Ranked>,
    pub total: usize,
}

/// One match; greater is better within a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub score: Score,
    pub recent: i64,
    path: Reverse<u64>,
    pub address: DocAddress,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank(other).then(self.path.cmp(&other.path))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ranked {
    /// Compares what means the same in all segments.
    fn rank(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(self.recent.cmp(&other.recent))
    }
}

impl Ranking {
    /// Puts the results in order, best first, and keeps `limit`.
    pub(super) fn finish(mut self, searcher: &Searcher, limit: usize) -> Vec<Ranked> {
        self.best.sort_unstable_by(|a, b| b.rank(a));
        let paths: Vec<OnceCell<String>> = vec![OnceCell::new(); self.best.len()];
        let mut order: Vec<usize> = (0..self.best.len()).collect();
        let path = |at: usize| paths[at].get_or_init(|| path_of(searcher, self.best[at].address));
        order.sort_by(|a, b| {
            let (one, other) = (&self.best[*a], &self.best[*b]);
            other.rank(one).then_with(|| {
                if one.address.segment_ord == other.address.segment_ord {
                    other.path.cmp(&one.path)
                } else {
                    path(*a).cmp(path(*b))
                }
            })
        });
        order.into_iter().take(limit).map(|at| self.best[at]).collect()
    }
}

pub(super) fn path_of(searcher: &Searcher, address: DocAddress) -> String {
    let reader = searcher.segment_reader(address.segment_ord);
    let mut path = String::new();
    if let Ok(Some(paths)) = reader.fast_fields().str("path")
        && let Some(ord) = paths.ords().first(address.doc_id)
        && paths.ord_to_str(ord, &mut path).is_err()
    {
        path.clear();
    }
    path
}

impl Collector for Best<'_> {
    type Fruit = Ranking;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let columns = reader.fast_fields();
        let recent = columns.i64("recent")?;
        Ok(SegmentBest {
            order: self.order,
            limit: self.limit,
            flat: self.flat,
            gains: self.gains(reader)?,
            segment,
            newest: recent.max_value(),
            recent: recent.first_or_default_col(i64::MIN),
            changes: match self.order {
                Order::Recent => Some(self.changes.of(reader, Changes::read)?),
                Order::Score | Order::Date | Order::Oldest => None,
            },
            paths: columns.str("path")?.map(|paths| paths.ords().clone()),
            heap: BinaryHeap::new(),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Score && self.limit > 0 && self.flat.is_none()
    }

    fn merge_fruits(&self, segments: Vec<Ranking>) -> tantivy::Result<Ranking> {
        let mut all = Ranking::default();
        for segment in segments {
            all.total += segment.total;
            all.best.extend(segment.best);
        }
        Ok(all)
    }
}

/// The best of one segment so far, the worst of them on top.
pub(super) struct SegmentBest {
    order: Order,
    limit: usize,
    flat: Option<f32>,
    gains: Vec<f32>,
    segment: SegmentOrdinal,
    newest: i64,
    recent: Arc<dyn ColumnValues<i64>>,
    /// Where results are in the order of changes.
    changes: Option<Arc<Changes>>,
    paths: Option<Column<u64>>,
    heap: BinaryHeap<Reverse<Ranked>>,
    total: usize,
}

impl SegmentBest {
    fn offer(&mut self, doc: DocId, score: Score) {
        if self.limit == 0 {
            return;
        }
        let full = self.heap.len() >= self.limit;
        let worst = if full { self.heap.peek().map(|worst| worst.0) } else { None };
        if full && worst.is_none_or(|worst| score * (1.0 + RECENCY) < worst.score) {
            return;
        }
        let recent = self.place(doc);
        let score = if score > 0.0 { score * (1.0 + RECENCY * self.freshness(recent)) } else { score };
        if worst.is_some_and(|worst| score < worst.score || (score == worst.score && recent < worst.recent)) {
            return;
        }
        let path = self.paths.as_ref().and_then(|paths| paths.first(doc)).unwrap_or(u64::MAX);
        let address = DocAddress::new(self.segment, doc);
        let ranked = Ranked { score, recent, path: Reverse(path), address };
        if worst.is_some_and(|worst| ranked <= worst) {
            return;
        }
        if full {
            self.heap.pop();
        }
        self.heap.push(Reverse(ranked));
    }

    /// By which it has its place among those of its score; greater is better.
    fn place(&self, doc: DocId) -> i64 {
        let recent = self.recent.get_val(doc);
        match self.order {
            Order::Score | Order::Date => recent,
            Order::Oldest => recent.saturating_neg(),
            Order::Recent => self.changes.as_ref().map_or(recent, |changes| changes.0[doc as usize].max(recent)),
        }
    }

    /// From 1 for what is new to 0 for what is old.
    fn freshness(&self, recent: i64) -> f32 {
        let age = self.newest.saturating_sub(recent) as f32;
        HALF / (HALF + age.max(0.0))
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Ranking;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let worth = match self.order {
            Order::Score => self.flat.unwrap_or(score) + self.gains.get(doc as usize).copied().unwrap_or(0.0),
            Order::Date | Order::Oldest | Order::Recent => 0.0,
        };
        self.offer(doc, worth);
    }

    fn harvest(self) -> Ranking {
        Ranking { best: self.heap.into_iter().map(|ranked| ranked.0).collect(), total: self.total }
    }
}
