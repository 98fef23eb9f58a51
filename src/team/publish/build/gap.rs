//! What becomes of the place where something stood that stays behind.

use std::ops::Range;

use super::LeftOutKind;
use super::draft::{Draft, Edit};

/// Takes a passage out, with its lines where nothing else stands on them.
pub(super) fn gap(draft: &Draft, range: Range<usize>, what: LeftOutKind) -> Edit {
    let text = draft.text();
    let before = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let after = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length + 1);
    let is_alone = text[before..range.start].trim().is_empty() && text[range.end..after].trim().is_empty();
    if is_alone && !draft.has_code(before..range.start) && !draft.has_code(range.end..after) {
        return lines(draft, before..after, what);
    }
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let is_last = behind.is_empty() || behind.starts_with('\n');
    let start = if is_last { before.trim_end_matches(' ').len() } else { range.start };
    let is_doubled =
        (before.is_empty() || before.ends_with([' ', '\n'])) && behind.starts_with(' ') && !draft.is_code(range.end);
    let words = range.clone();
    Edit::out(start..range.end + usize::from(is_doubled), what).saying(what, words)
}

/// Takes out what kept nothing apart, such as a definition, with its lines.
pub(super) fn line(draft: &Draft, range: Range<usize>, what: LeftOutKind) -> Edit {
    let edit = gap(draft, range, what);
    Edit { with: String::new(), ..edit }
}

/// Takes whole lines out. What they kept apart stays apart by a blank line, and by no more than one.
fn lines(draft: &Draft, range: Range<usize>, what: LeftOutKind) -> Edit {
    let text = draft.text();
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let (before, next) = (text[..range.start].lines().next_back(), text[range.end..].lines().next());
    let with = if is_blank(before) || is_blank(next) { "" } else { "\n" };
    Edit { with: with.into(), ..Edit::out(range, what) }
}
