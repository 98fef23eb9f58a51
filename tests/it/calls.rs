//! Every call by which a command changes something on the disk fails once, and once the command is killed at it. After that the
//! next sync works, what was there and what was acknowledged is there, and nothing lies about.
//!
//! The calls are met with `strace`, so that they are the real ones of the whole program. Every run of the tests takes some of
//! them; `RIFFLE_CALLS=all` takes all.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Ran, Sandbox};

/// What changes something on the disk, or promises that it is there.
const CALLS: &str = "write,pwrite64,writev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,\
    unlink,unlinkat,mkdir,mkdirat,rmdir,copy_file_range";
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];
/// So many calls of each command are met with every run of the tests.
const FEW: usize = 6;

/// A command, and a word of it that has to be there once it was acknowledged.
const COMMANDS: [(&[&str], &str); 6] = [
    (&["capture", "New one\n\nwordnew"], "wordnew"),
    (&["tag", "tea", "+wordtag"], "wordtag"),
    (&["rename", "tea", "Wordtitle"], "Wordtitle"),
    (&["undo"], ""),
    (&["sync"], "wordthere"),
    (&["publish", "nugget", "--to", "acme", "--yes"], ""),
];

/// A store whose remote another machine has changed, beside a team.
struct Desk {
    here: Sandbox,
    /// As everything was, to begin again from.
    kept: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (here, there) = (Sandbox::in_memory(), Sandbox::in_memory());
        let at = |name: &str| here.home().join(name).to_str().unwrap().to_owned();
        std::fs::write(here.home().join(".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.org\n").unwrap();
        here.git(&["init", "-q", "--bare", &at("remote.git")]).ok();
        here.git(&["remote", "add", "origin", &at("remote.git")]).ok();
        here.riffle(&["capture", "Tea\n\nwordtea"]).ok();
        here.riffle(&["capture", "See\n\n[[tea]] wordsee"]).ok();
        here.riffle(&["capture", "--kind", "nugget", "Nugget\n\nwordnugget"]).ok();
        here.git(&["init", "-q", "--bare", &at("team.git")]).ok();
        here.riffle(&["team", "init", &at("team.git"), "--name", "acme"]).ok();
        here.riffle(&["sync"]).ok();
        std::fs::remove_dir_all(&there.store).unwrap();
        there.riffle(&["clone", &at("remote.git"), there.store.to_str().unwrap()]).ok();
        there.riffle(&["capture", "There\n\nwordthere"]).ok();
        there.riffle(&["tag", "tea", "+there"]).ok();
        there.riffle(&["sync"]).ok();
        here.riffle(&["tag", "tea", "+here"]).ok();
        here.write("outside.md", "wordoutside\n");
        let desk = Self { kept: tempfile::tempdir_in("/dev/shm").unwrap(), here };
        copy(desk.here.home(), &desk.kept.path().join("home"));
        desk
    }

    /// Everything as it was in the beginning, under the same paths.
    fn begin_again(&self) {
        for item in std::fs::read_dir(self.here.home()).unwrap().map(|item| item.unwrap().path()) {
            if item.is_dir() { std::fs::remove_dir_all(item).unwrap() } else { std::fs::remove_file(item).unwrap() }
        }
        copy(&self.kept.path().join("home"), self.here.home());
    }

    /// The command under `strace` with these options.
    fn traced(&self, options: &[&str], args: &[&str]) -> Ran {
        let program = self.here.command(args);
        let mut command = Command::new("strace");
        command.args(["-qq", "-e", &format!("trace={CALLS}")]).args(options).arg("--").arg(program.get_program());
        command.args(args).env_clear().envs(self.here.environment()).current_dir(self.here.home());
        command.env("GIT_CONFIG_GLOBAL", self.here.home().join(".gitconfig"));
        Ran::of(command.stdin(Stdio::null()))
    }

    /// How many calls the command makes when it is left alone.
    fn calls(&self, args: &[&str]) -> usize {
        let list = self.kept.path().join("calls");
        let ran = self.traced(&["-o", list.to_str().unwrap()], args);
        assert_eq!(ran.code, Some(0), "{args:?}: {ran:?}");
        std::fs::read_to_string(list).unwrap().lines().count()
    }

    fn check(&self, ran: &Ran, word: &str, what: &str) {
        let sync = self.here.riffle(&["sync"]);
        assert_eq!(sync.code, Some(0), "{what}: {ran:?}, {sync:?}");
        let committed = self.here.git(&["grep", "-hioE", "word[a-z]+", "HEAD"]).out.to_lowercase();
        let mut wanted = vec!["wordtea", "wordsee", "wordnugget", "wordoutside", "wordthere"];
        let is_said = ran.code == Some(0) || ran.out.ends_with(".md\n");
        wanted.extend(Some(word).filter(|word| is_said && !word.is_empty()));
        for word in wanted.into_iter().map(str::to_lowercase) {
            assert!(committed.lines().any(|line| line == word), "{what}: {word} is lost: {ran:?}");
        }
        assert_eq!(self.here.git(&["status", "--porcelain"]).ok(), "", "{what}: {ran:?}");
        let left = crate::kills::lying_about(&self.here);
        assert!(left.is_empty(), "{what}: {left:?}: {ran:?}");
        let fsck = self.here.git(&["fsck", "--full", "--strict"]);
        assert!(fsck.code == Some(0) && !fsck.err.contains("error"), "{what}: {fsck:?}");
        let team = self.here.git_in(&self.here.home().join("team.git"), &["fsck", "--full", "--strict"]);
        assert_eq!(team.code, Some(0), "{what}: {team:?}");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let all: PathBuf = from.join(".");
    assert!(Command::new("cp").arg("-a").arg(all).arg(to).status().unwrap().success());
}

fn has_strace() -> bool {
    let ran = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let is_there = ran.is_ok_and(|status| status.success());
    if !is_there {
        eprintln!("SKIPPED: no program is traced by `strace` on this computer");
    }
    is_there
}

#[test]
fn a_call_that_fails_or_is_the_last_loses_nothing() {
    if !has_strace() || !Path::new("/dev/shm").is_dir() {
        return;
    }
    let all = std::env::var("RIFFLE_CALLS").is_ok_and(|it| it == "all");
    let only = std::env::var("RIFFLE_CALL").unwrap_or_default();
    let desk = Desk::new();
    for (number, (args, word)) in COMMANDS.iter().enumerate() {
        desk.begin_again();
        let calls = desk.calls(args);
        let step = if all { 1 } else { calls.div_ceil(FEW) };
        for at in (1 + number % step..=calls).step_by(step) {
            for (fault, _) in FAULTS.iter().zip(0..).filter(|(_, kind)| all || at % FAULTS.len() == *kind) {
                let what = format!("{} {at} {fault}", args[0]);
                if !only.is_empty() && only != what {
                    continue;
                }
                desk.begin_again();
                let ran = desk.traced(&["-o", "/dev/null", "-e", &format!("inject={CALLS}:{fault}:when={at}")], args);
                desk.check(&ran, word, &what);
            }
        }
        eprintln!("{}: {calls} calls", args[0]);
    }
}
