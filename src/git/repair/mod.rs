//! Puts right what is damaged in a repository, as far as nothing can be lost by it.
//!
//! What is replaced is kept (see `backup`). Files of the store are read and never written.

mod branch;
pub(in crate::git) mod damage;
mod frame;
pub(in crate::git) mod objects;
mod whole;

use std::fs;

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
            Error::Damaged(_) | Error::Elsewhere => error,
            error if self.may_be_damaged(&error) => self.damage().map_or(error, Error::Damaged),
            error => error,
        }
    }

    /// What the git program says may have many reasons.
    fn may_be_damaged(&self, error: &Error) -> bool {
        let may_have_other_reasons = matches!(error, Error::GitFailed(_) | Error::NoRemote | Error::Remote(_));
        matches!(error, Error::Damaged(_) | Error::Elsewhere | Error::Git { .. })
            || (may_have_other_reasons && self.damage().is_some())
    }

    /// The first thing that is damaged.
    pub fn damage(&self) -> Option<damage::Damage> {
        let (git, common) = (self.inner.path(), self.inner.commondir());
        damage::found(git, common, &self.branch).or_else(|| self.lost())
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
        for pack in objects::packs(&common.join("objects")).into_iter().filter(|pack| !objects::is_whole_pack(pack)) {
            let list = pack.with_extension("idx");
            let name = pack.to_string_lossy().into_owned();
            if objects::ends_in_checksum(&pack, b"PACK") {
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
        let mut bad = objects::bad_summaries(&objects);
        bad.extend(objects::unreadable(&objects));
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

    /// Brings over all that the remote's branch has, also what is believed to be here.
    fn fetch_again(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        self.step_back_to(|commit| self.inner.find_commit(commit).is_ok())?;
        self.fetch_all(remote, go_on)?;
        self.inner.odb().and_then(|odb| odb.refresh()).map_err(|error| self.failed(error))
    }

    fn is_busy(&self) -> bool {
        self.inner.state() != git2::RepositoryState::Clean
    }
}
