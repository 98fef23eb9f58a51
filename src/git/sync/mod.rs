//! Exchanges commits with a remote: what is to do is planned as a value, then applied. Texts are merged by the caller.

mod accept;
mod apply;
mod case_collisions;
mod checkout;
mod choice;
mod conflict;
mod exchange;
mod file_or_folder;
pub(in crate::git) mod merge;
mod overwritten;
mod plan;
mod recovery;
mod release;
mod relink;
mod removals;
mod renames;
mod rewritten;
mod spelling;
mod stale;
mod twins;
mod unsent;

use std::collections::BTreeMap;

use git2::{Oid, Tree};

use super::{Difference, Write};
use crate::disk;
use crate::git::Timestamp;
use crate::git::limits::Waits;
use crate::git::objects::tree;
use crate::process::GoOn;
use crate::process::askpass::Place;

pub use super::user_index::held::Held;
pub use choice::Choice;
pub use conflict::keep_both;
pub use overwritten::Stale;
pub use plan::{Facts, Plan, Upstream, plan};
use spelling::Spelling;
pub use unsent::{Unsent, Why};

/// Where a store stands against its remote, as far as the last fetch knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The remote's name; `None` when there is none.
    pub remote: Option<String>,
    pub ahead: usize,
    pub behind: usize,
    /// Whether commits were exchanged with it before.
    pub is_exchanged: bool,
    /// When the oldest commit was made that is not sent.
    pub unsent_since: Option<Timestamp>,
    /// What the person began with git, for which commits and syncs wait.
    pub waits: Option<Waits>,
    /// How many files the last sync left on this machine that are still not sent.
    pub unsent: usize,
    /// What of the branch is not written here.
    pub held: Vec<Held>,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Paths that arrived or changed here.
    pub received: Vec<String>,
    /// How many commits the remote took.
    pub sent: usize,
    /// The files they changed, where the remote had something before.
    pub sent_files: Vec<String>,
    /// Paths where both sides had changed the same text: both texts were kept, here or by the machine that sent them.
    pub conflicts: Vec<String>,
    /// Files that got another name because some disks take two names for one: from where to where.
    pub renamed: Vec<(String, String)>,
    /// Paths that are not written here by now, and why.
    pub held: Vec<Held>,
    /// What stays on this machine although nobody said so.
    pub unsent: Vec<Unsent>,
    /// A sentence each.
    pub warnings: Vec<String>,
}

/// Writes one file if it still is what the difference says it was, durably: [`disk::Error::Changed`] or
/// [`disk::Error::Exists`] if not.
pub type WriteFile<'a> = dyn FnMut(&Difference) -> Result<(), disk::Error> + 'a;

/// What a sync asks of its caller.
pub struct SyncCallbacks<'a> {
    /// Takes the store's lock; held only while files and branch change, never during the network.
    pub lock: &'a mut dyn FnMut() -> Result<disk::Lock, disk::Error>,
    pub write: &'a mut WriteFile<'a>,
    pub merge: &'a mut Merge<'a>,
    pub naming: &'a dyn Naming,
    /// What the person said to questions of an earlier try.
    pub chosen: &'a [Choice],
    /// Where they may be asked to sign in.
    pub(crate) asks_at: Option<Place>,
    /// Whether to go on; asked while the network is waited for.
    pub go_on: &'a mut GoOn<'a>,
}

/// A file that two sides left in different states; `None` where it does not exist.
///
/// When two commits are merged, `ours` and `theirs` are in the same order on every machine, so that all come to the
/// same commit. When a file changed on disk in the meantime, `ours` is the disk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict<'a> {
    pub path: &'a str,
    pub base: Option<&'a [u8]>,
    pub ours: Option<&'a [u8]>,
    pub theirs: Option<&'a [u8]>,
}

/// Decides what becomes of a conflict: new content for its path, and further files where a text is kept twice.
pub type Merge<'a> = dyn FnMut(&Conflict<'_>) -> Vec<Write> + 'a;

/// A path of the repository and what it is to hold.
pub(in crate::git) type Resolved = (String, Option<Vec<u8>>);

/// What is kept beside a path: its usual name, and what it holds.
type NamedLeaf = (String, tree::Leaf);

/// The result of a merge that is not committed yet.
pub(in crate::git) struct Merged {
    pub(in crate::git) tree: Oid,
    /// Paths of which both texts were kept.
    pub(in crate::git) conflicts: Vec<String>,
    /// Files that got another name because some disks take two names for one.
    pub(in crate::git) renamed: Vec<(String, String)>,
}

/// What changed since the common commit, by path: before and after.
type Changes = BTreeMap<String, (Option<tree::Leaf>, Option<tree::Leaf>)>;

/// One of the two sides of a merge.
struct Side<'r> {
    tree: Option<Tree<'r>>,
    spelling: Spelling,
    /// In the names of the common commit.
    changes: Changes,
}

/// What a merge asks about entries.
pub trait Naming {
    /// The id that an entry's own text says.
    fn id(&self, path: &str, content: &[u8]) -> Option<String>;

    /// A file's content with its links to files that get other names; `None` where it has none.
    fn relinked(&self, path: &str, content: &[u8], moved: &[Moved]) -> Option<Vec<u8>>;
}

/// A file that gets another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: String,
    pub to: String,
    /// All files of that name by then, itself included, in whatever case and folder.
    pub alike: Vec<String>,
}

/// What was changed here.
#[derive(Debug, Default)]
struct Applied {
    pub(in crate::git) received: Vec<String>,
    pub(in crate::git) conflicts: Vec<String>,
    /// What got another name, from where to where.
    pub(in crate::git) renamed: Vec<(String, String)>,
    /// Paths of the repository that were not written, and why.
    pub(in crate::git) held: Vec<(String, String)>,
}
