//! The person's own git index, which must never lag behind into a revert.
//!
//! Commits are made past the index. If it stayed as it was, the person's next `git commit` would take back what Riffle
//! committed. So the entries of our paths follow, unless the person staged something there themselves.

mod by_git;
mod entry;
mod follow;
pub(in crate::git) mod held;
pub(in crate::git) mod in_step;
pub(in crate::git) mod lock;
mod make_way;
mod race;
mod rebuild;
mod skip_worktree;
mod status;
