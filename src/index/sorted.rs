//! Results in an order that a person chose, and what columns say of all of them: their folders and tags.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::hit::Found;
use super::rank::Order;
use super::texts::{column, terms};
use super::tokenize::{folded, name};
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
                let paths = Paths::of(searcher.segment_reader(segment))?;
                named.extend(docs.into_iter().filter_map(|doc| {
                    let path = paths.of_doc(doc)?;
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

    /// The folders directly below one (`""`, or `projects/`) in which matching entries lie, each with how many there are in it
    /// and below it, the fullest first.
    pub fn folders(&self, query: &Query, below: &str) -> Result<Vec<(String, usize)>, Error> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        self.each_path(query, |path| {
            let folder = path.strip_prefix(below).and_then(|rest| rest.split_once('/'));
            if let Some((folder, _)) = folder {
                match counts.get_mut(folder) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(folder.to_owned(), 1)),
                }
            }
        })?;
        let mut folders: Vec<_> =
            counts.into_iter().map(|(folder, count)| (format!("{below}{folder}/"), count)).collect();
        folders.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(folders)
    }

    fn each_path(&self, query: &Query, mut each: impl FnMut(&str)) -> Result<(), Error> {
        self.read(|searcher| {
            for (segment, docs) in searcher.search(&*self.translated(query, searcher).search, &Every)? {
                let paths = Paths::of(searcher.segment_reader(segment))?;
                docs.into_iter().filter_map(|doc| paths.of_doc(doc)).for_each(&mut each);
            }
            Ok(())
        })
    }

    /// The tags of matching entries, each with how many carry it or one below it, the most used first.
    pub fn tags_of(&self, query: &Query) -> Result<Vec<(String, usize)>, Error> {
        self.read(|searcher| {
            let mut tags = TagCounts::default();
            for (segment, docs) in searcher.search(&*self.translated(query, searcher).search, &Every)? {
                tags.add(searcher.segment_reader(segment), docs)?;
            }
            Ok(tags.finish())
        })
    }
}

/// The paths of a segment's documents.
struct Paths {
    texts: Vec<String>,
    column: tantivy::columnar::StrColumn,
}

impl Paths {
    fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = column(reader, "path")?;
        Ok(Self { texts: terms(&column)?, column })
    }

    fn of_doc(&self, doc: DocId) -> Option<&str> {
        self.texts.get(usize::try_from(self.column.ords().first(doc)?).ok()?).map(String::as_str)
    }
}

/// How many entries carry each tag.
#[derive(Default)]
struct TagCounts {
    /// By the folded tag, also those above a written one; how often each way of writing it occurs.
    written: HashMap<String, BTreeMap<String, usize>>,
    carriers: HashMap<String, usize>,
}

impl TagCounts {
    fn add(&mut self, reader: &SegmentReader, docs: Vec<DocId>) -> tantivy::Result<()> {
        let Some(column) = reader.fast_fields().str("tags")? else { return Ok(()) };
        let texts = terms(&column)?;
        let with_above: Vec<Vec<String>> = texts.iter().map(|tag| and_above(&folded(tag))).collect();
        for doc in docs {
            let ords = column.term_ords(doc).filter_map(|ord| usize::try_from(ord).ok());
            let mut carried: BTreeSet<&str> = BTreeSet::new();
            for ord in ords.filter(|ord| *ord < texts.len()) {
                let (own, tags) = (&with_above[ord][0], &with_above[ord]);
                *self.written.entry(own.clone()).or_default().entry(texts[ord].clone()).or_default() += 1;
                carried.extend(tags.iter().map(String::as_str));
            }
            for tag in carried {
                *self.carriers.entry(tag.to_owned()).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Tags that somebody wrote, as they are written most.
    fn finish(self) -> Vec<(String, usize)> {
        let Self { written, carriers } = self;
        let mut tags: Vec<(String, usize)> = written
            .into_iter()
            .filter_map(|(tag, ways)| {
                let commonest = ways.into_iter().rev().max_by_key(|(_, count)| *count)?.0;
                Some((commonest, carriers.get(&tag).copied()?))
            })
            .collect();
        tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        tags
    }
}

/// A tag and those above it: `a/b/c`, `a/b`, `a`.
fn and_above(tag: &str) -> Vec<String> {
    let above = tag.rmatch_indices('/').map(|(at, _)| tag[..at].to_owned());
    std::iter::once(tag.to_owned()).chain(above).collect()
}
