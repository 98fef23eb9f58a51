//! Where nothing can be written, what is there is still found and read.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::{Ran, Sandbox};

/// Runs the program as somebody who may read everything of this home and write nothing; `None` where that cannot be done.
fn unprivileged(sandbox: &Sandbox, args: &[&str]) -> Option<Ran> {
    let command = sandbox.command(args);
    let program = std::env::temp_dir().join(format!("riffle-{}", std::process::id()));
    if !program.exists() {
        std::fs::copy(command.get_program(), &program).ok()?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).ok()?;
    }
    let mut dropped = Command::new("setpriv");
    dropped.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(args);
    dropped.env_clear().envs(sandbox.environment()).current_dir("/");
    Some(Ran::of(&mut dropped)).filter(|ran| !ran.err.contains("setpriv"))
}

fn readable_by_all(folder: &Path) {
    assert!(Command::new("chmod").args(["-R", "a+rX,go-w"]).arg(folder).status().unwrap().success());
}

#[test]
fn search_list_and_show_answer_from_the_index_or_from_the_files() {
    if Command::new("setpriv").arg("--version").output().is_err() || !rustix::process::getuid().is_root() {
        eprintln!("skipped: only root can become somebody else");
        return;
    }
    for has_index in [true, false] {
        let sandbox = Sandbox::new();
        sandbox.riffle(&["capture", "Green tea"]).ok();
        if has_index {
            sandbox.riffle(&["list"]).ok();
        } else {
            std::fs::remove_dir_all(sandbox.home().join(".cache")).ok();
        }
        readable_by_all(sandbox.home());

        for args in
            [&["search", "tea", "--path"] as &[&str], &["list", "--path"], &["search", "tea", "--path", "--fresh"]]
        {
            let Some(ran) = unprivileged(&sandbox, args) else { return };
            assert_eq!(ran.code, Some(0), "{has_index} {args:?}: {ran:?}");
            assert_eq!(ran.out, "notes/2026/green-tea.md\n", "{has_index} {args:?}: {ran:?}");
            assert!(ran.err.lines().count() <= 1, "one warning: {ran:?}");
        }
        let shown = unprivileged(&sandbox, &["show", "green-tea"]).unwrap().ok();
        assert!(shown.contains("Green tea"), "{shown}");
    }
}

#[test]
fn an_editor_that_cannot_run_here_ends_with_a_sentence() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Tea"]).ok();
    let with = |editor: Option<&str>| {
        let mut command = sandbox.command(&["edit", "tea"]);
        editor.map(|editor| command.env("EDITOR", editor));
        Ran::of(command.stdin(std::process::Stdio::null()))
    };

    for editor in [None, Some("vim"), Some("/usr/bin/nano -w"), Some("emacs -nw")] {
        let ran = with(editor);
        assert!(ran.err.contains("needs a terminal") && ran.err.contains("EDITOR"), "{ran:?}");
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    }
    for editor in ["no-such-editor", "'open", "no-such-editor --wait"] {
        let ran = with(Some(editor));
        assert!(ran.err.contains("there is no editor") && ran.err.contains("set VISUAL or EDITOR"), "{ran:?}");
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    }
    assert!(sandbox.read("notes/2026/tea.md").contains("title: Tea"));
}

#[test]
fn a_log_says_what_was_done_and_what_went_wrong_and_nothing_that_was_typed() {
    let sandbox = Sandbox::new();
    let log = sandbox.home().join("riffle.log");
    let log = log.to_str().unwrap();

    sandbox.riffle(&["--log", log, "capture", "secret words"]).ok();
    sandbox.riffle(&["--log", log, "show", "no-such-entry"]);
    let ran = sandbox.riffle(&["--quiet", "--log", "/nowhere/riffle.log", "list"]);

    let written = std::fs::read_to_string(log).unwrap();
    assert!(written.contains("began: capture") && written.contains("done") && written.contains("ERROR"), "{written}");
    assert!(!written.contains("secret words"), "{written}");
    assert!(ran.err.contains("cannot log to /nowhere/riffle.log"), "{ran:?}");
}

#[test]
fn debug_says_where_it_wrote_what_was_done_in_this_run() {
    let sandbox = Sandbox::new();

    sandbox.riffle(&["list", "--debug"]).ok();
    let ran = sandbox.riffle(&["capture", "secret words", "--debug"]);

    let log = sandbox.home().join(".local/state/riffle/debug.log");
    assert!(ran.err.ends_with(&format!("Log: {}\n", log.display())), "{ran:?}");
    let written = std::fs::read_to_string(log).unwrap();
    assert!(written.contains("began: capture") && !written.contains("began: list"), "{written}");
    assert!(!written.contains("secret"), "{written}");
}
