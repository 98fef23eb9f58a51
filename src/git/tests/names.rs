use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::git::tests::merging::{Files, commit, read};
use crate::git::tests::sync::two;
use crate::text::file_name;

/// What is in the last commit, by path.
fn committed(store: &Store) -> Files {
    let repo = store.open();
    let tip = repo.tip().unwrap().unwrap();
    read(&repo, tip.tree_id())
}

/// Syncs both until nothing happens, and looks whether they are the same everywhere.
fn settle(stores: [&Store; 2]) -> Files {
    for _ in 0..2 {
        for store in stores {
            store.sync();
        }
    }
    let [one, other] = stores.map(|store| {
        assert_eq!(store.git(&["status", "--porcelain"]), "");
        assert_eq!(store.open().held(), []);
        committed(store)
    });
    assert_eq!(stores[0].open().head().unwrap(), stores[1].open().head().unwrap());
    assert_eq!(one, other);
    let mut names = BTreeSet::new();
    assert!(one.keys().all(|path| names.insert(file_name::folded(path))), "{one:?}");
    one
}

fn moved(store: &Store, from: &str, to: &str) {
    fs::create_dir_all(store.file(to).parent().unwrap()).unwrap();
    fs::rename(store.file(from), store.file(to)).unwrap();
    let repo = store.open();
    let outside = repo.outside().unwrap();
    let now = |path: &String| Write { path: path.clone(), content: fs::read(store.file(path)).ok() };
    repo.commit(&outside.iter().map(now).collect::<Vec<_>>(), "outside", at()).unwrap();
    repo.refresh_index(&outside).unwrap();
}

#[test]
fn two_names_that_differ_by_case_are_told_apart_and_links_follow() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("n/Idea.md", "id: 01AAAA1111\nhome's\n");
    home.act("links-home.md", "[[n/Idea.md]]");
    work.act("n/idea.md", "id: 01BBBB2222\nwork's\n");
    work.act("links-work.md", "[[n/idea.md]]");
    home.sync();

    let report = work.sync();

    assert_eq!(report.renamed, [("n/idea.md".to_owned(), "n/idea-2222.md".to_owned())]);
    let files = settle([&home, &work]);
    assert_eq!(files["n/Idea.md"], "id: 01AAAA1111\nhome's\n");
    assert_eq!(files["n/idea-2222.md"], "id: 01BBBB2222\nwork's\n");
    assert_eq!(
        (files["links-home.md"].as_str(), files["links-work.md"].as_str()),
        ("[[n/Idea.md]]", "[[n/idea-2222.md]]")
    );
}

#[test]
fn composition_of_accents_tells_no_names_apart_either() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("gr\u{fc}n.png", "composed");
    work.act("gru\u{308}n.png", "in parts");

    home.sync();
    let files = settle([&work, &home]);

    assert_eq!(files.len(), 3, "{files:?}");
}

#[test]
fn a_folder_renamed_by_case_takes_the_other_sides_edits_along() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    for name in ["a.md", "b.md", "sub/c.md"] {
        home.act(&format!("projects/{name}"), &format!("{name}\n2\n3\n4\n5\n"));
    }
    home.sync();
    work.sync();
    home.act("projects/a.md", "a.md\n2\n3\n4\nfive, edited\n");
    home.act("projects/new.md", "new");
    moved(&work, "projects", "Projects");
    work.act("Projects/sub/c.md", "changed\n2\n3\n4\n5\n");
    home.sync();

    let files = settle([&work, &home]);

    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["Projects/a.md", "Projects/b.md", "Projects/new.md", "Projects/sub/c.md", "tea.md"]);
    assert!(files["Projects/a.md"].contains("five, edited") && files["Projects/sub/c.md"].contains("changed"));
}

#[test]
fn a_name_changed_by_case_is_a_rename_whatever_the_other_does() {
    for what in ["nothing", "edit", "remove", "rename"] {
        let sandbox = Sandbox::new();
        let (_remote, home, work) = two(&sandbox);
        moved(&home, "tea.md", "Tea.md");
        match what {
            "edit" => drop(work.act("tea.md", "1\n2\n3\n4\nfive\n")),
            "remove" => {
                fs::remove_file(work.file("tea.md")).unwrap();
                let repo = work.open();
                repo.commit(&[removal("tea.md")], "x", at()).unwrap();
                repo.refresh_index(&["tea.md".to_owned()]).unwrap();
            }
            "rename" => moved(&work, "tea.md", "TEA.md"),
            _ => {}
        }
        home.sync();

        let files = settle([&work, &home]);

        let expected: &[&str] = if what == "remove" { &[] } else { &["Tea.md"] };
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), expected, "{what}");
        assert!(what != "edit" || files["Tea.md"].contains("five"), "{files:?}");
    }
}

#[test]
fn twins_that_plain_git_made_are_told_apart_wherever_they_come_first() {
    for first_is_ours in [true, false] {
        let sandbox = Sandbox::new();
        let (_remote, home, work) = two(&sandbox);
        home.put("Note.md", "id: 01AAAA1111\n").put("note.md", "id: 01BBBB2222\n[[Note.md]] [[note.md]]\n");
        home.put("other.md", "[[note.md]]\n").git(&["add", "-A"]);
        home.git(&["commit", "-qm", "twins"]);
        if first_is_ours {
            home.sync();
        } else {
            home.git(&["push", "-q", "origin", "main"]);
        }

        let files = settle([&work, &home]);

        assert_eq!(files["Note.md"], "id: 01AAAA1111\n");
        assert_eq!(files["note-2222.md"], "id: 01BBBB2222\n[[Note.md]] [[note-2222.md]]\n");
        assert_eq!(files["other.md"], "[[note-2222.md]]\n");
    }
}

#[test]
fn two_machines_tell_the_same_twins_apart_by_the_same_commit() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = two(&sandbox);
    let third = sandbox.joined("third", &remote);
    third.sync();
    home.put("Note.md", "a").put("note.md", "b").git(&["add", "-A"]);
    home.git(&["commit", "-qm", "twins"]);
    home.git(&["push", "-q", "origin", "main"]);
    let twins = git(&remote, &["rev-parse", "main"]);
    work.sync();
    let apart = work.open().head().unwrap();
    git(&remote, &["update-ref", "refs/heads/main", twins.trim()]);

    third.sync();

    assert_eq!(third.open().head().unwrap(), apart);
}

#[test]
fn links_and_files_of_one_name_are_both_kept() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("tea.md", "words, edited\n");
    let id = work.git(&["hash-object", "-w", "tea.md"]);
    work.git(&["update-index", "--cacheinfo", &format!("120000,{},tea.md", id.trim())]);
    work.git(&["commit", "-qm", "a link"]);
    work.git(&["checkout", "-q", "HEAD", "--", "."]);
    home.sync();

    work.sync();
    home.sync();

    let files = committed(&home);
    assert_eq!(committed(&work), files);
    assert_eq!(files["tea.md"], "words, edited\n");
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(home.text("tea.md"), "words, edited\n");
}

/// Names that meet on disks that ignore case, as files and folders.
fn files() -> impl Strategy<Value = Files> {
    let path = prop::sample::select(vec!["a", "A", "b/x", "B/x", "b/X", "b/y", "B/y/z", "c.md", "C.md", "c.MD"]);
    let line = prop::sample::select(vec!["one", "two", "three", "four"]);
    let text = prop::collection::vec(line, 0..4).prop_map(|lines| lines.join("\n"));
    prop::collection::vec((path.prop_map(str::to_owned), text), 0..5).prop_map(|pairs| {
        let mut files = Files::new();
        for (path, text) in pairs {
            let meets = |other: &String| {
                let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
                let (one, other) = (parts(other), parts(&path));
                let alike = one.iter().zip(&other).take_while(|(a, b)| file_name::folded(a) == file_name::folded(b));
                let alike: Vec<_> = alike.collect();
                alike.iter().any(|(a, b)| a != b) || alike.len() == one.len().min(other.len())
            };
            if !files.keys().any(meets) {
                files.insert(path, text);
            }
        }
        files
    })
}

fn marked(files: &Files, mark: &str) -> Files {
    let line = |line: &str| if line == "one" { "one\n".to_owned() } else { format!("{line}-{mark}\n") };
    files.iter().map(|(path, text)| (path.clone(), text.lines().map(line).collect())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_of_any_names_loses_no_line_and_leaves_no_two_alike(base in files(), one in files(), other in files()) {
        let sandbox = Sandbox::new();
        fs::create_dir_all(sandbox.path("notes")).unwrap();
        let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
        let (base, one, other) = (marked(&base, "base"), marked(&one, "one"), marked(&other, "other"));
        let ids = [&base, &one, &other].map(|files| commit(&repo, files));
        let [base, left, right] = ids.map(|id| repo.inner.find_commit(id).unwrap());

        let merged = repo.merge_trees(Some(&base), [Some(&left), Some(&right)], &mut |conflict| keep_both(conflict), &Plain).unwrap();

        let files = read(&repo, merged.tree);
        let all: String = files.values().map(String::as_str).collect();
        for line in one.values().chain(other.values()).flat_map(|text| text.lines()) {
            let is_new = line.ends_with("-one") || line.ends_with("-other");
            prop_assert!(!is_new || all.contains(line), "{line} is lost in {files:?}");
        }
        let mut spelled: BTreeMap<String, String> = BTreeMap::new();
        for path in files.keys() {
            for at in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
                let is_alike = |known: &String| known == &path[..at];
                let known = spelled.entry(file_name::folded(&path[..at])).or_insert_with(|| path[..at].to_owned());
                prop_assert!(is_alike(known), "{known} and {path} in {files:?}");
            }
        }
    }

    #[test]
    fn a_merge_with_a_side_that_did_nothing_is_the_other_side(base in files(), one in files()) {
        let sandbox = Sandbox::new();
        fs::create_dir_all(sandbox.path("notes")).unwrap();
        let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
        let [old, new] = [&base, &one].map(|files| repo.inner.find_commit(commit(&repo, files)).unwrap());

        for sides in [[&old, &new], [&new, &old], [&new, &new]] {
            let merged = repo.merge_trees(Some(&old), sides.map(Some), &mut |conflict| keep_both(conflict), &Plain).unwrap();
            prop_assert_eq!(read(&repo, merged.tree), one.clone());
        }
    }
}
