//! What the results of a query are made of: how many meet a condition, lie in a folder or carry a tag. One search counts all.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{BitSet, DocId, Searcher, SegmentReader};

use super::groups::{Groups, Tags};
use super::tokenize::folded;
use super::{Error, Index};
use crate::query::{Query, Term};

/// How many of a query's results there are, and how many of each sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: usize,
    /// How many meet each condition, in the order in which the conditions came.
    pub conditions: Vec<usize>,
    /// How many lie in each folder (`projects/a/`, the top is `""`), without those below it.
    pub folders: BTreeMap<String, usize>,
    /// How many carry each tag that somebody wrote, or one below it; as it is written most. The most used first.
    pub tags: Vec<(String, usize)>,
}

/// The counts of one segment, by number.
struct OfSegment {
    groups: Arc<Groups>,
    total: usize,
    conditions: Vec<usize>,
    folders: Vec<usize>,
    /// How often each tag is written so, and by how many entries its name is carried.
    written: Vec<usize>,
    carriers: Vec<usize>,
}

/// A search of which only the documents count.
type Condition = Option<Box<dyn Weight>>;

impl Index {
    /// Counts the results of a query.
    pub fn counts(&self, query: &Query, conditions: &[Term]) -> Result<Counts, Error> {
        self.read(|searcher| {
            let all = if query.is_empty() { None } else { self.weight(searcher, query)? };
            let conditions = conditions.iter().map(|term| self.weight(searcher, &Query::of(term.clone())));
            let conditions = conditions.collect::<tantivy::Result<Vec<_>>>()?;
            let segments = searcher.segment_readers().iter();
            let counted = self.live.lanes.share(searcher, segments, |reader| {
                let groups = self.live.groups.of(reader, Groups::read)?;
                of_segment(reader, groups, all.as_deref(), &conditions)
            })?;
            Ok(together(&counted, conditions.len()))
        })
    }

    /// A query without scores; nothing if it asks for nothing.
    fn weight(&self, searcher: &Searcher, query: &Query) -> tantivy::Result<Condition> {
        let translated = self.translation(query, searcher);
        translated.map(|it| it.search.weight(EnableScoring::disabled_from_searcher(searcher))).transpose()
    }
}

fn of_segment(
    reader: &SegmentReader,
    groups: Arc<Groups>,
    all: Option<&dyn Weight>,
    conditions: &[Condition],
) -> tantivy::Result<OfSegment> {
    let found = found(reader, all)?;
    let conditions = conditions.iter().map(|condition| meeting(reader, condition.as_deref(), &found));
    let conditions = conditions.collect::<tantivy::Result<_>>()?;
    let column = Tags::column(reader)?;
    let (written, carriers) = (vec![0; groups.tags.and_above.len()], vec![0; groups.tags.names.len()]);
    let folders = vec![0; groups.folders.len()];
    let mut counts = OfSegment { groups, total: found.len(), conditions, folders, written, carriers };
    for doc in (0..reader.max_doc()).filter(|doc| found.contains(*doc)) {
        counts.folders[counts.groups.folder_of(doc)] += 1;
        column.iter().for_each(|column| counts.add_tags(column, doc));
    }
    Ok(counts)
}

/// The documents that match and are there; all for no query.
fn found(reader: &SegmentReader, all: Option<&dyn Weight>) -> tantivy::Result<BitSet> {
    let mut found = BitSet::with_max_value(reader.max_doc());
    let mut add = |doc: DocId| {
        if !reader.is_deleted(doc) {
            found.insert(doc);
        }
    };
    match all {
        Some(all) => all.for_each_no_score(reader, &mut |docs| docs.iter().copied().for_each(&mut add))?,
        None => (0..reader.max_doc()).for_each(add),
    }
    Ok(found)
}

/// How many of the found meet a condition; one that asks for nothing is met by none.
fn meeting(reader: &SegmentReader, condition: Option<&dyn Weight>, found: &BitSet) -> tantivy::Result<usize> {
    let mut total = 0;
    if let Some(condition) = condition {
        let mut count = |docs: &[DocId]| total += docs.iter().filter(|doc| found.contains(**doc)).count();
        condition.for_each_no_score(reader, &mut count)?;
    }
    Ok(total)
}

impl OfSegment {
    /// Counts an entry with each of its tags, and once with each above them.
    fn add_tags(&mut self, column: &StrColumn, doc: DocId) {
        let mut carried: Vec<u32> = Vec::new();
        for written in column.term_ords(doc).filter_map(|ord| usize::try_from(ord).ok()) {
            self.written[written] += 1;
            for name in &self.groups.tags.and_above[written] {
                if !carried.contains(name) {
                    carried.push(*name);
                }
            }
        }
        carried.into_iter().for_each(|name| self.carriers[name as usize] += 1);
    }
}

fn together(segments: &[OfSegment], conditions: usize) -> Counts {
    let mut folders = BTreeMap::new();
    for segment in segments {
        add(&mut folders, segment.groups.folders.iter().map(String::as_str), &segment.folders);
    }
    Counts {
        total: segments.iter().map(|segment| segment.total).sum(),
        conditions: (0..conditions).map(|at| segments.iter().map(|it| it.conditions[at]).sum()).collect(),
        folders,
        tags: tags(segments),
    }
}

fn add<'a>(all: &mut BTreeMap<String, usize>, names: impl Iterator<Item = &'a str>, counts: &[usize]) {
    for (name, count) in names.zip(counts).filter(|(_, count)| **count > 0) {
        match all.get_mut(name) {
            Some(all) => *all += count,
            None => drop(all.insert(name.to_owned(), *count)),
        }
    }
}

/// Ways of writing one tag count together.
fn tags(segments: &[OfSegment]) -> Vec<(String, usize)> {
    let (mut written, mut carriers) = (BTreeMap::new(), BTreeMap::new());
    for segment in segments {
        let tags = &segment.groups.tags;
        add(&mut written, tags.written.iter(), &segment.written);
        add(&mut carriers, tags.names.iter().map(String::as_str), &segment.carriers);
    }
    let mut commonest: BTreeMap<String, (usize, Reverse<String>)> = BTreeMap::new();
    for (way, count) in written {
        let most = commonest.entry(folded(&way)).or_default();
        *most = mem::take(most).max((count, Reverse(way)));
    }
    let named =
        commonest.into_iter().filter_map(|(name, (_, Reverse(way)))| Some((way, carriers.get(&name).copied()?)));
    let mut tags: Vec<_> = named.collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    tags
}
