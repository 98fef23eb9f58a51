//! Entries of the person's git index that are marked as kept out of the work tree (git's skip-worktree bit).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::git::{Error, Repo};
use crate::records;

const VERSION: u64 = 1;

/// A flag of an entry of the index.
pub(super) const SKIP_WORKTREE: u16 = 1 << 14;

const MARKS: &str = "marked.json";

/// The paths that are marked in the person's index as kept out of the work tree.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Marks {
    marked: BTreeSet<String>,
}

impl Repo {
    /// Marks in the person's index what is held as kept out of the work tree, and takes the mark from what is here again.
    pub(in crate::git) fn mark_held(&self) -> Result<(), Error> {
        let held = self.read_held().held;
        let marked = self.read_marked();
        if held.is_empty() && marked.is_empty() {
            return Ok(());
        }
        let wanted: BTreeMap<&String, bool> =
            marked.iter().map(|path| (path, false)).chain(held.keys().map(|path| (path, true))).collect();
        match self.mark(&wanted) {
            // Another program has the index; the next scan comes back to it.
            Err(Error::Held(_)) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.write_marked(&held.into_keys().collect()),
        }
    }

    fn mark(&self, wanted: &BTreeMap<&String, bool>) -> Result<(), Error> {
        let Some(mut locked) = self.locked_index(None)? else { return self.mark_by_git(wanted) };
        for (path, is_held) in wanted {
            let Some(mut entry) = locked.index.get_path(Path::new(path.as_str()), 0) else { continue };
            let flags = match is_held {
                true => entry.flags_extended | SKIP_WORKTREE,
                false => entry.flags_extended & !SKIP_WORKTREE,
            };
            if flags != entry.flags_extended {
                entry.flags_extended = flags;
                locked.index.add(&entry).map_err(|error| self.failed(error))?;
                locked.is_changed = true;
            }
        }
        locked.finish(self)
    }

    /// Files that git was told to keep out of the work tree, but which are there and differ from HEAD: somebody made them.
    /// To libgit2 they are as they were, to git they count as any other.
    pub(super) fn here_despite_mark(&self) -> Result<Vec<String>, Error> {
        if self.is_flagless() {
            return Ok(Vec::new());
        }
        let index = self.inner.index().map_err(|error| self.failed(error))?;
        let marked = index.iter().filter(|entry| entry.flags_extended & SKIP_WORKTREE != 0);
        let mut here = Vec::new();
        for path in marked.filter_map(|entry| String::from_utf8(entry.path).ok()) {
            let Some(inside) = self.inside(&path) else { continue };
            if let Some(Some(content)) = self.on_disk(&path)?
                && !self.uncommitted(&[(inside, Some(&content))])?.is_empty()
            {
                here.push(path);
            }
        }
        Ok(here)
    }

    /// Whether git was told to keep a file out of the work tree (a sparse checkout): that it is not there is no removal.
    pub(in crate::git) fn is_kept_out(&self, full: &str) -> bool {
        if self.is_flagless() {
            return false;
        }
        let Ok(mut index) = self.inner.index() else {
            let args = ["--literal-pathspecs", "ls-files", "-t", "-z", "--", full].map(str::to_owned);
            return self.git_stdout(&args, None).is_ok_and(|listed| listed.starts_with(b"S "));
        };
        // What cannot be read anew is as it was.
        index.read(false).ok();
        index.get_path(Path::new(full), 0).is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
    }

    /// Whether no entry of the index can have a flag that only its later versions know (gitformat-index(5)): told by its first
    /// bytes, where no part of it lies elsewhere.
    fn is_flagless(&self) -> bool {
        let mut head = [0; 8];
        let read = fs::File::open(self.inner.path().join("index")).and_then(|mut index| index.read_exact(&mut head));
        let mut names = fs::read_dir(self.inner.path()).into_iter().flatten().flatten().map(|item| item.file_name());
        let is_split = names.any(|name| name.as_encoded_bytes().starts_with(b"sharedindex."));
        read.is_ok() && head == *b"DIRC\0\0\0\x02" && !is_split
    }

    /// The paths that Riffle marked: another's marks are not taken away.
    fn read_marked(&self) -> BTreeSet<String> {
        records::read::<Marks>(&self.state_file(MARKS), VERSION).unwrap_or_default().marked
    }

    fn write_marked(&self, marked: &BTreeSet<String>) -> Result<(), Error> {
        if *marked == self.read_marked() {
            return Ok(());
        }
        Ok(records::put(&self.state_file(MARKS), VERSION, &Marks { marked: marked.clone() })?)
    }
}
