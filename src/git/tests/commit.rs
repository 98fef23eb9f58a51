use super::*;

#[test]
fn the_first_commit_starts_an_unborn_branch() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    assert_eq!(repo.head().unwrap(), None);

    let commit = repo.commit(&[write("a/tea.md", "green\n")], "capture: Tea", at()).unwrap().unwrap().id;

    assert_eq!(repo.head().unwrap(), Some(commit.clone()));
    assert_eq!(repo.content(&commit, "a/tea.md").unwrap(), Some(b"green\n".to_vec()));
    assert_eq!(
        store.git(&["log", "-1", "--format=%an|%ae|%aI|%s"]),
        "Ada|ada@example.org|2026-11-21T10:00:00+01:00|capture: Tea\n"
    );
    assert!(store.git(&["fsck", "--strict"]).is_empty() || !store.git(&["fsck"]).contains("error"));
}

#[test]
fn a_commit_changes_its_paths_and_nothing_else() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    for path in ["a/one.md", "a/two.md", "b/c/three.md", "four.md"] {
        store.act(path, path);
    }

    let writes = [write("a/one.md", "new"), removal("b/c/three.md"), write("a/five/six.md", "6"), removal("absent.md")];
    let commit = store.open().commit(&writes, "x", at()).unwrap().unwrap().id;

    assert_eq!(store.files(), ["a/five/six.md", "a/one.md", "a/two.md", "four.md"]);
    let paths: Vec<String> = store.open().differences(&commit).unwrap().into_iter().map(|d| d.path).collect();
    assert_eq!(paths, ["a/five/six.md", "a/one.md", "b/c/three.md"]);
    store.git(&["fsck", "--strict"]);
}

#[test]
fn nothing_is_committed_when_nothing_differs() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let head = store.act("tea.md", "green");

    let again = store.open().commit(&[write("tea.md", "green"), removal("absent/x.md")], "x", at()).unwrap();

    assert!(again.is_none());
    assert_eq!(store.open().head().unwrap(), Some(head));
}

#[test]
fn the_mode_of_a_program_is_kept() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    script(&store.file("run.sh"), "old");
    store.git(&["add", "run.sh"]);
    store.git(&["commit", "-qm", "x"]);

    store.act("run.sh", "new");

    assert!(store.git(&["ls-tree", "HEAD"]).starts_with("100755"));
}

#[test]
fn a_file_gives_way_to_a_folder_of_its_name() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea", "green");

    store.open().commit(&[removal("tea"), write("tea/green.md", "x")], "x", at()).unwrap();
    assert_eq!(store.files(), ["tea/green.md"]);
    store.open().commit(&[removal("tea/green.md"), write("tea", "y")], "x", at()).unwrap();
    assert_eq!(store.files(), ["tea"]);
    store.open().commit(&[removal("tea/green.md")], "x", at()).unwrap();
    assert_eq!(store.files(), ["tea"]);
}

#[test]
fn no_path_leaves_the_store_or_reaches_gits_own_folder() {
    let sandbox = Sandbox::new();
    let repo = sandbox.store("notes").open();

    for path in ["../x", "/x", "a//b", "", ".git/config", "a/.GIT/hooks/x", "a/./b"] {
        assert!(matches!(repo.commit(&[write(path, "x")], "x", at()), Err(Error::Outside(_))), "{path}");
    }
}

#[test]
fn a_store_inside_a_repository_uses_paths_of_its_own() {
    let sandbox = Sandbox::new();
    let outer = sandbox.store("work");
    outer.act("README", "x");
    outer.put("docs/notes/old.md", "old");
    let store = Store { root: outer.file("docs/notes"), state: sandbox.path("state") };

    store.open().commit(&[write("old.md", "old"), write("tea.md", "green")], "x", at()).unwrap();

    assert_eq!(outer.files(), ["README", "docs/notes/old.md", "docs/notes/tea.md"]);
    let repo = store.open();
    assert_eq!(repo.content(&repo.head().unwrap().unwrap(), "tea.md").unwrap(), Some(b"green".to_vec()));
    assert_eq!(versions(&repo, "tea.md", 9).len(), 1);
}

#[test]
fn commits_of_many_writers_are_all_kept() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("start.md", "x");

    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = &store;
            scope.spawn(move || {
                let repo = store.open();
                for number in 0..5 {
                    let path = format!("{writer}/{number}.md");
                    while let Err(error) = repo.commit(&[write(&path, "x")], "x", at()) {
                        assert!(matches!(error, Error::Moved), "{error:?}");
                    }
                }
            });
        }
    });

    assert_eq!(store.files().len(), 21);
    assert_eq!(store.git(&["rev-list", "--count", "HEAD"]), "21\n");
    store.git(&["fsck", "--strict"]);
}

#[test]
fn commits_wait_while_the_person_is_in_the_middle_of_something() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    store.act("tea.md", "2");
    let repo = store.open();

    store.git(&["checkout", "-q", "--detach"]);
    assert!(matches!(repo.commit(&[write("a.md", "x")], "x", at()), Err(Error::OffBranch { .. })));
    assert!(matches!(store.open().limits(), Limits::Refused { .. }));
    store.git(&["reset", "-q", "--hard"]);
    store.git(&["checkout", "-q", "main"]);
    store.git(&["checkout", "-qb", "side", "HEAD~1"]);
    store.put("tea.md", "3").git(&["commit", "-qam", "side"]);
    assert!(!try_git(&store.root, &["merge", "main"]).0);
    let repo = store.open();
    assert!(matches!(repo.commit(&[write("a.md", "x")], "x", at()), Err(Error::Busy { operation: "merge", .. })));
    store.git(&["merge", "--abort"]);
    assert!(!try_git(&store.root, &["rebase", "main"]).0);
    let repo = store.open();
    assert!(matches!(repo.commit(&[write("a.md", "x")], "x", at()), Err(Error::Busy { operation: "rebase", .. })));
}

#[test]
fn a_missing_identity_never_stops_a_commit() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.git(&["config", "user.name", " "]);
    store.git(&["config", "user.email", ""]);

    store.act("tea.md", "x");

    assert!(store.git(&["log", "-1", "--format=%ae"]).contains('@'));
}

#[test]
fn the_versions_of_a_file_are_listed_newest_first() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    store.act("other.md", "1");
    let newest = store.act("tea.md", "2");

    let all = versions(&store.open(), "tea.md", 10);

    assert_eq!(all.len(), 2);
    assert_eq!((&all[0].commit, all[0].subject.as_str()), (&newest, "edit: tea.md"));
    assert_eq!((all[0].when, all[0].author.as_str()), (at(), "Ada"));
    assert_eq!(versions(&store.open(), "tea.md", 1).len(), 1);
}

#[test]
fn only_files_that_differ_from_the_last_commit_are_uncommitted() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    for path in ["same.md", "edited.md", "gone.md"] {
        store.act(path, path);
    }
    store.put("edited.md", "edited").put("new.md", "new");
    fs::remove_file(store.file("gone.md")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", store.file("link.md")).unwrap();
    let paths = ["same.md", "edited.md", "gone.md", "new.md", "link.md", "never.md"];
    let contents = paths.map(|path| fs::read(store.file(path)).ok());
    let files: Vec<_> = paths.into_iter().zip(contents.iter().map(Option::as_deref)).collect();

    let differing = store.open().uncommitted(&files).unwrap();

    assert_eq!(differing, ["edited.md", "gone.md", "new.md"]);
}

#[test]
fn texts_merge_by_line_and_never_with_markers() {
    let merge =
        |base: &str, ours: &str, theirs: &str| Repo::merge_text(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());

    assert_eq!(merge("1\n2\n3\n4\n5\n", "0\n2\n3\n4\n5\n", "1\n2\n3\n4\n6\n"), Some(b"0\n2\n3\n4\n6\n".to_vec()));
    assert_eq!(merge("1\n", "2\n", "3\n"), None);
    assert_eq!(merge("", "a\n", "b\n"), None);
    assert_eq!(merge("1\n\0", "2\n\0", "1\n\0"), None);
}

#[test]
fn a_folder_without_a_repository_has_none() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("plain")).unwrap();

    assert!(Repo::open(&sandbox.path("plain"), &sandbox.path("state")).unwrap().is_none());
}

#[test]
fn a_new_store_gets_one_empty_branch_named_main() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("new")).unwrap();

    let repo = Repo::init(&sandbox.path("new"), &sandbox.path("state")).unwrap();

    assert_eq!((repo.branch(), repo.head().unwrap(), repo.limits()), ("main", None, repo.limits()));
    assert!(repo.commit(&[write("tea.md", "x")], "x", at()).unwrap().is_some());
}

#[test]
fn an_act_of_many_files_is_a_few_packs_and_one_commit() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("first.md", "1");
    let repo = store.open();
    let mut writes: Vec<Write> = (0..300).map(|n| write(&format!("many/{n}.md"), &format!("note {n}\n"))).collect();
    // Two that are the same, and one that the repository has.
    writes.extend([write("twin.md", "same\n"), write("other-twin.md", "same\n"), write("second.md", "1")]);

    repo.commit(&writes, "many", at()).unwrap().unwrap();

    assert_eq!(store.git(&["rev-list", "--count", "HEAD"]), "2\n");
    assert_eq!(store.git(&["show", "HEAD:many/299.md"]), "note 299\n");
    assert_eq!(store.git(&["show", "HEAD:other-twin.md", "HEAD:second.md"]), "same\n1");
    let loose = store.git(&["count-objects"]);
    assert!(loose.split(' ').next().unwrap().parse::<usize>().unwrap() < 20, "{loose}");
    store.git(&["fsck", "--strict"]);
}

#[test]
fn a_file_is_followed_to_its_earlier_names_and_no_further() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("green.md", "another green tea");
    let first = store.act("tea.md", "1");
    let rename = |writes: &[Write]| store.open().commit(writes, "rename", at()).unwrap().unwrap();
    rename(&[removal("tea.md"), write("cup.md", "1"), removal("green.md"), write("x.md", "x")]);
    store.act("tea.md", "a new one under the old name");
    rename(&[removal("cup.md"), write("green.md", "1")]);

    let all = versions(&store.open(), "green.md", 10);

    let names: Vec<_> = all.iter().map(|it| (it.path.as_str(), it.renamed_from.as_deref())).collect();
    assert_eq!(names, [("green.md", Some("cup.md")), ("cup.md", Some("tea.md")), ("tea.md", None)]);
    assert_eq!(all.last().map(|version| &version.commit), Some(&first));
}

fn versions(repo: &Repo, path: &str, limit: usize) -> Vec<Version> {
    let mut versions = Vec::new();
    repo.history(path, None, &|one, other| one == other, &mut |version| {
        versions.push(version);
        versions.len() < limit
    })
    .unwrap();
    versions
}
