use super::*;
use crate::git::tests::sync::two;

/// Lets a store's remote have files that plain git made, whatever their names and modes.
fn push_odd(store: &Store, entries: &[(&str, &str, &str)]) {
    for (mode, path, text) in entries {
        let file = store.root.join(".git/odd");
        std::io::Write::write_all(&mut fs::File::create(&file).unwrap(), text.as_bytes()).unwrap();
        let id = store.git(&["hash-object", "-w", file.to_str().unwrap()]);
        store.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{},{path}", id.trim())]);
    }
    store.git(&["commit", "-qm", "odd"]);
    store.git(&["push", "-q", "origin", "main"]);
}

fn held(store: &Store) -> Vec<String> {
    store.open().held().into_iter().map(|held| held.path).collect()
}

const ODD: [(&str, &str, &str); 3] =
    [("120000", "link.md", "tea.md"), ("100644", "a\\b.md", "back"), ("100644", "c\u{1}.md", "control")];

#[test]
fn what_may_not_be_written_is_never_taken_for_removed() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    push_odd(&home, &ODD);

    let report = work.sync();

    assert_eq!(report.held.len(), 3, "{report:?}");
    for cleared in [false, true] {
        assert_eq!(work.open().outside().unwrap(), Vec::<String>::new(), "cleared: {cleared}");
        assert_eq!(held(&work).len(), 3, "cleared: {cleared}");
        fs::remove_dir_all(&work.state).unwrap();
    }
    assert_eq!(work.sync().held.len(), 0, "the list was cleared, and nothing was looked at since");
    work.open().outside().unwrap();
    assert_eq!(work.sync().held.len(), 3);
}

#[test]
fn a_commit_by_hand_keeps_what_is_held() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    push_odd(&home, &ODD);
    work.sync();

    assert_eq!(work.git(&["status", "--porcelain"]), "");
    work.put("tea.md", "mine");
    work.git(&["add", "-A"]);
    work.git(&["commit", "-qam", "by hand"]);

    assert_eq!(work.files().len(), 4, "{:?}", work.files());
}

#[test]
fn what_is_held_follows_what_the_others_do_with_it() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    push_odd(&home, &ODD);
    work.sync();
    push_odd(&home, &[("120000", "link.md", "other.md"), ("100644", "a\\b.md", "edited")]);
    home.git(&["rm", "-q", "--cached", "c\u{1}.md"]);
    home.git(&["commit", "-qm", "gone"]);
    home.git(&["push", "-q", "origin", "main"]);

    let report = work.sync();

    assert_eq!(report.held.iter().map(|held| held.path.as_str()).collect::<Vec<_>>(), ["a\\b.md", "link.md"]);
    assert_eq!(work.git(&["show", "HEAD:a\\b.md"]), "edited");
    assert_eq!(work.open().outside().unwrap(), Vec::<String>::new());
    home.git(&["mv", "-k", "tea.md", "green.md"]);
    home.git(&["rm", "-q", "--cached", "a\\b.md"]);
    home.git(&["rm", "-q", "--cached", "link.md"]);
    home.git(&["commit", "-qm", "all gone"]);
    home.git(&["push", "-q", "origin", "main"]);
    assert_eq!(work.sync().held, []);
    assert_eq!(work.files(), ["green.md"]);
}

#[test]
fn what_this_machine_saw_and_is_gone_is_removed_whatever_its_name() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.put("a\\b.md", "x").put("Tea.md", "1").put("tea.md", "2");
    std::os::unix::fs::symlink("tea.md", store.file("link.md")).unwrap();
    store.git(&["add", "."]);
    store.git(&["commit", "-qm", "by hand"]);
    for path in ["a\\b.md", "tea.md", "link.md"] {
        fs::remove_file(store.file(path)).unwrap();
    }

    assert_eq!(store.open().outside().unwrap(), ["a\\b.md", "link.md", "tea.md"]);
}

#[test]
fn a_file_that_became_a_link_over_there_and_back_is_followed() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("x.md", "words");
    home.sync();
    work.sync();
    push_odd(&home, &[("120000", "x.md", "tea.md")]);

    assert_eq!(work.sync().held.len(), 1);

    assert!(!work.file("x.md").exists());
    assert_eq!(work.open().outside().unwrap(), Vec::<String>::new());
    push_odd(&home, &[("100644", "x.md", "words again")]);
    assert_eq!(work.sync().held, []);
    assert_eq!(work.text("x.md"), "words again");
    assert_eq!(work.git(&["status", "--porcelain"]), "");
    fs::remove_file(work.file("x.md")).unwrap();
    assert_eq!(work.open().outside().unwrap(), ["x.md"], "it was written, and is gone");
}

#[test]
fn a_link_on_the_disk_gives_way_to_the_file_it_became() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    push_odd(&home, &[("120000", "x.md", "tea.md")]);
    git(sandbox.0.path(), &["clone", "-q", remote.to_str().unwrap(), "late"]);
    let late = sandbox.configured("late");
    assert!(late.file("x.md").is_symlink());
    assert_eq!(late.sync().held, []);
    push_odd(&home, &[("100644", "x.md", "words")]);

    assert_eq!(late.sync().held, []);

    assert!(!late.file("x.md").is_symlink());
    assert_eq!(late.text("x.md"), "words");
    assert_eq!(late.text("tea.md"), "1\n2\n3\n4\n5\n");
}

#[test]
fn a_folder_behind_a_link_is_not_gone() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("sub/a.md", "a");
    store.act("sub/b.md", "b");
    fs::rename(store.file("sub"), sandbox.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("elsewhere"), store.file("sub")).unwrap();

    assert_eq!(store.open().outside().unwrap(), Vec::<String>::new());
    assert_eq!(held(&store), ["sub/a.md", "sub/b.md"]);

    fs::remove_file(store.file("sub")).unwrap();
    fs::rename(sandbox.path("elsewhere"), store.file("sub")).unwrap();
    store.put("sub/a.md", "edited");
    let repo = store.open();
    assert!(repo.has_releasable());
    repo.release(&mut |_| unreachable!("nothing is to be written"), &mut |conflict| keep_both(conflict), at()).unwrap();
    assert_eq!(held(&store), Vec::<String>::new());
    assert_eq!(store.open().outside().unwrap(), ["sub/a.md"]);
    assert_eq!(store.git(&["status", "--porcelain"]), " M sub/a.md\n");
}

#[test]
fn what_stood_in_the_way_and_left_lets_the_file_come() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("x", "words");
    home.sync();
    fs::create_dir_all(work.file("x/empty")).unwrap();
    assert_eq!(work.sync().held.len(), 1);
    assert_eq!(work.open().outside().unwrap(), Vec::<String>::new());
    assert!(!work.open().has_releasable());

    fs::remove_dir_all(work.file("x")).unwrap();
    let repo = work.open();
    repo.release(
        &mut |difference| crate::git::tests::sync::put(&work.root, difference),
        &mut |conflict| keep_both(conflict),
        at(),
    )
    .unwrap();

    assert_eq!(work.text("x"), "words");
    assert_eq!(held(&work), Vec::<String>::new());
}

#[test]
fn a_text_put_where_one_is_held_is_joined_with_it() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("x", "theirs\n");
    home.sync();
    fs::create_dir_all(work.file("x/empty")).unwrap();
    work.sync();
    fs::remove_dir_all(work.file("x")).unwrap();
    work.put("x", "mine\n");

    let repo = work.open();
    repo.release(
        &mut |difference| crate::git::tests::sync::put(&work.root, difference),
        &mut |conflict| keep_both(conflict),
        at(),
    )
    .unwrap();

    let names = repo.outside().unwrap();
    let all: String = fs::read_dir(&work.root)
        .unwrap()
        .flatten()
        .filter(|it| it.path().is_file())
        .map(|it| fs::read_to_string(it.path()).unwrap())
        .collect();
    assert!(all.contains("theirs") && all.contains("mine"), "{names:?} {all}");
}

#[test]
fn what_is_held_steps_aside_for_a_folder_of_its_name() {
    for mode in ["100644", "120000"] {
        let sandbox = Sandbox::new();
        let (_remote, home, work) = two(&sandbox);
        push_odd(&home, &[(mode, "x", "words")]);
        work.put("x/mine.md", "mine");
        work.sync();
        let repo = work.open();
        let outside = repo.outside().unwrap();
        assert_eq!(outside, ["x/mine.md"]);

        repo.commit(&[write("x/mine.md", "mine")], "x", at()).unwrap();
        repo.refresh_index(&repo.left_behind().unwrap()).unwrap();
        repo.release(
            &mut |difference| crate::git::tests::sync::put(&work.root, difference),
            &mut |conflict| keep_both(conflict),
            at(),
        )
        .unwrap();

        let files = work.files();
        let other = files.iter().find(|path| path.starts_with("x-")).unwrap();
        assert!(files.contains(&"x/mine.md".to_owned()), "{files:?}");
        assert!(work.git(&["ls-tree", "HEAD", other]).starts_with(mode));
        assert_eq!(work.file(other).exists(), mode == "100644");
        assert_eq!(repo.outside().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_sparse_checkout_is_no_removal_and_nothing_held() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    for number in 0..30 {
        store.put(&format!("away/{number}.md"), "x");
    }
    store.put("here/a.md", "a").git(&["add", "."]);
    store.git(&["commit", "-qm", "x"]);
    store.git(&["sparse-checkout", "set", "--cone", "--no-sparse-index", "here"]);

    let repo = store.open();

    assert_eq!(repo.outside().unwrap(), Vec::<String>::new());
    assert_eq!(held(&store), Vec::<String>::new());
}

#[test]
fn a_file_made_where_a_sparse_checkout_has_none_is_seen() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.put("away/1.md", "x").put("here/a.md", "a").git(&["add", "."]);
    store.git(&["commit", "-qm", "x"]);
    store.git(&["sparse-checkout", "set", "--cone", "--no-sparse-index", "here"]);
    store.put("away/1.md", "x");

    assert_eq!(store.open().outside().unwrap(), Vec::<String>::new());
    store.put("away/1.md", "edited");
    assert_eq!(store.open().outside().unwrap(), ["away/1.md"]);
}
