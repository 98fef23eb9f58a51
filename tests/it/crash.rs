//! The process is killed in the middle: what was acknowledged is there, and the repository is whole.

use std::path::PathBuf;

use crate::support::{Ran, Sandbox, workspace};

/// Points that a capture passes, in order, some of them several times.
const POINTS: [&str; 17] = [
    "note-written",
    "temp-made",
    "temp-written",
    "create-staged",
    "create-placed",
    "settled",
    "commit-made",
    "commit-advanced",
    "act-committed",
    "act-told",
    "act-indexed",
    "claim-placed",
    "index-linked",
    "index-written",
    "superseded",
    "act-refreshed",
    "append-written",
];

fn crashing(sandbox: &Sandbox, args: &[&str], point: &str) -> Ran {
    let mut command = sandbox.command(args);
    Ran::of(command.env("RIFFLE_CRASH_AT", point).stdin(std::process::Stdio::null()))
}

#[test]
fn a_capture_killed_at_any_point_loses_nothing_that_was_acknowledged() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["list"]).ok();

    for (number, point) in POINTS.iter().enumerate() {
        let ran = crashing(&sandbox, &["capture", &format!("Killed number {number}")], point);
        assert_eq!(ran.code, None, "{point} was not reached: {ran:?}");
        let told = ran.out.trim().to_owned();

        sandbox.riffle(&["capture", &format!("After number {number}")]).ok();

        assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "{point}");
        assert_eq!(leftovers(&sandbox), Vec::<String>::new(), "{point}");
        if !told.is_empty() {
            assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains(&told), "{point}");
            assert!(sandbox.riffle(&["list", "--fresh", "--path"]).ok().contains(&told), "{point}");
        }
        for (path, text) in sandbox.files().iter().filter(|(path, _)| path.ends_with(".md")) {
            let text = String::from_utf8_lossy(text);
            assert!(text.starts_with("---\n") && text.contains("\n---\n"), "{point}: {path}: {text:?}");
        }
    }
    sandbox.git(&["fsck", "--strict"]).ok();
}

#[test]
fn whatever_command_comes_next_settles_what_a_killed_capture_left() {
    for point in POINTS {
        let sandbox = Sandbox::in_memory();
        sandbox.riffle(&["capture", "Before"]).ok();
        assert_eq!(crashing(&sandbox, &["capture", "Killed"], point).code, None, "{point} was not reached");

        sandbox.riffle(&["show", "before"]).ok();

        assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "{point}");
        assert_eq!(leftovers(&sandbox), Vec::<String>::new(), "{point}");
        assert_eq!(in_git_folder(&sandbox), Vec::<String>::new(), "{point}");
        assert_eq!(notes(&sandbox), Vec::<PathBuf>::new(), "{point}");
        sandbox.git(&["commit", "--allow-empty", "-qm", "x"]).ok();
        let committed = sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok();
        let written = sandbox.store.join("notes/2026/killed.md").exists();
        assert_eq!(committed.contains("notes/2026/killed.md"), written, "{point}");
    }
}

#[test]
fn what_another_riffle_is_doing_is_left_to_it() {
    let sandbox = Sandbox::new();
    crashing(&sandbox, &["capture", "Underway"], "claim-placed");
    let note = notes(&sandbox).pop().unwrap();
    let lock = sandbox.store.join(".git/index.lock");
    // As if its process went on: a lock ends with whoever has it.
    let held = [&note, &lock].map(|file| std::fs::File::open(file).unwrap());
    held.iter().for_each(|file| file.lock().unwrap());

    let ran = sandbox.riffle(&["capture", "Beside it"]);

    assert!(ran.err.contains("index.lock"), "{ran:?}");
    assert!(note.exists() && lock.exists());
    drop(held);
    sandbox.riffle(&["capture", "After it"]).ok();
    assert!(!note.exists() && !lock.exists());
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn an_index_lock_of_another_program_stays_until_that_is_done() {
    let sandbox = Sandbox::new();
    crashing(&sandbox, &["capture", "Killed"], "act-indexed");
    let lock = sandbox.store.join(".git/index.lock");
    let held = std::fs::File::create(&lock).unwrap();

    sandbox.riffle(&["list"]).ok();

    assert!(lock.exists());
    drop(held);
    sandbox.riffle(&["list", "--fresh"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn locks_that_a_killed_riffle_left_do_not_stop_the_next() {
    for lock in ["refs/heads/main.lock", "HEAD.lock"] {
        let sandbox = Sandbox::new();
        crashing(&sandbox, &["capture", "Killed"], "commit-made");
        sandbox.write(&format!(".git/{lock}"), "");

        let ran = sandbox.riffle(&["capture", "After"]);

        assert_eq!(ran.err, "", "{lock}");
        assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "{lock}");
        assert!(!sandbox.store.join(".git").join(lock).exists(), "{lock}");
        assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("notes/2026/killed.md"), "{lock}");
    }
}

#[test]
fn locks_of_a_riffle_that_was_killed_while_it_finished_for_another_do_not_stop_the_next() {
    let sandbox = Sandbox::new();
    crashing(&sandbox, &["capture", "Killed"], "commit-made");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(600);
    for note in notes(&sandbox) {
        std::fs::File::open(note).unwrap().set_modified(long_ago).unwrap();
    }
    crashing(&sandbox, &["capture", "Killed in turn"], "commit-made");
    sandbox.write(".git/refs/heads/main.lock", "");

    let ran = sandbox.riffle(&["capture", "After"]);

    assert_eq!(ran.err, "");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("notes/2026/killed.md"));
}

#[test]
fn a_lock_is_its_owners_as_long_as_that_lives() {
    let sandbox = Sandbox::new();
    let lock = sandbox.store.join(".git/refs/heads/main.lock");
    let held = std::fs::File::create(&lock).unwrap();

    let ran = sandbox.riffle(&["capture", "Meanwhile"]);

    assert!(ran.err.contains("main.lock"), "{ran:?}");
    assert!(lock.exists());
    let doctor = sandbox.riffle(&["doctor"]).ok();
    assert!(doctor.contains("main.lock is held by") && doctor.contains(&std::process::id().to_string()), "{doctor}");
    drop(held);
    let doctor = sandbox.riffle(&["doctor"]).ok();
    assert!(doctor.contains("main.lock was left by a program that was killed"), "{doctor}");
    sandbox.riffle(&["capture", "Later"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "what could not be committed is, later");
    assert_eq!(sandbox.git(&["log", "-2", "--format=%s"]).ok(), "capture: Later\ncapture: Meanwhile\n");
}

#[test]
fn words_of_a_write_that_was_cut_off_become_a_draft() {
    let sandbox = Sandbox::new();
    crashing(&sandbox, &["capture", "Half written words\n\nand more", "-t", "tea"], "create-staged");

    sandbox.riffle(&["capture", "After"]).ok();

    let workspace = workspace(&sandbox);
    let drafts = workspace.kept_drafts();
    let [name] = drafts.as_slice() else { panic!("{drafts:?}") };
    assert_eq!(workspace.drafts().load(name).as_deref(), Some("Half written words #tea\n\nand more"));
    assert!(sandbox.riffle(&["doctor", "--json"]).out.contains(name.as_str()));
    assert_eq!(leftovers(&sandbox), Vec::<String>::new());
}

/// Temporary files in the store.
fn leftovers(sandbox: &Sandbox) -> Vec<String> {
    sandbox.files().into_iter().map(|(path, _)| path).filter(|path| path.ends_with(".tmp")).collect()
}

/// What of ours lies in the repository's folder for moments only.
fn in_git_folder(sandbox: &Sandbox) -> Vec<String> {
    let names = std::fs::read_dir(sandbox.store.join(".git")).unwrap().map(|item| item.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.contains("riffle-") || name.ends_with(".lock")).collect()
}

/// Notes of acts that are not finished.
fn notes(sandbox: &Sandbox) -> Vec<PathBuf> {
    let stores = sandbox.home().join(".local/state/riffle/stores");
    let stores = std::fs::read_dir(stores).unwrap().map(|store| store.unwrap().path().join("unfinished"));
    stores.flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|note| note.unwrap().path()).collect()
}

#[test]
fn after_a_crash_between_commit_and_git_index_a_plain_commit_reverts_nothing() {
    let sandbox = Sandbox::new();
    crashing(&sandbox, &["capture", "Committed"], "act-committed");

    sandbox.riffle(&["list", "--fresh"]).ok();
    sandbox.git(&["commit", "--allow-empty", "-qm", "x"]).ok();

    assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("notes/2026/committed.md"));
}

#[test]
fn a_sync_killed_at_any_point_is_finished_by_the_next() {
    for point in ["create-placed", "sync-files-written", "sync-branch-moved"] {
        let (home, work) = (Sandbox::new(), Sandbox::bare());
        let remote = home.home().join("remote.git");
        home.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
        home.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        home.riffle(&["capture", "Base"]).ok();
        home.riffle(&["sync"]).ok();
        work.riffle(&["clone", remote.to_str().unwrap(), work.store.to_str().unwrap()]).ok();
        for name in ["One", "Two", "Three"] {
            work.riffle(&["capture", name]).ok();
        }
        work.riffle(&["sync"]).ok();
        home.riffle(&["capture", "Here"]).ok();

        assert_eq!(crashing(&home, &["sync"], point).code, None, "{point} was not reached");
        home.riffle(&["sync"]).ok();
        work.riffle(&["sync"]).ok();

        assert_eq!(home.files(), work.files(), "{point}");
        assert_eq!(home.git(&["status", "--porcelain"]).ok(), "", "{point}");
        home.git(&["fsck", "--strict"]).ok();
    }
}

#[test]
fn a_search_settles_a_sync_that_was_killed() {
    for point in ["sync-files-written", "sync-branch-moved", "index-written"] {
        let (home, work) = (Sandbox::new(), Sandbox::bare());
        let remote = home.home().join("remote.git");
        home.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
        home.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        home.riffle(&["sync"]).ok();
        work.riffle(&["clone", remote.to_str().unwrap(), work.store.to_str().unwrap()]).ok();
        work.riffle(&["capture", "Arrives"]).ok();
        work.riffle(&["sync"]).ok();
        assert_eq!(crashing(&home, &["sync"], point).code, None, "{point} was not reached");

        home.riffle(&["search", "arrives"]).ok();
        home.git(&["commit", "--allow-empty", "-qm", "x"]).ok();

        assert_eq!(home.git(&["status", "--porcelain"]).ok(), "", "{point}");
        assert!(home.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("arrives.md"), "{point}");
        assert_eq!(notes(&home), Vec::<PathBuf>::new(), "{point}");
    }
}
