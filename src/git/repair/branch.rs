//! Puts a branch that is damaged back to where its log says it was.

use std::fs;

use git2::Oid;

use crate::git::backup::{put_aside, report_repair};
use crate::git::{Error, Repo};

impl Repo {
    /// Puts a branch that is damaged, or leads to nothing, back to where its log says it was.
    pub(in crate::git) fn repair_branch(&self) -> Result<(), Error> {
        if self.is_branch_sound() {
            return Ok(());
        }
        self.put_bad_objects_aside()?;
        self.step_back_to(|commit| self.inner.find_commit(commit).is_ok_and(|commit| commit.tree().is_ok()))
    }

    /// A branch that is not there is young, unless there is a log of it or something was sent.
    fn is_branch_sound(&self) -> bool {
        match self.inner.find_reference(&self.branch) {
            Ok(branch) => branch.peel_to_commit().is_ok(),
            Err(error) if error.code() == git2::ErrorCode::NotFound => self.earlier().is_empty(),
            Err(_) => false,
        }
    }

    /// Puts the branch back to the newest commit of which nothing is missing; what came after is in the files.
    pub(in crate::git) fn step_back(&self) -> Result<(), Error> {
        match self.tip() {
            Ok(Some(tip)) if !self.is_whole(tip.id()) => self.step_back_to(|commit| self.is_whole(commit)),
            Ok(_) => Ok(()),
            Err(_) => self.repair_branch(),
        }
    }

    pub(in crate::git) fn step_back_to(&self, is_sound: impl Fn(Oid) -> bool) -> Result<(), Error> {
        let now = self.inner.refname_to_id(&self.branch).ok();
        if now.is_some_and(&is_sound) {
            return Ok(());
        }
        let earlier = self.earlier();
        let Some(last) = earlier.iter().copied().find(|commit| is_sound(*commit)) else { return Ok(()) };
        let common = self.inner.commondir();
        let file = common.join(&self.branch);
        let aside = if file.symlink_metadata().is_ok() { put_aside(common, &file)? } else { None };
        let restored = self.inner.reference(&self.branch, last, true, "riffle: the branch was damaged");
        restored.map_err(|error| self.failed(error))?;
        let is_last = earlier.first() == Some(&last);
        let rest = if is_last { "" } else { ", and what came after is committed again from the files" };
        report_repair(&file, &format!("the branch is at {last}{rest}"), aside.as_deref());
        // The git index shows a commit that is no more.
        if is_last { Ok(()) } else { self.rebuild_index() }
    }

    /// Where the branch was, newest first; then what was exchanged last.
    fn earlier(&self) -> Vec<Oid> {
        let mut ids = Vec::new();
        let logs = self.inner.commondir().join("logs");
        for log in [logs.join(&self.branch), logs.join("HEAD")] {
            let text = fs::read(log).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            let line = |line: &str| -> Vec<Oid> {
                let ids = line.split(' ').take(2).filter(|id| id.len() == 40).filter_map(|id| Oid::from_str(id).ok());
                ids.collect::<Vec<_>>().into_iter().rev().collect()
            };
            ids.extend(text.lines().rev().flat_map(line));
        }
        if let Ok(Some(remote)) = self.remote() {
            ids.extend(self.exchanged(&remote));
        }
        ids.retain(|id| !id.is_zero());
        ids
    }
}
