//! What runs in the background and is shown while it does.

/// A job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Bringing the index into step with the files.
    Index,
    Sync,
    /// Rewriting the links to a renamed entry.
    Rename,
    /// Bringing a page to a team, or taking one back.
    Publish,
    /// Reading a team's repository.
    Team,
    /// Asking for feeds.
    Feeds,
}
