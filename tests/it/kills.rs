//! Processes are killed at moments that nobody chose: the next sync works without a hand, and what was acknowledged is there.
//!
//! `RIFFLE_KILLS` says how many; `RIFFLE_SEED` makes others of them.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Ran, Sandbox};

/// So many kills with every run of the tests.
const FEW: u64 = 60;
/// No command is let run longer than this before it is killed.
const LONGEST: Duration = Duration::from_millis(400);

/// Numbers that look like chance and are the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// What may be killed. Each of them works on the store of the first of two machines.
const KINDS: [&str; 9] = ["capture", "edit", "tag", "sync", "rename", "git commit", "git fetch", "git push", "git add"];

struct Machines {
    here: Sandbox,
    there: Sandbox,
    /// The id of the entry that gets other names.
    renamed: String,
    /// How long each kind took when it was left alone.
    usual: [Duration; KINDS.len()],
    /// Words that a command acknowledged.
    words: Vec<String>,
}

impl Machines {
    fn new() -> Self {
        let (here, there) = (Sandbox::in_memory(), Sandbox::in_memory());
        let remote = here.home().join("remote.git");
        let remote = remote.to_str().unwrap();
        here.git(&["init", "-q", "--bare", remote]).ok();
        here.git(&["remote", "add", "origin", remote]).ok();
        here.git(&["config", "user.name", "Ada"]).ok();
        here.git(&["config", "user.email", "ada@example.org"]).ok();
        here.riffle(&["capture", "Edited\n\nbeginning"]).ok();
        let renamed = here.riffle(&["capture", "Renamed", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
        here.riffle(&["sync"]).ok();
        std::fs::remove_dir_all(&there.store).unwrap();
        there.riffle(&["clone", remote, there.store.to_str().unwrap()]).ok();
        Self { here, there, renamed, usual: [LONGEST; KINDS.len()], words: Vec::new() }
    }

    fn command(&self, kind: usize, number: u64) -> Command {
        let word = format!("word{number}");
        let mut command = match KINDS[kind] {
            "capture" => self.here.command(&["capture", &format!("Entry {number}\n\n{word}")]),
            "edit" => {
                let mut edit = self.here.command(&["edit", "edited"]);
                edit.env("EDITOR", format!("sh -c 'echo {word} >> \"$0\"'"));
                edit
            }
            "tag" => self.here.command(&["tag", "edited", &format!("+{word}")]),
            "sync" => self.here.command(&["sync"]),
            "rename" => self.here.command(&["rename", &self.renamed, &format!("Renamed {word}")]),
            "git commit" => self.by_hand(&["commit", "-qam", "by hand", "--allow-empty"]),
            "git fetch" => self.by_hand(&["fetch", "-q"]),
            "git push" => self.by_hand(&["push", "-q", "origin", "main"]),
            _ => self.by_hand(&["add", "-A"]),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn by_hand(&self, args: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.env_clear().envs(self.here.environment()).current_dir(&self.here.store).args(args);
        git
    }

    /// Something for every kind to do: a change by hand here, an entry from the other machine.
    fn prepare(&self, number: u64) {
        self.here.write("by-hand.md", format!("by hand {number}\n"));
        if number.is_multiple_of(4) {
            self.there.riffle(&["capture", &format!("There {number}")]).ok();
            self.there.riffle(&["sync"]).ok();
        }
    }

    /// Kills a command, at once or as late as it usually ends; its words count if it acknowledged them.
    fn kill(&mut self, kind: usize, number: u64, chance: &mut Chance) {
        let usual = u64::try_from(self.usual[kind].as_micros()).unwrap().max(1);
        let moment = Duration::from_micros(chance.below(usual + usual / 8));
        let begun = Instant::now();
        let mut child = self.command(kind, number).spawn().unwrap();
        while begun.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        child.kill().unwrap();
        let ran = ended(child);
        let is_said = ran.code == Some(0) || (KINDS[kind] == "capture" && ran.out.ends_with(".md\n"));
        if is_said && matches!(KINDS[kind], "capture" | "edit" | "tag") {
            self.words.push(format!("word{number}"));
        }
    }

    /// The next sync does all that is left, and nothing lies about.
    fn check(&self, what: &str) {
        let sync = self.here.riffle(&["sync"]);
        assert_eq!(sync.code, Some(0), "{what}: {sync:?}");
        let committed = self.here.git(&["grep", "-hoE", "word[0-9]+", "HEAD"]).out;
        let committed: std::collections::HashSet<&str> = committed.lines().collect();
        let lost: Vec<_> = self.words.iter().filter(|word| !committed.contains(word.as_str())).collect();
        assert!(lost.is_empty(), "{what}: {lost:?} are lost");
        // What a git that was killed had in its index of its file stays: it may be what the person staged.
        let status = self.here.git(&["status", "--porcelain", "--", ".", ":!by-hand.md"]).ok();
        assert_eq!(status, "", "{what}");
        assert_eq!(lying_about(&self.here), Vec::<String>::new(), "{what}");
        let fsck = self.here.git(&["fsck", "--full", "--strict"]);
        assert!(fsck.code == Some(0) && !fsck.err.contains("error"), "{what}: {fsck:?}");
    }
}

fn ended(child: Child) -> Ran {
    Ran::from(child.wait_with_output().unwrap())
}

/// Temporary files of the store, and locks of the repository.
pub(crate) fn lying_about(sandbox: &Sandbox) -> Vec<String> {
    let mut found: Vec<String> = sandbox.files().into_iter().map(|(path, _)| path).collect();
    found.retain(|path| path.ends_with(".tmp"));
    let mut folders = vec![sandbox.store.join(".git")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
            let name = path.display().to_string();
            if path.is_dir() && !name.ends_with("aside") {
                folders.push(path);
            } else if name.ends_with(".lock") {
                found.push(name);
            }
        }
    }
    found
}

#[test]
fn after_a_kill_at_any_moment_the_next_sync_works() {
    let number = |name: &str, usual| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (kills, seed) = (number("RIFFLE_KILLS", FEW), number("RIFFLE_SEED", 1));
    let (mut machines, mut chance) = (Machines::new(), Chance(seed));
    for (kind, name) in KINDS.iter().enumerate() {
        machines.prepare(0);
        let begun = Instant::now();
        let ran = ended(machines.command(kind, 1_000_000).spawn().unwrap());
        machines.usual[kind] = begun.elapsed().min(LONGEST);
        assert!(ran.code == Some(0) || name.starts_with("git"), "{name}: {ran:?}");
        machines.check(name);
    }
    for number in 0..kills {
        machines.prepare(number);
        let kind = usize::try_from(chance.below(KINDS.len() as u64)).unwrap();
        machines.kill(kind, number, &mut chance);
        machines.check(&format!("kill {number} of {} (seed {seed})", KINDS[kind]));
    }
}
