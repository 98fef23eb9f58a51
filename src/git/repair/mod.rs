//! Puts right what is damaged in a repository, as far as nothing can be lost by it.
//!
//! What is replaced is kept (see `backup`). Files of the store are read and never written.

pub(in crate::git) mod damage;
mod frame;

use std::collections::HashSet;
use std::fs;

use git2::{ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::{Error, Repo, settings};
use crate::git::backup::{put_aside, report_repair};
use crate::git::transport::Remote;
use crate::process::GoOn;
use crate::{disk, records};
pub use damage::Damage;
pub(super) use frame::{folder, frame};

impl Repo {
    /// At the first start after the computer was started: puts aside the objects that a power cut left cut short, from which
    /// libgit2 never comes back.
    pub(super) fn check_after_start(&self) -> Result<(), Error> {
        let Ok(started) = fs::read("/proc/sys/kernel/random/boot_id") else { return Ok(()) };
        let note = self.state_file("started");
        if fs::read(&note).is_ok_and(|noted| noted == started) {
            return Ok(());
        }
        self.put_bad_objects_aside()?;
        // Without the note it is looked again the next time.
        drop(disk::put_unsynced(&note, &started));
        Ok(())
    }

    /// Puts right what can be without the remote. Answers whether the last commit, and all before it, is whole now.
    fn repair(&self) -> Result<bool, Error> {
        if self.is_busy() {
            return Ok(false);
        }
        let common = self.inner.commondir();
        if common.join("logs").exists() {
            folder(common, "logs")?;
        }
        self.repair_packed_refs()?;
        self.repair_refs()?;
        self.repair_packs()?;
        self.put_bad_objects_aside()?;
        self.hash_files_again()?;
        self.hash_folders_again();
        self.repair_branch()?;
        Ok(self.tip().is_ok_and(|tip| tip.is_none_or(|tip| self.is_whole(tip.id()))))
    }

    /// Whether an error came from damage that is put right now, so that what failed may be tried again.
    pub fn repairs(&self, error: &Error) -> bool {
        self.may_be_damaged(error) && self.reopened().and_then(|repo| repo.repair()).unwrap_or(false)
    }

    /// Whether an error came from damage that is put right now, also with what the remote has.
    pub fn repairs_from_remote(&self, error: &Error, go_on: &mut GoOn<'_>) -> bool {
        self.may_be_damaged(error) && self.repair_from_remote(go_on).unwrap_or(false)
    }

    /// Puts right what can be, also with what the remote has.
    fn repair_from_remote(&self, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        let repo = self.reopened()?;
        if repo.repair()? {
            return Ok(true);
        }
        repo.repair_by_fetching(go_on)
    }

    /// Puts right what can be, and fetches all that the remote has, even where the last commits are whole.
    pub fn repair_all(&self, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        let repo = self.reopened()?;
        repo.repair()?;
        repo.repair_by_fetching(go_on)
    }

    fn repair_by_fetching(&self, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        if let Some(remote) = self.remote()? {
            // What came before it failed is there all the same.
            self.fetch_again(&remote, go_on).ok();
        }
        let repo = self.reopened()?;
        repo.hash_folders_again();
        repo.step_back()?;
        self.reopened()?.repair()
    }

    /// This repository, opened again: libgit2 remembers objects that are no more.
    fn reopened(&self) -> Result<Self, Error> {
        let inner = git2::Repository::open(self.inner.path()).map_err(|error| self.failed(error))?;
        settings::heed_environment(&inner).map_err(|error| self.failed(error))?;
        Self::around(inner, &self.workdir.join(&self.prefix), &self.state)
    }

    /// An error that says what is damaged, where that is the reason.
    pub fn explained(&self, error: Error) -> Error {
        match error {
            Error::Damaged(_) => error,
            error if self.may_be_damaged(&error) => self.damage().map_or(error, Error::Damaged),
            error => error,
        }
    }

    /// What the git program says may have many reasons.
    fn may_be_damaged(&self, error: &Error) -> bool {
        match error {
            Error::Damaged(_) | Error::Git { .. } => true,
            Error::GitFailed(_) | Error::NoRemote | Error::Remote(_) => self.damage().is_some(),
            _ => false,
        }
    }

    /// The first thing that is damaged.
    pub fn damage(&self) -> Option<damage::Damage> {
        let (git, common) = (self.inner.path(), self.inner.commondir());
        damage::found(git, common, &self.branch).or_else(|| self.lost())
    }

    /// What of the last commit nobody has.
    fn lost(&self) -> Option<damage::Damage> {
        let tip = self.inner.refname_to_id(&self.branch).ok()?;
        let missing = self.missing(tip)?;
        Some(damage::lost(&self.inner.commondir().join("objects"), missing))
    }

    fn is_whole(&self, commit: Oid) -> bool {
        self.missing(commit).is_none()
    }

    /// The first object that is missing: a commit, or what is in one that the remote does not have, or had last.
    fn missing(&self, tip: Oid) -> Option<Oid> {
        let (mut seen, mut pending) = (HashSet::new(), vec![tip]);
        while let Some(id) = pending.pop() {
            let Ok(commit) = self.inner.find_commit(id) else { return Some(id) };
            pending.extend(commit.parent_ids().filter(|parent| seen.insert(*parent)));
        }
        let odb = self.inner.odb().ok()?;
        let mut looked = HashSet::new();
        self.unsent_commits(tip).into_iter().find_map(|id| {
            let tree = self.inner.find_commit(id).ok()?.tree_id();
            self.missing_below(&odb, tree, &mut looked)
        })
    }

    /// A commit and those before it as far as the remote does not have them, and what it had last.
    fn unsent_commits(&self, tip: Oid) -> Vec<Oid> {
        let sent = self.remote().ok().flatten().map_or_else(Vec::new, |remote| self.exchanged(&remote));
        let walked = self.inner.revwalk().and_then(|mut walk| {
            walk.push(tip)?;
            sent.iter().filter(|id| self.inner.find_commit(**id).is_ok()).try_for_each(|id| walk.hide(*id))?;
            walk.collect::<Result<Vec<_>, _>>()
        });
        [vec![tip], walked.unwrap_or_default(), sent].concat()
    }

    fn missing_below(&self, odb: &git2::Odb<'_>, tree: Oid, looked: &mut HashSet<Oid>) -> Option<Oid> {
        if !looked.insert(tree) {
            return None;
        }
        let Ok(found) = self.inner.find_tree(tree) else { return Some(tree) };
        found.iter().find_map(|entry| match entry.kind() {
            Some(ObjectType::Tree) => self.missing_below(odb, entry.id(), looked),
            Some(ObjectType::Blob) => (!odb.exists(entry.id())).then(|| entry.id()),
            _ => None,
        })
    }

    /// Puts the lines of `packed-refs` that can be read into a new one.
    fn repair_packed_refs(&self) -> Result<(), Error> {
        let common = self.inner.commondir();
        let file = common.join("packed-refs");
        if damage::packed_refs(&file).is_none() {
            return Ok(());
        }
        let text = fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let sound: String =
            text.lines().filter(|line| damage::is_packed_ref(line)).flat_map(|line| [line, "\n"]).collect();
        let aside = put_aside(common, &file)?;
        disk::create(&file, sound.as_bytes())?;
        report_repair(&file, "its lines that can be read are there again", aside.as_deref());
        Ok(())
    }

    /// Puts aside what else than the branch holds no id: what the remote had is fetched again.
    fn repair_refs(&self) -> Result<(), Error> {
        let common = self.inner.commondir();
        for folder in ["refs/remotes", "refs/riffle"] {
            for name in damage::files_below(common, folder) {
                if damage::reference(common, &name).is_some() {
                    let file = common.join(name);
                    let aside = put_aside(common, &file)?;
                    report_repair(&file, "it is found out again by the next sync", aside.as_deref());
                }
            }
        }
        Ok(())
    }

    /// Makes the list of a pack anew; takes out of a pack that is damaged what can be read, and puts it aside.
    fn repair_packs(&self) -> Result<(), Error> {
        let common = self.inner.commondir();
        for pack in damage::packs(&common.join("objects")).into_iter().filter(|pack| !damage::is_whole_pack(pack)) {
            let list = pack.with_extension("idx");
            let name = pack.to_string_lossy().into_owned();
            if damage::ends_in_checksum(&pack, b"PACK") {
                let aside = if list.exists() { put_aside(common, &list)? } else { None };
                self.git_stdout(&["index-pack".to_owned(), name], None)?;
                report_repair(&list, "it was made anew", aside.as_deref());
                continue;
            }
            let bytes = fs::read(&pack).unwrap_or_default();
            for file in [&pack, &list, &pack.with_extension("rev")] {
                if file.exists() {
                    let aside = put_aside(common, file)?;
                    report_repair(
                        file,
                        "what can be read of it, or is in files or in the remote, is taken from there",
                        aside.as_deref(),
                    );
                }
            }
            // Of what is cut short it says so, and keeps what came before.
            drop(self.git_stdout(&["unpack-objects".to_owned(), "-r".to_owned(), "-q".to_owned()], Some(bytes)));
        }
        Ok(())
    }

    fn put_bad_objects_aside(&self) -> Result<(), Error> {
        let common = self.inner.commondir();
        let objects = common.join("objects");
        let mut bad = damage::bad_summaries(&objects);
        bad.extend(damage::unreadable(&objects));
        for file in bad {
            let aside = put_aside(common, &file)?;
            report_repair(&file, "it is made anew where files or the remote have what was in it", aside.as_deref());
        }
        self.inner.odb().and_then(|odb| odb.refresh()).map_err(|error| self.failed(error))
    }

    /// Stores the contents again that are missing and lie in files.
    fn hash_files_again(&self) -> Result<(), Error> {
        let Ok(index) = self.inner.index() else { return Ok(()) };
        let odb = self.inner.odb().map_err(|error| self.failed(error))?;
        for entry in index.iter().filter(|entry| !odb.exists(entry.id)) {
            let Ok(full) = String::from_utf8(entry.path) else { continue };
            if let Ok(Some(Some(content))) = self.on_disk(&full) {
                let stored = self.store_blob(&full, &content)?;
                if stored == entry.id {
                    records::tell(format!(
                        "the content of {full} was missing in the repository and is put right from the file"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Stores the folders again that are missing: the git index knows what is in them. What it cannot make stays missing.
    fn hash_folders_again(&self) {
        let Ok(Some(tip)) = self.tip() else { return };
        if self.missing_tree(tip.tree_id()) && self.inner.index().and_then(|mut index| index.write_tree()).is_ok() {
            records::tell("folders that were missing in the repository are put right from the git index".to_owned());
        }
    }

    fn missing_tree(&self, id: Oid) -> bool {
        let Ok(tree) = self.inner.find_tree(id) else { return true };
        let mut is_missing = false;
        let walked = tree.walk(TreeWalkMode::PreOrder, |_, entry| {
            is_missing |= entry.kind() == Some(ObjectType::Tree) && self.inner.find_tree(entry.id()).is_err();
            if is_missing { TreeWalkResult::Abort } else { TreeWalkResult::Ok }
        });
        is_missing || walked.is_err()
    }

    /// Brings over all that the remote's branch has, also what is believed to be here.
    fn fetch_again(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        self.step_back_to(|commit| self.inner.find_commit(commit).is_ok())?;
        self.fetch_all(remote, go_on)?;
        self.inner.odb().and_then(|odb| odb.refresh()).map_err(|error| self.failed(error))
    }

    /// Puts a branch that is damaged, or leads to nothing, back to where its log says it was.
    pub(super) fn repair_branch(&self) -> Result<(), Error> {
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
    fn step_back(&self) -> Result<(), Error> {
        match self.tip() {
            Ok(Some(tip)) if !self.is_whole(tip.id()) => self.step_back_to(|commit| self.is_whole(commit)),
            Ok(_) => Ok(()),
            Err(_) => self.repair_branch(),
        }
    }

    fn step_back_to(&self, is_sound: impl Fn(Oid) -> bool) -> Result<(), Error> {
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

    fn is_busy(&self) -> bool {
        self.inner.state() != git2::RepositoryState::Clean
    }
}
