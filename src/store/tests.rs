#![expect(clippy::disallowed_methods, reason = "the tests write as other programs do")]

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::symlink;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::disk::fault::{Failure, Fault, Plan, rehearse};

fn empty() -> (TempDir, Store) {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let store = Store::open(folder.path(), vec![("bookmarks".into(), Kind::Bookmark)]).unwrap();
    (folder, store)
}

fn path(text: &str) -> EntryPath {
    EntryPath::new(text).unwrap()
}

fn created(store: &Store, wanted: &str) -> String {
    store.create(&path(wanted), "text\n").unwrap().to_string()
}

#[test]
fn opening_writes_nothing_and_wants_a_folder() {
    let (folder, store) = empty();
    assert_eq!(store.root(), folder.path().canonicalize().unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    fs::write(folder.path().join("file"), "").unwrap();
    for wrong in ["missing", "file"] {
        let result = Store::open(&folder.path().join(wrong), Vec::new());
        assert!(matches!(result, Err(Error::NoStore(at)) if at.ends_with(wrong)));
    }
}

#[test]
fn a_store_has_the_same_root_however_it_is_reached() {
    let (folder, store) = empty();
    let (elsewhere, other) = empty();
    let link = elsewhere.path().join("link");
    symlink(folder.path(), &link).unwrap();

    assert_eq!(Store::open(&link, Vec::new()).unwrap().root(), store.root());
    assert_ne!(store.root(), other.root());
}

#[test]
fn links_inside_are_fine_and_links_out_are_refused() {
    let (folder, store) = empty();
    let (outside, _) = empty();
    fs::create_dir(folder.path().join("notes")).unwrap();
    fs::write(folder.path().join("notes/tea.md"), "tea").unwrap();
    fs::write(outside.path().join("secret.md"), "secret").unwrap();
    symlink("notes/tea.md", folder.path().join("in.md")).unwrap();
    symlink("notes", folder.path().join("folder")).unwrap();
    symlink(outside.path().join("secret.md"), folder.path().join("out.md")).unwrap();
    symlink(outside.path(), folder.path().join("away")).unwrap();
    symlink("../away", folder.path().join("notes/away")).unwrap();
    symlink("nothing", folder.path().join("dangling")).unwrap();
    symlink("round.md", folder.path().join("round.md")).unwrap();

    assert_eq!(store.bytes(&path("in.md")).unwrap(), b"tea");
    assert_eq!(store.bytes(&path("folder/tea.md")).unwrap(), b"tea");
    for out in ["out.md", "away/secret.md", "away/new/x.md", "notes/away/secret.md", "folder/away/secret.md"] {
        assert!(matches!(store.file(&path(out)), Err(Error::Outside(_))), "{out}");
        assert!(matches!(store.bytes(&path(out)), Err(Error::Outside(_))), "{out}");
    }
    assert!(matches!(store.create(&path("away/new/x.md"), "x"), Err(Error::Outside(_))));
    assert!(matches!(store.file(&path("dangling/x.md")), Err(Error::Missing(_))));
    assert!(matches!(store.file(&path("round.md")), Err(Error::Read { .. })));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}

#[test]
fn a_file_on_disk_has_its_path_in_the_store_and_others_have_none() {
    let (folder, store) = empty();
    let (outside, _) = empty();
    fs::create_dir_all(store.root().join("notes/2026")).unwrap();
    fs::write(store.root().join("notes/2026/tea.md"), "").unwrap();
    symlink(folder.path(), outside.path().join("store")).unwrap();
    symlink(store.root().join("notes/2026/tea.md"), outside.path().join("tea-link.md")).unwrap();
    let found = |file: &Path| store.path_of(file).map(|path| path.to_string());

    let tea = Some("notes/2026/tea.md".to_owned());
    assert_eq!(found(&store.root().join("notes/2026/tea.md")), tea);
    assert_eq!(found(&store.root().join("notes/2026/../2026/./tea.md")), tea);
    assert_eq!(found(&outside.path().join("store/notes/2026/tea.md")), tea);
    assert_eq!(found(&outside.path().join("tea-link.md")), tea);
    assert_eq!(found(&store.root().join("new/folder/x.md")).as_deref(), Some("new/folder/x.md"), "not made yet");
    assert_eq!(found(&store.root().join("new/../../x.md")), None);
    assert_eq!(found(&outside.path().join("x.md")), None);
    assert_eq!(found(store.root()), None);
    assert_eq!(found(Path::new("/")), None);
}

#[test]
fn a_taken_name_gets_a_number_and_nothing_is_overwritten() {
    let (folder, store) = empty();

    let names = [(); 3].map(|()| created(&store, "notes/2026/tea.md"));

    assert_eq!(names, ["notes/2026/tea.md", "notes/2026/tea-2.md", "notes/2026/tea-3.md"]);
    assert_eq!(created(&store, "v1.0.markdown"), "v1.0.markdown");
    assert_eq!(created(&store, "v1.0.markdown"), "v1.0-2.markdown");
    assert_eq!(fs::read_dir(folder.path().join("notes/2026")).unwrap().count(), 3);
}

#[test]
fn names_that_differ_in_case_or_composition_are_taken_too() {
    let (folder, store) = empty();
    fs::create_dir(folder.path().join("Notes")).unwrap();
    for name in ["Tea.md", "Cafe\u{301}.md"] {
        fs::write(folder.path().join("Notes").join(name), "theirs").unwrap();
    }

    assert_eq!(created(&store, "Notes/tea.md"), "Notes/tea-2.md");
    assert_eq!(created(&store, "Notes/CAFÉ.md"), "Notes/CAFÉ-2.md");
    assert_eq!(created(&store, "notes/milk.md"), "Notes/milk.md", "no second folder");
    assert_eq!(created(&store, "notes/new/milk.md"), "Notes/new/milk.md");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_an_error_that_names_it() {
    let (folder, store) = empty();
    fs::write(folder.path().join("notes"), "").unwrap();

    let error = store.create(&path("notes/tea.md"), "text").unwrap_err();

    assert!(error.to_string().ends_with("/notes"), "{error}");
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    let (_folder, store) = empty();

    assert_eq!(store.create(&path("tea.md"), "one").unwrap(), path("tea.md"));
    assert_eq!(store.create(&path("tea.md"), "two").unwrap(), path("tea-2.md"));
}

#[test]
fn replacing_wants_what_was_read() {
    let (folder, store) = empty();
    fs::write(folder.path().join("tea.md"), "old").unwrap();

    store.replace(&path("tea.md"), b"old", b"new").unwrap();
    let changed = store.replace(&path("tea.md"), b"old", b"newer");

    assert!(matches!(changed, Err(Error::Disk(disk::Error::Changed(_)))));
    assert!(matches!(store.replace(&path("milk.md"), b"", b"new"), Err(Error::Missing(_))));
    assert_eq!(fs::read(folder.path().join("tea.md")).unwrap(), b"new");
}

#[test]
fn a_large_file_is_shown_in_part() {
    let (folder, store) = empty();
    let text = "tea ".repeat(5_000_000);
    fs::write(folder.path().join("large.md"), &text).unwrap();

    let entry = store.read(&path("large.md")).unwrap();

    assert_eq!(entry.text.len(), 1_000_000);
    assert_eq!(entry.problem.unwrap().what, "is 20 MB; only the first MB is shown and searched");
    assert_eq!(store.bytes(&path("large.md")).unwrap().len(), text.len());
}

#[test]
fn removing_and_restoring_are_inverse() {
    let (folder, store) = empty();
    fs::write(folder.path().join("tea.md"), "tea").unwrap();

    let removed = store.remove(&path("tea.md"), b"something else");
    assert!(matches!(removed, Err(Error::Disk(disk::Error::Changed(_)))));
    store.remove(&path("tea.md"), b"tea").unwrap();
    assert!(matches!(store.bytes(&path("tea.md")), Err(Error::Missing(_))));

    store.restore(&path("tea.md"), b"tea").unwrap();
    assert!(matches!(store.restore(&path("tea.md"), b"tea"), Err(Error::Disk(disk::Error::Exists(_)))));
}

#[test]
fn a_text_is_there_when_creating_it_succeeded_whatever_fails() {
    let run = |plan: Plan| {
        let (folder, store) = empty();
        fs::write(folder.path().join("tea.md"), "theirs").unwrap();
        let outcome = rehearse(plan, || store.create(&path("tea.md"), "ours"));
        (folder, outcome)
    };
    let calls = run(Plan::default()).1.calls;

    for (at, fault) in (1..=calls).flat_map(|at| [Fault::Full, Fault::Io, Fault::Denied].map(|fault| (at, fault))) {
        let (folder, outcome) = run(Plan { fail: Some(Failure { at, lasting: false, fault }), ..Plan::default() });

        let ours = fs::read(folder.path().join("tea-2.md")).ok();
        let done = outcome.result.unwrap().is_ok();
        assert!(ours.as_deref() == Some(b"ours") || (!done && ours.is_none()), "{at} {fault:?}");
        assert_eq!(fs::read(folder.path().join("tea.md")).unwrap(), b"theirs");
    }
}

/// Words of paths, among them those of the links planted in the tests below.
fn parts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("..".to_owned()),
        Just(".".into()),
        Just("".into()),
        Just("in".into()),
        Just("out".into()),
        Just("up".into()),
        Just("file".into()),
        Just("real".into()),
        Just("deep".into()),
        Just("dangling".into()),
        Just("x.md".into()),
        any::<String>(),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.join("/"))
}

proptest! {
    #[test]
    fn no_words_lead_out_of_the_store(words in parts()) {
        let (folder, store) = empty();
        let (outside, _) = empty();
        fs::create_dir_all(folder.path().join("real/deep")).unwrap();
        fs::write(outside.path().join("x.md"), "secret").unwrap();
        symlink("real", folder.path().join("in")).unwrap();
        symlink(outside.path(), folder.path().join("out")).unwrap();
        symlink("../..", folder.path().join("real/up")).unwrap();
        symlink(outside.path().join("new"), folder.path().join("real/dangling")).unwrap();
        symlink(outside.path().join("x.md"), folder.path().join("real/deep/file")).unwrap();
        symlink("../../out/x.md", folder.path().join("real/deep/x.md")).unwrap();

        if let Ok(path) = EntryPath::new(words) {
            if let Ok(file) = store.file(&path) {
                prop_assert!(file.starts_with(store.root()));
                let real = file.ancestors().find_map(|above| above.canonicalize().ok()).unwrap();
                prop_assert!(real.starts_with(store.root()), "{}", real.display());
            }
            prop_assert_ne!(store.bytes(&path).ok(), Some(b"secret".to_vec()));
            // Whether it works does not matter, only where.
            store.create(&path, "text").ok();
        }
        prop_assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
        prop_assert_eq!(fs::read(outside.path().join("x.md")).unwrap(), b"secret");
    }

    #[test]
    fn creating_keeps_everything_that_was_there(names in prop::collection::vec("[aAäÄ]{1,2}", 1..12)) {
        let (_folder, store) = empty();
        let mut texts = HashMap::new();

        for (count, name) in names.iter().enumerate() {
            let made = store.create(&path(&format!("{name}.md")), &count.to_string()).unwrap();
            prop_assert!(texts.insert(file_name::folded(made.as_str()), (made, count)).is_none());
        }

        for (path, count) in texts.values() {
            prop_assert_eq!(store.bytes(path).unwrap(), count.to_string().into_bytes());
        }
    }
}
