//! Finds a store's repository and opens it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{Repository, RepositoryInitOptions, RepositoryOpenFlags};

use super::{Damage, Error, Repo, failed_at, program, repair, state_file_at, stuck};
use crate::disk;
use crate::git::repair::damage;
use crate::git::settings::{heed_environment, make_durable};

impl Repo {
    /// Opens the repository around a store's root; `None` when there is none. `state` is a folder outside the
    /// repository for Riffle's own git configuration (fsync) and journals.
    pub fn open(root: &Path, state: &Path) -> Result<Option<Self>, Error> {
        match Self::open_once(root, state) {
            Err(error) => {
                let git = root_of(root).join(".git");
                let kept = fs::read_to_string(state_file_at(state, &git.join(""), "branch")).unwrap_or_default();
                if repair::frame(&git, &kept, &error)? { Self::open_once(root, state) } else { Err(error) }
            }
            opened => opened,
        }
    }

    fn open_once(root: &Path, state: &Path) -> Result<Option<Self>, Error> {
        let none: [&OsStr; 0] = [];
        match Repository::open_ext(root, RepositoryOpenFlags::empty(), none) {
            Ok(inner) if is_left_out(&inner, root) => Ok(None),
            Ok(inner) => {
                heed_environment(&inner).map_err(|error| failed_at(root, error))?;
                Self::around(inner, root, state).map(Some)
            }
            Err(error) if error.code() == git2::ErrorCode::NotFound => match damaged(root) {
                Some(error) => Err(error),
                None => Ok(None),
            },
            Err(error) => Err(unopenable(root, error)),
        }
    }

    /// Makes a repository with one empty branch `main`, with the settings of a store that Riffle created.
    pub fn init(root: &Path, state: &Path) -> Result<Self, Error> {
        let mut options = RepositoryInitOptions::new();
        options.initial_head("main").no_reinit(true).external_template(false);
        let inner = Repository::init_opts(root, &options).map_err(|error| failed_at(root, error))?;
        let settings = [
            ("core.logAllRefUpdates", "always"),
            ("gc.pruneExpire", "never"),
            ("gc.reflogExpire", "never"),
            ("gc.reflogExpireUnreachable", "never"),
        ];
        let mut config = inner.config().map_err(|error| failed_at(root, error))?;
        for (name, value) in settings {
            config.set_str(name, value).map_err(|error| failed_at(root, error))?;
        }
        Self::around(inner, root, state)
    }

    pub(super) fn around(inner: Repository, root: &Path, state: &Path) -> Result<Self, Error> {
        let unsupported = |why: &str| Error::Unsupported { path: root.to_owned(), why: why.to_owned() };
        let workdir = inner.workdir().ok_or_else(|| unsupported("it is a bare repository, without files"))?.to_owned();
        let prefix = prefix(&workdir, root).ok_or_else(|| unsupported("it lies outside the repository's work tree"))?;
        make_durable(&inner, state)?;
        let branch = branch(&inner, root)?;
        let mut repo = Self { inner, workdir, prefix, branch, state: state.to_owned(), stall: program::stall() };
        stuck::opened(repo.inner.commondir());
        repo.check_after_start()?;
        repo.branch = repo.kept_branch();
        repo.repair_branch()?;
        Ok(repo)
    }

    /// The branch that HEAD was on when the store was first opened, so that a look at another branch puts no note there.
    /// One that is gone was renamed: then HEAD's counts.
    fn kept_branch(&self) -> String {
        let kept = fs::read_to_string(self.state_file("branch")).unwrap_or_default();
        if kept != self.branch && self.inner.find_reference(&kept).is_ok() {
            return kept;
        }
        if kept != self.branch && self.ready().is_ok() {
            self.keep_branch();
        }
        self.branch.clone()
    }

    /// Makes HEAD's branch the store's.
    pub fn adopt_branch(&mut self) -> Result<(), Error> {
        self.branch = branch(&self.inner, &self.workdir)?;
        self.keep_branch();
        Ok(())
    }

    /// Not vital: without the note, HEAD's branch is the store's.
    fn keep_branch(&self) {
        if let Err(error) = disk::put(&self.state_file("branch"), self.branch.as_bytes()) {
            tracing::warn!("the store's branch is not remembered: {error}");
        }
    }
}

/// Whether the store merely lies in a folder that somebody's repository ignores, like notes below versioned dot files.
fn is_left_out(inner: &Repository, root: &Path) -> bool {
    let inside = inner.workdir().and_then(|workdir| prefix(workdir, root)).filter(|prefix| !prefix.is_empty());
    inside.is_some_and(|prefix| inner.is_path_ignored(prefix).unwrap_or(false))
}

/// The store's root inside the work tree.
fn prefix(workdir: &Path, root: &Path) -> Option<String> {
    let (workdir, root) = (fs::canonicalize(workdir).ok()?, fs::canonicalize(root).ok()?);
    let inside = root.strip_prefix(workdir).ok()?.to_str()?;
    Some(if inside.is_empty() { String::new() } else { format!("{inside}/") })
}

/// HEAD's branch. While HEAD is on none, the store has the branch that it would be on for new repositories, and commits wait.
fn branch(inner: &Repository, root: &Path) -> Result<String, Error> {
    let head = inner.find_reference("HEAD").map_err(|error| unopenable(root, error))?;
    let target = head.symbolic_target().ok().flatten().map(str::to_owned);
    let is_bad = match &target {
        Some(target) => !target.starts_with("refs/heads/") || !git2::Reference::is_valid_name(target),
        None => head.target().is_none_or(|id| !inner.odb().is_ok_and(|odb| odb.exists(id))),
    };
    if is_bad {
        return Err(Error::Damaged(damage::bad_head(&inner.path().join("HEAD"))));
    }
    Ok(target.unwrap_or_else(|| rebased(inner).unwrap_or_else(|| "refs/heads/main".to_owned())))
}

/// The branch that a rebase in progress took HEAD from.
fn rebased(inner: &Repository) -> Option<String> {
    let files = ["rebase-merge/head-name", "rebase-apply/head-name"].map(|name| inner.path().join(name));
    let name = files.iter().find_map(|file| fs::read_to_string(file).ok())?;
    Some(name.trim().to_owned()).filter(|name| name.starts_with("refs/heads/"))
}

/// Says in words why a repository is beyond libgit2, with the remedy.
fn unopenable(root: &Path, error: git2::Error) -> Error {
    let said = error.message().to_ascii_lowercase();
    let why = if said.contains("refstorage") || said.contains("reftable") {
        "its refs are stored as a reftable; `git refs migrate --ref-format=files` (git 2.46 or newer) converts them"
    } else if said.contains("object format") || said.contains("objectformat") || said.contains("sha256") {
        "its objects are named by SHA-256, which is not supported yet; notes are saved but not committed. \
         A new repository made by `git init --object-format=sha1` works"
    } else {
        let git = root_of(root).join(".git");
        return match damage::of_settings(&git.join("config"), &error).or_else(|| damage::found(&git, &git, "")) {
            Some(damage) => Error::Damaged(damage),
            None => failed_at(&root_of(root), error),
        };
    };
    Error::Unsupported { path: root.to_owned(), why: why.to_owned() }
}

/// What to say about a store with a `.git` that no git takes for a repository any more.
fn damaged(root: &Path) -> Option<Error> {
    let git = root.join(".git");
    let damage = |file: &Path, what: &str, remedy: &str| {
        Some(Error::Damaged(Damage { file: file.to_owned(), what: what.to_owned(), remedy: remedy.to_owned() }))
    };
    if git.is_dir() {
        let missing = ["HEAD", "objects", "refs"].into_iter().find(|part| !git.join(part).exists());
        return match missing {
            Some(part) => {
                damage(&git.join(part), "is missing", "`git init` puts the frame back, and takes nothing away")
            }
            None => damage::found(&git, &git, "").map(Error::Damaged),
        };
    }
    git.symlink_metadata().ok()?;
    let remedy = "put back what it leads to, or move it away and run `riffle init` in the store";
    damage(&git, "leads to no repository", remedy)
}

/// The nearest folder with a `.git`, for a message.
fn root_of(root: &Path) -> PathBuf {
    root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(root).to_owned()
}
