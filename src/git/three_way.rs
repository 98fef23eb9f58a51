//! The three-way merge of one file by lines, as git2 does it.

use git2::{MergeFileInput, MergeFileOptions};

/// A line that all sides begin with: of a result without a byte git2 would make a slice that begins nowhere.
const HEAD: &[u8] = b"\x01\n";

/// What came of a merge.
pub(super) struct Merged {
    pub(super) content: Vec<u8>,
    /// No lines were changed by both sides, or the options said whose stay.
    pub(super) is_clean: bool,
}

/// Merges three texts; `None` where git2 cannot.
pub(super) fn merged(sides: [&[u8]; 3], options: Option<&mut MergeFileOptions>) -> Option<Merged> {
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
    Some(Merged { content, is_clean: merged.is_automergeable() })
}
