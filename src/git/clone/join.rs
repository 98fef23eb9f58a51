//! Joins two texts where somebody has decided whose lines stay.

use git2::{FileFavor, MergeFileOptions};

use crate::git::objects::three_way;

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
pub fn joined(base: &str, ours: &str, theirs: &str, wins: Side) -> Option<String> {
    let mut options = MergeFileOptions::new();
    options.favor(match wins {
        Side::Ours => FileFavor::Ours,
        Side::Theirs => FileFavor::Theirs,
        Side::Both => FileFavor::Union,
    });
    let sides = [base, ours, theirs].map(str::as_bytes);
    String::from_utf8(three_way::merged(sides, Some(&mut options))?.content).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_wins_its_conflicts_and_nothing_else() {
        let (base, ours, theirs) = ("a\n\nb\n\nc\n", "a1\n\nb\n\nc1\n", "a2\n\nb2\n\nc\n");

        assert_eq!(joined(base, ours, theirs, Side::Ours).as_deref(), Some("a1\n\nb2\n\nc1\n"));
        assert_eq!(joined(base, ours, theirs, Side::Theirs).as_deref(), Some("a2\n\nb2\n\nc1\n"));
    }

    #[test]
    fn a_join_may_be_empty() {
        assert_eq!(joined("a\n", "", "b\n", Side::Ours).as_deref(), Some(""));
    }
}
