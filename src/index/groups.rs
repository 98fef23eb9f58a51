//! The folders and tags of a segment's entries, by number.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::texts::{Terms, column};
use super::tokenize::folded;

#[derive(Debug)]
pub(super) struct Groups {
    /// The folders that entries lie in, each with a slash behind it, the top as "".
    pub folders: Vec<String>,
    /// The number of each document's folder.
    of_docs: Vec<u32>,
    pub tags: Tags,
}

/// The tags of a segment.
#[derive(Debug)]
pub(super) struct Tags {
    /// As they are written.
    pub written: Terms,
    /// Folded, also those above a written one.
    pub names: Vec<String>,
    /// For each written tag the numbers of its name and of those above.
    pub and_above: Vec<Vec<u32>>,
}

/// Numbers of texts, in the order in which they come.
#[derive(Default)]
struct Numbers(HashMap<String, u32>, Vec<String>);

impl Groups {
    pub(super) fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let paths = column(reader, "path")?;
        let mut folders = Numbers::default();
        let of_paths: Vec<u32> = Terms::of(&paths)?.iter().map(|path| folders.of(folder(path))).collect();
        let of_doc = |doc: DocId| of_paths.get(usize::try_from(paths.ords().first(doc)?).ok()?).copied();
        let of_docs = (0..reader.max_doc()).map(|doc| of_doc(doc).unwrap_or_default()).collect();
        Ok(Self { folders: folders.1, of_docs, tags: Tags::read(reader)? })
    }

    pub(super) fn folder_of(&self, doc: DocId) -> usize {
        self.of_docs[doc as usize] as usize
    }
}

impl Tags {
    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = Self::column(reader)?;
        let written = column.as_ref().map(Terms::of).transpose()?.unwrap_or_default();
        let mut names = Numbers::default();
        let and_above = written.iter().map(|tag| {
            let tag = folded(tag);
            let above = tag.rmatch_indices('/').map(|(at, _)| &tag[..at]);
            std::iter::once(tag.as_str()).chain(above).map(|tag| names.of(tag)).collect()
        });
        let and_above = and_above.collect();
        Ok(Self { written, names: names.1, and_above })
    }

    pub(super) fn column(reader: &SegmentReader) -> tantivy::Result<Option<StrColumn>> {
        reader.fast_fields().str("tags")
    }
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = u32::try_from(self.1.len()).unwrap_or(u32::MAX);
        self.0.insert(text.to_owned(), number);
        self.1.push(text.to_owned());
        number
    }
}

/// The folder of a path, with its slash.
fn folder(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |slash| slash + 1)]
}
