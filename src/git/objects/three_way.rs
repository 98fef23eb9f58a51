//! The three-way merge of one file by lines, as git2 does it.

use git2::{FileFavor, MergeFileInput, MergeFileOptions};

use crate::entry;
use crate::git::Repo;

/// A line that all sides begin with: of a result without a byte git2 would make a slice that begins nowhere.
const HEAD: &[u8] = b"\x01\n";

/// What came of a merge.
struct MergedText {
    pub(in crate::git) content: Vec<u8>,
    /// No lines were changed by both sides, or the options said whose stay.
    pub(in crate::git) is_clean: bool,
}

/// Merges three texts; `None` where git2 cannot.
fn merged(sides: [&[u8]; 3], options: Option<&mut MergeFileOptions>) -> Option<MergedText> {
    // Merging a file is the one call of git2 that does not start the library by itself.
    git2::Index::new().ok()?;
    let sides = sides.map(|side| [HEAD, side].concat());
    let [base, ours, theirs] = sides.each_ref().map(|side| {
        let mut input = MergeFileInput::new();
        input.content(side);
        input
    });
    let merged = git2::merge_file(&base, &ours, &theirs, options).ok()?;
    let content = merged.content().strip_prefix(HEAD)?.to_vec();
    Some(MergedText { content, is_clean: merged.is_automergeable() })
}

/// Three texts merged by lines; `None` when both sides changed the same lines, or when it is no text.
pub(in crate::git) fn lines_joined(sides: [&[u8]; 3]) -> Option<Vec<u8>> {
    if sides.iter().any(|side| side.contains(&0)) {
        return None;
    }
    Some(merged(sides, None).filter(|merged| merged.is_clean)?.content)
}

impl Repo {
    /// Three-way merge of one text by lines; `None` when both sides changed the same lines, or when the result would lack
    /// anything that one of them wrote.
    pub fn merge_text(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
        entry::merge::checked(base, ours, theirs, lines_joined([base, ours, theirs])?)
    }
}

/// Whose lines stay where both sides changed the same ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Ours,
    Theirs,
    /// Those of both, one after the other.
    Both,
}

/// Three-way merge of one text in which a conflict goes to one side, or keeps both, and nothing else does: what the other
/// side changed elsewhere stays.
pub fn merge_favoring(base: &str, ours: &str, theirs: &str, wins: Side) -> Option<String> {
    let mut options = MergeFileOptions::new();
    options.favor(match wins {
        Side::Ours => FileFavor::Ours,
        Side::Theirs => FileFavor::Theirs,
        Side::Both => FileFavor::Union,
    });
    let sides = [base, ours, theirs].map(str::as_bytes);
    String::from_utf8(merged(sides, Some(&mut options))?.content).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_wins_its_conflicts_and_nothing_else() {
        let (base, ours, theirs) = ("a\n\nb\n\nc\n", "a1\n\nb\n\nc1\n", "a2\n\nb2\n\nc\n");

        assert_eq!(merge_favoring(base, ours, theirs, Side::Ours).as_deref(), Some("a1\n\nb2\n\nc1\n"));
        assert_eq!(merge_favoring(base, ours, theirs, Side::Theirs).as_deref(), Some("a2\n\nb2\n\nc1\n"));
    }

    #[test]
    fn a_join_may_be_empty() {
        assert_eq!(merge_favoring("a\n", "", "b\n", Side::Ours).as_deref(), Some(""));
    }
}
