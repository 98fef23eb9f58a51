//! Who committed what, by the commits and not by what the files say.

use std::collections::HashMap;

use git2::{Commit, Oid, Sort};

use super::{Author, Bare, Signed, lossy};
use crate::git::objects::signature::moment;
use crate::git::objects::{history, tree};
use crate::git::program::arrivals;
use crate::git::{CommitId, Error, Timestamp};

/// How many commits a search looks at.
const LOOKED_AT: usize = 20_000;

impl Bare {
    /// The commit before another; of several, the first.
    pub fn parent(&self, commit: &CommitId) -> Result<Option<CommitId>, Error> {
        Ok(self.commit_of(commit)?.parent_id(0).ok().map(CommitId::from))
    }

    /// A commit and its whole message; `None` for one that is not here.
    pub fn signed(&self, commit: &CommitId) -> Result<Option<(Signed, String)>, Error> {
        match self.commit_of(commit) {
            Ok(commit) => Ok(Some((signed(&commit), lossy(commit.message_bytes())))),
            Err(Error::NoCommit(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When files came to the branch, by their paths now.
    pub fn arrivals(&self, tip: &CommitId) -> Result<HashMap<String, Timestamp>, Error> {
        arrivals::arrivals_at(self.git(&[]), &tip.0)
    }

    /// The newest commit that changed a path; bounded on a very long history.
    pub fn last_change(&self, path: &str) -> Result<Option<Signed>, Error> {
        let mut found = None;
        self.each_change(path, &mut |commit| {
            found = Some(signed(commit));
            false
        })?;
        Ok(found)
    }

    /// The commits that changed a path, newest first, until the function has seen enough (`false`).
    pub fn versions(&self, path: &str, seen: &mut dyn FnMut(Signed) -> bool) -> Result<(), Error> {
        self.each_change(path, &mut |commit| seen(signed(commit)))
    }

    /// The commits that `until` holds and `since` does not, newest first, with their whole messages, until the function has
    /// seen enough (`false`). Bounded on a very long history; then the answer is `false`.
    pub fn messages(
        &self,
        since: Option<&CommitId>,
        until: &CommitId,
        seen: &mut dyn FnMut(&Signed, &str) -> Result<bool, Error>,
    ) -> Result<bool, Error> {
        let since = since.map(|since| self.commit_of(since)).transpose()?.map(|commit| commit.id());
        let all = self.walk_from(self.commit_of(until)?.id(), since)?;
        let is_whole = all.len() < LOOKED_AT;
        for id in all {
            let commit = self.inner.find_commit(id).map_err(|error| self.failed(error))?;
            if !seen(&signed(&commit), &lossy(commit.message_bytes()))? {
                return Ok(true);
            }
        }
        Ok(is_whole)
    }

    fn each_change(&self, path: &str, seen: &mut dyn FnMut(&Commit<'_>) -> bool) -> Result<(), Error> {
        let mut lookup = tree::Lookup::of(&self.inner).map_err(|error| self.failed(error))?;
        for id in self.walk(None)? {
            let commit = self.inner.find_commit(id).map_err(|error| self.failed(error))?;
            let touches = history::changes(&commit, path, &mut lookup).map_err(|error| self.failed(error))?;
            if touches && !seen(&commit) {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn walk(&self, since: Option<Oid>) -> Result<Vec<Oid>, Error> {
        match self.tip_id()? {
            Some(tip) => self.walk_from(tip, since),
            None => Ok(Vec::new()),
        }
    }

    fn walk_from(&self, tip: Oid, since: Option<Oid>) -> Result<Vec<Oid>, Error> {
        let walked = self.inner.revwalk().and_then(|mut walk| {
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
            walk.push(tip)?;
            since.map_or(Ok(()), |since| walk.hide(since))?;
            walk.take(LOOKED_AT).collect()
        });
        walked.map_err(|error| self.failed(error))
    }
}

pub(super) fn signed(commit: &Commit<'_>) -> Signed {
    let author = |who: git2::Signature<'_>| Author { name: lossy(who.name_bytes()), email: lossy(who.email_bytes()) };
    Signed {
        author: author(commit.author()),
        committer: author(commit.committer()),
        when: moment(commit.committer().when()),
        commit: commit.id().into(),
        subject: lossy(commit.summary_bytes().unwrap_or_default()),
    }
}
