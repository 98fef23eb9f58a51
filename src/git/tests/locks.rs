//! Locks of programs that were killed, and of those that live.

use super::*;
use crate::process;

/// Every place where a git may leave a lock that keeps others from working.
const PLACES: [&str; 14] = [
    "index.lock",
    "HEAD.lock",
    "ORIG_HEAD.lock",
    "config.lock",
    "packed-refs.lock",
    "shallow.lock",
    "next-index-4194999.lock",
    "refs/heads/main.lock",
    "refs/heads/topic/deep/er.lock",
    "refs/remotes/origin/main.lock",
    "refs/riffle/taken/origin/main.lock",
    "refs/stash.lock",
    "logs/refs/heads/main.lock",
    "objects/info/commit-graphs/commit-graph-chain.lock",
];

fn lock(store: &Store, place: &str) -> PathBuf {
    let file = store.file(".git").join(place);
    disk::put(&file, b"").unwrap();
    file
}

#[test]
fn a_lock_that_nobody_holds_is_put_aside_wherever_it_lies() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let files = PLACES.map(|place| lock(&store, place));

    let repo = store.open();
    let found = repo.locks();
    assert_eq!(found.len(), PLACES.len());
    assert!(found.iter().all(|lock| lock.by == Holder::Nobody), "{found:?}");
    repo.clear_locks().unwrap();

    assert!(files.iter().all(|file| !file.exists()));
    assert_eq!(fs::read_dir(store.file(".git/riffle-locks-aside")).unwrap().count(), PLACES.len());
    store.git(&["commit", "--allow-empty", "-qm", "x"]);
}

#[test]
fn a_lock_that_a_program_has_open_stays_wherever_it_lies() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let files = PLACES.map(|place| lock(&store, place));
    let open = files.each_ref().map(|file| fs::File::open(file).unwrap());

    store.open().clear_locks().unwrap();

    assert!(files.iter().all(|file| file.exists()));
    drop(open);
}

#[test]
fn locks_outside_of_the_repository_and_links_are_not_looked_for() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let elsewhere = sandbox.path("elsewhere");
    disk::put(&elsewhere.join("x.lock"), b"").unwrap();
    std::os::unix::fs::symlink(&elsewhere, store.file(".git/refs/heads/link")).unwrap();
    for place in ["modules/inner/index.lock", "worktrees/other/index.lock"] {
        lock(&store, place);
    }
    store.put("cargo.lock", "x");

    let repo = store.open();
    assert_eq!(repo.locks(), Vec::new());
    repo.clear_locks().unwrap();

    assert!(store.file("cargo.lock").exists() && elsewhere.join("x.lock").exists());
}

/// A `git commit` of the person's that waits for its editor, which waits for us.
struct Commit {
    child: std::process::Child,
    go: PathBuf,
}

impl Commit {
    #[expect(clippy::disallowed_methods, reason = "a program that lives beside the test")]
    fn begin(folder: &Path, args: &[&str], gate: &Path) -> Self {
        let (there, go) = (gate.with_extension("there"), gate.with_extension("go"));
        for pipe in [&there, &go] {
            std::process::Command::new("mkfifo").arg(pipe).status().unwrap();
        }
        let editor = format!("sh -c 'echo > {}; cat {}; echo words > \"$0\"'", there.display(), go.display());
        let mut command = std::process::Command::new(process::find("git".as_ref(), None).unwrap());
        command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
        // Maintenance goes on behind the commit that begins it.
        command.args(["-c", "maintenance.auto=false"]).args(args);
        command.current_dir(folder).env("GIT_EDITOR", editor).env_remove("GIT_DIR");
        let child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        fs::read(there).unwrap();
        Self { child, go }
    }

    fn end(mut self) {
        assert!(self.wait().success());
    }

    fn wait(&mut self) -> std::process::ExitStatus {
        let go = fs::OpenOptions::new().write(true).open(&self.go);
        drop(go);
        self.child.wait().unwrap()
    }
}

impl Drop for Commit {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.wait();
        }
    }
}

#[test]
fn a_commit_whose_editor_is_open_keeps_its_lock() {
    let ways: [(&str, &[&str]); 4] = [
        ("notes", &["commit", "-a"]),
        ("notes/deep", &["commit", "-a"]),
        ("notes", &["commit", "tea.md"]),
        (".", &["-C", "notes", "commit", "-a"]),
    ];
    for (number, (folder, args)) in ways.into_iter().enumerate() {
        let sandbox = Sandbox::new();
        let store = sandbox.store("notes");
        store.act("tea.md", "1");
        store.act("deep/x.md", "1");
        store.put("tea.md", "2");
        let commit = Commit::begin(&sandbox.path(folder), args, &sandbox.path(&format!("gate{number}")));

        let repo = store.open();
        let held = repo.locks();
        repo.clear_locks().unwrap();

        assert!(held.iter().any(|lock| lock.file.ends_with("index.lock")), "{args:?}");
        let is_git = |lock: &HeldLock| matches!(&lock.by, Holder::Program { words, .. } if words.contains("commit"));
        assert!(held.iter().all(is_git), "{held:?}");
        assert!(store.file(".git/index.lock").exists(), "{args:?}");
        commit.end();
        assert_eq!(store.git(&["show", "HEAD:tea.md"]), "2");
    }
}

#[test]
fn a_git_at_work_elsewhere_keeps_no_lock_here() {
    let sandbox = Sandbox::new();
    let (store, other) = (sandbox.store("notes"), sandbox.store("notes-of-others"));
    store.act("tea.md", "1");
    other.act("tea.md", "1");
    other.put("tea.md", "2");
    let commit = Commit::begin(&other.root, &["commit", "-a"], &sandbox.path("gate"));
    let file = lock(&store, "index.lock");

    store.open().clear_locks().unwrap();

    assert!(!file.exists());
    commit.end();
}

#[test]
fn a_commit_in_another_work_tree_keeps_the_locks_that_all_share() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let other = sandbox.path("other");
    store.git(&["worktree", "add", "-q", other.to_str().unwrap(), "-b", "side"]);
    fs::File::create(other.join("tea.md")).unwrap();
    let commit = Commit::begin(&other, &["commit", "-a"], &sandbox.path("gate"));
    let file = lock(&store, "packed-refs.lock");

    store.open().clear_locks().unwrap();
    assert!(file.exists());
    commit.end();

    store.open().clear_locks().unwrap();
    assert!(!file.exists());
}
