//! What other programs changed in the store, and repositories that are only exchanged with.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use git2::{Repository, RepositoryInitOptions, StatusOptions};

use super::{Error, Repo, Timestamp, Write, failed_at, safe_path, tree};
use crate::disk;

/// A flag of an entry of the index.
pub(super) const SKIP_WORKTREE: u16 = 1 << 14;

impl Repo {
    /// Paths that differ from HEAD: changed, new and not ignored, or gone. Symbolic links are left to the person; what is held
    /// is no removal.
    ///
    /// Looks at every file's size and time: meant for a sync, not for an act.
    pub fn outside(&self) -> Result<Vec<String>, Error> {
        self.mend_index()?;
        let found = match self.inner.index() {
            Ok(_) => self.statuses()?,
            Err(_) => self.statuses_by_git()?,
        };
        let inside = found.into_iter().filter_map(|path| Some(self.inside(&path)?.to_owned()));
        let mut paths: Vec<String> =
            inside.filter(|path| !self.workdir.join(&self.prefix).join(path).is_symlink()).collect();
        // What a Riffle is writing, or was when it was killed, is no file of the store. One that was committed by hand may go.
        paths.retain(|path| {
            let file = self.workdir.join(&self.prefix).join(path);
            !file.file_name().is_some_and(disk::is_unfinished) || !file.exists()
        });
        paths.retain(|path| safe_path::may_be_recorded(path));
        paths.sort();
        self.without_held(paths)
    }

    fn statuses(&self) -> Result<Vec<String>, Error> {
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).exclude_submodules(true).no_refresh(false);
        if !self.prefix.is_empty() {
            options.pathspec(self.prefix.trim_end_matches('/')).disable_pathspec_match(true);
        }
        let statuses = self.inner.statuses(Some(&mut options)).map_err(|error| self.failed(error))?;
        let changed = statuses.iter().filter(|found| !found.status().is_ignored());
        let changed = changed.filter_map(|found| found.path().ok().map(str::to_owned));
        Ok(changed.chain(self.here_despite_mark()?).collect())
    }

    /// Files that git was told to keep out of the work tree, but which are there and differ from HEAD: somebody made them.
    /// To libgit2 they are as they were, to git they count as any other.
    fn here_despite_mark(&self) -> Result<Vec<String>, Error> {
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

    /// The same by the git program, for the forms of index that libgit2 does not read.
    fn statuses_by_git(&self) -> Result<Vec<String>, Error> {
        let options = ["--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all", "--"];
        let mut args = vec!["--literal-pathspecs".to_owned(), "status".to_owned()];
        args.extend(options.map(str::to_owned));
        args.extend((!self.prefix.is_empty()).then(|| self.prefix.clone()));
        let listed = self.git_stdout(&args, None)?;
        let lines = listed.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line.get(3..)?).ok());
        Ok(lines.map(str::to_owned).collect())
    }

    /// Whether git was told to keep a file out of the work tree (a sparse checkout): that it is not there is no removal.
    pub(super) fn is_kept_out(&self, full: &str) -> bool {
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

    /// Names the repository to exchange commits with, as `origin`; one that is named already is kept.
    pub fn add_remote(&self, url: &str) -> Result<(), Error> {
        // Opened once more, without the settings file of ours that `inner` would write the remote to.
        let plain = Repository::open(self.inner.path()).map_err(|error| self.failed(error))?;
        match plain.remote("origin", url) {
            Ok(_) => Ok(()),
            Err(error) if error.code() == git2::ErrorCode::Exists => Err(Error::RemoteExists),
            Err(error) => Err(self.failed(error)),
        }
    }
}

/// Makes a repository without files, with a branch `main` that holds these files, or none.
pub fn make_bare(path: &Path, files: &[Write], message: &str, at: Timestamp) -> Result<(), Error> {
    let made = || {
        let mut options = RepositoryInitOptions::new();
        options.bare(true).initial_head("main").external_template(false);
        let repo = Repository::init_opts(path, &options)?;
        if files.is_empty() {
            return Ok(());
        }
        let mut edits = tree::Edits::new();
        for file in files {
            let id = file.content.as_deref().map(|content| repo.blob(content)).transpose()?;
            edits.insert(file.path.clone(), id.map(|id| (id, tree::FILE)));
        }
        let tree = repo.find_tree(tree::edited(&repo, None, &edits)?)?;
        let time = git2::Time::new(at.timestamp(), at.offset().local_minus_utc() / 60);
        let author = git2::Signature::new("Riffle demo", "demo@example.org", &time)?;
        repo.commit(Some("refs/heads/main"), &author, &author, message, &tree, &[]).map(drop)
    };
    made().map_err(|error| failed_at(path, error))
}
