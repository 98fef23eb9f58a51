//! What a repository asks for beyond plain commits, and whether commits can be made just now.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use chrono::{DateTime, Local};
use git2::RepositoryState;

use super::{Error, Repo, Timestamp};
use crate::disk;
use crate::git::objects::signature::signs;
use crate::process;

/// Hooks that git would run around a commit.
const COMMIT_HOOKS: [&str; 4] = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"];

/// How much of a repository can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limits {
    Full,
    /// Some of the work is done by the `git` program.
    ThroughGit {
        why: String,
    },
    /// No commits are made; files are saved all the same.
    Refused {
        why: String,
    },
}

/// Why nothing is committed or exchanged at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// A few words: `not on main`, `rebase under way`.
    pub why: String,
    pub since: Timestamp,
}

/// There once a clone that was made without old versions has got them.
const WHOLE: &str = "whole";

impl Repo {
    /// What this repository asks for beyond plain commits, and whether that can be had.
    pub fn limits(&self) -> Limits {
        if let Err(error) = self.ready() {
            return Limits::Refused { why: error.to_string() };
        }
        let reasons = self.reasons_for_git();
        if reasons.is_empty() {
            return Limits::Full;
        }
        let why = reasons.join("; ");
        match process::find(OsStr::new("git"), None) {
            Ok(_) => Limits::ThroughGit { why },
            Err(_) => Limits::Refused { why: format!("{why}; this needs the git program, which is not installed") },
        }
    }

    /// What `doctor` says about this repository, a sentence each.
    ///
    /// Commit hooks are not run: they are made for commits that a person composes, may ask questions or take minutes,
    /// and one that fails would leave a saved file without its commit.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.reasons_for_git();
        if self.is_partial() && !self.is_noted_whole() {
            notes.push("The clone was made without old versions; the next sync fetches them".to_owned());
        }
        let hooks = self.commit_hooks();
        if !hooks.is_empty() {
            notes.push(format!("Commit hooks ({}) do not run for Riffle's commits", hooks.join(", ")));
        }
        notes
    }

    /// Whether the clone was made with `--filter`: what is not here is at the remote.
    pub(in crate::git) fn is_partial(&self) -> bool {
        let entries = self.inner.config().and_then(|config| {
            let mut is_partial = false;
            config.entries(Some("^remote\\..*\\.promisor$"))?.for_each(|entry| {
                is_partial |= entry.value().is_ok_and(|value| value == "true");
            })?;
            Ok(is_partial)
        });
        entries.unwrap_or(false)
    }

    /// Whether a partial clone had all of its history when it was looked last.
    pub(in crate::git) fn is_noted_whole(&self) -> bool {
        self.state_file(WHOLE).exists()
    }

    /// Something is missing after all: `git` itself goes on fetching without old versions.
    pub(in crate::git) fn note_partial(&self) {
        drop(disk::remove_unsynced(&self.state_file(WHOLE)));
    }

    /// Nothing of the history is missing any more.
    pub(in crate::git) fn note_whole(&self) -> Result<(), Error> {
        Ok(disk::put_unsynced(&self.state_file(WHOLE), &[])?)
    }

    /// Fails where a commit would go to the wrong place or break what the person is in the middle of.
    pub fn ready(&self) -> Result<(), Error> {
        if let Some((operation, files)) = under_way(self.inner.state()) {
            let places = files.iter().map(|name| self.inner.path().join(name));
            let file = places.into_iter().find(|file| file.exists()).unwrap_or_else(|| self.inner.path().to_owned());
            return Err(Error::Busy { operation, file });
        }
        let head = self.inner.find_reference("HEAD").map_err(|error| self.failed(error))?;
        let on_branch = matches!(head.symbolic_target(), Ok(Some(target)) if target == self.branch);
        if on_branch { self.tip().map(drop) } else { Err(Error::OffBranch { branch: self.branch().to_owned() }) }
    }

    /// What keeps commits waiting, and since when.
    pub(in crate::git) fn waits(&self) -> Option<Waits> {
        let (why, file) = match self.ready() {
            Err(Error::Busy { operation, file }) => (format!("{operation} under way"), file),
            Err(Error::OffBranch { branch }) => (format!("not on {branch}"), self.inner.path().join("HEAD")),
            Ok(()) | Err(_) => return None,
        };
        let since = fs::metadata(file).and_then(|meta| meta.modified()).ok()?;
        Some(Waits { why, since: DateTime::<Local>::from(since).fixed_offset() })
    }

    fn reasons_for_git(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.asks_for_filters("") {
            reasons.push("Content filters (LFS, git-crypt or others) run through the git program".to_owned());
        }
        if self.signs() {
            reasons.push("Commits are signed by the git program".to_owned());
        }
        if self.converts_line_ends() {
            reasons.push("Line ends are converted (`core.autocrlf`) by the git program".to_owned());
        }
        if self.inner.index().is_err() {
            reasons.push("The git index is split, sparse or damaged, and is updated by the git program".to_owned());
        }
        reasons
    }

    pub(in crate::git) fn signs(&self) -> bool {
        signs(self.inner.config())
    }

    pub(super) fn converts_line_ends(&self) -> bool {
        let value = self.inner.config().and_then(|config| config.get_string("core.autocrlf"));
        value.is_ok_and(|value| !matches!(value.to_ascii_lowercase().as_str(), "false" | "no" | "off" | "0"))
    }

    fn commit_hooks(&self) -> Vec<&'static str> {
        let configured = self.inner.config().and_then(|config| config.get_path("core.hooksPath"));
        let folder = configured.map_or_else(|_| self.inner.commondir().join("hooks"), |path| self.workdir.join(path));
        let runs = |name: &&str| {
            fs::metadata(folder.join(name)).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
        };
        COMMIT_HOOKS.into_iter().filter(runs).collect()
    }
}

/// What a person began with git and has not finished, as git calls it, and the files that say so.
fn under_way(state: RepositoryState) -> Option<(&'static str, &'static [&'static str])> {
    Some(match state {
        RepositoryState::Clean => return None,
        RepositoryState::Merge => ("merge", &["MERGE_HEAD"]),
        RepositoryState::Revert | RepositoryState::RevertSequence => ("revert", &["REVERT_HEAD", "sequencer"]),
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
            ("cherry-pick", &["CHERRY_PICK_HEAD", "sequencer"])
        }
        RepositoryState::Bisect => ("bisect", &["BISECT_LOG"]),
        RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
            ("rebase", &["rebase-merge", "rebase-apply"])
        }
        RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => ("am", &["rebase-apply"]),
    })
}
