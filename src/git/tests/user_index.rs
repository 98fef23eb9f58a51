use super::*;

fn paths(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_commit_by_hand_after_ours_takes_nothing_back() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.put("README", "x").git(&["add", "."]);
    store.git(&["commit", "-qm", "by hand"]);
    store.put("tea.md", "green").put("README", "y");
    let repo = store.open();
    repo.commit(&[write("tea.md", "green"), write("README", "y")], "x", at()).unwrap();

    repo.refresh_index(&paths(&["tea.md", "README"])).unwrap();

    assert_eq!(store.git(&["status", "--porcelain"]), "");
    store.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    assert_eq!(store.files(), ["README", "tea.md"]);
    assert_eq!(store.git(&["show", "HEAD:README"]), "y");
}

#[test]
fn removed_and_unborn_paths_follow_too() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    store.put("tea.md", "green");
    repo.commit(&[write("tea.md", "green")], "x", at()).unwrap();
    repo.refresh_index(&paths(&["tea.md"])).unwrap();
    assert_eq!(store.git(&["status", "--porcelain"]), "");
    fs::remove_file(store.file("tea.md")).unwrap();
    repo.commit(&[removal("tea.md")], "x", at()).unwrap();

    repo.refresh_index(&paths(&["tea.md"])).unwrap();

    assert_eq!(store.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_the_person_staged_stays_staged() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    for path in ["tea.md", "coffee.md", "water.md"] {
        store.act(path, "1");
    }
    store.put("coffee.md", "staged").git(&["add", "coffee.md"]);
    store.put("tea.md", "mine").git(&["add", "tea.md"]);
    store.git(&["rm", "-q", "--cached", "water.md"]);
    let repo = store.open();
    store.put("tea.md", "2").put("new.md", "x").put("water.md", "2");
    let writes = [write("tea.md", "2"), write("new.md", "x"), write("water.md", "2")];
    let mut made = repo.commit(&writes, "x", at()).unwrap().unwrap();

    made.index.follow(&repo, &paths(&["tea.md", "new.md", "coffee.md", "water.md"])).unwrap();

    assert_eq!(store.git(&["show", ":coffee.md"]), "staged");
    assert_eq!(store.git(&["show", ":tea.md"]), "mine");
    assert_eq!(store.git(&["show", ":new.md"]), "x");
    assert!(!try_git(&store.root, &["show", ":water.md"]).0);
}

#[test]
fn an_index_left_behind_by_a_crash_is_found_and_follows() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.put("README", "x").git(&["add", "."]);
    store.git(&["commit", "-qm", "by hand"]);
    store.act_half("tea.md", "1");
    store.act_half("tea.md", "2");
    store.act_half("README", "y");

    let repo = store.open();
    let behind = repo.left_behind().unwrap();
    repo.refresh_index(&behind).unwrap();

    assert_eq!(behind, ["README", "tea.md"]);
    assert_eq!(store.git(&["status", "--porcelain"]), "");
    assert_eq!(repo.left_behind().unwrap(), Vec::<String>::new());
}

#[test]
fn an_index_that_was_in_step_is_looked_at_again_when_it_or_the_branch_moved() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let none = Vec::<String>::new();
    // The second answer comes from what was noted.
    assert_eq!(
        (store.open().left_behind().unwrap(), store.open().left_behind().unwrap()),
        (none.clone(), none.clone())
    );

    store.act_half("tea.md", "2");
    assert_eq!(store.open().left_behind().unwrap(), ["tea.md"]);
    store.open().refresh_index(&paths(&["tea.md"])).unwrap();
    assert_eq!(store.open().left_behind().unwrap(), none);

    store.git(&["rm", "-q", "--cached", "tea.md"]);
    assert_eq!(store.open().left_behind().unwrap(), ["tea.md"]);
}

#[test]
fn what_is_left_behind_is_looked_for_since_all_was_in_step() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    assert_eq!(store.open().left_behind().unwrap(), [""; 0]);
    // An act that followed is noted; the history before it is not needed any more.
    let repo = store.open();
    store.put("tea.md", "2");
    let mut made = repo.commit(&[write("tea.md", "2")], "x", at()).unwrap().unwrap();
    made.index.follow(&repo, &paths(&["tea.md"])).unwrap();
    let first = store.git(&["rev-parse", "HEAD~1^{tree}"]);
    fs::remove_file(store.root.join(format!(".git/objects/{}/{}", &first[..2], first[2..].trim()))).unwrap();

    assert_eq!(store.open().left_behind().unwrap(), [""; 0]);
    store.act_half("new.md", "x");
    assert_eq!(store.open().left_behind().unwrap(), ["new.md"]);
}

#[test]
fn an_edit_after_the_commit_is_seen_by_git() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    repo.commit(&[write("tea.md", "green")], "x", at()).unwrap();
    store.put("tea.md", "black");

    repo.refresh_index(&paths(&["tea.md"])).unwrap();

    assert_eq!(store.git(&["status", "--porcelain"]), " M tea.md\n");
}

#[test]
fn a_held_index_is_reported_and_done_later() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    let lock = store.file(".git/index.lock");
    let held = fs::File::create(&lock).unwrap();
    store.put("tea.md", "green");
    repo.commit(&[write("tea.md", "green")], "x", at()).unwrap();

    assert!(matches!(repo.refresh_index(&paths(&["tea.md"])), Err(Error::Held(_))));
    drop(held);
    repo.refresh_index(&paths(&["tea.md"])).unwrap();
    assert!(!lock.exists(), "nobody has it any more");

    assert_eq!(store.git(&["status", "--porcelain"]), "");
}

#[test]
fn nobody_commits_an_index_that_does_not_show_the_last_act_yet() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    store.put("tea.md", "green");

    let mut made = repo.commit(&[write("tea.md", "green")], "x", at()).unwrap().unwrap();
    let (worked, _) = try_git(&store.root, &["commit", "--allow-empty", "-qm", "too early"]);
    made.index.follow(&repo, &paths(&["tea.md"])).unwrap();
    store.git(&["commit", "--allow-empty", "-qm", "by hand"]);

    assert!(!worked);
    assert_eq!(store.git(&["show", "HEAD:tea.md"]), "green");
}

#[test]
fn an_index_that_nobody_lets_follow_is_left_unlocked_and_as_it_was() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let repo = store.open();
    store.put("tea.md", "2");
    let before = fs::read(store.file(".git/index")).unwrap();

    drop(repo.commit(&[write("tea.md", "2")], "x", at()).unwrap().unwrap());

    assert!(!store.file(".git/index.lock").exists());
    assert_eq!(fs::read(store.file(".git/index")).unwrap(), before);
    assert_eq!(repo.left_behind().unwrap(), ["tea.md"]);
}

#[test]
fn an_index_in_step_is_not_written_again() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let repo = store.open();
    store.act("tea.md", "green");
    fs::File::create(store.file(".git/index.lock")).unwrap();

    repo.refresh_index(&paths(&["tea.md"])).unwrap();
}

#[test]
fn a_split_index_follows_through_git() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    for path in ["tea.md", "coffee.md"] {
        store.put(path, "1").git(&["add", path]);
    }
    store.git(&["commit", "-qm", "x"]);
    store.git(&["update-index", "--split-index"]);
    store.put("coffee.md", "staged").git(&["add", "coffee.md"]);
    let repo = store.open();
    assert!(matches!(repo.limits(), Limits::ThroughGit { .. }));
    store.put("tea.md", "2").put("new.md", "x");
    repo.commit(&[write("tea.md", "2"), write("new.md", "x"), write("coffee.md", "2")], "x", at()).unwrap();

    repo.refresh_index(&paths(&["tea.md", "new.md", "coffee.md"])).unwrap();

    assert_eq!(store.git(&["show", ":tea.md"]), "2");
    assert_eq!(store.git(&["show", ":new.md"]), "x");
    assert_eq!(store.git(&["show", ":coffee.md"]), "staged");
}

#[test]
fn what_a_commit_of_an_old_index_took_back_is_found() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    store.act("README", "x");
    store.act_half("tea.md", "once more");
    store.act_half("tea.md", "2");
    store.act_half("new.md", "n");
    store.git(&["commit", "--allow-empty", "-qm", "by hand"]);
    assert_eq!(store.git(&["show", "HEAD:tea.md"]), "1");

    assert_eq!(store.open().undone_by_race().unwrap(), ["new.md", "tea.md"]);
    store.open().commit(&[write("tea.md", "2"), write("new.md", "n")], "again", at()).unwrap().unwrap();

    assert_eq!(store.open().undone_by_race().unwrap(), [""; 0]);
}

#[test]
fn what_the_person_took_back_themselves_stays_so() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    store.act("tea.md", "2");
    store.git(&["revert", "--no-edit", "HEAD"]);
    store.act("new.md", "n");
    store.git(&["rm", "-q", "new.md"]);
    store.git(&["commit", "-qm", "without"]);

    assert_eq!(store.open().undone_by_race().unwrap(), [""; 0]);
}
