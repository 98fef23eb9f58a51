//! What other programs changed, beside what the real `git status` says of it.

#![expect(clippy::disallowed_methods, reason = "the tests write as other programs do")]

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;

use proptest::prelude::*;

use super::*;

/// What another program does in a store.
#[derive(Clone, Debug)]
enum Step {
    Write(String, u8),
    /// The same size at the same time: only the system's own time of the change tells.
    Disguise(String, u8),
    Touch(String),
    Chmod(String),
    Remove(String),
    Link(String),
    Folder(String),
    Ignore(String),
    Stage(String),
    Unstage(String),
    Commit,
    Capture(String, u8),
}

fn path() -> impl Strategy<Value = String> {
    let names = ["a", "d", "d.md", "d-x", "é.md", "z"];
    let name = prop::sample::select(names.to_vec());
    prop::collection::vec(name, 1..4).prop_map(|names| names.join("/"))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (path(), any::<u8>()).prop_map(|(path, byte)| Step::Write(path, byte)),
        2 => (path(), any::<u8>()).prop_map(|(path, byte)| Step::Disguise(path, byte)),
        1 => path().prop_map(Step::Touch),
        1 => path().prop_map(Step::Chmod),
        2 => path().prop_map(Step::Remove),
        1 => path().prop_map(Step::Link),
        1 => path().prop_map(Step::Folder),
        1 => path().prop_map(Step::Ignore),
        2 => path().prop_map(Step::Stage),
        1 => path().prop_map(Step::Unstage),
        1 => Just(Step::Commit),
        2 => (path(), any::<u8>()).prop_map(|(path, byte)| Step::Capture(path, byte)),
    ]
}

/// Does a step as far as it can be done.
fn take(store: &Store, step: &Step) {
    let put = |path: &str, byte: u8| {
        let file = store.file(path);
        fs::create_dir_all(file.parent().unwrap()).and_then(|()| fs::write(&file, format!("{byte:03}\n"))).is_ok()
    };
    match step {
        Step::Write(path, byte) => drop(put(path, *byte)),
        Step::Disguise(path, byte) => {
            let Ok(was) = fs::metadata(store.file(path)).and_then(|meta| meta.modified()) else { return };
            if put(path, *byte) {
                fs::File::options().write(true).open(store.file(path)).unwrap().set_modified(was).unwrap();
            }
        }
        Step::Touch(path) => {
            let opened = fs::File::options().write(true).open(store.file(path));
            opened.into_iter().for_each(|file| file.set_modified(std::time::UNIX_EPOCH).unwrap());
        }
        Step::Chmod(path) => drop(fs::set_permissions(store.file(path), fs::Permissions::from_mode(0o755))),
        Step::Remove(path) => {
            let file = store.file(path);
            drop(fs::remove_file(&file).or_else(|_| fs::remove_dir_all(&file)));
        }
        Step::Link(path) => drop(std::os::unix::fs::symlink("nowhere", store.file(path))),
        Step::Folder(path) => drop(fs::create_dir_all(store.file(path))),
        Step::Ignore(path) => drop(fs::write(store.file(".gitignore"), format!("{path}\n"))),
        Step::Stage(path) => drop(try_git(&store.root, &["add", "--", path])),
        Step::Unstage(path) => drop(try_git(&store.root, &["rm", "-rq", "--cached", "--", path])),
        Step::Commit => drop(try_git(&store.root, &["commit", "-qam", "by hand"])),
        Step::Capture(path, byte) => {
            if put(path, *byte) {
                let text = format!("{byte:03}\n");
                drop(store.open().commit(&[write(path, &text)], "capture", at()));
                let repo = store.open();
                drop(repo.left_behind().and_then(|behind| repo.refresh_index(&behind)));
            }
        }
    }
}

/// What the real program says of it, without what Riffle leaves to the person, and without files in whose place a folder is:
/// what is in that replaces them.
fn by_git(store: &Store) -> BTreeSet<String> {
    let listed = store.git(&["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]);
    let paths = listed.split('\0').filter_map(|line| line.get(3..)).map(str::to_owned);
    paths.filter(|path| !store.file(path).is_symlink() && !store.file(path).is_dir()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_others_changed_is_what_git_finds(steps in prop::collection::vec(step(), 1..14)) {
        let sandbox = Sandbox::new();
        let store = sandbox.store("notes");
        for path in ["a", "d/a", "d/d.md", "d-x/a/z", "é.md", "z/z/z"] {
            store.put(path, "000\n");
        }
        store.git(&["add", "-A"]);
        store.git(&["commit", "-qm", "first"]);
        for step in &steps {
            take(&store, step);
            let found: BTreeSet<String> = store.open().outside().unwrap().into_iter().collect();
            let known = by_git(&store);
            prop_assert!(found.is_superset(&known), "{:?} lacks {:?} after {:?}", found, known, step);
            for path in found.difference(&known).filter(|path| !store.file(path).is_dir()) {
                // Git takes a file for the old one that was changed in the moment of its last look.
                let (is_there, committed) = try_git(&store.root, &["show", &format!("HEAD:{path}")]);
                prop_assert!(is_there && store.text(path) != committed, "{} is as it was after {:?}", path, step);
            }
        }
    }
}

#[test]
fn an_index_of_another_form_or_cut_anywhere_is_no_reason_to_find_less() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "one\n");
    store.act("sub/pot.md", "one\n");
    store.put("sub/pot.md", "two and more\n");
    for version in ["4", "3", "2"] {
        store.git(&["update-index", "--index-version", version]);
        assert_eq!(store.open().outside().unwrap(), ["sub/pot.md"], "version {version}");
    }
    let whole = fs::read(store.file(".git/index")).unwrap();
    for length in (0..whole.len()).step_by(7) {
        fs::write(store.file(".git/index"), &whole[..length]).unwrap();
        assert_eq!(store.open().outside().unwrap(), ["sub/pot.md"], "{length} bytes");
    }
}
