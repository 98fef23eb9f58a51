//! The last moves of the branch, as git logs them.

use git2::Oid;

use crate::git::{Error, Repo};

/// How many of the last commits are looked at for entries that a crash left behind.
const LOOK_BACK: usize = 256;

/// How the branch's reflog tells Riffle's commits from the person's.
pub(in crate::git) const SIGN: &str = "riffle: ";

/// One move of the branch.
pub(in crate::git) struct ReflogEntry {
    pub(in crate::git) is_ours: bool,
    /// By `git commit`.
    pub(in crate::git) is_commit: bool,
    pub(in crate::git) ends: (Oid, Oid),
    /// Seconds since 1970.
    pub(in crate::git) at: i64,
}

impl Repo {
    pub(in crate::git) fn reflog_entries(&self) -> Result<Vec<ReflogEntry>, Error> {
        let log = self.inner.reflog(&self.branch).map_err(|error| self.failed(error))?;
        let step = |entry: git2::ReflogEntry<'_>| {
            let begins = |words: &str| entry.message_bytes().is_some_and(|said| said.starts_with(words.as_bytes()));
            ReflogEntry {
                is_ours: begins(SIGN),
                is_commit: begins("commit"),
                ends: (entry.id_old(), entry.id_new()),
                at: entry.committer().when().seconds(),
            }
        };
        Ok(log.iter().take(LOOK_BACK).map(step).collect())
    }
}
