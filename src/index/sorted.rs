//! Results in an order that a person chose.

use std::cmp::Ordering;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError};

use super::hit::{Found, Hit};
use super::rank::{Order, path_of};
use super::texts::{Terms, column};
use super::tokenize::name;
use super::translate::Translated;
use super::{Error, Index, collate};
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
    /// By title, whatever its case and accents; numbers in it by what they count.
    Title,
}

impl By {
    /// Which of two results of different indexes comes first, as far as that order tells.
    pub fn compare(self, one: &Hit, other: &Hit) -> Ordering {
        match self {
            Self::Recent => other.changed.cmp(&one.changed),
            Self::Newest => other.date.cmp(&one.date),
            Self::Oldest => one.date.cmp(&other.date),
            Self::Name => name(one.path.stem()).cmp(&name(other.path.stem())),
            Self::Title => collate::key(&one.title).cmp(&collate::key(&other.title)),
        }
    }
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
            By::Title => return self.by_title(query, limit),
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
            let first = named.iter().take(limit).map(|(.., address)| *address);
            self.rows(searcher, &translated, first, named.len())
        })
    }

    fn by_title(&self, query: &Query, limit: usize) -> Result<Found, Error> {
        self.read(|searcher| {
            let translated = self.translated(query, searcher);
            let (mut titled, mut total) = (Vec::new(), 0);
            for (segment, docs) in searcher.search(&*translated.search, &Every)? {
                total += docs.len();
                let first = first_titles(searcher.segment_reader(segment), &docs, limit)?;
                titled.extend(first.into_iter().map(|(title, doc)| (title, DocAddress::new(segment, doc))));
            }
            titled.sort_by(|(title, one), (other_title, other)| {
                let by_path = || path_of(searcher, *one).cmp(&path_of(searcher, *other));
                title.cmp(other_title).then_with(by_path)
            });
            let first = titled.iter().take(limit).map(|(_, address)| *address);
            self.rows(searcher, &translated, first, total)
        })
    }

    fn rows(
        &self,
        searcher: &Searcher,
        translated: &Translated,
        first: impl Iterator<Item = DocAddress>,
        total: usize,
    ) -> tantivy::Result<Found> {
        let hit = |address| self.hit(searcher, address, 0.0, Some(&translated.needles));
        Ok(Found { hits: first.map(hit).collect::<tantivy::Result<_>>()?, total, entries: super::count(searcher) })
    }
}

/// The first documents of a segment by title, with what titles are compared by.
fn first_titles(reader: &SegmentReader, docs: &[DocId], limit: usize) -> tantivy::Result<Vec<(Vec<u8>, DocId)>> {
    let (titles, paths) = (column(reader, "title_order")?, column(reader, "path")?);
    let place = |doc: &DocId| Some((titles.ords().first(*doc)?, paths.ords().first(*doc)?, *doc));
    let mut places: Vec<_> = docs.iter().filter_map(place).collect();
    if places.len() > limit {
        places.select_nth_unstable(limit);
        places.truncate(limit);
    }
    places.sort_unstable();
    let keys = texts(&titles, places.iter().map(|(title, ..)| *title))?;
    Ok(keys.into_iter().zip(places.into_iter().map(|(.., doc)| doc)).collect())
}

/// The texts of a column with these numbers, which ascend.
fn texts(column: &StrColumn, numbers: impl Iterator<Item = u64>) -> tantivy::Result<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    let numbers: Vec<u64> = numbers.collect();
    match column.dictionary().sorted_ords_to_term_cb(&numbers, |text| texts.push(text.to_owned()))? {
        true => Ok(texts),
        false => Err(TantivyError::InternalError("a text of a column is missing".into())),
    }
}
