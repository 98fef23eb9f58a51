//! Which entry lies in which file, and back; nothing escapes the store.

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::{Error, Store};
use crate::entry::EntryPath;
use crate::text::file_name;

impl Store {
    /// The file of an entry on disk, refused when a symbolic link leads out of the store.
    ///
    /// A link that stays inside is not followed here, so that renaming concerns the link and not what it leads to.
    pub(crate) fn file(&self, path: &EntryPath) -> Result<PathBuf, Error> {
        let mut file = self.root.clone();
        for part in path.as_str().split('/') {
            file.push(part);
            match file.symlink_metadata() {
                Ok(meta) if meta.is_symlink() => self.require_inside(&file, path)?,
                Ok(_) => {}
                // What does not exist leads nowhere.
                Err(error) if is_absent(&error) => return Ok(self.root.join(path.as_str())),
                Err(source) => return Err(Error::Read { path: file, source }),
            }
        }
        Ok(file)
    }

    /// The store path of a file on disk, if it lies in the store. The file need not exist.
    pub(crate) fn path_of(&self, file: &Path) -> Option<EntryPath> {
        let file = std::path::absolute(file).ok()?;
        let name = file.file_name()?;
        // Folders are followed, the file itself is not: a link in the store is an entry of the store.
        let inside = |real: &Path| real.strip_prefix(&self.root).ok().and_then(words);
        inside(&settled(file.parent()?)?.join(name)).or_else(|| inside(&file.canonicalize().ok()?))
    }

    fn require_inside(&self, link: &Path, path: &EntryPath) -> Result<(), Error> {
        match link.canonicalize() {
            Ok(real) if real.starts_with(&self.root) => Ok(()),
            Ok(_) => Err(Error::Outside(path.clone())),
            Err(error) if is_absent(&error) => Err(Error::Missing(path.clone())),
            Err(source) => Err(Error::Read { path: link.to_owned(), source }),
        }
    }

    /// A wanted path whose folders are spelt as those that exist: `Notes/tea.md` in a store with `notes` is `notes/tea.md`.
    pub(super) fn spelt_as_existing(&self, wanted: &EntryPath) -> Result<EntryPath, Error> {
        let (mut settled, mut folder) = (String::new(), self.root.clone());
        for part in wanted.folder().split('/').filter(|part| !part.is_empty()) {
            let part = match folder.join(part).symlink_metadata() {
                Ok(_) => part.to_owned(),
                Err(_) => self.folder_like(&folder, part)?.unwrap_or_else(|| part.to_owned()),
            };
            folder.push(&part);
            settled.push_str(&part);
            settled.push('/');
        }
        Ok(EntryPath::new(settled + wanted.file_name()).expect("built from the parts of paths"))
    }

    fn folder_like(&self, folder: &Path, name: &str) -> Result<Option<String>, Error> {
        let folded = file_name::folded(name);
        let same = names(folder)?.into_iter().find(|there| file_name::folded(there) == folded);
        Ok(same.filter(|there| folder.join(there).is_dir()))
    }

    /// All names in a folder, folded.
    pub(super) fn names_in(&self, folder: &str) -> Result<HashSet<String>, Error> {
        Ok(names(&self.root.join(folder))?.iter().map(|name| file_name::folded(name)).collect())
    }

    /// The names in an entry's folder that begin as its own does, folded.
    pub(super) fn neighbours(&self, path: &EntryPath) -> Result<Vec<String>, Error> {
        let stem = file_name::folded(path.stem());
        // A folder of thousands of names is looked through for every new entry.
        let begins = |name: &String| {
            let begin = name.as_bytes().get(..stem.len());
            let is_far = stem.is_ascii() && name.chars().next().is_some_and(|first| first >= FAR);
            let is_near = !name.is_ascii() || begin.is_some_and(|begin| begin.eq_ignore_ascii_case(stem.as_bytes()));
            is_near && !is_far
        };
        let names = names(&self.root.join(path.folder()))?;
        Ok(names.iter().filter(|name| begins(name)).map(|name| file_name::folded(name)).collect())
    }
}

/// From here on no character is one of ASCII in another case or composition.
const FAR: char = '\u{3000}';

/// Whether an error says that there is no such file.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    match folder.read_dir() {
        Ok(listing) => listing.map(|it| Ok(it.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect(),
        Err(error) if is_absent(&error) => Ok(Vec::new()),
        Err(source) => Err(failed(source)),
    }
}

/// A folder with its links followed as far as it exists; the rest must be plain names.
fn settled(folder: &Path) -> Option<PathBuf> {
    if let Ok(real) = folder.canonicalize() {
        return Some(real);
    }
    match folder.components().next_back()? {
        Component::Normal(name) => Some(settled(folder.parent()?)?.join(name)),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    }
}

fn words(relative: &Path) -> Option<EntryPath> {
    EntryPath::new(relative.to_str()?).ok()
}
