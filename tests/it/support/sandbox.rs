//! A home of its own for one test: no configuration of the machine, a fixed clock, the program as a person runs it.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The moment at which tests happen.
pub(crate) const NOW: &str = "2026-11-21T10:00:00+01:00";

/// A temporary home with a store in it.
pub(crate) struct Sandbox {
    home: TempDir,
    pub(crate) store: PathBuf,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    /// A home with an initialised store.
    pub(crate) fn new() -> Self {
        let sandbox = Self::bare();
        sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();
        sandbox
    }

    /// The same in memory where the system has such a place: for tests of thousands of steps, which would wait for the disk.
    pub(crate) fn in_memory() -> Self {
        let home = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let sandbox = Self::at(home);
        sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();
        sandbox
    }

    /// A home without a store.
    pub(crate) fn bare() -> Self {
        Self::at(tempfile::tempdir().unwrap())
    }

    fn at(home: TempDir) -> Self {
        let store = home.path().join("store");
        Self { home, store }
    }

    /// A home whose store is a plain folder with these files, not initialised.
    pub(crate) fn folder(files: &[(&str, &str)]) -> Self {
        let sandbox = Self::bare();
        fs::create_dir_all(&sandbox.store).unwrap();
        for (path, text) in files {
            sandbox.write(path, text);
        }
        sandbox
    }

    /// As if somebody had been in the workbench before: it opens where they left it.
    pub(crate) fn put_first_steps_away(&self) {
        let state = self.home().join(".local/state/riffle");
        fs::create_dir_all(&state).unwrap();
        fs::write(state.join("first-steps.json"), "{\"version\":1,\"put_away\":true,\"news_of\":[0,1]}").unwrap();
    }

    /// Every file at home: those of the store, the state and the cache.
    pub(crate) fn files_at_home(&self) -> Vec<PathBuf> {
        fn below(folder: &Path) -> Vec<PathBuf> {
            let items = fs::read_dir(folder).unwrap().map(|item| item.unwrap().path());
            items.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
        }
        below(self.home())
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The program with this home's environment and nothing of the machine's.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_riffle"));
        self.dress(&mut command);
        command.args(args).current_dir(self.home());
        command
    }

    fn dress(&self, command: &mut Command) {
        command.env_clear().envs(self.environment());
    }

    /// All that a program of this home finds in its environment.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("PATH", std::env::var_os("PATH").unwrap_or_default()),
            ("HOME", self.home().into()),
            ("GIT_CONFIG_GLOBAL", "/dev/null".into()),
            ("GIT_CONFIG_SYSTEM", "/dev/null".into()),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("RIFFLE_NOW", NOW.into()),
            ("RIFFLE_STORE", self.store.clone().into()),
            ("LC_ALL", "C.UTF-8".into()),
        ]
    }

    pub(crate) fn riffle(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).stdin(Stdio::null()))
    }

    /// Runs the program with text on its standard input.
    pub(crate) fn pipe(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The program may end without reading everything.
        drop(child.stdin.take().unwrap().write_all(input));
        Ran::from(child.wait_with_output().unwrap())
    }

    /// Runs the real git in the store, as the person would by hand.
    pub(crate) fn git(&self, args: &[&str]) -> Ran {
        self.git_in(&self.store, args)
    }

    pub(crate) fn git_in(&self, folder: &Path, args: &[&str]) -> Ran {
        let mut command = Command::new("git");
        self.dress(&mut command);
        command
            .current_dir(folder)
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"])
            .args(args);
        Ran::of(&mut command)
    }

    /// Writes the person's `config.toml`.
    pub(crate) fn configure(&self, settings: &str) {
        let folder = self.home().join(".config/riffle");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), settings).unwrap();
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.store.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.store.join(path)).unwrap()
    }

    /// Every file of the store outside `.git`, with its bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.store.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if entry.file_name() == ".git" {
                    continue;
                }
                if entry.file_type().unwrap().is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.store).unwrap().to_string_lossy().into_owned();
                    found.push((name, fs::read(&path).unwrap_or_default()));
                }
            }
        }
        found.sort();
        found
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    pub(crate) fn from(output: std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The output of a run that must have gone well.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// The messages of a run that must have ended with this code.
    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        self.err
    }

    /// The output's JSON objects, one a line.
    #[track_caller]
    pub(crate) fn json(self) -> Vec<serde_json::Value> {
        self.ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
