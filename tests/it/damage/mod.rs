//! Repositories that are damaged by hand: the notes are found and read, no word is lost, and what is not repaired by itself is
//! named, with one thing that the person can do.

mod folders;
mod heads;
mod objects;
mod small_files;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::support::{Ran, Sandbox};

/// One kind of damage.
struct Damage {
    name: &'static str,
    harm: fn(&Store),
    then: Then,
}

/// What must come true after the damage.
#[derive(Clone, Copy)]
enum Then {
    /// Riffle goes on as if nothing were: the damage is in nobody's way, or is put right without a word.
    Works,
    /// Riffle puts it right, keeps what was there, and says so.
    Repaired,
    /// Riffle names this file, and a command (between the first backticks of its hint) after which all works.
    Remedied(&'static str),
    /// Riffle names this file, and these words are in what it says that the person can do.
    Told(&'static str, &'static str),
}

/// A store that is to be damaged, with a remote on this disk.
struct Store {
    sandbox: Sandbox,
    git: PathBuf,
    remote: PathBuf,
}

/// What takes longer hangs.
const LONGEST: Duration = Duration::from_secs(15);
/// Words of the notes, each of them in one note alone.
const NOTES: [(&str, &str); 3] =
    [("notes/2026/green-tea.md", "quokka"), ("deep/in/here.md", "wombat"), ("notes/2026/not-sent.md", "numbat")];

/// What libgit2 and git say of damage, and what helps nobody alone.
const BARE: [&str; 9] = [
    "corrupted loose reference",
    "unable to parse",
    "object not found",
    "no match for id",
    "failed to parse",
    "bad object",
    "not a git repository",
    "class=",
    "cannot be read or written",
];

impl Store {
    fn new() -> Self {
        let sandbox = Sandbox::in_memory();
        let (git, remote) = (sandbox.store.join(".git"), sandbox.home().join("remote.git"));
        sandbox.git_in(sandbox.home(), &["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
        sandbox.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        sandbox.write("deep/in/here.md", "wombat words\n");
        sandbox.riffle(&["capture", "Green tea\n\nquokka words"]).ok();
        sandbox.riffle(&["sync"]).ok();
        sandbox.riffle(&["capture", "Not sent\n\nnumbat words"]).ok();
        Self { sandbox, git, remote }
    }

    /// The same with all objects in one pack.
    fn pack(&self) {
        self.sandbox.git(&["repack", "-adq"]).ok();
        self.sandbox.git(&["prune-packed", "-q"]).ok();
    }

    fn put(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let file = self.git.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        make_writable(&file);
        fs::write(file, bytes).unwrap();
    }

    /// As if the computer had been started anew since Riffle last looked: it then looks for what a power cut leaves.
    fn as_after_a_power_cut(&self) {
        let stores = fs::read_dir(self.sandbox.home().join(".local/state/riffle/stores")).unwrap();
        for folder in stores.map(|store| store.unwrap().path().join("git")).filter(|folder| folder.exists()) {
            let notes = fs::read_dir(folder).unwrap().map(|note| note.unwrap().path());
            notes
                .filter(|note| note.to_str().unwrap().ends_with("-started"))
                .for_each(|note| fs::remove_file(note).unwrap());
        }
    }

    fn text(&self, file: &str) -> String {
        String::from_utf8_lossy(&self.bytes(file)).into_owned()
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.git.join(file)).unwrap()
    }

    fn remove(&self, file: &str) {
        let file = self.git.join(file);
        if file.is_dir() { fs::remove_dir_all(file).unwrap() } else { fs::remove_file(file).unwrap() }
    }

    fn git(&self, args: &[&str]) -> String {
        self.sandbox.git(args).ok().trim().to_owned()
    }

    /// The file of a loose object, below `.git`.
    fn object(&self, rev: &str) -> String {
        let id = self.git(&["rev-parse", rev]);
        format!("objects/{}/{}", &id[..2], &id[2..])
    }

    /// The one file of the object folder's packs with this ending, below `.git`.
    fn packed(&self, ending: &str) -> String {
        let names = fs::read_dir(self.git.join("objects/pack")).unwrap().map(|item| item.unwrap().file_name());
        let mut names = names.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(ending));
        format!("objects/pack/{}", names.next().unwrap())
    }
}

/// Runs a command to its end; one that hangs is killed, and so counts as broken off.
fn until_it_hangs(mut command: Command) -> Ran {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = rustix::process::Pid::from_child(&child);
    let (done, ended) = mpsc::channel();
    let waiting = thread::spawn(move || {
        let output = child.wait_with_output().unwrap();
        // Nobody may listen any more.
        done.send(()).ok();
        output
    });
    if ended.recv_timeout(LONGEST).is_err() {
        rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
    }
    Ran::from(waiting.join().unwrap())
}

fn make_writable(file: &Path) {
    if let Ok(meta) = fs::metadata(file) {
        let mut access = meta.permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut access, 0o644);
        fs::set_permissions(file, access).unwrap();
    }
}

/// What the commands did after a damage.
struct After {
    store: Store,
    kept: Vec<(String, Vec<u8>)>,
    ran: Vec<(&'static str, Ran)>,
    faults: Vec<String>,
}

impl After {
    fn of(damage: &Damage) -> Self {
        let store = Store::new();
        (damage.harm)(&store);
        let kept = store.sandbox.files();
        let mut after = Self { store, kept, ran: Vec::new(), faults: Vec::new() };
        for (name, args) in [
            ("list", &["list", "--path"] as &[&str]),
            ("search", &["search", "wombat", "--path"]),
            ("show", &["show", "green-tea"]),
            ("capture", &["capture", "After it\n\nkoala words"]),
            ("edit", &["tag", "not-sent", "+bush"]),
            ("sync", &["sync"]),
            ("doctor", &["doctor"]),
            ("json", &["doctor", "--json"]),
        ] {
            let mut ran = until_it_hangs(after.store.sandbox.command(args));
            if ran.err.contains("else give it again") {
                let again = until_it_hangs(after.store.sandbox.command(args));
                ran = Ran { err: ran.err + &again.err, ..again };
            }
            after.ran.push((name, ran));
        }
        after
    }

    fn ran(&self, name: &str) -> &Ran {
        &self.ran.iter().find(|(found, _)| *found == name).unwrap().1
    }

    fn require(&mut self, holds: bool, what: impl Into<String>) {
        if !holds {
            self.faults.push(what.into());
        }
    }

    /// Whatever the damage is: the notes are there, are found and are read.
    fn the_notes_are_there(&mut self) {
        for (path, bytes) in self.kept.clone() {
            let now = fs::read(self.store.sandbox.store.join(&path)).unwrap_or_default();
            let word = NOTES.iter().find(|(note, _)| *note == path).map_or("", |(_, word)| word);
            let is_same =
                now == bytes || (path.ends_with("not-sent.md") && String::from_utf8_lossy(&now).contains(word));
            self.require(is_same, format!("{path} was rewritten"));
        }
        for (path, _) in NOTES {
            let listed = self.ran("list").out.contains(path);
            self.require(listed, format!("{path} is not listed"));
        }
        let found = self.ran("search").out == "deep/in/here.md\n" && self.ran("show").out.contains("quokka");
        self.require(found, "a note is not found or shown");
        let written = fs::read_to_string(self.store.sandbox.store.join("notes/2026/after-it.md")).unwrap_or_default();
        self.require(written.contains("koala") && self.ran("capture").code == Some(0), "the capture is not on disk");
        let panics = self.ran.iter().any(|(_, ran)| ran.err.contains("panicked") || ran.code.is_none());
        self.require(!panics, "a command broke off");
    }

    /// All that was said, by all commands.
    fn said(&self) -> String {
        self.ran.iter().filter(|(name, _)| *name != "show").fold(String::new(), |mut said, (_, ran)| {
            write!(said, "{}{}", ran.err, ran.out).unwrap();
            said
        })
    }

    /// Every note is in the last commit here and in the remote, and nothing is broken.
    fn all_is_sound(&mut self) {
        let sync = until_it_hangs(self.store.sandbox.command(&["sync"]));
        self.require(sync.code == Some(0) && sync.err.is_empty(), format!("sync again: {sync:?}"));
        // The log of the branch may name a commit that is lost.
        let fsck = self.store.sandbox.git(&["fsck", "--full", "--strict", "--no-reflogs"]);
        let sound = fsck.code == Some(0) && !fsck.err.contains("error") && !fsck.out.contains("missing");
        self.require(sound, format!("fsck: {fsck:?}"));
        let remote = self.store.remote.to_str().unwrap().to_owned();
        for at in [self.store.sandbox.store.to_str().unwrap().to_owned(), remote] {
            for (path, word) in NOTES.into_iter().chain([("notes/2026/after-it.md", "koala")]) {
                let text = self.store.sandbox.git_in(Path::new(&at), &["show", &format!("main:{path}")]);
                self.require(text.out.contains(word), format!("{word} is not in {at}: {}", text.err));
            }
        }
        let status = self.store.sandbox.git(&["status", "--porcelain"]);
        self.require(status.out.is_empty(), format!("status: {status:?}"));
    }

    fn names(&mut self, file: &str) {
        let is_told_by_sync = self.ran("sync").code != Some(0);
        for name in ["sync", "doctor", "json"].into_iter().filter(|name| *name != "sync" || is_told_by_sync) {
            let ran = self.ran(name);
            let said = format!("{}{}", ran.err, ran.out);
            self.require(said.contains(file), format!("{name} does not name {file}"));
        }
        let json = self.ran("json").out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let told = json.filter(|it| it["detail"].as_str().unwrap().contains(file)).any(|it| it["remedy"].is_string());
        self.require(told, format!("doctor --json has no remedy for {file}"));
        let bare: Vec<_> = BARE.iter().filter(|words| self.said().contains(**words)).collect();
        self.require(bare.is_empty(), format!("git's bare words: {bare:?}"));
    }

    /// Does what the hint of the sync says.
    fn do_the_remedy(&mut self) {
        let said = format!("{}{}", self.ran("sync").err, self.ran("doctor").out);
        let hint = said.lines().find(|line| line.contains('`')).unwrap_or_default();
        let Some(command) = hint.split('`').nth(1) else { return self.faults.push(format!("no remedy: {said}")) };
        let program = PathBuf::from(env!("CARGO_BIN_EXE_riffle"));
        let path = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{path}", program.parent().unwrap().display());
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(&self.store.sandbox.store);
        shell.env_clear().envs(self.store.sandbox.environment()).env("PATH", path);
        let ran = Ran::of(shell.stdin(std::process::Stdio::null()));
        self.require(ran.code.is_some(), format!("{command}: {ran:?}"));
    }

    fn judge(&mut self, then: Then) {
        self.the_notes_are_there();
        match then {
            Then::Works => self.all_is_sound(),
            Then::Repaired => {
                let tells = ["put aside", "put right", "made anew"].iter().any(|words| self.said().contains(words));
                self.require(tells, "the repair is not told");
                self.all_is_sound();
            }
            Then::Remedied(file) => {
                self.names(file);
                self.do_the_remedy();
                self.all_is_sound();
            }
            Then::Told(file, words) => {
                self.names(file);
                let said = format!("{}{}", self.ran("sync").err, self.ran("doctor").out).contains(words);
                self.require(said, format!("{words:?} is not said"));
            }
        }
    }
}

/// Tries each damage and tells all that went wrong. `RIFFLE_DAMAGE` picks by a part of the name, and shows what was said.
fn try_all(table: &[Damage]) {
    let wanted = std::env::var("RIFFLE_DAMAGE").ok();
    let mut wrong = String::new();
    for damage in table.iter().filter(|damage| wanted.as_ref().is_none_or(|part| damage.name == *part)) {
        let mut after = After::of(damage);
        after.judge(damage.then);
        if wanted.is_some() || !after.faults.is_empty() {
            let ran: Vec<String> = after
                .ran
                .iter()
                .filter(|(name, _)| *name != "json")
                .map(|(name, ran)| {
                    format!("{name}: {:?} {}\n{}", ran.code, ran.err, if *name == "doctor" { &ran.out } else { "" })
                })
                .collect();
            writeln!(wrong, "\n== {}: {:#?}\n{}", damage.name, after.faults, ran.join("")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
