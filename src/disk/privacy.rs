//! Who else may read or write what is ours.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::sys;

/// The permission bits of everybody but the owner.
const OTHERS: u32 = 0o077;
/// Those of them that let somebody write.
const WRITING: u32 = 0o022;
/// Of a folder that everybody shares, as /tmp.
const STICKY: u32 = 0o1000;

/// Whether somebody else may read a file or enter a folder; what is not there or is a link may not.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    mode_of(path).is_some_and(|mode| mode & OTHERS != 0)
}

/// Whether somebody else may write a file or make and remove files in a folder.
pub(crate) fn may_be_changed_by_others(path: &Path) -> bool {
    mode_of(path).is_some_and(|mode| mode & WRITING != 0 && mode & STICKY == 0)
}

/// Takes a folder or file of ours out of others' sight. A folder that many share stays as it is.
///
/// What cannot be changed (it is another's, or on a read-only disk) stays too; `riffle doctor` tells.
pub(crate) fn tighten(path: &Path) {
    if let Some(mode) = mode_of(path).filter(|mode| mode & OTHERS != 0 && mode & STICKY == 0) {
        sys::set_mode(path, mode & 0o7777 & !OTHERS).ok();
    }
}

/// The same for all that lies in a folder; links are not followed. The folder itself comes last, so that one that is closed
/// has nothing open in it.
pub(crate) fn tighten_all(folder: &Path) {
    for item in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = item.path();
        match item.file_type() {
            Ok(kind) if kind.is_dir() => tighten_all(&path),
            Ok(kind) if kind.is_file() => tighten(&path),
            Ok(_) | Err(_) => {}
        }
    }
    tighten(folder);
}

fn mode_of(path: &Path) -> Option<u32> {
    let is_plain = |meta: &Metadata| meta.is_dir() || meta.is_file();
    path.symlink_metadata().ok().filter(is_plain).map(|meta| meta.mode())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn give(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().mode() & 0o7777
    }

    #[test]
    fn all_in_a_folder_is_closed_and_links_out_of_it_change_nothing() {
        let (ours, other) = (tempfile::tempdir().unwrap(), tempfile::NamedTempFile::new().unwrap());
        let (folder, file) = (ours.path().join("a/b"), ours.path().join("a/b/c"));
        fs::create_dir_all(&folder).unwrap();
        super::super::create(&file, b"tea").unwrap();
        symlink(other.path(), folder.join("link")).unwrap();
        for (path, mode) in [(ours.path(), 0o755), (&folder, 0o777), (&file, 0o444), (other.path(), 0o644)] {
            give(path, mode);
        }

        tighten_all(ours.path());

        assert_eq!([ours.path(), &folder, &file, other.path()].map(mode), [0o700, 0o700, 0o400, 0o644]);
    }

    #[test]
    fn a_folder_that_many_share_stays_as_it_is() {
        let shared = tempfile::tempdir().unwrap();
        give(shared.path(), 0o1777);

        tighten(shared.path());

        assert_eq!(mode(shared.path()), 0o1777);
        assert!(!may_be_changed_by_others(shared.path()));
    }

    #[test]
    fn who_may_write_is_told_by_the_bits() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (mode, read, write) in
            [(0o600, false, false), (0o644, true, false), (0o620, true, true), (0o602, true, true)]
        {
            give(file.path(), mode);
            assert_eq!(
                (is_open_to_others(file.path()), may_be_changed_by_others(file.path())),
                (read, write),
                "{mode:o}"
            );
        }
    }
}
