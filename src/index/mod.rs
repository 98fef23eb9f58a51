//! The full-text index: a cache of the store, safe to delete.
//!
//! One folder per version of the schema. It is written without waiting for the disk, so it may be damaged by a power cut;
//! then it is found out, and built again from the files. Readers see what other processes commit: each search looks
//! whether there is something new.

mod asked;
mod collate;
mod counts;
mod directory;
mod document;
mod encode;
mod endings;
mod exclude;
mod fold;
mod forms;
mod groups;
mod health;
pub mod hit;
mod key;
mod lanes;
mod links;
mod live;
mod lookup;
mod names;
mod per_segment;
mod phrase;
mod property;
mod rank;
mod schema;
mod search;
mod snippet;
mod sorted;
#[cfg(test)]
mod tests;
mod texts;
mod tokenize;
mod translate;
mod typo;
mod writer;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use tantivy::collector::Count;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyError};
use ulid::Ulid;

pub use counts::Counts;
pub use document::ExtraText;
pub use health::is_guarded;
pub use hit::{Found, Hit, Snippet};
pub use names::{Called, Names, Naming};
pub use sorted::By;
pub use typo::Meant;
pub use writer::{Batch, Committed, Writer};

use crate::disk;
use crate::entry::{EntryId, EntryPath, Stamps};
use crate::query::Query;
use key::Key;
use live::Live;
use schema::Fields;

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("another Riffle is writing the index at {}", .0.display())]
    Busy(PathBuf),
    #[error("the index at {} is damaged", path.display())]
    Damaged {
        path: PathBuf,
        #[source]
        source: TantivyError,
    },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

/// What opening the index's folder came to.
pub enum Opening {
    Ready(Index),
    /// Nothing there yet, damaged (set aside), or of another version: fill this empty one.
    Empty(Index),
}

/// An open index: cheap to search from many threads, written through a [`Writer`].
pub struct Index {
    index: tantivy::Index,
    live: Arc<Live>,
    fields: Fields,
    /// Where it lies; nothing for one in memory.
    folder: Option<PathBuf>,
}

/// One entry as far as lists need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: EntryId,
    pub path: EntryPath,
    pub title: String,
}

impl Index {
    /// Opens or makes the index in a folder of the cache.
    ///
    /// A damaged one is removed, and so are those of older versions. Of several that open the same folder at once, one makes
    /// the index and the others find it.
    pub fn open(folder: &Path) -> Result<Opening, Error> {
        let own = Self::home(folder);
        disk::make_private_folder(&own)?;
        if let Some(opened) = Self::open_existing(&own)? {
            return Ok(opened);
        }
        let _lock = disk::lock(&folder.join("making.lock"))?;
        if let Some(opened) = Self::open_existing(&own)? {
            return Ok(opened);
        }
        forget_older(folder);
        health::clear(&own).map_err(|error| write_error(&own, error))?;
        let made = health::guard(|| Self::make(&own)).map_err(|error| Error::of(error, Some(&own)))?;
        Ok(Opening::Empty(made))
    }

    /// The index that is there; `None` when there is none or it is damaged.
    fn open_existing(own: &Path) -> Result<Option<Opening>, Error> {
        match health::guard(|| Self::open_sound(own)) {
            Ok(Some(index)) if index.entries() > 0 => Ok(Some(Opening::Ready(index))),
            Ok(Some(index)) => Ok(Some(Opening::Empty(index))),
            Ok(None) => Ok(None),
            Err(error) => match Error::of(error, Some(own)) {
                error @ (Error::Busy(_) | Error::Disk(_)) => Err(error),
                Error::Damaged { source, .. } => {
                    tracing::warn!("the index is damaged and is made anew: {source}");
                    Ok(None)
                }
            },
        }
    }

    /// Gives up what is in a folder: the next open there begins with an empty index.
    pub fn discard(folder: &Path) {
        health::mark(&Self::home(folder));
    }

    /// The folder of this version's index in `folder`. What a caller puts there under a name with a dot goes when the index is
    /// made anew.
    pub fn home(folder: &Path) -> PathBuf {
        folder.join(format!("v{}", schema::VERSION))
    }

    /// An index in memory, for a cache that cannot be written.
    pub fn create_in_ram() -> Self {
        let (schema, fields) = schema::schema();
        Self::with(tantivy::Index::create_in_ram(schema), fields, None).expect("memory does not fail")
    }

    /// Whether it lies in memory and goes with this value.
    pub fn is_in_ram(&self) -> bool {
        self.folder.is_none()
    }

    /// Opens what is there; `None` if there is nothing or it is not as it was left.
    fn open_sound(folder: &Path) -> tantivy::Result<Option<Self>> {
        let directory = directory::Unsynced::open(folder)?;
        if !tantivy::Index::exists(&directory)? {
            return Ok(None);
        }
        let index = tantivy::Index::open(directory)?;
        let (schema, fields) = schema::schema();
        let used = index.load_metas()?.list_segment_files();
        if index.schema() != schema || !health::is_sound(folder, used.into_iter()) {
            return Ok(None);
        }
        Self::with(index, fields, Some(folder.to_owned())).map(Some)
    }

    fn make(folder: &Path) -> tantivy::Result<Self> {
        let (schema, fields) = schema::schema();
        let directory = directory::Unsynced::open(folder)?;
        // Small blocks: a result is one entry, and most are small.
        // Compressed where they are indexed: a thread for it would wait for those more than it helps them.
        let settings = tantivy::IndexSettings {
            docstore_blocksize: 4096,
            docstore_compress_dedicated_thread: false,
            ..Default::default()
        };
        let index = tantivy::Index::create(directory, schema, settings)?;
        Self::with(index, fields, Some(folder.to_owned()))
    }

    fn with(index: tantivy::Index, fields: Fields, folder: Option<PathBuf>) -> tantivy::Result<Self> {
        index.tokenizers().register(encode::SPLIT, encode::Split::default());
        let live = Arc::new(Live::of(&index, folder.as_deref())?);
        Ok(Self { index, live, fields, folder })
    }

    /// Starts a batch; fails with [`Error::Busy`] while another process writes.
    pub fn writer(&self, batch: Batch) -> Result<Writer, Error> {
        Writer::open(&self.index, Arc::clone(&self.live), self.fields, batch, self.folder.clone())
    }

    /// The query as it was likely meant, with one typing error in a word forgiven, if so few were found with it as it is.
    pub fn meant(&self, query: &Query, found: usize) -> Result<Option<Meant>, Error> {
        self.read(|searcher| Ok(typo::meant(query, found, searcher, &self.fields)))
    }

    /// Whether the front matter of some entry has such a field.
    pub fn has_field(&self, name: &str) -> Result<bool, Error> {
        let key = Key::Field.term(self.fields.keys, &tokenize::folded(name));
        self.read(|searcher| Ok(searcher.doc_freq(&key)? > 0))
    }

    /// Size and time of every indexed file, for catching up.
    pub fn stamps(&self) -> Result<Stamps, Error> {
        self.read(lookup::stamps)
    }

    /// Entries that a person may mean by `name`: a path, file name, title, alias or a part (≥ 4 characters) of an id, in that
    /// order of preference; the best kind of match only. Those in the fewest folders come first.
    pub fn resolve(&self, name: &str) -> Result<Vec<Named>, Error> {
        let mut named = self.read(|searcher| {
            let found = lookup::resolve(searcher, &self.fields, &self.live.ids, name)?;
            let card = |address| Ok(self.stored(searcher, address)?.0.into_named());
            found.into_iter().map(card).collect::<tantivy::Result<Vec<_>>>()
        })?;
        named.sort_by_cached_key(|named| (named.path.as_str().matches('/').count(), named.path.clone()));
        Ok(named)
    }

    /// Bookmarks of the page that has such an address, in path order.
    pub fn at_address(&self, address: &str) -> Result<Vec<Named>, Error> {
        let mut named = self.read(|searcher| {
            let found = lookup::keyed(searcher, &self.fields, Key::Address, address)?;
            let card = |address| Ok(self.stored(searcher, address)?.0.into_named());
            found.into_iter().map(card).collect::<tantivy::Result<Vec<_>>>()
        })?;
        named.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(named)
    }

    /// The ids of all entries that have one of their own.
    pub fn ids(&self) -> Result<HashSet<Ulid>, Error> {
        self.read(|searcher| lookup::ids(searcher, &self.live.ids))
    }

    /// All tags with how many entries carry each, most used first.
    pub fn tags(&self) -> Result<Vec<(String, usize)>, Error> {
        self.read(lookup::tags)
    }

    /// How many entries are dated on each of so many days, from `first` on.
    pub fn per_day(&self, first: NaiveDate, days: usize) -> Result<Vec<usize>, Error> {
        self.read(|searcher| lookup::per_day(searcher, document::day(first), days))
    }

    /// How many entries are indexed.
    pub fn entries(&self) -> usize {
        self.read(|searcher| Ok(count(searcher))).unwrap_or(0)
    }

    /// Whether there is an entry at exactly this path.
    pub fn has(&self, path: &EntryPath) -> Result<bool, Error> {
        let key = Key::Place.term(self.fields.keys, path.as_str());
        let query = TermQuery::new(key, IndexRecordOption::Basic);
        self.read(|searcher| Ok(searcher.search(&query, &Count)? > 0))
    }

    /// Reads the newest state; damage is remembered for the next open.
    fn read<T>(&self, read: impl FnOnce(&Searcher) -> tantivy::Result<T>) -> Result<T, Error> {
        self.of_state(|| {
            self.live.refresh()?;
            read(&self.live.reader.searcher())
        })
    }

    /// Reads a state that is at hand.
    fn of_state<T>(&self, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Error> {
        health::guard(read).map_err(|error| {
            let error = Error::of(error, self.folder.as_deref());
            if let (Error::Damaged { .. }, Some(folder)) = (&error, &self.folder) {
                health::mark(folder);
            }
            error
        })
    }
}

impl Error {
    /// Tells a busy or full disk from damage.
    fn of(error: TantivyError, folder: Option<&Path>) -> Self {
        let path = folder.map(Path::to_owned).unwrap_or_default();
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy(path),
            TantivyError::LockFailure(LockError::IoError(source), _)
            | TantivyError::IoError(source)
            | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. })
                if source.raw_os_error().is_some() =>
            {
                write_error(&path, io::Error::from_raw_os_error(source.raw_os_error().unwrap_or_default())).into()
            }
            _ => Self::Damaged { path, source: error },
        }
    }
}

fn write_error(path: &Path, source: io::Error) -> disk::Error {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => disk::Error::Full(path),
        io::ErrorKind::ReadOnlyFilesystem => disk::Error::ReadOnly(path),
        _ => disk::Error::Write { path, source },
    }
}

fn count(searcher: &Searcher) -> usize {
    usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)
}

/// Removes the folders of older versions; what cannot be removed only takes space.
fn forget_older(folder: &Path) {
    for version in 0..schema::VERSION {
        drop(std::fs::remove_dir_all(folder.join(format!("v{version}"))));
    }
}
