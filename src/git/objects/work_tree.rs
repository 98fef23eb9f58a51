//! The files on the disk beside what is committed.

use std::collections::HashMap;
use std::fs;

use std::path::{Path, PathBuf};

use super::blob::Converting;
use super::is_absent;
use crate::git::{Error, Repo};

/// Where a path of the branch is on this disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::git) enum PathState {
    /// Something has its name.
    Taken,
    Free,
    /// One of its folders is a symbolic link, so that nothing can be said of it.
    BehindLink,
}

impl Repo {
    /// Which of these files differ from what is committed, given what they hold now. Costs what the paths cost, whatever
    /// the size of the store. Symbolic links and folders are left alone.
    pub fn uncommitted(&self, files: &[(&str, Option<&[u8]>)]) -> Result<Vec<String>, Error> {
        let tip = self.tip()?;
        let mut leaves = self.leaves(tip.as_ref())?;
        let (mut differing, mut converting) = (Vec::new(), Converting::of(self));
        for (path, content) in files {
            let full = self.full(path)?;
            let committed = leaves.leaf(&full).map_err(|error| self.failed(error))?.map(|(id, _)| id);
            let id = content.map(|content| converting.blob_id(&full, content)).transpose()?;
            if id != committed && self.plain_file(&full)?.is_some() {
                differing.push((*path).to_owned());
            }
        }
        Ok(differing)
    }

    /// A file of the work tree: `Some(None)` when there is none, `None` for what is not a plain file or lies behind a
    /// symbolic link.
    pub(in crate::git) fn on_disk(&self, full: &str) -> Result<Option<Option<Vec<u8>>>, Error> {
        let Some(file) = self.plain_file(full)? else { return Ok(None) };
        match file.as_ref().map(fs::read) {
            Some(Ok(content)) => Ok(Some(Some(content))),
            None => Ok(Some(None)),
            Some(Err(error)) if is_absent(&error) => Ok(Some(None)),
            Some(Err(source)) => Err(Error::Read { path: self.workdir.join(full), source }),
        }
    }

    /// The path of a file of the work tree, with the answers of [`Repo::on_disk`] where it is none.
    fn plain_file(&self, full: &str) -> Result<Option<Option<PathBuf>>, Error> {
        let mut file = self.workdir.clone();
        let mut parts = full.split('/').peekable();
        while let Some(part) = parts.next() {
            file.push(part);
            match fs::symlink_metadata(&file) {
                Ok(meta) if parts.peek().is_some() && meta.is_dir() => {}
                Ok(meta) if parts.peek().is_none() && meta.is_file() => {}
                // A file where a folder was means that what lay in the folder is gone.
                Ok(meta) if parts.peek().is_some() && meta.is_file() => return Ok(Some(None)),
                Ok(_) => return Ok(None),
                Err(error) if is_absent(&error) => return Ok(Some(None)),
                Err(source) => return Err(Error::Read { path: file, source }),
            }
        }
        Ok(Some(Some(file)))
    }

    /// Where a path is on the disk.
    pub(in crate::git) fn path_state(&self, full: &str) -> Result<PathState, Error> {
        let mut at = self.workdir.clone();
        let mut parts = full.split('/').peekable();
        while let Some(part) = parts.next() {
            at.push(part);
            match fs::symlink_metadata(&at) {
                Ok(_) if parts.peek().is_none() => return Ok(PathState::Taken),
                Ok(meta) if meta.is_symlink() => return Ok(PathState::BehindLink),
                Ok(meta) if meta.is_dir() => {}
                Ok(_) => return Ok(PathState::Free),
                Err(error) if is_absent(&error) => return Ok(PathState::Free),
                Err(source) => return Err(Error::Read { path: at, source }),
            }
        }
        Ok(PathState::Taken)
    }

    /// Whether a path of the store belongs to this repository, and not to a submodule or another that merely lies inside.
    pub fn is_own(&self, path: &str) -> bool {
        let full = format!("{}{path}", self.prefix);
        let mut folders = Path::new(&full).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        !folders.any(|folder| self.workdir.join(folder).join(".git").symlink_metadata().is_ok())
    }

    /// Answers [`Repo::is_own`] for many paths; every folder is looked at once.
    pub fn owning(&self) -> impl FnMut(&str) -> bool {
        let mut known = HashMap::new();
        move |path| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            match known.get(folder) {
                Some(is_own) => *is_own,
                None => *known.entry(folder.to_owned()).or_insert(self.is_own(path)),
            }
        }
    }
}
