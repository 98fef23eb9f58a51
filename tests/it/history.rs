//! One act is one commit, and every act can be taken back.

use std::process::Stdio;

use crate::support::Sandbox;

#[test]
fn a_plain_commit_by_hand_keeps_what_riffle_wrote() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Kept"]).ok();

    sandbox.git(&["commit", "--allow-empty", "-qm", "x"]).ok();

    assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("notes/2026/kept.md"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_plain_commit_by_hand_keeps_what_riffle_committed_for_another_program() {
    let sandbox = Sandbox::new();
    let path = sandbox.riffle(&["capture", "Kept"]).ok();
    sandbox.riffle(&["list"]).ok();
    let changed = sandbox.read(path.trim()) + "written in another program\n";
    sandbox.write(path.trim(), &changed);
    sandbox.riffle(&["list", "--fresh"]).ok();

    sandbox.git(&["commit", "--allow-empty", "-qm", "x"]).ok();

    assert!(sandbox.git(&["show", &format!("HEAD:{}", path.trim())]).ok().contains("another program"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn undo_brings_the_folder_back_to_the_same_bytes_and_redo_forward_again() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "First"]).ok();
    let before = sandbox.files();
    sandbox.riffle(&["tag", "first", "+a"]).ok();
    sandbox.riffle(&["capture", "Second"]).ok();
    let after = sandbox.files();

    assert!(sandbox.riffle(&["undo"]).ok().contains("capture: Second"));
    assert!(sandbox.riffle(&["undo"]).ok().contains("tag: +a First"));
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.riffle(&["search", "second", "--path"]).ok(), "");

    sandbox.riffle(&["redo"]).ok();
    sandbox.riffle(&["redo"]).ok();
    assert_eq!(sandbox.files(), after);
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn undo_keeps_what_was_written_since() {
    let sandbox = Sandbox::new();
    let path = sandbox.pipe(&["capture", "--title", "List"], b"one\n\ntwo\n\nthree\n").ok();
    sandbox.riffle(&["tag", "list", "+a"]).ok();
    let changed = sandbox.read(path.trim()).replace("three", "three and four");
    sandbox.write(path.trim(), &changed);

    let said = sandbox.riffle(&["undo"]);

    assert!(said.err.contains("changed since"), "{said:?}");
    let text = sandbox.read(path.trim());
    assert!(text.contains("three and four") && !text.contains("tags"), "{text}");
}

#[test]
fn what_the_person_staged_stays_staged() {
    let sandbox = Sandbox::new();
    sandbox.write("mine.txt", "staged");
    sandbox.git(&["add", "mine.txt"]).ok();

    sandbox.riffle(&["capture", "Beside it"]).ok();

    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "A  mine.txt\n");
    assert!(!sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("mine.txt"));
}

#[test]
fn an_edit_in_the_editor_is_one_commit_and_an_unchanged_file_none() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Draft"]).ok();
    let edit = |editor: &str| {
        let mut command = sandbox.command(&["edit", "draft"]);
        command.env("VISUAL", editor).output().unwrap()
    };

    assert!(edit("sh -c 'echo more >> \"$0\"'").status.success());
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "edit: Draft\n");

    let head = sandbox.git(&["rev-parse", "HEAD"]).ok();
    assert!(edit("true").status.success());
    let failed = edit("false");
    assert_eq!(failed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&failed.stderr).contains("the editor \"false\" ended with"));
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).ok(), head);
}

#[test]
fn in_the_middle_of_a_merge_the_file_is_saved_and_the_commit_waits() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.store.join(".git/MERGE_HEAD"), sandbox.git(&["rev-parse", "HEAD"]).ok()).unwrap();

    let ran = sandbox.riffle(&["capture", "Meanwhile"]);

    assert!(ran.err.contains("merge"), "{ran:?}");
    assert!(sandbox.read(ran.ok().trim()).contains("Meanwhile"));
}

#[test]
fn an_edit_that_broke_the_front_matter_can_be_undone() {
    let sandbox = Sandbox::new();
    let path = sandbox.riffle(&["capture", "Sound"]).ok();
    let before = sandbox.read(path.trim());
    let mut command = sandbox.command(&["edit", "sound"]);
    command.env("EDITOR", "sed -i 's/^title:.*/title: \"open/'").output().unwrap();
    assert!(sandbox.riffle(&["doctor"]).fails(1).is_empty());

    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.read(path.trim()), before);
}

#[test]
fn on_another_branch_the_file_is_saved_and_no_commit_goes_astray() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "On main"]).ok();
    sandbox.git(&["switch", "-qc", "trial"]).ok();

    let ran = sandbox.riffle(&["capture", "While elsewhere"]);

    assert!(ran.err.contains("git switch main"), "{ran:?}");
    assert!(sandbox.read(ran.ok().trim()).contains("While elsewhere"));
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s", "trial"]).ok(), "capture: On main\n");

    sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();
    assert_eq!(sandbox.riffle(&["capture", "At home here"]).err, "");
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s", "trial"]).ok(), "capture: At home here\n");
}

#[test]
fn an_act_that_was_taken_back_by_hand_does_not_block_the_undo_of_the_one_before() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "First"]).ok();
    sandbox.riffle(&["capture", "Second"]).ok();
    std::fs::remove_file(sandbox.store.join("notes/2026/second.md")).unwrap();

    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(sandbox.riffle(&["undo"]).ok(), "Undone: capture: First\n");

    assert!(!sandbox.store.join("notes/2026/first.md").exists());
}

#[test]
fn where_no_commit_can_be_made_an_undo_touches_nothing() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "First"]).ok();
    sandbox.riffle(&["capture", "Second"]).ok();
    let before = sandbox.files();

    sandbox.write(".git/MERGE_HEAD", "1234567890123456789012345678901234567890\n");
    let said = sandbox.riffle(&["undo"]).fails(1);
    assert!(said.contains("MERGE_HEAD"), "{said}");
    sandbox.riffle(&["doctor"]).fails(1);

    assert_eq!(sandbox.files(), before);
}

#[test]
fn entries_of_a_repository_inside_are_saved_and_their_commit_is_left_to_it() {
    let sandbox = Sandbox::new();
    let inside = sandbox.store.join("mod");
    sandbox.git(&["init", "-q", inside.to_str().unwrap()]).ok();
    sandbox.write("mod/m.md", "m\n");
    sandbox.git_in(&inside, &["add", "-A"]).ok();
    sandbox.git_in(&inside, &["commit", "-qm", "x"]).ok();
    sandbox.git(&["add", "mod"]).ok();
    sandbox.git(&["commit", "-qm", "with a repository inside"]).ok();

    let ran = sandbox.riffle(&["tag", "mod/m.md", "+x"]);

    assert!(ran.err.contains("mod/m.md lies in a repository of its own"), "{ran:?}");
    assert!(sandbox.read("mod/m.md").contains("x"));
    assert!(sandbox.git(&["ls-tree", "HEAD", "mod"]).ok().starts_with("160000 commit"));
    sandbox.riffle(&["list", "--fresh"]).ok();
    assert!(sandbox.git(&["ls-tree", "HEAD", "mod"]).ok().starts_with("160000 commit"));
}

#[test]
fn a_damaged_branch_file_or_git_index_is_mended_from_what_is_there() {
    for (file, damage) in [
        (".git/refs/heads/main", ""),
        (".git/refs/heads/main", "garbage\n"),
        (".git/index", ""),
        (".git/index", "garbage\n"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.riffle(&["capture", "First"]).ok();
        sandbox.write(file, damage);

        let ran = sandbox.riffle(&["capture", "Second"]);

        assert!(ran.err.contains(file) && ran.err.contains("put right"), "{ran:?}");
        assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "{file} {damage:?}");
        assert_eq!(sandbox.git(&["log", "-2", "--format=%s"]).ok(), "capture: Second\ncapture: First\n");
        sandbox.git(&["fsck", "--strict"]).ok();
    }
}

#[test]
fn a_git_folder_that_lost_its_parts_is_named_and_the_text_is_saved() {
    for part in ["HEAD", "objects", "refs"] {
        let sandbox = Sandbox::new();
        std::fs::rename(sandbox.store.join(".git").join(part), sandbox.home().join(part)).unwrap();

        let ran = sandbox.riffle(&["capture", "Saved"]);

        assert!(ran.err.contains(&format!(".git/{part}")), "{ran:?}");
        assert!(sandbox.store.join("notes/2026/saved.md").exists());
    }
}

#[test]
fn many_riffles_and_a_plain_git_at_once_leave_the_git_index_in_step() {
    let sandbox = Sandbox::new();
    let lanes: Vec<_> = (0..3)
        .map(|lane| {
            (0..6).map(|n| sandbox.command(&["capture", &format!("Lane {lane} thought {n}")])).collect::<Vec<_>>()
        })
        .collect();

    std::thread::scope(|scope| {
        for lane in lanes {
            scope
                .spawn(|| lane.into_iter().for_each(|mut command| assert!(command.output().unwrap().status.success())));
        }
        for _ in 0..6 {
            // It may find the index locked or the branch moved, and says so; that is its own matter.
            drop(sandbox.git(&["commit", "--allow-empty", "-qm", "by hand"]));
        }
    });

    sandbox.riffle(&["capture", "The last"]).ok();
    sandbox.riffle(&["list", "--fresh"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    sandbox.git(&["commit", "--allow-empty", "-qm", "x"]).ok();
    assert_eq!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD", "notes"]).ok().lines().count(), 19);
}

#[test]
fn a_file_that_a_commit_by_hand_of_an_old_git_index_left_out_is_committed_again() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "First"]).ok();
    let (index, old) = (sandbox.store.join(".git/index"), sandbox.home().join("old"));
    std::fs::copy(&index, &old).unwrap();
    sandbox.riffle(&["capture", "Second"]).ok();
    std::fs::rename(&old, &index).unwrap();
    sandbox.git(&["commit", "--allow-empty", "-qm", "by hand"]).ok();
    assert_eq!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD", "notes"]).ok(), "notes/2026/first.md\n");

    sandbox.riffle(&["list", "--fresh"]).ok();

    sandbox.git(&["show", "HEAD:notes/2026/second.md"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_capture_that_waits_for_its_commit_is_not_taken_for_another_programs_file() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "First"]).ok();
    sandbox.riffle(&["list"]).ok();
    let lock = sandbox.store.join(".git/refs/heads/main.lock");
    // Open, so that somebody holds it.
    let held = std::fs::File::create(&lock).unwrap();
    let mut capture = sandbox.command(&["capture", "Second"]).stdin(Stdio::null()).spawn().unwrap();
    while !sandbox.store.join("notes/2026/second.md").exists() {
        std::thread::yield_now();
    }

    let listed = sandbox.riffle(&["list", "--fresh"]);
    std::fs::remove_file(&lock).unwrap();
    drop(held);
    assert!(capture.wait().unwrap().success());

    assert_eq!(listed.err, "");
    assert_eq!(sandbox.git(&["log", "--format=%s"]).ok().lines().next(), Some("capture: Second"));
    assert!(sandbox.riffle(&["undo"]).ok().contains("capture: Second"));
}

#[test]
fn commits_are_by_whom_the_settings_name_that_git_is_told_to_read() {
    let sandbox = Sandbox::new();
    let settings = sandbox.home().join("settings");
    std::fs::write(&settings, "[user]\nname = Mina\nemail = mina@example.org\n").unwrap();

    let mut capture = sandbox.command(&["capture", "Mine"]);
    let ran = capture.env("GIT_CONFIG_GLOBAL", &settings).stdin(Stdio::null()).output().unwrap();

    assert!(ran.status.success());
    assert_eq!(sandbox.git(&["log", "-1", "--format=%an <%ae>"]).ok(), "Mina <mina@example.org>\n");
}
