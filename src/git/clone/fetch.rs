//! What the remote has, brought over within limits; a history that the remote gave up is kept.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use git2::{ErrorCode, Oid};

use super::{Bare, Fetched};
use crate::disk;
use crate::git::program::output;
use crate::git::transport::{answer, branch};
use crate::git::{CommitId, Decision, Error, locks, transport};
use crate::process::askpass::Asker;
use crate::process::{self, Run};

/// What one fetch may bring, and what a clone may grow to, in bytes.
pub(super) const LARGEST_FETCH: u64 = 500 << 20;
const LARGEST_CLONE: u64 = 2 << 30;

/// Added to the settings of every exchange with a remote.
const SETTINGS: [&str; 3] = ["transfer.fsckObjects=true", "core.symlinks=false", "fetch.writeCommitGraph=false"];
/// Where a fetch puts what it brings, with the number of its process behind it.
const INCOMING: &str = "refs/riffle/incoming-";
/// How often a ref that another program holds for a moment is tried.
const TRIES: u32 = 20;

impl Bare {
    /// Brings over what the remote's branch holds. [`Bare::tip`] follows it unless the remote's history was rewritten.
    pub fn fetch(&self) -> Result<Fetched, Error> {
        let fetched = self.follow();
        self.close();
        fetched
    }

    /// Neither git nor libgit2 asks who may read what they write.
    pub(super) fn close(&self) {
        disk::tighten_all(&self.folder);
    }

    fn follow(&self) -> Result<Fetched, Error> {
        let before = self.tip_id()?;
        let after = match self.bring()? {
            None if before.is_some() => return Err(Decision::Gone(self.branch()).into()),
            // Somebody made the first commit, perhaps on a branch of another name.
            None if self.find_branch()? => self.bring()?,
            after => after,
        };
        let Some(after) = after else { return Ok(Fetched::default()) };
        if let Some(before) = before
            && !self.holds(after, before)?
        {
            let rescue = self.rescue(before, after)?;
            return Ok(Fetched { before: Some(before.into()), after: Some(after.into()), rewritten: true, rescue });
        }
        self.set_tip(after)?;
        Ok(Fetched { before: before.map(CommitId::from), after: Some(after.into()), ..Fetched::default() })
    }

    /// Follows the remote to a history that was rewritten, as the person decided. What was before stays under
    /// `refs/riffle/rescue/`.
    pub fn accept_rewritten(&self, to: &CommitId) -> Result<(), Error> {
        let to = self.commit_of(to)?.id();
        self.set_tip(to)
    }

    /// Whether a commit is another or comes before it; one that is not here does not.
    pub fn is_within(&self, older: &CommitId, newer: &CommitId) -> Result<bool, Error> {
        match self.commit_of(older) {
            Ok(older) => self.holds(self.commit_of(newer)?.id(), older.id()),
            Err(Error::NoCommit(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The branches of the remote, without `refs/heads/`, with the commits they are at.
    pub fn remote_branches(&self) -> Result<Vec<(String, CommitId)>, Error> {
        let output = answer::finished(&self.on_remote(&["ls-remote", "--heads"], &[])?, &mut || true)?;
        let branch = |(name, id): (String, String)| Some((name.strip_prefix("refs/heads/")?.to_owned(), CommitId(id)));
        Ok(answer::listed(&output)?.into_iter().filter_map(branch).collect())
    }

    /// Takes the remote's branch, as [`branch::chosen`] tells. Answers whether another than before was found.
    pub(super) fn find_branch(&self) -> Result<bool, Error> {
        let run = self.on_remote(&["ls-remote", "--symref"], &["HEAD", "refs/heads/*"])?;
        let listed = answer::listed(&answer::finished(&run, &mut || true)?)?;
        let chosen = branch::chosen(&listed)?;
        let Some(found) = chosen.filter(|found| *found != *self.branch.borrow()) else {
            return Ok(false);
        };
        let set =
            self.inner.reference_symbolic("HEAD", &format!("refs/heads/{found}"), true, "riffle: the remote's branch");
        set.map_err(|error| self.failed(error))?;
        *self.branch.borrow_mut() = found;
        Ok(true)
    }

    /// Fetches the branch into a ref of its own, whose commit is returned; `None` when the remote has no such branch.
    fn bring(&self) -> Result<Option<Oid>, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let incoming = format!("{INCOMING}{}-{count}", std::process::id());
        self.sweep()?;
        locks::clear_clone(&self.folder)?;
        self.delete_ref(&incoming)?;
        let spec = format!("refs/heads/{}:{incoming}", self.branch.borrow());
        let options = ["fetch", "--progress", "--atomic", "--no-tags", "--no-write-fetch-head", "--refmap="];
        let output = self.within_limits(&self.on_remote(&options, &[&spec])?)?;
        match answer::of_fetch(&output) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            // git's own words for this differ.
            Err(_) if disk::is_full(&self.folder) => return Err(disk::Error::Full(self.folder.clone()).into()),
            Err(failure) => return Err(failure.into()),
        }
        let id = self.inner.refname_to_id(&incoming).map_err(|error| self.failed(error))?;
        self.delete_ref(&incoming)?;
        Ok(Some(id))
    }

    /// Runs a fetch and ends it once it has brought more than it may.
    fn within_limits(&self, run: &Run) -> Result<process::Output, Error> {
        let objects = self.folder.join("objects");
        let before = size(&objects);
        let limit = self.largest_fetch.min(LARGEST_CLONE.saturating_sub(before));
        let mut fits = || size(&objects).saturating_sub(before) <= limit;
        let too_large = || Error::TooLarge { url: output::public(&self.url), megabytes: limit >> 20 };
        match answer::finished(run, &mut fits) {
            Err(Error::Process(process::Error::Stopped(_))) => Err(too_large()),
            Ok(_) if !fits() => Err(too_large()),
            output => output,
        }
    }

    /// `git` with these options and operands, which may talk to the remote alone.
    pub(super) fn on_remote(&self, options: &[&str], operands: &[&str]) -> Result<Run, Error> {
        let config = self.inner.config().ok();
        let mut run = transport::remote_run(&[&self.url], config.as_ref(), &self.folder, self.stall)?;
        transport::ask_at(&mut run, self.asker.as_ref().and_then(Asker::place).as_ref(), config.as_ref());
        run.args.extend(SETTINGS.iter().flat_map(|setting| ["-c".into(), OsString::from(setting)]));
        run.args.push(transport::option("--git-dir=", &self.folder));
        run.args.extend(options.iter().map(OsString::from));
        run.args.extend(["--".into(), OsString::from(&self.url)]);
        run.args.extend(operands.iter().map(OsString::from));
        Ok(run)
    }

    pub(super) fn set_tip(&self, tip: Oid) -> Result<(), Error> {
        self.set_ref(&self.tracking(), tip)
    }

    /// Pins both ends of a rewritten history.
    fn rescue(&self, before: Oid, after: Oid) -> Result<Vec<String>, Error> {
        let name = |id: Oid, end: &str| format!("refs/riffle/rescue/{}-{end}", &id.to_string()[..12]);
        let pins = [(name(before, "before"), before), (name(after, "after"), after)];
        for (name, id) in &pins {
            self.set_ref(name, *id)?;
        }
        Ok(pins.map(|(name, _)| name).to_vec())
    }

    /// Sets a ref; who holds it is waited for, and a lock that nobody holds is removed.
    fn set_ref(&self, name: &str, id: Oid) -> Result<(), Error> {
        let lock = self.folder.join(format!("{name}.lock"));
        for round in 0..=TRIES {
            match self.inner.reference(name, id, true, "riffle: fetch") {
                Ok(_) => return Ok(()),
                Err(error) if error.code() != ErrorCode::Locked => return Err(self.failed(error)),
                Err(_) if round + 1 == TRIES => locks::clear_clone(&self.folder)?,
                Err(_) => std::thread::sleep(Duration::from_millis(u64::from(round))),
            }
        }
        Err(Error::Held(lock))
    }

    /// Removes what fetches left that were killed.
    fn sweep(&self) -> Result<(), Error> {
        let found = self.inner.references_glob(&format!("{INCOMING}*")).map_err(|error| self.failed(error))?;
        let names: Vec<String> = found.flatten().filter_map(|found| found.name().ok().map(str::to_owned)).collect();
        for name in names {
            let writer = name.strip_prefix(INCOMING).and_then(|rest| rest.split('-').next()?.parse().ok());
            if writer.is_some_and(|writer| !disk::is_running(writer)) {
                self.delete_ref(&name)?;
            }
        }
        Ok(())
    }

    fn delete_ref(&self, name: &str) -> Result<(), Error> {
        match self.inner.find_reference(name).and_then(|mut found| found.delete()) {
            Ok(()) => Ok(()),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Whether a commit is another or comes after it.
    fn holds(&self, newer: Oid, older: Oid) -> Result<bool, Error> {
        if newer == older {
            return Ok(true);
        }
        self.inner.graph_descendant_of(newer, older).map_err(|error| self.failed(error))
    }
}

/// The bytes of all files below a folder. What vanishes meanwhile counts nothing.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
