//! One machine of a history: a store with its own home, in memory where the system has such a place.

use std::fs;
use std::path::{Path, PathBuf};

use riffle::config::Config;
use riffle::disk::fault::{self, Plan};
use riffle::ops::sync::{Choice, Report};
use riffle::ops::{Error, Workspace, clone, edit, init, sync};
use riffle::paths::Paths;

use super::clock;

pub(super) struct Machine {
    home: PathBuf,
    pub(super) store: PathBuf,
    /// Texts that a program or an editor has loaded and not saved yet.
    pub(super) open: Vec<Buffer>,
}

/// A text that was read from a file and will be written back to it.
pub(super) struct Buffer {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) session: Option<edit::Session>,
    /// Words that came into the file on this machine since it was read: writing over them is the person's own doing.
    pub(super) since: Vec<String>,
}

impl Machine {
    fn at(folder: &Path, name: &str) -> Self {
        let home = folder.join(name);
        Self { store: home.join("store"), home, open: Vec::new() }
    }

    /// The first one, with a new store.
    pub(super) fn first(folder: &Path, remote: &Path) -> Self {
        let machine = Self::at(folder, "m0");
        let url = remote.to_str().unwrap();
        init::init(&machine.store, Some(url), machine.paths(), Config::default(), clock()).unwrap();
        machine.name("Ada");
        machine
    }

    /// Somebody's, with a store that goes nowhere.
    pub(super) fn alone(folder: &Path, name: &str, person: &str) -> Self {
        let machine = Self::at(folder, name);
        init::init(&machine.store, None, machine.paths(), Config::default(), clock()).unwrap();
        machine.name(person);
        machine
    }

    /// Another one, with a clone.
    pub(super) fn another(folder: &Path, number: usize, remote: &Path) -> Self {
        let machine = Self::at(folder, &format!("m{number}"));
        fs::create_dir_all(&machine.home).unwrap();
        clone::clone(remote.to_str().unwrap(), &machine.store, None).unwrap();
        machine.name("Ada");
        machine
    }

    fn name(&self, person: &str) {
        let mut config = git2::Config::open(&self.store.join(".git/config")).unwrap();
        config.set_str("user.name", person).unwrap();
        config.set_str("user.email", &format!("{}@example.org", person.to_lowercase())).unwrap();
    }

    fn paths(&self) -> Paths {
        let place = |name: &str| self.home.join(name);
        Paths { config: place("config"), cache: place("cache"), state: place("state"), data: place("data") }
    }

    pub(super) fn workspace(&self) -> Workspace {
        Workspace::open(&self.store, self.paths(), Config::default(), clock()).unwrap()
    }

    pub(super) fn sync(&self) -> Result<Report, Error> {
        sync::sync(&self.workspace(), &[Choice::Remove, Choice::TakeRemovals], &mut || true)
    }

    /// Runs an act that may be killed or fail at some point; whether it came to its end.
    pub(super) fn disturbed(&self, plan: Plan, act: impl FnOnce(&Workspace) -> Result<(), Error>) -> bool {
        let workspace = self.workspace();
        let done = matches!(fault::rehearse(plan, || act(&workspace)).result, Some(Ok(())));
        self.bury();
        done
    }

    /// What was killed here runs on in truth: its files get the number of a process that does not.
    fn bury(&self) {
        let ours = format!(".riffle-{}-", std::process::id());
        for file in self.junk() {
            let name = file.file_name().unwrap_or_default().to_string_lossy().replace(&ours, ".riffle-4194301-");
            fs::rename(&file, file.with_file_name(name)).unwrap();
        }
    }

    pub(super) fn read(&self, path: &str) -> Option<String> {
        let file = self.store.join(path);
        let is_plain = file.symlink_metadata().is_ok_and(|meta| meta.is_file());
        if is_plain { fs::read(file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) } else { None }
    }

    /// Writes a file as other programs do, as far as the names on the disk allow it.
    pub(super) fn write(&self, path: &str, text: &str) -> bool {
        let file = self.store.join(path);
        fs::create_dir_all(file.parent().unwrap()).is_ok() && fs::write(file, text).is_ok()
    }

    /// All files of the store by path, without git's.
    pub(super) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        walk(&self.store, &mut |file| {
            let path = file.strip_prefix(&self.store).unwrap();
            if !path.starts_with(".git") {
                found.push((path.to_string_lossy().into_owned(), fs::read(file).unwrap_or_default()));
            }
        });
        found.sort();
        found
    }

    /// Paths of what should not be there when all is done: files of a write that was not finished, and locks.
    pub(super) fn junk(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        walk(&self.store, &mut |file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".lock") || name.starts_with(".riffle-") && name.ends_with("tmp") {
                found.push(file.to_owned());
            }
        });
        found
    }
}

fn walk(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) { walk(&path, see) } else { see(&path) }
    }
}
