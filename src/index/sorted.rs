//! Results in an order that a person chose.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::hit::Found;
use super::rank::Order;
use super::texts::{Terms, column};
use super::tokenize::name;
use super::{Error, Index};
use crate::query::Query;

/// An order that does not ask how well entries match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By the newer of date and change.
    Recent,
    /// By date.
    Newest,
    Oldest,
    /// By the name of the file.
    Name,
}

/// The documents that match, of each segment.
struct Every;

struct EveryOf(SegmentOrdinal, Vec<DocId>);

impl Collector for Every {
    type Fruit = Vec<(SegmentOrdinal, Vec<DocId>)>;
    type Child = EveryOf;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<EveryOf> {
        Ok(EveryOf(segment, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<(SegmentOrdinal, Vec<DocId>)>) -> tantivy::Result<Self::Fruit> {
        Ok(segments)
    }
}

impl SegmentCollector for EveryOf {
    type Fruit = (SegmentOrdinal, Vec<DocId>);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.1.push(doc);
    }

    fn harvest(self) -> Self::Fruit {
        (self.0, self.1)
    }
}

impl Index {
    /// Matching entries in an order, with snippets.
    pub fn sorted(&self, query: &Query, limit: usize, by: By) -> Result<Found, Error> {
        let order = match by {
            By::Recent => Order::Recent,
            By::Newest => Order::Date,
            By::Oldest => Order::Oldest,
            By::Name => return self.by_name(query, limit),
        };
        self.read(|searcher| {
            let translated = self.translated(query, searcher);
            let needles = translated.needles.clone();
            self.best(searcher, translated, order, limit, Some(&needles))
        })
    }

    fn by_name(&self, query: &Query, limit: usize) -> Result<Found, Error> {
        self.read(|searcher| {
            let translated = self.translated(query, searcher);
            let mut named: Vec<(String, String, DocAddress)> = Vec::new();
            for (segment, docs) in searcher.search(&*translated.search, &Every)? {
                let paths = column(searcher.segment_reader(segment), "path")?;
                let texts = Terms::of(&paths)?;
                named.extend(docs.into_iter().filter_map(|doc| {
                    let path = texts.get(paths.ords().first(doc)?)?;
                    let file = path.rsplit('/').next().unwrap_or(path);
                    Some((
                        name(file.strip_suffix(".md").unwrap_or(file)),
                        path.to_owned(),
                        DocAddress::new(segment, doc),
                    ))
                }));
            }
            named.sort_unstable();
            let hit = |(.., address): &(_, _, DocAddress)| self.hit(searcher, *address, 0.0, Some(&translated.needles));
            let hits = named.iter().take(limit).map(hit).collect::<tantivy::Result<_>>()?;
            Ok(Found { hits, total: named.len(), entries: super::count(searcher) })
        })
    }
}
