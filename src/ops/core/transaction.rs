//! One act as a transaction: a recovery record, durable files, their commit, the word to the person, then the indexes and
//! the list of acts.
//!
//! The files are durable before the commit, so whatever fails from there on is a warning: the next act catches up.

use crate::disk;
use crate::entry::EntryPath;
use crate::git::{CommitId, UserIndex, Write};
use crate::ops::core::acts::{self, Act};
use crate::ops::core::changed::Changed;
use crate::ops::core::commit;
use crate::ops::core::recovery::{self, Begun};
use crate::ops::core::reindex;
use crate::ops::core::rewrite::Rewrite;
use crate::ops::error::chain;
use crate::ops::{Error, Workspace};

/// An act whose files are being written.
#[must_use]
pub(in crate::ops) struct Transaction<'a> {
    workspace: &'a Workspace,
    message: &'a str,
    begun: Begun,
}

/// An act whose files are durable, and committed where that was possible. The rest can wait until the person was told.
#[must_use]
pub(in crate::ops) struct Committed {
    pub commit: Option<CommitId>,
    pub warnings: Vec<String>,
    message: String,
    paths: Vec<EntryPath>,
    index: UserIndex,
    begun: Begun,
}

impl<'a> Transaction<'a> {
    /// Notes that a new entry is about to be written, at this path or beside it.
    pub(in crate::ops) fn of_new(workspace: &'a Workspace, message: &'a str, path: &EntryPath, id: String) -> Self {
        let begun = recovery::begin(workspace, message, std::slice::from_ref(path), Some(id));
        Self { workspace, message, begun }
    }

    /// Notes durably what files are about to hold.
    pub(in crate::ops) fn of_rewrites(
        workspace: &'a Workspace,
        message: &'a str,
        rewrites: &[Rewrite],
    ) -> Result<Self, Error> {
        let begun = recovery::begin_whole(workspace, message, rewrites)?;
        Ok(Self { workspace, message, begun })
    }

    /// The files are written already, by somebody else.
    pub(in crate::ops) fn of_written(workspace: &'a Workspace, message: &'a str) -> Self {
        Self { workspace, message, begun: Begun::default() }
    }

    /// The files could not be written, and are as they were.
    pub(in crate::ops) fn cancel(self) {
        self.begun.end();
    }

    /// Not all files could be written, and some that were stay: whoever comes next commits them.
    pub(in crate::ops) fn leave(self) {
        self.begun.leave();
    }

    /// Commits what these files hold now.
    pub(in crate::ops) fn commit_files(self, paths: Vec<EntryPath>) -> Committed {
        let workspace = self.workspace;
        match paths.iter().map(|path| commit::current(workspace, path)).collect() {
            Ok(writes) => self.commit(writes),
            Err(error) => Committed { paths, warnings: vec![not_committed(&error)], ..self.commit(Vec::new()) },
        }
    }

    /// Commits what was written.
    pub(in crate::ops) fn commit(self, writes: Vec<Write>) -> Committed {
        let mut warnings = Vec::new();
        let paths = writes.iter().filter_map(|write| EntryPath::new(write.path.as_str()).ok()).collect();
        let made = commit::commit(self.workspace, self.message, writes, &mut warnings).unwrap_or_else(|error| {
            warnings.push(not_committed(&error));
            None
        });
        let (commit, index) = made.map(|made| (made.id, made.index)).unzip();
        let index = index.unwrap_or_default();
        Committed { commit, warnings, message: self.message.to_owned(), paths, index, begun: self.begun }
    }
}

impl Committed {
    /// Indexes what was written and remembers the act, which undo takes back by itself.
    pub(in crate::ops) fn settle(self, workspace: &Workspace) -> Changed {
        let act = self.commit.clone().map(|commit| Act::did(commit, &self.message));
        self.settle_as(workspace, act)
    }

    /// Does the same for an act that is remembered in another way, or not at all.
    pub(in crate::ops) fn settle_as(mut self, workspace: &Workspace, act: Option<Act>) -> Changed {
        disk::point("act-told");
        let indexed = reindex::apply(workspace, &self.paths);
        disk::point("act-indexed");
        let refreshed = self.refresh(workspace);
        self.settled(workspace, act, [indexed, refreshed])
    }

    /// Lets the person's git index follow.
    pub(in crate::ops) fn refresh(&mut self, workspace: &Workspace) -> Result<(), Error> {
        commit::refresh(workspace, std::mem::take(&mut self.index), &self.paths)
    }

    /// Remembers an act whose files are indexed by now, and warns of what has to be caught up.
    pub(in crate::ops) fn settled(
        mut self,
        workspace: &Workspace,
        act: Option<Act>,
        rest: [Result<(), Error>; 2],
    ) -> Changed {
        disk::point("act-refreshed");
        let remembered = act.map_or(Ok(()), |act| acts::remember(workspace, &act));
        for error in rest.into_iter().chain([remembered]).filter_map(Result::err) {
            self.warnings.push(format!("saved; the rest is caught up at the next start: {}", chain(&error)));
        }
        if self.warnings.is_empty() {
            self.begun.end();
        } else {
            self.begun.leave();
        }
        Changed { paths: self.paths, warnings: self.warnings }
    }
}

fn not_committed(error: &Error) -> String {
    format!("saved, but not committed: {}", chain(error))
}
