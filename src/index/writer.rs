//! A batch of changes: what it takes to write it, and few segments afterwards.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::{IndexWriter, TantivyError, Term};

use super::document::{ExtraText, document};
use super::key::Key;
use super::live::Live;
use super::schema::Fields;
use super::{Error, health};
use crate::entry::{Entry, EntryPath, Stamp};

/// How much a [`Writer`] is meant to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// A few entries, at once: little memory, one thread.
    Small,
    /// Thousands of entries: two threads, up to 200 MB.
    Large,
    /// As `Large`, and what was indexed before is forgotten at the commit.
    Rebuild,
}

const MEGABYTE: usize = 1_000_000;
/// Segments of one level are merged when there are so many.
const CROWD: usize = 8;
/// Where the levels end, in entries.
const LEVELS: [u32; 3] = [64, 1024, 16_384];
/// A small batch merges no more than so many entries, unless there are very many segments.
const PATIENCE: u32 = 1024;
const TOO_MANY: usize = 32;

/// One batch of changes; nothing is seen before [`Writer::commit`]. Can be fed from several threads.
pub struct Writer {
    writer: IndexWriter,
    live: Arc<Live>,
    fields: Fields,
    batch: Batch,
    folder: Option<PathBuf>,
    /// What a rebuild has put so far, so that it need not look for what to replace.
    seen: Mutex<HashSet<u64>>,
    hasher: RandomState,
}

impl Writer {
    pub(super) fn open(
        index: &tantivy::Index,
        live: Arc<Live>,
        fields: Fields,
        batch: Batch,
        folder: Option<PathBuf>,
    ) -> Result<Self, Error> {
        let (threads, memory) = match batch {
            Batch::Small => (1, 15 * MEGABYTE),
            Batch::Large | Batch::Rebuild => (2, 100 * MEGABYTE),
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(memory)
            .num_merge_threads(1)
            .build();
        let opened = health::guard(|| {
            let writer: IndexWriter = index.writer_with_options(options)?;
            // Merges are made by `tidy`, where they cannot be lost by the end of the process.
            writer.set_merge_policy(Box::new(NoMergePolicy));
            if batch == Batch::Rebuild {
                writer.delete_all_documents()?;
            }
            Ok(writer)
        });
        let writer = opened.map_err(|error| Error::of(error, folder.as_deref()))?;
        Ok(Self { writer, live, fields, batch, folder, seen: Mutex::default(), hasher: RandomState::new() })
    }

    /// Adds an entry or replaces the one at its path. A date after `today` ranks as today.
    pub fn put(&self, entry: &Entry, stamp: Stamp, today: NaiveDate) -> Result<(), Error> {
        self.put_with(entry, None, stamp, today)
    }

    /// The same, with what it is found by though it is not in its file.
    pub fn put_with(
        &self,
        entry: &Entry,
        beside: Option<&ExtraText>,
        stamp: Stamp,
        today: NaiveDate,
    ) -> Result<(), Error> {
        if self.may_be_there(&entry.path) {
            self.writer.delete_term(self.key(&entry.path));
        }
        let document = document(&self.fields, entry, beside, stamp, today);
        self.writer.add_document(document).map(drop).map_err(|error| self.error(error))
    }

    pub fn remove(&self, path: &EntryPath) -> Result<(), Error> {
        self.writer.delete_term(self.key(path));
        Ok(())
    }

    /// Makes the batch visible to searches of this and later opens. What follows, [`Committed::tidy`], can wait.
    pub fn commit(mut self) -> Result<Committed, Error> {
        let done = health::guard(|| {
            self.writer.commit()?;
            self.live.renew()
        });
        self.note();
        done.map_err(|error| self.error(error))?;
        Ok(Committed(self))
    }

    fn note(&self) {
        if let Some(folder) = &self.folder {
            health::note(folder);
        }
    }

    fn may_be_there(&self, path: &EntryPath) -> bool {
        match self.batch {
            Batch::Small | Batch::Large => true,
            Batch::Rebuild => {
                let hash = self.hasher.hash_one(path);
                !self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(hash)
            }
        }
    }

    fn key(&self, path: &EntryPath) -> Term {
        Key::Place.term(self.fields.keys, path.as_str())
    }

    /// Merges segments until no level is crowded; whether there was anything to do.
    fn merge(&mut self) -> Result<bool, TantivyError> {
        let mut merged = false;
        loop {
            let segments = self.writer.index().searchable_segment_metas()?;
            let Some(crowd) = crowd(&segments, self.batch) else { return Ok(merged) };
            self.writer.merge(&crowd).wait()?;
            merged = true;
        }
    }

    fn error(&self, error: TantivyError) -> Error {
        Error::of(error, self.folder.as_deref())
    }
}

/// A batch that is found, and may have left many small segments.
#[must_use = "untidied, searches become slower with every commit"]
pub struct Committed(Writer);

impl Committed {
    /// Merges small segments into larger ones. A small batch takes milliseconds; one that is not tidied is by the next.
    pub fn tidy(mut self) -> Result<(), Error> {
        let done = health::guard(|| {
            let merged = self.0.merge()?;
            if merged {
                self.0.live.renew()?;
            }
            Ok(merged)
        });
        if !matches!(done, Ok(false)) {
            self.0.note();
        }
        done.map(drop).map_err(|error| self.0.error(error))
    }
}

/// The segments to merge next, if any.
fn crowd(segments: &[SegmentMeta], batch: Batch) -> Option<Vec<SegmentId>> {
    let patient = batch != Batch::Small || segments.len() > TOO_MANY;
    let level = |segment: &SegmentMeta| LEVELS.iter().position(|end| segment.num_docs() < *end);
    (0..LEVELS.len()).find_map(|wanted| {
        let crowd: Vec<_> = segments.iter().filter(|segment| level(segment) == Some(wanted)).collect();
        let entries: u32 = crowd.iter().map(|segment| segment.num_docs()).sum();
        let worth = crowd.len() >= CROWD && (patient || entries <= PATIENCE);
        worth.then(|| crowd.iter().map(|segment| segment.id()).collect())
    })
}
