//! What was read of segments and is kept in memory while they are there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::index::SegmentId;

#[derive(Debug)]
pub(super) struct PerSegment<T>(Mutex<HashMap<SegmentId, Arc<T>>>);

impl<T> Default for PerSegment<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> PerSegment<T> {
    /// What is kept of a segment, or else is now read. Segments are read beside each other.
    pub(super) fn of(
        &self,
        reader: &SegmentReader,
        read: impl FnOnce(&SegmentReader) -> tantivy::Result<T>,
    ) -> tantivy::Result<Arc<T>> {
        let known = |it: &Self| it.0.lock().unwrap_or_else(PoisonError::into_inner).get(&reader.segment_id()).cloned();
        if let Some(known) = known(self) {
            return Ok(known);
        }
        let new = Arc::new(read(reader)?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(reader.segment_id(), Arc::clone(&new));
        Ok(new)
    }

    /// Forgets segments that are gone.
    pub(super) fn keep(&self, readers: &[SegmentReader]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|id, _| readers.iter().any(|reader| reader.segment_id() == *id));
    }
}
