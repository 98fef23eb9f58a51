//! Whether the person's git index has followed all that Riffle committed, found without reading it where nothing changed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use git2::Oid;

use crate::disk;
use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// Notes what the index and the branch were when nothing lagged behind.
const IN_STEP: &str = "in-step";

impl Repo {
    /// Which of the paths that Riffle committed since the person's last own git command the index does not show yet: a
    /// crash or a lock came in between.
    pub fn left_behind(&self) -> Result<Vec<String>, Error> {
        let Some(tip) = self.tip()? else { return Ok(Vec::new()) };
        if self.is_noted_in_step(&tip) {
            return Ok(Vec::new());
        }
        let state = self.index_state(&tip);
        let lagging = self.lagging(&tip)?;
        // What changed meanwhile is looked at the next time.
        let is_still = lagging.is_empty() && self.undone_by_race()?.is_empty() && state == self.index_state(&tip);
        if let Some(state) = state.filter(|_| is_still) {
            self.note_in_step(&state);
        }
        Ok(lagging)
    }

    /// Whether nothing has changed since everything was in step.
    pub(in crate::git) fn is_noted_in_step(&self, tip: &git2::Commit<'_>) -> bool {
        let state = self.index_state(tip);
        state.is_some() && state == fs::read_to_string(self.state_file(IN_STEP)).ok()
    }

    pub(super) fn note_in_step(&self, state: &str) {
        // Not vital: without the note the index is read again.
        drop(disk::put_unsynced(&self.state_file(IN_STEP), state.as_bytes()));
    }

    /// All that [`Repo::left_behind`] depends on, in a line: where the branch is, the end of its log, and the checksum of the
    /// index. `None` where that cannot be told without reading it.
    pub(super) fn index_state(&self, tip: &git2::Commit<'_>) -> Option<String> {
        const CHECKSUM: usize = 20;
        let mut index = fs::File::open(self.inner.path().join("index")).ok()?;
        index.seek(SeekFrom::End(-i64::try_from(CHECKSUM).ok()?)).ok()?;
        let mut checksum = [0; CHECKSUM];
        index.read_exact(&mut checksum).ok()?;
        let log = fs::metadata(self.inner.commondir().join("logs").join(&self.branch)).ok()?;
        // Git may be told to leave the checksum out.
        let checksum = Oid::from_bytes(&checksum).ok().filter(|checksum| !checksum.is_zero())?;
        let (size, time) = (log.len(), (log.mtime(), log.mtime_nsec()));
        Some(format!("{} {} {checksum} {size} {}.{:09}", self.branch, tip.id(), time.0, time.1))
    }

    fn lagging(&self, tip: &git2::Commit<'_>) -> Result<Vec<String>, Error> {
        let Ok(mut index) = self.inner.index() else { return Ok(Vec::new()) };
        index.read(false).map_err(|error| self.failed(error))?;
        let mut behind = BTreeSet::new();
        for (old, new) in self.riffle_steps_in_a_row()? {
            let [old, new] = [old, new].map(|id| self.inner.find_commit(id).ok());
            let (old, new) = (self.tree_of(old.as_ref())?, self.tree_of(new.as_ref())?);
            let changes = self.tree_changes(old.as_ref(), new.as_ref())?;
            behind.extend(changes.into_iter().map(|(path, ..)| path));
        }
        let mut lagging = Vec::new();
        let mut leaves = self.leaves(Some(tip))?;
        for path in behind {
            let entry = index.get_path(Path::new(&path), 0).map(|entry| (entry.id, entry.mode.cast_signed()));
            let Some(inside) = self.inside(&path).filter(|inside| self.full(inside).is_ok()) else { continue };
            if entry != leaves.leaf(&path).map_err(|error| self.failed(error))? {
                lagging.push(inside.to_owned());
            }
        }
        Ok(lagging)
    }

    /// What the branch held before each of Riffle's last commits; before the first commit of all there was nothing.
    pub(super) fn before_riffle(&self) -> Result<Vec<tree::Leaves<'_>>, Error> {
        let steps = self.riffle_steps()?.into_iter();
        steps.map(|(old, _)| self.leaves(self.inner.find_commit(old).ok().as_ref())).collect()
    }

    /// Riffle's commits among the last, newest first: where the branch was before each (zero before the first), and after.
    fn riffle_steps(&self) -> Result<Vec<(Oid, Oid)>, Error> {
        Ok(self.reflog_entries()?.into_iter().filter(|step| step.is_ours).map(|step| step.ends).collect())
    }

    /// Riffle's commits since the person's last own git command, or since the commit at which nothing lagged behind. Where
    /// that is the last of all, only the index has changed since: then all of Riffle's commits in a row count.
    fn riffle_steps_in_a_row(&self) -> Result<Vec<(Oid, Oid)>, Error> {
        let mut steps: Vec<(Oid, Oid)> =
            self.reflog_entries()?.into_iter().take_while(|step| step.is_ours).map(|step| step.ends).collect();
        let in_step = self.last_in_step();
        let since = steps.iter().position(|(_, new)| Some(*new) == in_step);
        steps.truncate(since.filter(|since| *since > 0).unwrap_or(steps.len()));
        Ok(steps)
    }

    /// The commit of this branch that [`Repo::left_behind`] last found everything in step with.
    fn last_in_step(&self) -> Option<Oid> {
        let note = fs::read_to_string(self.state_file(IN_STEP)).ok()?;
        let (branch, rest) = note.split_once(' ')?;
        let (tip, _) = rest.split_once(' ')?;
        Oid::from_str(tip).ok().filter(|_| branch == self.branch)
    }
}
