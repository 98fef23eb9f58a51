//! The machines of one history, what they do, and what has to be true at its end.

use std::fs;
use std::path::PathBuf;

use git2::{Oid, Repository};
use riffle::disk::fault::{Failure, Fault, Plan};
use riffle::entry::EntryPath;
use riffle::ops::capture::{self, NewEntry};
use riffle::ops::sync::Choice;
use riffle::ops::{Workspace, edit, log, sync, trash, undo};
use tempfile::TempDir;

use super::dice::Dice;
use super::machine::{Buffer, Machine};
use super::profile::{Profile, Step};
use super::text::{Edit, Form, Words, words};

/// Where an act may be killed.
const POINTS: &[&str] = &[
    "temp-made",
    "temp-written",
    "create-staged",
    "create-placed",
    "replace-staged",
    "replace-exchanged",
    "replace-placed",
    "put-staged",
    "put-placed",
    "claim-placed",
    "remove-aside",
    "remove-removed",
    "note-written",
    "commit-made",
    "commit-advanced",
    "act-noted",
    "act-committed",
    "act-refreshed",
    "sync-files-written",
    "sync-branch-moved",
    "index-linked",
    "index-written",
];

pub(super) struct World {
    _folder: TempDir,
    remote: PathBuf,
    machines: Vec<Machine>,
    profile: Profile,
    dice: Dice,
    words: Words,
    tells: bool,
}

impl World {
    /// Two to four machines that have the same few files.
    pub(super) fn begin(profile: Profile, number: u64, tells: bool) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let mut dice = Dice::of(number.wrapping_mul(31).wrapping_add(profile as u64));
        let remote = folder.path().join("remote.git");
        super::remote(&remote);
        let mut words = Words::default();
        let mut machines = vec![Machine::first(folder.path(), &remote)];
        let common = 1 + dice.below(profile.paths().len());
        for path in &profile.paths()[..common] {
            let form = Form::of(path);
            let mut text = if dice.chance(40) { "---\ntitle: T\n---\n".to_owned() } else { String::new() };
            for _ in 0..2 + dice.below(10) {
                text = Edit::Append.apply(&text, form, &mut dice, &mut words);
            }
            if !machines[0].write(path, &text) {
                words.remove(&text);
            }
        }
        machines[0].sync().unwrap();
        let count = 2 + [0, 0, 1, 2][dice.below(4)];
        machines.extend((1..count).map(|number| Machine::another(folder.path(), number, &remote)));
        Self { _folder: folder, remote, machines, profile, dice, words, tells }
    }

    /// Lets it happen and looks at what came of it.
    pub(super) fn live(mut self) {
        for _ in 0..10 + self.dice.below(12) {
            let at = self.dice.below(self.machines.len());
            let step = self.profile.step(&mut self.dice);
            self.tell(&format!("m{at} {step:?}"));
            self.step(at, step);
        }
        self.settle();
        self.check();
    }

    fn tell(&self, what: &str) {
        if self.tells {
            eprintln!("{what}");
        }
    }

    fn step(&mut self, at: usize, step: Step) {
        let path = *self.dice.pick(self.profile.paths());
        match step {
            Step::Sync => drop(self.machines[at].sync().unwrap_or_else(|error| panic!("m{at} cannot sync: {error:?}"))),
            Step::Edit(edit) => self.edit(at, path, edit),
            Step::Log => {
                let word = self.words.new_word();
                log::log(&self.machines[at].workspace(), &format!("{word} tea")).unwrap();
                self.came("journal/2026/2026-11-21.md", at, &word);
            }
            Step::Capture => drop(capture::capture(&self.machines[at].workspace(), &self.draft()).unwrap()),
            Step::Load | Step::Begin => self.load(at, path, step == Step::Begin),
            Step::Save => self.save(at),
            Step::Delete => self.delete(at, path),
            Step::Trash => self.trash(at, path),
            Step::Move => self.rename(at, path),
            Step::MoveFolder => self.rename_folder(at),
            Step::PlainGit => self.plain_git(path),
            Step::Undo => self.undo(at),
            Step::Disturbed => self.disturbed(at),
        }
    }

    fn draft(&mut self) -> NewEntry {
        NewEntry { text: format!("Captured\n\n{} text", self.words.new_word()), ..NewEntry::default() }
    }

    /// Notes a word that came into a file on this machine.
    fn came(&mut self, path: &str, at: usize, text: &str) {
        for buffer in self.machines[at].open.iter_mut().filter(|buffer| buffer.path == path) {
            buffer.since.extend(words(text));
        }
    }

    fn edit(&mut self, at: usize, path: &str, edit: Edit) {
        let before = self.machines[at].read(path);
        let after = edit.apply(before.as_deref().unwrap_or_default(), Form::of(path), &mut self.dice, &mut self.words);
        if !self.machines[at].write(path, &after) {
            // A folder is where the file would be.
            self.words.remove(&after);
        }
        self.came(path, at, &after);
        self.tell(&format!("  {path}: {before:?} -> {after:?}"));
    }

    fn load(&mut self, at: usize, path: &str, in_editor: bool) {
        let Some(text) = self.machines[at].read(path) else { return };
        let session = in_editor
            .then(|| edit::begin(&self.machines[at].workspace(), &EntryPath::new(path).unwrap()))
            .transpose()
            .unwrap();
        self.machines[at].open.push(Buffer { path: path.to_owned(), text, session, since: Vec::new() });
    }

    /// Saves what was loaded some time ago with a new line, over whatever is there now.
    fn save(&mut self, at: usize) {
        if self.machines[at].open.is_empty() {
            return;
        }
        let which = self.dice.below(self.machines[at].open.len());
        let buffer = self.machines[at].open.remove(which);
        let edit = *self.dice.pick(&[Edit::Add, Edit::Append, Edit::Correct]);
        let text = edit.apply(&buffer.text, Form::of(&buffer.path), &mut self.dice, &mut self.words);
        let is_over = |word: &&String| !text.contains(word.as_str());
        self.words.removed.extend(buffer.since.iter().filter(is_over).cloned());
        let now = self.machines[at].read(&buffer.path);
        self.tell(&format!("  {}: {now:?} -> {text:?}, which was {:?}", buffer.path, buffer.text));
        self.machines[at].write(&buffer.path, &text);
        self.came(&buffer.path, at, &text);
        if let Some(session) = buffer.session {
            edit::finish(&self.machines[at].workspace(), &session).unwrap();
        }
    }

    fn delete(&mut self, at: usize, path: &str) {
        if let Some(text) = self.machines[at].read(path) {
            self.words.remove(&text);
            fs::remove_file(self.machines[at].store.join(path)).unwrap();
        }
    }

    fn trash(&mut self, at: usize, path: &str) {
        if let Some(text) = self.machines[at].read(path) {
            self.words.remove(&text);
            trash::remove(&self.machines[at].workspace(), &[EntryPath::new(path).unwrap()]).unwrap();
        }
    }

    fn undo(&mut self, at: usize) {
        // What goes is what the person wants gone; it cannot be told from here which words that are.
        let before: Vec<String> = self.machines[at].files().into_iter().map(text).collect();
        undo::undo(&self.machines[at].workspace()).unwrap();
        let after: Vec<String> = self.machines[at].files().into_iter().map(text).collect();
        let gone = before.iter().flat_map(|text| words(text)).filter(|word| !after.iter().any(|it| it.contains(word)));
        self.words.removed.extend(gone);
    }

    /// Renames a file to another of the profile's names, as far as that is free.
    fn rename(&mut self, at: usize, path: &str) {
        let to = *self.dice.pick(self.profile.paths());
        let store = &self.machines[at].store;
        if self.machines[at].read(path).is_some() && store.join(to).symlink_metadata().is_err() {
            fs::create_dir_all(store.join(to).parent().unwrap()).unwrap();
            fs::rename(store.join(path), store.join(to)).unwrap();
            self.tell(&format!("  {path} -> {to}"));
        }
    }

    fn rename_folder(&mut self, at: usize) {
        let (from, to) = *self.dice.pick(&[("projects", "Projects"), ("Projects", "projects")]);
        let store = &self.machines[at].store;
        if store.join(from).is_dir() && !store.join(to).exists() {
            fs::rename(store.join(from), store.join(to)).unwrap();
            self.tell(&format!("  {from} -> {to}"));
        }
    }

    /// Somebody without Riffle commits to the remote what no Riffle would write.
    fn plain_git(&mut self, path: &str) {
        let remote = Repository::open_bare(&self.remote).unwrap();
        let Ok(tip) = remote.find_reference("refs/heads/main").and_then(|it| it.peel_to_commit()) else { return };
        let text = format!("{} by hand\n", self.words.new_word());
        let (name, mode) = match self.dice.below(5) {
            0 => ("link.md".to_owned(), git2::FileMode::Link),
            1 => ("notes/back\\slash.md".to_owned(), git2::FileMode::Blob),
            2 => ("notes/tab\there.md".to_owned(), git2::FileMode::Blob),
            3 => (format!("{path}/below.md"), git2::FileMode::Blob),
            _ => (path.to_owned(), git2::FileMode::Link),
        };
        let tree = tip.tree().unwrap();
        self.words.removed.extend(below(&remote, &tree, &name));
        let blob = remote.blob(text.as_bytes()).unwrap();
        let made =
            git2::build::TreeUpdateBuilder::new().upsert(name.as_str(), blob, mode).create_updated(&remote, &tree);
        let Ok(made) = made else { return self.words.remove(&text) };
        let who = git2::Signature::new("Mina", "mina@example.org", &git2::Time::new(1_795_000_000, 0)).unwrap();
        let made = remote.find_tree(made).unwrap();
        remote.commit(Some("refs/heads/main"), &who, &who, "by hand", &made, &[&tip]).unwrap();
        self.tell(&format!("  {name:?} {mode:?} {text:?}"));
    }

    /// An act that is killed at a point, or whose disk fails from some call on.
    fn disturbed(&mut self, at: usize) {
        let plan = match self.dice.below(4) {
            0 => Plan { fail: Some(self.failure()), ..Plan::default() },
            _ => Plan {
                crash: Some(((*self.dice.pick(POINTS)).to_owned(), 1 + self.dice.roll() % 3)),
                ..Plan::default()
            },
        };
        self.tell(&format!("  {plan:?}"));
        let draft = self.draft();
        let is_sync = self.dice.chance(60);
        let done = self.machines[at].disturbed(plan, |workspace: &Workspace| {
            if is_sync {
                return sync::sync(workspace, &[Choice::Remove, Choice::TakeRemovals], &mut || true).map(drop);
            }
            capture::capture(workspace, &draft).map(drop)
        });
        if is_sync || !done {
            // Nobody was told that it is saved.
            self.words.remove(&draft.text);
        }
    }

    fn failure(&mut self) -> Failure {
        let fault = *self.dice.pick(&[Fault::Full, Fault::Io, Fault::Denied]);
        Failure { at: 1 + self.dice.roll() % 40, lasting: self.dice.chance(60), fault }
    }

    /// Everybody syncs until all have the same; that takes no more rounds than there are machines, and one.
    fn settle(&mut self) {
        for round in 0..=self.machines.len() {
            self.tell(&format!("round {round}"));
            for at in 0..self.machines.len() {
                self.step(at, Step::Sync);
            }
            if self.machines.iter().all(|machine| head(machine) == head(&self.machines[0])) {
                return;
            }
        }
        panic!("the machines do not come to the same");
    }

    fn check(&self) {
        let remote = Repository::open_bare(&self.remote).unwrap();
        let tip = remote.find_reference("refs/heads/main").unwrap().peel_to_commit().unwrap();
        assert_eq!(Some(tip.id()), head(&self.machines[0]), "the remote has something else");
        let committed = leaves(&remote, &tip.tree().unwrap());
        let texts: Vec<String> =
            committed.iter().map(|(_, _, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        let lost = self.words.lost(&texts);
        assert!(lost.is_empty(), "lost: {lost:?}");
        assert!(!texts.iter().any(|text| text.contains("<<<<<<<") || text.contains(">>>>>>>")), "marks of a conflict");
        let junk = |(path, ..): &&(String, u32, Vec<u8>)| path.contains(".riffle-") || path.ends_with(".lock");
        assert_eq!(committed.iter().find(junk), None, "committed junk");
        let plain =
            |(path, mode, bytes): &(String, u32, Vec<u8>)| (*mode == 0o100_644).then(|| (path.clone(), bytes.clone()));
        let plain: Vec<(String, Vec<u8>)> = committed.iter().filter_map(plain).collect();
        for (at, machine) in self.machines.iter().enumerate() {
            assert_eq!(machine.junk(), Vec::<PathBuf>::new(), "m{at} has junk");
            let files = machine.files();
            let uncommitted = files.iter().find(|file| !plain.contains(file));
            assert_eq!(uncommitted, None, "m{at} has what is not committed");
            assert!(!self.profile.is_all_on_disk() || files.len() == plain.len(), "m{at} lacks files");
        }
    }
}

fn text((_, bytes): (String, Vec<u8>)) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn head(machine: &Machine) -> Option<Oid> {
    Repository::open(&machine.store).ok()?.refname_to_id("refs/heads/main").ok()
}

/// Path, mode and content of all files of a tree, sorted.
pub(super) fn leaves(repo: &Repository, tree: &git2::Tree<'_>) -> Vec<(String, u32, Vec<u8>)> {
    let mut found = Vec::new();
    tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if entry.kind() == Some(git2::ObjectType::Blob) {
            let path = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
            let mode = u32::try_from(entry.filemode()).unwrap();
            found.push((path, mode, repo.find_blob(entry.id()).unwrap().content().to_vec()));
        }
        git2::TreeWalkResult::Ok
    })
    .unwrap();
    found.sort();
    found
}

/// The words that go when something is put in the place of a path: those of the file there, of all files below, and of
/// a file where a folder is needed.
fn below(repo: &Repository, tree: &git2::Tree<'_>, path: &str) -> Vec<String> {
    let goes = |old: &str| old == path || old.starts_with(&format!("{path}/")) || path.starts_with(&format!("{old}/"));
    let gone = leaves(repo, tree).into_iter().filter(|(old, ..)| goes(old));
    gone.flat_map(|(_, _, bytes)| words(&String::from_utf8_lossy(&bytes))).collect()
}
