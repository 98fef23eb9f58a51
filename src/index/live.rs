//! The state of the index that searches see, taken anew when a process commits.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::{IndexReader, ReloadPolicy};

use super::groups::Groups;
use super::lanes::Lanes;
use super::per_segment::PerSegment;
use super::rank::Changes;
use super::texts::Texts;

/// What searches read, and what is kept in memory of it.
pub(super) struct Live {
    pub(super) reader: IndexReader,
    pub(super) paths: Arc<Texts>,
    pub(super) ids: Texts,
    pub(super) groups: PerSegment<Groups>,
    pub(super) changes: PerSegment<Changes>,
    pub(super) lanes: Lanes,
    /// Names the segments; nothing for an index in memory.
    meta: Option<PathBuf>,
    /// That file as the reader knows it.
    seen: Mutex<Option<Stamp>>,
}

/// Tells a file that was put in the place of another from it. Its number does where two of one size come within a tick of the
/// disk's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    size: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Live {
    pub(super) fn of(index: &tantivy::Index, folder: Option<&Path>) -> tantivy::Result<Self> {
        let meta = folder.map(|folder| folder.join("meta.json"));
        let seen = Mutex::new(meta.as_deref().and_then(stamp));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            reader,
            paths: Arc::new(Texts::new("path")),
            ids: Texts::new("id"),
            groups: PerSegment::default(),
            changes: PerSegment::default(),
            lanes: Lanes::default(),
            meta,
            seen,
        })
    }

    /// Takes in what was committed, here or by another process.
    pub(super) fn refresh(&self) -> tantivy::Result<()> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == self.meta.as_deref().and_then(stamp) { Ok(()) } else { self.reload(seen) }
    }

    /// Takes in what this process committed.
    pub(super) fn renew(&self) -> tantivy::Result<()> {
        self.reload(self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn reload(&self, mut seen: MutexGuard<'_, Option<Stamp>>) -> tantivy::Result<()> {
        // From before the reading: what is committed meanwhile is taken in by the next search.
        let now = self.meta.as_deref().and_then(stamp);
        self.reader.reload()?;
        *seen = now;
        let searcher = self.reader.searcher();
        self.paths.keep(searcher.segment_readers());
        self.ids.keep(searcher.segment_readers());
        self.groups.keep(searcher.segment_readers());
        self.changes.keep(searcher.segment_readers());
        Ok(())
    }
}

fn stamp(meta: &Path) -> Option<Stamp> {
    let meta = fs::metadata(meta).ok()?;
    Some(Stamp { inode: meta.ino(), size: meta.size(), seconds: meta.mtime(), nanoseconds: meta.mtime_nsec() })
}
