//! What a sync does not carry is named wherever "synced" is said.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use crate::support::{Ran, Sandbox};

const POINTER: &str = "version https://git-lfs.github.com/spec/v1\n\
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

/// A store with a remote, which holds what it has so far.
fn joined() -> Sandbox {
    let sandbox = Sandbox::new();
    let remote = sandbox.home().join("remote.git");
    sandbox.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    sandbox.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    sandbox.riffle(&["sync"]).ok();
    sandbox
}

fn large(sandbox: &Sandbox, path: &str) {
    sandbox.write(path, "");
    let file = std::fs::OpenOptions::new().write(true).open(sandbox.store.join(path)).unwrap();
    file.set_len(10 * 1024 * 1024 + 1).unwrap();
}

/// Makes everything that stays on this machine, and answers with how it is shown.
fn everything(sandbox: &Sandbox) -> Vec<&'static str> {
    large(sandbox, "media/film.bin");
    large(sandbox, "notes/2026/long.md");
    sandbox.git(&["init", "-q", "inner"]).ok();
    sandbox.write("inner/words.md", "of another");
    sandbox.git(&["init", "-q", "deep/er/inner"]).ok();
    sandbox.write(".gitattributes", "*.psd filter=lfs diff=lfs merge=lfs -text\n");
    sandbox.write("draw.psd", POINTER);
    std::os::unix::fs::symlink("notes", sandbox.store.join("link")).unwrap();
    std::os::unix::fs::symlink("/nowhere", sandbox.store.join("media/broken.md")).unwrap();
    drop(std::os::unix::net::UnixListener::bind(sandbox.store.join("socket")).unwrap());
    std::fs::copy(sandbox.store.join("draw.psd"), sandbox.store.join(OsStr::from_bytes(b"caf\xe9.md"))).unwrap();
    vec![
        "caf\u{fffd}.md",
        "deep/er/inner",
        "draw.psd",
        "inner",
        "link",
        "media/broken.md",
        "media/film.bin",
        "notes/2026/long.md",
        "socket",
    ]
}

#[test]
fn what_stays_here_is_named_by_sync_in_words_and_json_by_status_and_by_doctor() {
    let sandbox = joined();
    let names = everything(&sandbox);

    let said = sandbox.riffle(&["sync"]).ok();
    let json = &sandbox.riffle(&["sync", "--json"]).json()[0];
    let status = sandbox.riffle(&["sync", "--status"]).ok();
    let status_json = &sandbox.riffle(&["sync", "--status", "--json"]).json()[0];
    let doctor = sandbox.riffle(&["doctor", "--verbose"]).out;

    assert!(said.starts_with("Synced"), "{said}");
    for name in &names {
        for text in [&said, &status] {
            assert!(text.contains(&format!("Not sent: {name}: ")), "{name}: {text}");
        }
        assert!(doctor.contains(&format!("{name} is not sent: ")), "{name}: {doctor}");
    }
    for json in [json, status_json] {
        let paths: Vec<&str> =
            json["unsent"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
        assert_eq!(paths, names, "{json}");
    }
}

#[test]
fn what_was_ignored_or_committed_by_the_person_is_not_named() {
    let sandbox = joined();
    everything(&sandbox);
    std::fs::remove_file(sandbox.store.join("draw.psd")).unwrap();
    sandbox.riffle(&["sync"]).ok();
    sandbox.write(".gitignore", "/inner\n/deep\n/socket\n/build/\ncaf*\n");
    sandbox.write("build/x.md", "made");
    large(&sandbox, "build/big.bin");
    sandbox.git(&["add", "-f", "media", "notes", "link"]).ok();
    sandbox.git(&["commit", "-qm", "by hand"]).ok();

    let json = &sandbox.riffle(&["sync", "--json"]).json()[0];
    assert_eq!(json["unsent"], serde_json::json!([]));

    large(&sandbox, "media/film.bin");
    sandbox.write("media/film.bin", vec![b'x'; 11 * 1024 * 1024]);
    let json = &sandbox.riffle(&["sync", "--json"]).json()[0];
    assert_eq!(json["unsent"][0]["path"], "media/film.bin", "changed since it was committed: {json}");
}

#[test]
fn a_repository_inside_that_git_knows_is_named_only_while_it_holds_more_than_was_recorded() {
    let sandbox = joined();
    sandbox.git(&["init", "-q", "inner"]).ok();
    let inner = sandbox.store.join("inner");
    sandbox.write("inner/words.md", "of another");
    sandbox.git_in(&inner, &["add", "-A"]).ok();
    sandbox.git_in(&inner, &["commit", "-qm", "x"]).ok();
    sandbox.git(&["add", "inner"]).ok();
    sandbox.git(&["commit", "-qm", "as a submodule"]).ok();
    assert_eq!(sandbox.riffle(&["sync", "--json"]).json()[0]["unsent"], serde_json::json!([]));

    sandbox.write("inner/words.md", "changed");

    assert_eq!(sandbox.riffle(&["sync", "--json"]).json()[0]["unsent"][0]["path"], "inner");
}

#[test]
fn what_was_mended_is_no_longer_named_by_a_look_at_where_the_store_stands() {
    let sandbox = joined();
    large(&sandbox, "film.bin");
    sandbox.riffle(&["sync"]).ok();

    std::fs::remove_file(sandbox.store.join("film.bin")).unwrap();

    assert!(!sandbox.riffle(&["sync", "--status"]).ok().contains("film.bin"));
}

/// What killed writes may leave, anywhere in the store; the process that the names name is no more.
fn leave(sandbox: &Sandbox) {
    sandbox.riffle(&["capture", "Kept words"]).ok();
    let kept = sandbox.read("notes/2026/kept-words.md");
    sandbox.write("notes/2026/.riffle-4194999-0.tmp", &kept);
    sandbox.write("notes/2026/.riffle-4194999-1.tmp", &kept[..kept.len() / 2]);
    sandbox.write(".obsidian/.riffle-4194999-2.tmp", "");
    sandbox.write("a/b/c/.riffle-4194999-3.tmp", "words that are nowhere else");
    sandbox.write("media/.riffle-4194999-4.tmp", b"\x89PNG\xff\xfe");
    sandbox.write("notes/.riffle-notes.tmp", "not ours");
}

#[test]
fn half_written_files_are_never_committed_and_their_words_are_kept() {
    let sandbox = joined();
    leave(&sandbox);
    let before = sandbox.riffle(&["doctor", "--verbose"]).ok();
    assert!((0..5).all(|n| before.contains(&format!(".riffle-4194999-{n}.tmp was being written"))), "{before}");

    sandbox.riffle(&["sync"]).ok();

    let left: Vec<String> =
        sandbox.files().into_iter().map(|(path, _)| path).filter(|path| path.contains(".riffle-")).collect();
    assert_eq!(left, ["notes/.riffle-notes.tmp"]);
    let committed = sandbox.git(&["log", "--all", "--name-only", "--format="]).ok();
    assert!(!committed.contains(".riffle-4194999"), "{committed}");
    let workspace = crate::support::workspace(&sandbox);
    let drafts: Vec<String> = workspace.kept_drafts().iter().filter_map(|name| workspace.drafts().load(name)).collect();
    assert_eq!(drafts, ["words that are nowhere else"]);
    let after = sandbox.riffle(&["doctor"]).ok();
    assert!(after.contains("recovered") && !after.contains(".riffle-"), "{after}");
}

#[test]
fn what_a_riffle_that_runs_is_writing_is_left_alone_and_not_committed() {
    let sandbox = joined();
    let name = format!("notes/.riffle-{}-7.tmp", std::process::id());
    sandbox.write(&name, "on its way");

    sandbox.riffle(&["sync"]).ok();

    assert!(sandbox.store.join(&name).exists());
    assert!(!sandbox.git(&["ls-files"]).ok().contains(".riffle-"));
}

#[test]
fn a_half_written_file_that_was_committed_by_hand_goes_with_the_next_sync() {
    let sandbox = joined();
    sandbox.write("notes/.riffle-4194999-1.tmp", "known");
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "by hand"]).ok();

    sandbox.riffle(&["sync"]).ok();
    sandbox.riffle(&["sync"]).ok();

    assert!(!sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains(".tmp"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn what_git_lfs_keeps_is_sent_by_its_program_where_that_is_installed() {
    let sandbox = joined();
    sandbox.write(".gitattributes", "*.psd filter=lfs diff=lfs merge=lfs -text\n");
    sandbox.write("draw.psd", POINTER);
    assert!(sandbox.riffle(&["sync"]).ok().contains("Not sent: draw.psd: "));
    // Stands for the program, which writes down what it is asked to send.
    let bin = sandbox.home().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let program = bin.join("git-lfs");
    std::fs::write(&program, "#!/bin/sh\necho \"$@\" >> \"$HOME/asked\"\n").unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let sync = || Ran::of(sandbox.command(&["sync"]).env("PATH", &path));

    let said = sync().ok();
    sync().ok();

    assert!(!said.contains("Not sent"), "{said}");
    assert!(!sandbox.riffle(&["doctor", "--verbose"]).out.contains("draw.psd"));
    let asked = std::fs::read_to_string(sandbox.home().join("asked")).unwrap();
    assert_eq!(asked, "push -- origin main\n", "once: nothing more was to be sent");
    std::fs::write(&program, "#!/bin/sh\necho 'no room left' >&2; exit 2\n").unwrap();
    sandbox.write("other.psd", POINTER.replace('4', "5"));
    let ran = sync();
    assert!(ran.err.contains("no room left") && ran.out.contains("Not sent: other.psd"), "{ran:?}");
}
