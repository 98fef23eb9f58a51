//! The forms of index that libgit2 does not read (split, sparse), changed by the `git` program.

use std::collections::BTreeMap;

use git2::{Commit, Oid};

use super::follow::Staging;
use crate::git::objects::tree;
use crate::git::{Error, Repo};

impl Repo {
    /// Lets the index follow what was committed of these paths, as [`UserIndex::follow`](super::UserIndex::follow) does.
    pub(super) fn follow_by_git(
        &self,
        staging: &mut Staging<'_>,
        tip: &Commit<'_>,
        paths: &[String],
    ) -> Result<(), Error> {
        let mut info = Vec::new();
        for path in paths {
            let args = ["--literal-pathspecs", "ls-files", "-s", "-z", "--", path].map(str::to_owned);
            let listed = self.git_stdout(&args, None)?;
            let (found, wanted) = (staged(&listed), self.leaf_in(tip, path)?);
            let Staged::Entry(found) = found else { continue };
            if found != wanted && staging.is_untouched(path, found)? {
                let (id, mode) = wanted.unwrap_or((Oid::ZERO_SHA1, 0));
                info.extend(format!("{mode:o} {id}\t{path}\0").into_bytes());
            }
        }
        if info.is_empty() {
            return Ok(());
        }
        let args = ["update-index", "-z", "--index-info"].map(str::to_owned);
        match self.git_stdout(&args, Some(info)) {
            Err(Error::GitFailed(said)) if said.contains("index.lock") => {
                Err(Error::Held(self.inner.path().join("index.lock")))
            }
            done => done.map(drop),
        }
    }

    /// Marks paths as kept out of the work tree, or takes the mark away.
    pub(super) fn mark_by_git(&self, wanted: &BTreeMap<&String, bool>) -> Result<(), Error> {
        for (flag, is_held) in [("--skip-worktree", true), ("--no-skip-worktree", false)] {
            let paths: String =
                wanted.iter().filter(|(_, held)| **held == is_held).map(|(path, _)| format!("{path}\0")).collect();
            if !paths.is_empty() {
                let args = ["update-index", flag, "-z", "--stdin"].map(str::to_owned);
                // What the index does not have cannot be marked, nor removed by a commit.
                self.git_stdout(&args, Some(paths.into_bytes())).ok();
            }
        }
        Ok(())
    }

    /// The paths that differ from HEAD.
    pub(super) fn statuses_by_git(&self) -> Result<Vec<String>, Error> {
        let options = ["--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all", "--"];
        let mut args = vec!["--literal-pathspecs".to_owned(), "status".to_owned()];
        args.extend(options.map(str::to_owned));
        args.extend((!self.prefix.is_empty()).then(|| self.prefix.clone()));
        let listed = self.git_stdout(&args, None)?;
        let lines = listed.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line.get(3..)?).ok());
        Ok(lines.map(str::to_owned).collect())
    }
}

enum Staged {
    Entry(Option<tree::Leaf>),
    Conflict,
}

/// Reads the one line that `git ls-files -s -z` prints for a path: mode, id, stage.
fn staged(listed: &[u8]) -> Staged {
    let listed = String::from_utf8_lossy(listed);
    let mut lines = listed.split('\0').filter(|line| !line.is_empty());
    let Some(line) = lines.next() else { return Staged::Entry(None) };
    let words: Vec<&str> = line.split(['\t', ' ']).collect();
    match (words.as_slice(), lines.next()) {
        ([mode, id, "0", ..], None) => {
            let entry = i32::from_str_radix(mode, 8).ok().zip(Oid::from_str(id).ok());
            entry.map_or(Staged::Conflict, |(mode, id)| Staged::Entry(Some((id, mode))))
        }
        _ => Staged::Conflict,
    }
}
