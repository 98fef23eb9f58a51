//! Repositories on disk, as a person has them, and the real git program beside ours.

mod clone;
mod commit;
mod copies;
mod decisions;
mod held;
mod hostile;
#[cfg(target_os = "linux")]
mod locks;
mod merging;
mod names;
mod odd;
mod outside;

mod renames;
mod sync;
mod user_index;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::disk;
use crate::git::objects::tree;
use crate::process::Run;

/// A folder that holds stores, remotes and a state folder for each.
struct Sandbox(TempDir);

impl Sandbox {
    fn new() -> Self {
        // In memory where that can be had: every commit waits for the disk.
        let memory = tempfile::tempdir_in("/dev/shm");
        Self(memory.or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    /// A store with an empty repository.
    fn store(&self, name: &str) -> Store {
        fs::create_dir_all(self.path(name)).unwrap();
        git(&self.path(name), &["init", "-q", "--template=", "-b", "main"]);
        self.configured(name)
    }

    fn configured(&self, name: &str) -> Store {
        let root = self.path(name);
        for setting in ["user.name=Ada", "user.email=ada@example.org", "commit.gpgSign=false", "core.autocrlf=false"] {
            let (name, value) = setting.split_once('=').unwrap();
            git(&root, &["config", name, value]);
        }
        Store { root, state: self.path(&format!("state-{name}")) }
    }

    /// A bare repository that others push to.
    fn remote(&self, name: &str) -> PathBuf {
        git(self.0.path(), &["init", "-q", "--template=", "--bare", "-b", "main", name]);
        self.path(name)
    }

    /// A store with `origin` set.
    fn joined(&self, name: &str, remote: &Path) -> Store {
        let store = self.store(name);
        git(&store.root, &["remote", "add", "origin", &format!("file://{}", remote.display())]);
        store
    }
}

struct Store {
    root: PathBuf,
    state: PathBuf,
}

impl Store {
    fn open(&self) -> Repo {
        let mut repo = Repo::open(&self.root, &self.state).unwrap().unwrap();
        repo.set_stall(Duration::from_secs(60));
        repo
    }

    fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file as an editor would.
    fn put(&self, path: &str, text: &str) -> &Self {
        fs::create_dir_all(self.file(path).parent().unwrap()).unwrap();
        std::io::Write::write_all(&mut fs::File::create(self.file(path)).unwrap(), text.as_bytes()).unwrap();
        self
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap()
    }

    /// Writes a file, commits it and brings the index into step, as an act does.
    fn act(&self, path: &str, text: &str) -> CommitId {
        let commit = self.act_half(path, text);
        let repo = self.open();
        repo.refresh_index(&repo.left_behind().unwrap()).unwrap();
        commit
    }

    /// The same, stopped before the index.
    fn act_half(&self, path: &str, text: &str) -> CommitId {
        self.put(path, text);
        self.open().commit(&[write(path, text)], &format!("edit: {path}"), at()).unwrap().unwrap().id
    }

    fn git(&self, args: &[&str]) -> String {
        git(&self.root, args)
    }

    fn files(&self) -> Vec<String> {
        let listed = self.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
        listed.lines().map(str::to_owned).collect()
    }
}

fn write(path: &str, text: &str) -> Write {
    Write { path: path.into(), content: Some(text.into()) }
}

/// Entries whose id is the line `id: …` of their text, and whose links stand in `[[…]]`.
struct Plain;

impl Naming for Plain {
    fn id(&self, _path: &str, content: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(content).ok()?;
        text.lines().find_map(|line| line.strip_prefix("id: ")).map(str::to_owned)
    }

    fn relinked(&self, _path: &str, content: &[u8], moved: &[Moved]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(content).ok()?;
        let link = |path: &str| format!("[[{path}]]");
        let new = moved.iter().fold(text.to_owned(), |text, moved| text.replace(&link(&moved.from), &link(&moved.to)));
        (new != text).then(|| new.into_bytes())
    }
}

fn removal(path: &str) -> Write {
    Write { path: path.into(), content: None }
}

fn at() -> Timestamp {
    DateTime::parse_from_rfc3339("2026-11-21T10:00:00+01:00").unwrap()
}

/// The real program, with no settings but the repository's.
fn git(folder: &Path, args: &[&str]) -> String {
    let (worked, printed) = try_git(folder, args);
    assert!(worked, "git {args:?}: {printed}");
    printed
}

fn try_git(folder: &Path, args: &[&str]) -> (bool, String) {
    let env = [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
    ];
    let run = Run {
        program: "git".into(),
        args: args.iter().map(Into::into).collect(),
        env: env.map(|(name, value)| (name.into(), value.into())).to_vec(),
        without: ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"].map(Into::into).to_vec(),
        folder: folder.to_owned(),
        stall: Duration::from_secs(120),
        is_asking: None,
        input: None,
    };
    let output = run.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

/// Makes an executable script.
fn script(file: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::io::Write::write_all(&mut fs::File::create(file).unwrap(), text.as_bytes()).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
