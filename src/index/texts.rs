//! Finds entries by a part of their path or id: all of a segment in one string, folded once, then searched at each key.

use std::sync::Arc;

use memchr::memmem;
use tantivy::columnar::StrColumn;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError};

use super::per_segment::PerSegment;
use super::tokenize::name;

/// The folded texts of one column, of the segments that were searched by it.
#[derive(Debug)]
pub(super) struct Texts {
    field: &'static str,
    known: PerSegment<SegmentTexts>,
}

/// The texts of one segment, in the order of its documents, a newline behind each.
#[derive(Debug)]
pub(super) struct SegmentTexts {
    text: String,
    /// Where each document's text ends, newline included.
    ends: Vec<u32>,
}

/// The texts of a column by their number, in one string.
#[derive(Debug, Default)]
pub(super) struct Terms {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn new(field: &'static str) -> Self {
        Self { field, known: PerSegment::default() }
    }

    pub(super) fn of(&self, reader: &SegmentReader) -> tantivy::Result<Arc<SegmentTexts>> {
        self.known.of(reader, |reader| SegmentTexts::read(reader, self.field))
    }

    pub(super) fn keep(&self, readers: &[SegmentReader]) {
        self.known.keep(readers);
    }
}

impl SegmentTexts {
    fn read(reader: &SegmentReader, field: &str) -> tantivy::Result<Self> {
        let column = reader.fast_fields().str(field)?;
        let terms = column.as_ref().map(Terms::of).transpose()?.unwrap_or_default();
        let folded: Vec<String> = terms.iter().map(|text| name(text).replace('\n', " ")).collect();
        let mut text = String::with_capacity(folded.iter().map(|text| text.len() + 1).sum());
        let mut ends = Vec::with_capacity(reader.max_doc() as usize);
        for doc in 0..reader.max_doc() {
            let ord =
                column.as_ref().and_then(|column| column.ords().first(doc)).and_then(|ord| usize::try_from(ord).ok());
            text.push_str(ord.and_then(|ord| folded.get(ord)).map_or("", String::as_str));
            text.push('\n');
            let end = u32::try_from(text.len());
            ends.push(end.map_err(|_| TantivyError::InternalError("the column is too long".into()))?);
        }
        Ok(Self { text, ends })
    }

    /// All texts, in the order of their documents.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// The documents with `part` in their text, and that text. Folded, without newline.
    pub(super) fn matching<'a>(&'a self, part: &'a str) -> impl Iterator<Item = (DocId, &'a str)> {
        let finder = memmem::Finder::new(part);
        let (mut at, mut doc) = (0, 0);
        std::iter::from_fn(move || {
            let place = at + finder.find(self.text.as_bytes().get(at..)?)?;
            doc += self.ends.get(doc..)?.partition_point(|end| *end as usize <= place);
            at = *self.ends.get(doc)? as usize;
            let start = if doc == 0 { 0 } else { self.ends[doc - 1] as usize };
            Some((DocId::try_from(doc).ok()?, &self.text[start..at - 1]))
        })
    }

    fn documents(&self, path: &PathQuery) -> BitSet {
        let mut found = BitSet::with_max_value(DocId::try_from(self.ends.len()).unwrap_or(DocId::MAX));
        let fits = |text: &str| !path.at_root || text.starts_with(&*path.part);
        for (doc, _) in self.matching(&path.part).filter(|(_, text)| fits(text)) {
            found.insert(doc);
        }
        found
    }
}

/// A text column that every document has.
pub(super) fn column(reader: &SegmentReader, field: &str) -> tantivy::Result<StrColumn> {
    let column = reader.fast_fields().str(field)?;
    column.ok_or_else(|| TantivyError::InternalError(format!("the segment has no column {field}")))
}

impl Terms {
    pub(super) fn of(column: &StrColumn) -> tantivy::Result<Self> {
        let mut terms = Self { text: String::new(), ends: Vec::with_capacity(column.num_terms()) };
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            terms.text.push_str(&String::from_utf8_lossy(stream.key()));
            terms.ends.push(terms.text.len());
        }
        Ok(terms)
    }

    pub(super) fn get(&self, number: u64) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        let end = self.ends.get(number)?;
        Some(&self.text[number.checked_sub(1).map_or(0, |before| self.ends[before])..*end])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u64).filter_map(|number| self.get(number))
    }
}

/// Entries with `part` in their folded path, or at its beginning where a slash stood before the part.
#[derive(Clone, Debug)]
pub(super) struct PathQuery {
    part: Arc<str>,
    /// The path begins with it.
    at_root: bool,
    paths: Arc<Texts>,
}

impl PathQuery {
    pub(super) fn new(part: &str, paths: &Arc<Texts>) -> Self {
        let part = name(part).replace('\n', " ");
        let (at_root, part) = part.strip_prefix('/').map_or((false, part.as_str()), |part| (true, part));
        Self { part: part.into(), at_root, paths: Arc::clone(paths) }
    }
}

impl Query for PathQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PathWeight(self.clone())))
    }
}

struct PathWeight(PathQuery);

impl Weight for PathWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.0.paths.of(reader)?.documents(&self.0);
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("path", 1.0))
    }
}
