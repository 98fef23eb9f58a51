//! Looks entries up by what a person calls them, and reads whole columns: stamps, tags.

use std::collections::{BTreeMap, HashSet};
use std::thread;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, SegmentReader};
use ulid::Ulid;

use super::health;
use super::key::Key;
use super::schema::Fields;
use super::texts::{Terms, Texts, column};
use super::tokenize::{folded, name as folded_name};
use crate::entry::{Stamp, Stamps};

/// A part of an id must be at least so long.
const PART: usize = 4;
/// A segment of more entries is worth a thread.
const LARGE: u32 = 8_000;

/// The documents a name may mean, by the best kind of match only.
pub(super) fn resolve(
    searcher: &Searcher,
    fields: &Fields,
    ids: &Texts,
    name: &str,
) -> tantivy::Result<Vec<DocAddress>> {
    let name = folded_name(name.trim());
    let stem = name.strip_suffix(".md").unwrap_or(&name);
    for (key, name) in [(Key::Path, stem), (Key::File, stem), (Key::Title, &name), (Key::Alias, &name)] {
        let found = keyed(searcher, fields, key, name)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    if name.len() < PART || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Ok(Vec::new());
    }
    by_id(searcher, ids, &name)
}

/// The documents with a key.
pub(super) fn keyed(searcher: &Searcher, fields: &Fields, key: Key, text: &str) -> tantivy::Result<Vec<DocAddress>> {
    let term = TermQuery::new(key.term(fields.keys, text), IndexRecordOption::Basic);
    Ok(searcher.search(&term, &DocSetCollector)?.into_iter().collect())
}

/// The documents with a part of an id of their own; a path is no such id.
fn by_id(searcher: &Searcher, ids: &Texts, part: &str) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let ids = ids.of(reader)?;
        let docs = ids.matching(part).filter(|(doc, id)| is_own(id) && !reader.is_deleted(*doc));
        found.extend(docs.map(|(doc, _)| DocAddress::new(segment, doc)));
    }
    Ok(found)
}

/// All ids that are no paths and no days.
pub(super) fn ids(searcher: &Searcher, ids: &Texts) -> tantivy::Result<HashSet<Ulid>> {
    let mut found = HashSet::new();
    for reader in searcher.segment_readers() {
        let texts = ids.of(reader)?;
        let alive = (0..).zip(texts.iter()).filter(|(doc, _)| !reader.is_deleted(*doc));
        found.extend(alive.filter_map(|(_, id)| Ulid::from_string(id).ok()));
    }
    Ok(found)
}

/// Whether it is a ULID or a day, by its length and letters.
fn is_own(id: &str) -> bool {
    matches!(id.len(), 26 | 10) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Size and time of every file. Large segments are read beside each other.
pub(super) fn stamps(searcher: &Searcher) -> tantivy::Result<Stamps> {
    let mut all = Stamps::default();
    let (large, small): (Vec<_>, Vec<_>) = searcher.segment_readers().iter().partition(|it| it.max_doc() > LARGE);
    let read = |reader: &SegmentReader, empty: Stamps| health::guard(|| segment_stamps(reader, empty));
    let lanes = thread::scope(|scope| {
        let lanes: Vec<_> = large
            .iter()
            .map(|reader| {
                let empty = all.another(0, 0);
                scope.spawn(move || read(reader, empty))
            })
            .collect();
        let mut found = small.iter().map(|reader| read(reader, all.another(0, 0))).collect::<Vec<_>>();
        found.extend(lanes.into_iter().map(|lane| lane.join().expect("a guarded lane does not panic")));
        found
    });
    for segment in lanes {
        all.add(&segment?);
    }
    Ok(all)
}

/// Adds the stamps of a segment's files.
fn segment_stamps(reader: &SegmentReader, mut stamps: Stamps) -> tantivy::Result<Stamps> {
    let columns = reader.fast_fields();
    let (mtime, size, hash) = (columns.i64("mtime")?, columns.u64("size")?, columns.u64("hash")?);
    let paths = column(reader, "path")?;
    let texts = Terms::of(&paths)?;
    let path = |doc| texts.get(paths.ords().first(doc)?);
    let stamp = |doc| Some(Stamp { mtime: mtime.first(doc)?, size: size.first(doc)?, hash: hash.first(doc)? });
    for doc in alive(reader) {
        if let (Some(path), Some(stamp)) = (path(doc), stamp(doc)) {
            stamps.insert(path, stamp);
        }
    }
    Ok(stamps)
}

/// Tags with how many entries carry each, most used first; ways of writing one tag count together under the commonest.
pub(super) fn tags(searcher: &Searcher) -> tantivy::Result<Vec<(String, usize)>> {
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let Some(column) = reader.fast_fields().str("tags")? else { continue };
        let mut counts = vec![0; column.num_terms()];
        for ord in alive(reader).flat_map(|doc| column.term_ords(doc)) {
            if let Some(count) = usize::try_from(ord).ok().and_then(|ord| counts.get_mut(ord)) {
                *count += 1;
            }
        }
        let mut stream = column.dictionary().stream()?;
        let mut counts = counts.into_iter();
        while let (true, Some(count)) = (stream.advance(), counts.next()) {
            if count > 0 {
                *written.entry(String::from_utf8_lossy(stream.key()).into_owned()).or_default() += count;
            }
        }
    }
    Ok(together(written))
}

fn together(written: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut tags: BTreeMap<String, (String, usize, usize)> = BTreeMap::new();
    for (tag, count) in written {
        let (common, most, all) = tags.entry(folded(&tag)).or_default();
        *all += count;
        if count > *most {
            *most = count;
            *common = tag;
        }
    }
    let mut tags: Vec<_> = tags.into_values().map(|(tag, _, all)| (tag, all)).collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    tags
}

/// How many entries are dated on each of so many days from `first` on, both as days are stored.
pub(super) fn per_day(searcher: &Searcher, first: i64, days: usize) -> tantivy::Result<Vec<usize>> {
    let mut counts = vec![0; days];
    for reader in searcher.segment_readers() {
        let column = reader.fast_fields().i64("day")?;
        for day in alive(reader).filter_map(|doc| column.first(doc)) {
            if let Some(count) = usize::try_from(day - first).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }
    Ok(counts)
}

fn alive(reader: &SegmentReader) -> impl Iterator<Item = u32> + '_ {
    (0..reader.max_doc()).filter(|doc| !reader.is_deleted(*doc))
}
