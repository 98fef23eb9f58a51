//! The power fails: a file system that lies in a file is shut down at a moment that nobody chose, without what it had not written
//! yet, and mounted again. What was acknowledged before is there, and the repository is whole.
//!
//! `RIFFLE_CUTS` says how often; `RIFFLE_SEED` makes other moments of them.

use std::process::Command;

use crate::support::{Ran, Sandbox};

/// So many cuts with every run of the tests.
const FEW: u64 = 4;

/// Writes until nothing can be written any more; what is acknowledged is noted on another disk.
const WRITE: &str = "
    i=0
    while i=$((i + 1)); $RIFFLE capture \"Entry $i

word$i.\" >/dev/null 2>&1; do
        echo word$i. >> $HOME/acknowledged
        [ $((i % 3)) = 0 ] && $RIFFLE tag entry-$i +tag$i >/dev/null 2>&1 && echo tag$i >> $HOME/acknowledged
        [ $((i % 4)) = 0 ] && $RIFFLE sync >/dev/null 2>&1
    done";

/// Shuts the file system down as when the power fails (EXT4_IOC_SHUTDOWN without a flush of the journal).
const CUT: &str =
    "perl -e 'open(D, q(<), shift) or die; my $how = pack(q(I), 2); ioctl(D, 0x8004587D, $how) or die $!'";

fn script(seconds: &str) -> String {
    format!(
        "cd $HOME; rm -rf acknowledged disk remote.git .local .cache; mkdir -p store; : > acknowledged
        truncate -s 64M disk; mkfs.ext4 -q -F disk; mount -o loop disk store; rmdir store/lost+found
        git init -q --bare remote.git; $RIFFLE init store >/dev/null; git -C store remote add origin $HOME/remote.git
        sync -f store
        ( set +e; {WRITE} ) & writer=$!; trap 'kill $writer 2>/dev/null || true' EXIT
        sleep {seconds}; {CUT} store; wait $writer || true
        umount store; mount -o loop disk store
        $RIFFLE list >/dev/null; $RIFFLE sync >&2
        git -C store fsck --full --strict >&2
        git -C store status --porcelain
        while read word; do git -C store grep -qF $word HEAD || echo lost $word; done < acknowledged
        find store -name '*.tmp' -o -name '*.lock'; wc -l < acknowledged >&2; umount store"
    )
}

/// Whether a file system can be mounted from a file here.
fn may_mount(sandbox: &Sandbox) -> bool {
    let ran = run(
        sandbox,
        "cd $HOME; truncate -s 8M probe; mkfs.ext4 -q -F probe; mkdir p; mount -o loop probe p; umount p; perl -v",
    );
    if ran.code != Some(0) {
        eprintln!("SKIPPED: no file system can be mounted from a file here, or there is no perl");
    }
    ran.code == Some(0)
}

fn run(sandbox: &Sandbox, script: &str) -> Ran {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-ec", script]);
    let path = std::env::join_paths(
        ["/usr/sbin".into(), "/sbin".into()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    command.env_clear().envs(sandbox.environment()).env("RIFFLE", env!("CARGO_BIN_EXE_riffle"));
    Ran::of(command.env("PATH", path.unwrap()).current_dir(sandbox.home()))
}

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let sandbox = Sandbox::bare();
    if !may_mount(&sandbox) {
        return;
    }
    let number = |name: &str, usual| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (cuts, seed): (u64, u64) = (number("RIFFLE_CUTS", FEW), number("RIFFLE_SEED", 1));
    for cut in 0..cuts {
        let moment = 300 + (seed * 7_919 + cut * 104_729) % 1_700;
        let ran = run(&sandbox, &script(&format!("{}.{:03}", moment / 1000, moment % 1000)));
        eprintln!("cut {cut} after {moment} ms: {} acknowledged", ran.err.trim().lines().last().unwrap_or_default());
        assert!(ran.code == Some(0) && ran.out.is_empty(), "cut {cut} after {moment} ms (seed {seed}): {ran:?}");
    }
}
