//! Where the state and the cache of a store lie, and that nobody else may look into them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::ops::doctor::Finding;
use crate::ops::share::outbox;
use crate::ops::team::known;
use crate::ops::{Workspace, act, pages};
use crate::{disk, records};

/// The version of all records of this Riffle.
const VERSION: u64 = 1;

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
fn old_key(root: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    format!("{}-{:016x}", plain_name(root), hasher.finish())
}

fn plain_name(root: &Path) -> String {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    name.chars().filter(char::is_ascii_alphanumeric).take(24).collect()
}

/// What others may do with the store, its state and the configuration, and what of the state cannot be read.
pub(in crate::ops) fn findings(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = changeable(workspace);
    findings.extend(open_to_others(workspace));
    findings.extend(unreadable(workspace));
    findings.extend(left_behind(workspace));
    findings
}

/// Whoever may write to the store or the configuration may put words into somebody's mouth, or an editor of their own.
fn changeable(workspace: &Workspace) -> Vec<Finding> {
    let (root, config) = (workspace.root(), &workspace.paths.config);
    let inside = [".riffle", ".git", "notes", "journal", "bookmarks", "nuggets"].map(|name| root.join(name));
    let folders = [("store", root.to_owned())].into_iter().chain(inside.map(|folder| ("store", folder)));
    let settings = [config.clone(), config.join("config.toml"), config.join("keymap.toml")];
    let places = folders.chain(settings.map(|place| ("configuration", place)));
    let found = places.filter(|(_, place)| disk::may_be_changed_by_others(place));
    let tell = |(check, place): (&'static str, PathBuf)| {
        let remedy = format!("`chmod go-w '{}'`, unless they are meant to", place.display());
        Finding::warning(check, format!("others on this computer may write to {}", place.display()), remedy)
    };
    found.map(tell).collect()
}

/// What a command could not close to others by itself.
fn open_to_others(workspace: &Workspace) -> Vec<Finding> {
    let paths = &workspace.paths;
    let places = [paths.state.clone(), paths.cache.clone(), workspace.state().to_owned(), workspace.cache().to_owned()];
    let found = places.into_iter().filter(|place| disk::is_open_to_others(place));
    let tell = |place: PathBuf| {
        let remedy = format!("`chmod -R go-rwx '{}'`", place.display());
        Finding::warning("state", format!("others on this computer may look into {}", place.display()), remedy)
    };
    found.map(tell).collect()
}

fn unreadable(workspace: &Workspace) -> Vec<Finding> {
    // Whatever is read is looked at as a whole; what fails is aside then, as after any command.
    drop((outbox::all(workspace), known::all(workspace), pages::queue(workspace).jobs()));
    let mut troubles = records::troubles(workspace.state(), VERSION);
    troubles.extend(records::troubles_in(&workspace.paths.state, VERSION));
    let tell = |it: records::Trouble| Finding::warning("state", format!("{} {}", it.file.display(), it.why), it.remedy);
    let mut findings: Vec<Finding> = troubles.into_iter().map(tell).collect();
    let lines = act::unread(workspace);
    if lines > 0 {
        let detail = format!("{lines} lines of the list of acts cannot be read");
        findings.push(Finding::warning("state", detail, "undo passes over them; they stay"));
    }
    findings
}

/// State that a Riffle of before made again after it had been moved.
fn left_behind(workspace: &Workspace) -> Option<Finding> {
    let old = workspace.paths.state.join("stores").join(old_key(workspace.root()));
    let is_left = old.exists() && old != workspace.state();
    is_left.then(|| {
        let detail = format!("an older Riffle keeps drafts and what was not sent in {}", old.display());
        Finding::warning("state", detail, "move what is in it by hand, and use one Riffle only")
    })
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
