//! What git stores: contents, folders, packs, commits, and what was committed when.

pub(in crate::git) mod blob;
pub(in crate::git) mod commits;
pub(in crate::git) mod folders;
mod half_written;
pub(in crate::git) mod history;
pub(in crate::git) mod joins;
pub(in crate::git) mod makers;
pub(in crate::git) mod names;
mod origin;
pub(in crate::git) mod pack;
pub(in crate::git) mod reflog;
pub(in crate::git) mod signature;
pub(in crate::git) mod three_way;
pub(in crate::git) mod tree;
pub(in crate::git) mod work_tree;

use std::io;

/// Whether a file could not be read because there is none.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
