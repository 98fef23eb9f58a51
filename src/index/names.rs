//! Many look-ups of names in one state of the index: whose name it is, and who links to it.

use std::cell::RefCell;
use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, TantivyError};

use super::key::Key;
use super::texts::column;
use super::{Error, Index, Named};
use crate::entry::EntryPath;
use crate::entry::link::key;

/// What a name is to the entries that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Called {
    /// The whole path from the top of the store.
    Path,
    /// The file name.
    File,
    Title,
    Alias,
    /// The whole id.
    Id,
}

/// How an entry names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// By any link, in the text or the front matter.
    Link,
    /// As what it was derived from.
    Source,
}

/// One state of the index.
pub struct Names<'a> {
    index: &'a Index,
    searcher: Searcher,
    /// Of each segment, the column of paths.
    columns: Vec<StrColumn>,
    known: RefCell<HashMap<u64, Vec<EntryPath>>>,
}

impl Index {
    /// The newest state, for many look-ups.
    pub fn names(&self) -> Result<Names<'_>, Error> {
        self.read(|searcher| {
            let columns = searcher.segment_readers().iter().map(|reader| column(reader, "path"));
            let columns = columns.collect::<tantivy::Result<_>>()?;
            Ok(Names { index: self, searcher: searcher.clone(), columns, known: RefCell::default() })
        })
    }
}

impl Names<'_> {
    /// The entries that a name is that to, whatever its case, in no order.
    pub fn called(&self, called: Called, name: &str) -> Result<Vec<EntryPath>, Error> {
        let own = match called {
            Called::Path => Key::Path,
            Called::File => Key::File,
            Called::Title => Key::Title,
            Called::Alias => Key::Alias,
            Called::Id => return self.index.of_state(|| self.with_id(&key(name))),
        };
        let term = match called {
            Called::Path | Called::File => own.of(&key(name)),
            Called::Title | Called::Alias | Called::Id => own.of(&super::tokenize::name(name.trim())),
        };
        if let Some(known) = self.known.borrow().get(&term) {
            return Ok(known.clone());
        }
        let found = self.paths(term)?;
        self.known.borrow_mut().insert(term, found.clone());
        Ok(found)
    }

    /// The entries that use a name so, in path order.
    pub fn naming(&self, naming: Naming, name: &str) -> Result<Vec<EntryPath>, Error> {
        let own = match naming {
            Naming::Link => Key::Link,
            Naming::Source => Key::Source,
        };
        self.paths(own.of(&key(name)))
    }

    /// The entries of which a copy was published somewhere, in path order.
    pub fn published(&self) -> Result<Vec<EntryPath>, Error> {
        self.paths(Key::Published.of(""))
    }

    /// What lists need of the entry at a path.
    pub fn named(&self, path: &EntryPath) -> Result<Option<Named>, Error> {
        self.index.of_state(|| {
            let Some(address) = self.documents(Key::Place.of(path.as_str()))?.pop() else { return Ok(None) };
            Ok(Some(self.index.stored(&self.searcher, address)?.0.into_named()))
        })
    }

    fn paths(&self, key: u64) -> Result<Vec<EntryPath>, Error> {
        self.index.of_state(|| self.paths_of(self.documents(key)?))
    }

    /// The documents with a key, segment by segment.
    fn documents(&self, key: u64) -> tantivy::Result<Vec<DocAddress>> {
        let fields = self.index.fields;
        let term = tantivy::Term::from_field_u64(fields.keys, key);
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(fields.keys)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) {
                    found.push(DocAddress::new(segment, doc));
                }
                doc = postings.advance();
            }
        }
        Ok(found)
    }

    fn with_id(&self, id: &str) -> tantivy::Result<Vec<EntryPath>> {
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let ids = self.index.live.ids.of(reader)?;
            let docs = ids.matching(id).filter(|(doc, own)| *own == id && !reader.is_deleted(*doc));
            found.extend(docs.map(|(doc, _)| DocAddress::new(segment, doc)));
        }
        self.paths_of(found)
    }

    /// The paths of documents that come segment by segment, in the order of the alphabet.
    fn paths_of(&self, documents: Vec<DocAddress>) -> tantivy::Result<Vec<EntryPath>> {
        let mut paths = Vec::with_capacity(documents.len());
        for of_segment in documents.chunk_by(|one, other| one.segment_ord == other.segment_ord) {
            let Some(column) = of_segment.first().and_then(|first| self.columns.get(first.segment_ord as usize)) else {
                continue;
            };
            let number = |doc: DocId| column.ords().first(doc);
            let mut numbers: Vec<u64> = of_segment.iter().filter_map(|address| number(address.doc_id)).collect();
            numbers.sort_unstable();
            let whole = column.dictionary().sorted_ords_to_term_cb(&numbers, |path| {
                paths.extend(std::str::from_utf8(path).ok().and_then(|path| EntryPath::new(path).ok()));
            })?;
            if !whole {
                return Err(TantivyError::InternalError("a path is missing".into()));
            }
        }
        paths.sort_unstable();
        Ok(paths)
    }
}
