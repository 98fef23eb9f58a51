//! Several people who share one repository: each with a home and a name of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;

use super::{Ran, Sandbox};

/// A team's repository on disk.
pub(crate) struct Team {
    folder: TempDir,
}

impl Team {
    /// An empty repository.
    pub(crate) fn bare() -> Self {
        let team = Self { folder: tempfile::tempdir().unwrap() };
        team.git_at(team.folder.path(), &["init", "-q", "--bare", "-b", "main", "team.git"]).ok();
        team
    }

    /// The same in memory where the system has such a place.
    pub(crate) fn founded_in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let team = Self { folder };
        Person::new("Founder").riffle(&["team", "init", team.url().as_str()]).ok();
        team
    }

    /// One that Riffle made.
    pub(crate) fn founded() -> Self {
        let team = Self { folder: tempfile::tempdir().unwrap() };
        let founder = Person::new("Founder");
        founder.riffle(&["team", "init", team.url().as_str(), "--title", "What we know"]).ok();
        team
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("team.git")
    }

    pub(crate) fn url(&self) -> String {
        self.path().to_string_lossy().into_owned()
    }

    /// Where the repository lies, for servers.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn git(&self, args: &[&str]) -> Ran {
        self.git_at(&self.path(), args)
    }

    fn git_at(&self, at: &Path, args: &[&str]) -> Ran {
        Sandbox::bare().git_in(at, args)
    }

    /// The files that the team has now.
    pub(crate) fn files(&self) -> Vec<String> {
        self.git(&["ls-tree", "-r", "--name-only", "main"]).ok().lines().map(str::to_owned).collect()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        self.git(&["show", &format!("main:{path}")]).ok()
    }

    /// Adds a file by hand, as somebody without Riffle would.
    pub(crate) fn write(&self, who: &str, path: &str, text: &str) {
        self.by_hand(who, path, |at| {
            let file = at.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        });
    }

    /// Changes files by hand.
    pub(crate) fn by_hand(&self, who: &str, path: &str, act: impl FnOnce(&Path)) {
        let work = tempfile::tempdir().unwrap();
        let at = work.path();
        self.git_at(at, &["clone", "-q", &self.url(), "."]).ok();
        act(at);
        self.git_at(at, &["add", "-A"]).ok();
        let (name, email) = (format!("user.name={who}"), format!("user.email={}@example.org", who.to_lowercase()));
        self.git_at(at, &["-c", &name, "-c", &email, "commit", "-q", "-m", &format!("by hand: {path}")]).ok();
        self.git_at(at, &["push", "-q", "origin", "HEAD:main"]).ok();
    }

    /// Makes the repository refuse everything, with these words.
    pub(crate) fn refuse(&self, words: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let hook = self.path().join("hooks/pre-receive");
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(&hook, format!("#!/bin/sh\necho '{words}' >&2\nexit 1\n")).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn relent(&self) {
        fs::remove_file(self.path().join("hooks/pre-receive")).unwrap();
    }
}

/// Somebody with a store and a name that git knows.
pub(crate) struct Person {
    pub(crate) sandbox: Sandbox,
    config: PathBuf,
}

impl Person {
    pub(crate) fn new(name: &str) -> Self {
        Self::at(Sandbox::new(), name)
    }

    /// The same in memory: for tests of hundreds of steps, which would wait for the disk.
    pub(crate) fn in_memory(name: &str) -> Self {
        Self::at(Sandbox::in_memory(), name)
    }

    fn at(sandbox: Sandbox, name: &str) -> Self {
        let config = sandbox.home().join(".gitconfig");
        let email = format!("{}@example.org", name.to_lowercase());
        fs::write(&config, format!("[user]\n\tname = {name}\n\temail = {email}\n")).unwrap();
        Self { sandbox, config }
    }

    /// The same, with the team added as `acme`.
    pub(crate) fn of(team: &Team, name: &str) -> Self {
        let person = Self::new(name);
        person.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
        person
    }

    pub(crate) fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = self.sandbox.command(args);
        command.env("GIT_CONFIG_GLOBAL", &self.config).stdin(Stdio::null());
        command
    }

    pub(crate) fn riffle(&self, args: &[&str]) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// A nugget with a title and a text; answers with its path.
    pub(crate) fn nugget(&self, title: &str, body: &str) -> String {
        let text = format!("{title}\n\n{body}");
        let mut command = self.command(&["capture", "--kind", "nugget", "-t", "git", &text]);
        Ran::of(&mut command).ok().trim().to_owned()
    }

    pub(crate) fn publish(&self, entry: &str) -> Ran {
        self.riffle(&["publish", entry, "--to", "acme", "--yes"])
    }

    /// How the publication of an entry stands.
    pub(crate) fn state(&self, entry: &str) -> String {
        let listed = self.riffle(&["published", entry, "--json"]).json();
        listed.first().map_or_else(String::new, |out| out["state"].as_str().unwrap().to_owned())
    }
}
