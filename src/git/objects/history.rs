//! What was committed: a file's content and versions, and what a commit changed.

use std::collections::HashSet;

use chrono::TimeDelta;
use git2::{Commit, Oid, Sort};

use super::signature::moment;
use super::tree;
use crate::git::{CommitId, Difference, Error, Repo, Timestamp};

/// How many commits a search for a file's versions looks at.
const LOOKED_AT: usize = 20_000;

/// How far the moment a file was made and that of its first commit may lie from each other.
const MADE_WITHIN: TimeDelta = TimeDelta::hours(1);

/// How many files that went in a commit are compared with the one that came.
const MOST_RENAMED: usize = 1_000;

/// A commit that changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub commit: CommitId,
    pub subject: String,
    pub when: Timestamp,
    pub author: String,
    /// What the file is called in it.
    pub path: String,
    /// What it was called before, if this commit renamed it.
    pub renamed_from: Option<String>,
}

/// Whether two texts, one that went and one that came in the same commit, are the same file under two names.
pub type IsSame<'a> = dyn Fn(&[u8], &[u8]) -> bool + 'a;

impl Repo {
    /// A file's content in a commit.
    pub fn content(&self, commit: &CommitId, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let full = self.full(path)?;
        let commit = self.commit_of(commit)?;
        match self.leaf_in(&commit, &full)? {
            Some((id, mode)) if tree::is_file(mode) => self.load_blob(&full, id).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// What one commit changed against its first parent, with contents. Symbolic links are left out; a rename is a
    /// removal and an addition.
    pub fn differences(&self, commit: &CommitId) -> Result<Vec<Difference>, Error> {
        let commit = self.commit_of(commit)?;
        let parent = commit.parents().next();
        let (old, new) = (self.tree_of(parent.as_ref())?, self.tree_of(Some(&commit))?);
        let changes = self.tree_changes(old.as_ref(), new.as_ref())?;
        let mut differences = Vec::new();
        for (full, before, after) in changes {
            let Some(path) = self.inside(&full) else { continue };
            let [before, after] = [before, after].map(|side| side.filter(|(_, mode)| tree::is_file(*mode)));
            if before.is_some() || after.is_some() {
                let load = |side: Option<tree::Leaf>| side.map(|(id, _)| self.load_blob(&full, id)).transpose();
                differences.push(Difference { path: path.to_owned(), before: load(before)?, after: load(after)? });
            }
        }
        Ok(differences)
    }

    /// The commits that changed a file, newest first, until the function has seen enough (`false`). Follows the file to
    /// its earlier names. Looks at a bounded part of a very long history; where it is known when the file was made and
    /// a commit of that time is found, at nothing older.
    pub fn history(
        &self,
        path: &str,
        made: Option<Timestamp>,
        is_same: &IsSame<'_>,
        seen: &mut dyn FnMut(Version) -> bool,
    ) -> Result<(), Error> {
        let mut full = self.full(path)?;
        let Some(tip) = self.tip()? else { return Ok(()) };
        let mut walk = self.inner.revwalk().map_err(|error| self.failed(error))?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)
            .and_then(|()| walk.push(tip.id()))
            .map_err(|error| self.failed(error))?;
        let mut is_begun = false;
        let mut lookup = tree::Lookup::of(&self.inner).map_err(|error| self.failed(error))?;
        for id in walk.take(LOOKED_AT) {
            let commit = id.and_then(|id| self.inner.find_commit(id)).map_err(|error| self.failed(error))?;
            if is_begun && made.is_some_and(|made| moment(commit.author().when()) + MADE_WITHIN < made) {
                break;
            }
            if !changes(&commit, &full, &mut lookup).map_err(|error| self.failed(error))? {
                continue;
            }
            let earlier = self.earlier_name(&commit, &full, is_same)?;
            let renamed_from = earlier.as_ref().map(|earlier| self.shown(earlier));
            let version = Version { path: self.shown(&full), renamed_from, ..version(&commit) };
            is_begun |= made.is_some_and(|made| (version.when - made).abs() < MADE_WITHIN);
            if !seen(version) {
                break;
            }
            full = earlier.unwrap_or(full);
        }
        Ok(())
    }

    /// Files that commits changed or brought since a given one, and when, the newest first and each once: as many as `most`.
    pub fn changed_since(&self, commit: &CommitId, most: usize) -> Result<Vec<(String, Timestamp)>, Error> {
        let (since, tip) = (self.commit_of(commit)?.id(), self.tip()?);
        let failed = |error| self.failed(error);
        let mut walk = self.inner.revwalk().map_err(failed)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).and_then(|()| walk.hide(since)).map_err(failed)?;
        tip.map_or(Ok(()), |tip| walk.push(tip.id())).map_err(failed)?;
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        for id in walk.take(LOOKED_AT) {
            let commit = id.and_then(|id| self.inner.find_commit(id)).map_err(failed)?;
            let [old, new] = [commit.parents().next().as_ref(), Some(&commit)].map(|commit| self.tree_of(commit));
            let changes = tree::changes(&self.inner, old?.as_ref(), new?.as_ref()).map_err(failed)?;
            for path in changes.into_iter().filter(|(_, _, now)| now.is_some()).map(|(path, ..)| path) {
                let Some(path) = self.inside(&path).filter(|path| seen.insert((*path).to_owned())) else { continue };
                found.push((path.to_owned(), moment(commit.author().when())));
            }
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// What a file was called before the commit that brought it, if it had another name.
    fn earlier_name(&self, commit: &Commit<'_>, full: &str, is_same: &IsSame<'_>) -> Result<Option<String>, Error> {
        let Some((now, mode)) = self.leaf_in(commit, full)?.filter(|(_, mode)| tree::is_file(*mode)) else {
            return Ok(None);
        };
        let Some(parent) = commit.parents().next() else { return Ok(None) };
        if self.leaf_in(&parent, full)?.is_some() {
            return Ok(None);
        }
        let (old, new) = (self.tree_of(Some(&parent))?, self.tree_of(Some(commit))?);
        let changes = self.tree_changes(old.as_ref(), new.as_ref())?;
        let gone = changes.into_iter().filter_map(|(path, before, after)| match (before, after) {
            (Some((id, then)), None) if then == mode && self.inside(&path).is_some() => Some((path, id)),
            _ => None,
        });
        let gone: Vec<(String, Oid)> = gone.collect();
        if let Some((path, _)) = gone.iter().find(|(_, id)| *id == now) {
            return Ok(Some(path.clone()));
        }
        let text = self.load_blob(full, now)?;
        for (path, id) in gone.into_iter().take(MOST_RENAMED) {
            if is_same(&self.load_blob(&path, id)?, &text) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

/// Whether a commit gave a path a content that none of its parents had.
pub(in crate::git) fn changes(
    commit: &Commit<'_>,
    full: &str,
    lookup: &mut tree::Lookup<'_>,
) -> Result<bool, git2::Error> {
    let now = lookup.leaf(commit.tree_id(), full)?;
    for parent in commit.parents() {
        if lookup.leaf(parent.tree_id(), full)? == now {
            return Ok(false);
        }
    }
    Ok(now.is_some() || commit.parent_count() > 0)
}

fn version(commit: &Commit<'_>) -> Version {
    Version {
        path: String::new(),
        renamed_from: None,
        commit: commit.id().into(),
        subject: String::from_utf8_lossy(commit.summary_bytes().unwrap_or_default()).into_owned(),
        when: moment(commit.author().when()),
        author: String::from_utf8_lossy(commit.author().name_bytes()).into_owned(),
    }
}
