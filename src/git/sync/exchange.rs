//! Exchanges commits with the remote: fetch, merge, push; again when somebody was faster.

use std::time::Duration;

use git2::{Commit, Oid, Signature, Sort};

use super::{Applied, Choice, Facts, Merged, Plan, Report, Status, SyncCallbacks, Unsent, Upstream, Why, plan};
use crate::git::objects::signature::{RIFFLE, moment};
use crate::git::transport::remote::taken_ref;
use crate::git::transport::{self, Failure, Remote};
use crate::git::{CommitId, Decision, Error, Repo, Timestamp, UserIndex};
use crate::process::GoOn;

/// How often a push that somebody overtook starts again from the fetch.
const ROUNDS: u32 = 6;

const PAUSE: Duration = Duration::from_millis(100);

/// Part of a merge commit's message, since another way of merging makes other commits.
const MERGE_MESSAGE: &str = "sync: merge\n\nMade by Riffle's merge, version 2; the same on every machine.\n";

const APART_MESSAGE: &str =
    "sync: names told apart\n\nMade by Riffle's merge, version 2, of names that some disks take for one.\n";

impl Repo {
    /// Where the branch stands, without the network.
    pub fn status(&self) -> Result<Status, Error> {
        let (held, waits) = (self.held(), self.waits());
        let Some(remote) = self.remote()? else { return Ok(Status { held, waits, ..Status::default() }) };
        let ours = self.tip()?.map(|tip| tip.id());
        let theirs = self.inner.refname_to_id(&self.tracking(&remote)).ok();
        let (ahead, behind) = match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                self.inner.graph_ahead_behind(ours, theirs).map_err(|error| self.failed(error))?
            }
            (Some(ours), None) => (self.count(ours)?, 0),
            (None, Some(theirs)) => (0, self.count(theirs)?),
            (None, None) => (0, 0),
        };
        let is_exchanged = self.inner.refname_to_id(&taken_ref(&remote)).is_ok();
        let unsent_since = ours.zip(theirs).filter(|_| ahead > 0).and_then(|(ours, theirs)| self.oldest(ours, theirs));
        Ok(Status { remote: Some(remote.name), ahead, behind, is_exchanged, unsent_since, held, waits, unsent: 0 })
    }

    /// Fetches, brings over what is new, pushes; again when somebody was faster. The caller commits outside edits first, and
    /// lets the person's git index follow afterwards what it could not follow here.
    ///
    /// Nothing is lost when this fails at any step: it can be called again. `at` names the refs that keep a history which
    /// the remote gave up.
    pub fn sync(
        &self,
        callbacks: &mut SyncCallbacks<'_>,
        index: &mut UserIndex,
        at: Timestamp,
    ) -> Result<Report, Error> {
        self.ready()?;
        let mut remote = self.remote()?.ok_or(Error::NoRemote)?;
        let branch = callbacks.chosen.iter().find_map(|choice| match choice {
            Choice::UseBranch(branch) => Some(format!("refs/heads/{branch}")),
            _ => None,
        });
        let is_other = branch.is_some();
        remote.branch = branch.unwrap_or(remote.branch);
        remote.asks_at = callbacks.asks_at.take();
        self.guard_branch(&remote, callbacks.chosen)?;
        let report = Exchange { repo: self, remote: &remote, callbacks, index, at }.run()?;
        if is_other { self.set_upstream(&remote).map(|()| report) } else { Ok(report) }
    }

    /// Refuses to send what lies outside of the store before anybody said that it may go along.
    fn guard_branch(&self, remote: &Remote, chosen: &[Choice]) -> Result<(), Error> {
        let is_known = chosen.contains(&Choice::WholeBranch) || self.inner.refname_to_id(&taken_ref(remote)).is_ok();
        match self.prefix.strip_suffix('/') {
            Some(folder) if !is_known => Err(Decision::Larger { folder: folder.to_owned() }.into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Makes a commit of which nothing is this machine's.
    pub(super) fn made(&self, tree: Oid, parents: &[&Commit<'_>], message: &str) -> Result<Oid, Error> {
        let seconds = parents.iter().map(|parent| parent.time().seconds()).max().unwrap_or_default();
        let made = Signature::new(RIFFLE.0, RIFFLE.1, &git2::Time::new(seconds, 0)).and_then(|who| {
            let tree = self.inner.find_tree(tree)?;
            self.inner.commit(None, &who, &who, message, &tree, parents)
        });
        made.map_err(|error| self.failed(error))
    }

    /// Pushes what the remote lacks; how many commits it took.
    fn send(&self, remote: &Remote, theirs: Option<Oid>, go_on: &mut GoOn<'_>) -> Result<usize, Error> {
        let Some(ours) = self.tip()?.map(|tip| tip.id()).filter(|ours| Some(*ours) != theirs) else { return Ok(0) };
        let count = match theirs {
            Some(theirs) => self.inner.graph_ahead_behind(ours, theirs).map_err(|error| self.failed(error))?.0,
            None => self.count(ours)?,
        };
        if count > 0 {
            self.push(remote, ours, go_on)?;
            self.set_taken(remote, ours)?;
        }
        Ok(count)
    }

    /// The files of the store that differ from what the remote had.
    fn sent_files(&self, theirs: Option<Oid>) -> Result<Vec<String>, Error> {
        let (Some(theirs), Some(ours)) = (theirs, self.tip()?) else { return Ok(Vec::new()) };
        let changed = self.changed(Some(theirs), ours.id())?;
        let there = changed.into_iter().filter(|(_, _, after)| after.is_some());
        Ok(there.filter_map(|(path, ..)| Some(self.inside(&path)?.to_owned())).collect())
    }

    fn facts(&self, remote: &Remote, ours: Option<Oid>, theirs: Option<Oid>) -> Result<(Facts, Option<Oid>), Error> {
        let base = match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.common(ours, theirs)?,
            (None, _) | (_, None) => None,
        };
        let upstream = match (self.taken(remote, ours)?, theirs) {
            (Some(taken), Some(theirs)) if !self.contains(theirs, taken)? => Upstream::Rewritten,
            (Some(_) | None, _) => Upstream::Grown,
        };
        let id = |oid: Option<Oid>| oid.map(CommitId::from);
        Ok((Facts { ours: id(ours), theirs: id(theirs), base: id(base), upstream }, base))
    }

    /// A branch that is missing over there is made only where none of ours was before and none of another name is, or where
    /// the person said so.
    fn check_branch(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        let branch = remote.branch.trim_start_matches("refs/heads/").to_owned();
        if self.inner.refname_to_id(&taken_ref(remote)).is_ok() {
            return Err(Decision::Gone(branch).into());
        }
        let has = self.remote_branches(remote, go_on)?;
        if has.is_empty() { Ok(()) } else { Err(Decision::OtherBranch { branch, has }.into()) }
    }

    /// When the oldest commit was made that one has and another lacks.
    fn oldest(&self, ours: Oid, theirs: Oid) -> Option<Timestamp> {
        let mut walk = self.inner.revwalk().ok()?;
        walk.set_sorting(Sort::TIME).and_then(|()| walk.push(ours)).and_then(|()| walk.hide(theirs)).ok()?;
        let oldest = walk.flatten().last()?;
        Some(moment(self.inner.find_commit(oldest).ok()?.time()))
    }

    fn count(&self, from: Oid) -> Result<usize, Error> {
        let counted = self.inner.revwalk().and_then(|mut walk| {
            walk.set_sorting(Sort::NONE)?;
            walk.push(from)?;
            Ok(walk.count())
        });
        counted.map_err(|error| self.failed(error))
    }
}

/// One sync with a remote.
pub(super) struct Exchange<'a, 'c> {
    pub(super) repo: &'a Repo,
    pub(super) remote: &'a Remote,
    pub(super) callbacks: &'a mut SyncCallbacks<'c>,
    index: &'a mut UserIndex,
    at: Timestamp,
}

impl Exchange<'_, '_> {
    fn run(&mut self) -> Result<Report, Error> {
        let warnings = transport::warning(&self.remote.url).into_iter().collect();
        let mut report = Report { warnings, ..Report::default() };
        self.make_whole()?;
        for round in 0..ROUNDS {
            if round > 1 {
                std::thread::sleep(PAUSE * 2_u32.pow(round - 1));
            }
            let theirs = self.repo.fetch(self.remote, self.callbacks.go_on)?;
            if theirs.is_none() && !self.callbacks.chosen.contains(&Choice::MakeBranch) {
                self.repo.check_branch(self.remote, self.callbacks.go_on)?;
            }
            let applied = match self.take(theirs) {
                // A commit came in between: it is merged in the next round.
                Err(Error::Moved | Error::Held(_)) if round + 1 < ROUNDS => continue,
                applied => applied?,
            };
            report.add(applied);
            self.send_lfs(theirs, &mut report)?;
            match self.repo.send(self.remote, theirs, self.callbacks.go_on) {
                Err(Error::Remote(Failure::NonFastForward)) => {}
                sent => {
                    report.sent = sent?;
                    report.sent_files = if report.sent > 0 { self.repo.sent_files(theirs)? } else { Vec::new() };
                    report.held = self.repo.held();
                    return Ok(report);
                }
            }
        }
        Err(Failure::NonFastForward.into())
    }

    /// Lets git LFS send what it keeps of commits that are to be sent; what stays here is told.
    fn send_lfs(&mut self, theirs: Option<Oid>, report: &mut Report) -> Result<(), Error> {
        let is_sent = self.repo.tip()?.map(|tip| tip.id()) == theirs;
        let pointers = if is_sent { Vec::new() } else { self.repo.lfs_pointers()? };
        if pointers.is_empty() {
            return Ok(());
        }
        match self.repo.send_lfs(self.remote, self.callbacks.go_on) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(error @ Error::Process(_)) => return Err(error),
            Err(error) => report.warnings.push(format!("git LFS could not send what it keeps: {error}")),
        }
        report.unsent = pointers.into_iter().map(|path| Unsent::new(path, Why::Lfs)).collect();
        Ok(())
    }

    /// Fetches what a clone was made without.
    fn make_whole(&mut self) -> Result<(), Error> {
        if self.repo.is_partial() && !self.repo.is_noted_whole() {
            self.repo.fetch_all(self.remote, self.callbacks.go_on)?;
            self.repo.note_whole()?;
        }
        Ok(())
    }

    /// Brings over what the remote has, under the store's lock.
    fn take(&mut self, theirs: Option<Oid>) -> Result<Applied, Error> {
        let (repo, remote) = (self.repo, self.remote);
        let _lock = (self.callbacks.lock)()?;
        repo.resume(self.callbacks.write, self.callbacks.merge, self.at)?;
        repo.ready()?;
        let ours = repo.tip()?.map(|tip| tip.id());
        let (facts, base) = repo.facts(remote, ours, theirs)?;
        let planned = match plan(facts, self.callbacks.chosen) {
            Err(Decision::Rewritten { .. }) => return Err(repo.rescue(remote, ours, theirs, &self.day())?.into()),
            planned => planned?,
        };
        let applied = match (planned, ours, theirs, base) {
            (Plan::FastForward { .. }, _, Some(theirs), _) => self.forward(ours, [ours, Some(theirs)])?,
            (Plan::Merge { .. }, Some(ours), Some(theirs), base) => self.merge(base, [ours, theirs])?,
            (Plan::Replace { .. }, Some(ours), Some(theirs), _) => self.replace(ours, theirs)?,
            (Plan::Push, Some(ours), theirs, _) => self.forward(Some(ours), [theirs, Some(ours)])?,
            (Plan::Nothing | Plan::Push | Plan::FastForward { .. } | Plan::Merge { .. } | Plan::Replace { .. }, ..) => {
                Applied::default()
            }
        };
        if let Some(theirs) = theirs {
            repo.set_taken(remote, theirs)?;
        }
        Ok(applied)
    }

    /// Brings files and branch to the newer of two commits, of which one comes after the other; names that some disks take
    /// for one are told apart by a commit on top, the same one on every machine.
    fn forward(&mut self, here: Option<Oid>, [old, new]: [Option<Oid>; 2]) -> Result<Applied, Error> {
        let (repo, merge, naming) = (self.repo, &mut *self.callbacks.merge, self.callbacks.naming);
        let (old, new) =
            (old.map(|id| repo.find_commit(id)).transpose()?, new.map(|id| repo.find_commit(id)).transpose()?);
        let Some(new) = new else { return Ok(Applied::default()) };
        let (mut to, mut renamed) = (new.id(), Vec::new());
        if repo.has_collisions(old.as_ref(), &new, naming)? {
            let merged = repo.merge_trees(old.as_ref(), [old.as_ref(), Some(&new)], merge, naming)?;
            (to, renamed) = (repo.made(merged.tree, &[&new], APART_MESSAGE)?, merged.renamed);
        }
        if here == Some(to) {
            return Ok(Applied::default());
        }
        Ok(Applied { renamed, ..self.apply(here, to)? })
    }

    fn merge(&mut self, base: Option<Oid>, [ours, theirs]: [Oid; 2]) -> Result<Applied, Error> {
        let (new, merged) = self.merge_commit(base, [ours, theirs])?;
        let mut applied = self.apply(Some(ours), new)?;
        applied.conflicts.extend(merged.conflicts);
        Ok(Applied { renamed: merged.renamed, ..applied })
    }

    /// Makes the merge of two commits, whose id is the same on every machine that merges the same two.
    fn merge_commit(&mut self, base: Option<Oid>, [ours, theirs]: [Oid; 2]) -> Result<(Oid, Merged), Error> {
        let (repo, merge, naming) = (self.repo, &mut *self.callbacks.merge, self.callbacks.naming);
        let base = base.map(|base| repo.find_commit(base)).transpose()?;
        let (one, other) = (repo.find_commit(ours.min(theirs))?, repo.find_commit(ours.max(theirs))?);
        let merged = repo.merge_trees(base.as_ref(), [Some(&one), Some(&other)], merge, naming)?;
        Ok((repo.made(merged.tree, &[&one, &other], MERGE_MESSAGE)?, merged))
    }

    /// The day, as names of refs say it.
    pub(super) fn day(&self) -> String {
        self.at.format("%Y-%m-%d").to_string()
    }

    pub(super) fn apply(&mut self, old: Option<Oid>, new: Oid) -> Result<Applied, Error> {
        let new = self.with_kept(old, new)?;
        self.repo.apply(old, new, self.callbacks, self.index, self.at)
    }
}

impl Report {
    fn add(&mut self, applied: Applied) {
        let Applied { received, conflicts, renamed, held: _ } = applied;
        self.received.extend(received);
        self.conflicts.extend(conflicts);
        self.renamed.extend(renamed);
        for list in [&mut self.received, &mut self.conflicts] {
            list.sort();
            list.dedup();
        }
    }
}
