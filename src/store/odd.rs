//! What lies in the folders of a store and is no plain file: links, repositories, names that are no text, half-written files.
//!
//! Looks at names and kinds alone, without a look at each file.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};

use crate::disk;

/// What sort of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A symbolic link.
    Link,
    /// A pipe, a socket or a device.
    Special,
    /// A file or folder whose name is not UTF-8.
    Name,
    /// A folder that is a repository of its own.
    Repository,
    /// A folder that cannot be looked into.
    Unreadable,
    /// What a Riffle was writing that runs no more.
    HalfWritten,
}

/// One such thing, by its path inside the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    pub path: PathBuf,
    pub sort: Sort,
}

/// Everything of that sort below a folder, without what `passed_over` says. Links are not followed, and nothing is looked
/// for inside repositories.
pub(crate) fn find(root: &Path, passed_over: &mut dyn FnMut(&Path) -> bool) -> Vec<Odd> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let Ok(listing) = fs::read_dir(root.join(&folder)) else {
            found.push(Odd { path: folder, sort: Sort::Unreadable });
            continue;
        };
        for item in listing.flatten() {
            let (name, Ok(kind)) = (item.file_name(), item.file_type()) else { continue };
            let sort = sort(&item, &name, kind);
            // Of the many plain files no more is made than a name.
            if name == ".git" || (sort.is_none() && !kind.is_dir()) {
                continue;
            }
            let path = folder.join(name);
            match sort {
                _ if passed_over(&path) => {}
                Some(sort) => found.push(Odd { path, sort }),
                None => folders.push(path),
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// What is odd about an item; nothing about plain files and folders.
fn sort(item: &DirEntry, name: &OsStr, kind: FileType) -> Option<Sort> {
    if name.to_str().is_none() {
        return Some(Sort::Name);
    }
    if kind.is_dir() {
        return item.path().join(".git").symlink_metadata().is_ok().then_some(Sort::Repository);
    }
    match kind {
        link if link.is_symlink() => Some(Sort::Link),
        file if file.is_file() => {
            (disk::is_unfinished(name) && disk::is_left(&item.path())).then_some(Sort::HalfWritten)
        }
        _ => Some(Sort::Special),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn what_is_no_plain_file_is_found_wherever_it_lies() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path();
        for file in
            ["tea.md", "a/b/.riffle-4194999-1.tmp", "inner/.git/HEAD", "inner/x.md", ".hidden/.riffle-4194999-2.tmp"]
        {
            disk::put(&root.join(file), b"x").unwrap();
        }
        disk::put(&root.join(".git/.riffle-4194999-3.tmp"), b"x").unwrap();
        disk::put(&root.join("left/.riffle-4194999-4.tmp"), b"x").unwrap();
        disk::put(&root.join(OsStr::from_bytes(b"a/caf\xe9.md")), b"x").unwrap();
        std::os::unix::fs::symlink("tea.md", root.join("link.md")).unwrap();
        std::os::unix::fs::symlink("/", root.join("a/up")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("a/s")).unwrap();

        let found = find(root, &mut |path| path == Path::new("left"));

        let found: Vec<(&[u8], Sort)> = found.iter().map(|odd| (odd.path.as_os_str().as_bytes(), odd.sort)).collect();
        assert_eq!(
            found,
            [
                (b".hidden/.riffle-4194999-2.tmp".as_slice(), Sort::HalfWritten),
                (b"a/b/.riffle-4194999-1.tmp", Sort::HalfWritten),
                (b"a/caf\xe9.md", Sort::Name),
                (b"a/s", Sort::Special),
                (b"a/up", Sort::Link),
                (b"inner", Sort::Repository),
                (b"link.md", Sort::Link),
            ]
        );
    }
}
