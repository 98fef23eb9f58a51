//! A disk that is mounted read-only, and one that is full: in a mount namespace of its own, where root is held to both.

use std::process::Command;

use crate::support::{Ran, Sandbox};

/// Runs a script of the shell that may mount, with the program as `$RIFFLE`; says loudly that it cannot where it cannot.
fn mounting(sandbox: &Sandbox, script: &str) -> Option<Ran> {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-ec", script]);
    command.env_clear().envs(sandbox.environment()).env("RIFFLE", env!("CARGO_BIN_EXE_riffle"));
    let may_mount = Command::new("unshare").args(["--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).output();
    if !may_mount.is_ok_and(|tried| tried.status.success()) {
        eprintln!("SKIPPED: nothing can be mounted here");
        return None;
    }
    Some(Ran::of(command.current_dir(sandbox.home())))
}

#[test]
fn on_a_read_only_disk_everything_is_found_and_read_from_the_index_that_is_there() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Green tea\n\nquokka"]).ok();
    sandbox.riffle(&["list"]).ok();

    let script = "mount --bind $HOME $HOME; mount -o remount,bind,ro $HOME; cd $HOME
        $RIFFLE search quokka --path; $RIFFLE list --path; $RIFFLE show green-tea
        ! $RIFFLE capture 'Not saved' || exit 9";
    let Some(ran) = mounting(&sandbox, script) else { return };

    let found = ran.out.matches("notes/2026/green-tea.md\n").count();
    assert!(ran.code == Some(0) && found == 2 && ran.out.contains("quokka"), "{ran:?}");
    assert!(ran.err.contains("read-only") && ran.err.contains("hint:"), "{ran:?}");
    assert!(ran.err.contains("not-saved.md"), "{ran:?}");
}

#[test]
fn on_a_full_disk_a_capture_names_its_file_and_keeps_the_draft() {
    let sandbox = Sandbox::bare();
    std::fs::create_dir(&sandbox.store).unwrap();

    let script = "mount -t tmpfs -o size=8m tmpfs $RIFFLE_STORE; cd $HOME
        $RIFFLE init $RIFFLE_STORE >&2; $RIFFLE capture Before >&2
        head -c 20000000 /dev/zero > $RIFFLE_STORE/.git/filler 2>/dev/null || true
        ! $RIFFLE capture 'Words on a full disk' || exit 9
        (cd $RIFFLE_STORE; find . -name .git -prune -o -type f -print | grep -E 'tmp|words-on') || true
        rm $RIFFLE_STORE/.git/filler; $RIFFLE capture After; git -C $RIFFLE_STORE fsck >&2
        git -C $RIFFLE_STORE status --porcelain";
    let Some(ran) = mounting(&sandbox, script) else { return };

    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "notes/2026/after.md\n"), "{ran:?}");
    let said = ran.err.lines().find(|line| line.contains("full")).unwrap_or_default();
    let draft = said.split("kept in ").nth(1).unwrap_or_default().split(':').next().unwrap();
    assert!(said.contains("words-on-a-full-disk.md") && ran.err.contains("free some space"), "{ran:?}");
    assert!(std::fs::read_to_string(draft).unwrap().contains("Words on a full disk"));
}
