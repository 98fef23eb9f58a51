//! The index between Riffle's markers.

use std::collections::BTreeMap;
use std::ops::Range;

use super::markdown::{escaped, target};
use super::{Shown, items};

pub const BEGIN: &str = "<!-- riffle:index -->";
pub const END: &str = "<!-- /riffle:index -->";

/// What lies between the markers; `None` unless there is one pair of them, each on a line of its own.
pub(super) fn find(readme: &str) -> Option<Range<usize>> {
    let lines = items::lines(readme);
    let marks = |mark: &str| -> Vec<Range<usize>> {
        let is_mark = |line: &&items::Line<'_>| !line.is_code && line.text.trim() == mark;
        lines.iter().filter(is_mark).map(|line| line.start..line.start + line.text.len() + line.end.len()).collect()
    };
    match (marks(BEGIN).as_slice(), marks(END).as_slice()) {
        ([begin], [end]) if begin.end <= end.start => Some(begin.end..end.start),
        _ => None,
    }
}

/// The README with the pages between its markers, by topic.
pub(super) fn filled<'a>(readme: &str, place: &Range<usize>, pages: impl Iterator<Item = &'a Shown>) -> String {
    let end = if readme[..place.start].ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut topics: BTreeMap<(String, &str), Vec<&Shown>> = BTreeMap::new();
    for page in pages {
        topics.entry((page.topic.to_lowercase(), &page.topic)).or_default().push(page);
    }
    let mut index = String::new();
    for ((_, topic), mut pages) in topics {
        pages.sort_by_cached_key(|page| (page.title.to_lowercase(), &page.path));
        pages.dedup_by(|one, other| one.path == other.path);
        if !topic.is_empty() {
            index.extend([end, "### ", &escaped(topic), end]);
        }
        index.push_str(end);
        for page in pages {
            index.extend(["- [", &escaped(&page.title), "](", &target(&page.path), ")", end]);
        }
    }
    if !index.is_empty() {
        index.push_str(end);
    }
    format!("{}{index}{}", &readme[..place.start], &readme[place.end..])
}
