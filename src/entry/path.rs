//! Where an entry lies in its store: relative, with `/`, and never outside.

use std::fmt;

/// A path inside a store: relative, `/` between its parts, no `.`, `..`, empty part or NUL.
///
/// Whether a symbolic link leads out of the store is for `store` to see; this is about the words alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryPath(String);

/// Why words are not a path inside a store.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a path inside the store")]
pub struct NotInside(pub String);

impl EntryPath {
    /// Takes a path that stays inside the store.
    pub fn new(path: impl Into<String>) -> Result<Self, NotInside> {
        let path = path.into();
        let inside = !path.is_empty()
            && !path.contains('\0')
            && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        if inside { Ok(Self(path)) } else { Err(NotInside(path)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name without its folder.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The file name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The folder, empty at the top of the store.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl fmt::Display for EntryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
