//! What every verb stands on: the workspace, acts and their recovery, undo, the index kept in step.

pub(in crate::ops) mod acts;
pub(in crate::ops) mod arrival;
pub(in crate::ops) mod bulk;
pub(in crate::ops) mod changed;
pub(in crate::ops) mod commit;
pub(in crate::ops) mod conflict;
pub(in crate::ops) mod copies;
pub mod fresh;
pub(in crate::ops) mod leftovers;
pub mod new_path;
mod opened_index;
pub mod outside;
pub(in crate::ops) mod outside_changes;
pub(in crate::ops) mod pages;
pub(in crate::ops) mod patch;
pub(in crate::ops) mod places;
pub(in crate::ops) mod recovery;
pub(in crate::ops) mod reindex;
pub(in crate::ops) mod resume;
pub(in crate::ops) mod rewrite;
pub(in crate::ops) mod stale;
pub(in crate::ops) mod team_path;
pub(in crate::ops) mod transaction;
pub(in crate::ops) mod typed;
pub mod undo;
pub mod watch;
pub mod workspace;
