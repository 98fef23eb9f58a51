//! Parts of a text, and whether a place lies in one of them.

use std::ops::Range;

/// Parts that do not touch each other, in order.
pub(super) struct Spans(Vec<Range<usize>>);

impl Spans {
    pub(super) fn of<'a>(ranges: impl IntoIterator<Item = &'a Range<usize>>) -> Self {
        let mut all: Vec<Range<usize>> = ranges.into_iter().cloned().collect();
        all.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in all {
            match apart.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        Self(apart)
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        let next = self.0.partition_point(|range| range.end <= at);
        self.0.get(next).is_some_and(|range| range.start <= at)
    }
}
