//! What a sync leaves on this machine: files that no commit holds, and contents that git LFS keeps elsewhere.

use std::fmt;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Repository, TreeWalkMode, TreeWalkResult};
use serde::{Deserialize, Serialize};

use crate::git::objects::tree;
use crate::git::{Error, Repo};

/// How a pointer of git LFS begins, and the size it never exceeds (git-lfs, docs/spec.md).
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
const LARGEST_POINTER: usize = 1024;
/// What an attribute file says of paths that git LFS keeps.
const FILTER: &[u8] = b"filter=lfs";

/// Modes of a tree's entries (git-fast-import(1)).
const LINK: i32 = 0o120_000;
const GITLINK: i32 = 0o160_000;

/// Why a sync does not carry something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    Large,
    Repository,
    Lfs,
    Link,
    Special,
    Name,
    Unreadable,
}

/// Something in the store that stays on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    pub path: String,
    pub why: Why,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Large => "it is larger than 10 MB",
            Self::Repository => "it is a git repository of its own",
            Self::Lfs => "git LFS keeps its content; the pointer alone is sent",
            Self::Link => "it is a symbolic link",
            Self::Special => "it is no file but a pipe, a socket or a device",
            Self::Name => "its name is none that every machine can write",
            Self::Unreadable => "it cannot be read",
        })
    }
}

impl Why {
    /// What a person can do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Large | Self::Link => "`git add` and `git commit` it to take it along, or name it in .gitignore",
            Self::Repository => "give it a remote of its own, or name it in .gitignore",
            Self::Lfs => "where git LFS is installed, the next sync sends it; `git lfs push --all origin` does, too",
            Self::Special => "move it out of the store, or name it in .gitignore",
            Self::Name => "rename it",
            Self::Unreadable => "give yourself the right to read it",
        }
    }
}

impl Unsent {
    pub fn new(path: impl Into<String>, why: Why) -> Self {
        Self { path: path.into(), why }
    }
}

impl Repo {
    /// Whether the person told git to leave a path of the store alone.
    pub fn is_ignored(&self, path: &Path) -> bool {
        self.inner.is_path_ignored(self.in_repo(path)).unwrap_or(false)
    }

    /// Whether the last commit holds a path of the store as it is on disk: a file, a link, or a repository inside.
    pub fn is_committed(&self, path: &Path) -> bool {
        let full = self.in_repo(path);
        let leaf = || -> Option<(Oid, i32)> {
            let entry = self.tip().ok()??.tree().ok()?.get_path(&full).ok()?;
            Some((entry.id(), entry.filemode()))
        };
        let file = self.workdir.join(&full);
        let (Some((id, mode)), Ok(meta)) = (leaf(), fs::symlink_metadata(&file)) else { return false };
        match meta.file_type() {
            kind if kind.is_dir() => mode == GITLINK && is_clean_at(&file, id),
            kind if kind.is_symlink() => fs::read_link(&file).is_ok_and(|target| {
                mode == LINK && crate::git::objects::blob::name(target.as_os_str().as_bytes()) == id
            }),
            kind if kind.is_file() => {
                tree::is_file(mode) && Oid::hash_file(ObjectType::Blob, &file).is_ok_and(|found| found == id)
            }
            _ => false,
        }
    }

    /// Committed files that are git LFS pointers: Riffle's push does not send their contents.
    pub fn lfs_pointers(&self) -> Result<Vec<String>, Error> {
        let Some(tip) = self.tip()? else { return Ok(Vec::new()) };
        self.pointers_of(&tip).map_err(|error| self.failed(error))
    }

    fn pointers_of(&self, tip: &git2::Commit<'_>) -> Result<Vec<String>, git2::Error> {
        let (mut blobs, mut attributes) = (Vec::new(), Vec::new());
        tip.tree()?.walk(TreeWalkMode::PreOrder, |folder, entry| {
            if let (Some(ObjectType::Blob), Ok(name)) = (entry.kind(), entry.name()) {
                if name == ".gitattributes" {
                    attributes.push(entry.id());
                }
                blobs.push((folder.to_owned() + name, entry.id()));
            }
            TreeWalkResult::Ok
        })?;
        let odb = self.inner.odb()?;
        let asks = |content: &[u8]| content.windows(FILTER.len()).any(|words| words == FILTER);
        let own = self.attribute_files("");
        let uses_lfs = attributes.iter().any(|id| odb.read(*id).is_ok_and(|blob| asks(blob.data())))
            || own.iter().any(|file| fs::read(file).is_ok_and(|content| asks(&content)));
        if !uses_lfs {
            return Ok(Vec::new());
        }
        let pointers = blobs.into_iter().filter(|(_, id)| is_pointer(&odb, *id).unwrap_or(false));
        Ok(pointers.filter_map(|(full, _)| self.inside(&full).map(str::to_owned)).collect())
    }

    fn in_repo(&self, path: &Path) -> PathBuf {
        Path::new(&self.prefix).join(path)
    }
}

/// Whether a repository inside is at a commit and holds nothing else.
fn is_clean_at(folder: &Path, id: Oid) -> bool {
    let Ok(inner) = Repository::open(folder) else { return false };
    let mut options = git2::StatusOptions::new();
    options.include_untracked(true);
    let is_clean = inner.statuses(Some(&mut options)).is_ok_and(|found| found.is_empty());
    is_clean && inner.refname_to_id("HEAD").is_ok_and(|head| head == id)
}

/// Whether a content is what Git LFS keeps in the place of a large one.
fn is_pointer(odb: &git2::Odb<'_>, id: Oid) -> Result<bool, git2::Error> {
    let (size, _) = odb.read_header(id)?;
    Ok(size <= LARGEST_POINTER && odb.read(id)?.data().starts_with(POINTER))
}
