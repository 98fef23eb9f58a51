//! Where the state and the cache of a store lie, and that nobody else may look into them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::disk;

/// The folder of a store below the state or the cache folder, closed to others.
///
/// One that an older Riffle named differently is moved to its name, once. Of two Riffles that do so at once, one does it.
pub(in crate::ops) fn home(above: &Path, root: &Path) -> PathBuf {
    let stores = above.join("stores");
    let (home, old) = (stores.join(key(root)), stores.join(old_key(root)));
    disk::tighten(above);
    for folder in [&stores, &home] {
        if disk::is_open_to_others(folder) {
            disk::tighten_all(folder);
        }
    }
    if home.exists() || !old.exists() {
        return home;
    }
    match disk::rename(&old, &home) {
        // On a disk that cannot be written to, all stays where it is.
        Err(_) if !home.exists() && old.exists() => old,
        Ok(()) | Err(_) => home,
    }
}

/// A name for a store that no other folder has, and that stays: its folder's name and a hash of where it lies.
fn key(root: &Path) -> String {
    let hash: String =
        Sha256::digest(root.as_os_str().as_encoded_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hash}", plain_name(root))
}

/// The same as it was made before, with a hash that the next compiler may change.
pub(in crate::ops) fn old_key(root: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    format!("{}-{:016x}", plain_name(root), hasher.finish())
}

fn plain_name(root: &Path) -> String {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    name.chars().filter(char::is_ascii_alphanumeric).take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_store_is_the_same_with_every_compiler() {
        assert_eq!(key(Path::new("/home/ada/my notes!")), "mynotes-fa531110193f3598");
        assert_ne!(key(Path::new("/home/ada/notes")), key(Path::new("/home/eve/notes")));
    }

    #[test]
    fn what_was_kept_under_the_old_name_is_moved_once() {
        let above = tempfile::tempdir().unwrap();
        let root = Path::new("/home/ada/notes");
        let draft = above.path().join("stores").join(old_key(root)).join("drafts/capture.md");
        disk::put(&draft, b"half a thought").unwrap();

        let homes: Vec<PathBuf> = std::thread::scope(|scope| {
            let open = || scope.spawn(|| home(above.path(), root));
            let opening: Vec<_> = (0..8).map(|_| open()).collect();
            opening.into_iter().map(|home| home.join().unwrap()).collect()
        });

        assert!(homes.iter().all(|home| home.ends_with(key(root))), "{homes:?}");
        assert_eq!(std::fs::read(homes[0].join("drafts/capture.md")).unwrap(), b"half a thought");
        assert!(!draft.exists());
    }

    #[test]
    fn of_two_states_neither_is_touched() {
        let above = tempfile::tempdir().unwrap();
        let root = Path::new("/home/ada/notes");
        let [old, new] = [old_key(root), key(root)].map(|key| above.path().join("stores").join(key).join("x"));
        disk::put(&old, b"old").unwrap();
        disk::put(&new, b"new").unwrap();

        assert_eq!(home(above.path(), root), new.parent().unwrap());

        assert_eq!([old, new].map(|file| std::fs::read(file).unwrap()), [b"old", b"new"]);
    }
}
