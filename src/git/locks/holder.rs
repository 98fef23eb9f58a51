//! Who may hold a lock of git's, judged by the programs that run.
//!
//! A lock of git's is a file that is there; who made it does not stand in it, and git closes it while an editor is open. So
//! it is somebody's as long as a program has it open, or a git runs that may be at work in its repository.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::Run;

/// Git commands that may run for hours, with a pager or as a service, and hold no lock meanwhile.
const READERS: [&str; 13] = [
    "blame",
    "cat-file",
    "credential-cache--daemon",
    "daemon",
    "diff",
    "fsmonitor--daemon",
    "grep",
    "help",
    "instaweb",
    "log",
    "reflog",
    "show",
    "upload-pack",
];
/// Where programs cannot be looked at, a lock of this age is nobody's if no git runs at all.
const OLD: Duration = Duration::from_secs(60);
/// On a disk of the network, where other computers' programs cannot be seen.
const OLD_AFAR: Duration = Duration::from_secs(60 * 60);

/// Who has a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    Nobody,
    /// A program that runs, by its number and its words.
    Program {
        number: u32,
        words: String,
    },
    /// Nobody that can be seen, and not for long enough to be sure.
    Unknown,
}

/// Who has a lock in a repository that lies in these folders.
pub(in crate::git) fn of(lock: &Path, places: &[PathBuf]) -> Holder {
    let processes = processes();
    if processes.is_empty() {
        return unseen(lock, OLD);
    }
    let file = fs::canonicalize(lock).unwrap_or_else(|_| lock.to_owned());
    match processes.into_iter().find(|process| process.has_open(&file) || process.may_write_in(places)) {
        Some(process) => Holder::Program { number: process.number, words: process.words() },
        None if is_afar(lock) => unseen(lock, OLD_AFAR),
        None => Holder::Nobody,
    }
}

/// How long a lock has been there; one from the future, for ever.
pub(in crate::git) fn age(lock: &Path) -> Option<Duration> {
    Some(fs::symlink_metadata(lock).ok()?.modified().ok()?.elapsed().unwrap_or(Duration::MAX))
}

/// Without sight of what programs do: their names and the lock's age have to do (macOS has no `/proc`).
fn unseen(lock: &Path, old: Duration) -> Holder {
    if git_runs() || age(lock).is_none_or(|age| age < old) { Holder::Unknown } else { Holder::Nobody }
}

/// Whether any git runs; where that cannot be known, yes.
fn git_runs() -> bool {
    let ps = Run {
        program: "ps".into(),
        args: ["-A", "-o", "comm="].map(Into::into).to_vec(),
        folder: "/".into(),
        stall: Duration::from_secs(5),
        ..Run::default()
    };
    match ps.output() {
        Ok(listed) if listed.status.success() => names_git(&String::from_utf8_lossy(&listed.stdout)),
        Ok(_) | Err(_) => true,
    }
}

fn names_git(listed: &str) -> bool {
    listed.lines().any(|line| is_git(line.trim().as_bytes()))
}

/// Whether a program of this name, or at this path, is git or a part of it.
fn is_git(program: &[u8]) -> bool {
    let name = program.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    name == b"git" || name.starts_with(b"git-")
}

/// A program that runs, as `/proc` shows it (proc(5)).
struct Process {
    number: u32,
    folder: PathBuf,
}

fn processes() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let process =
        |entry: fs::DirEntry| Some(Process { number: entry.file_name().to_str()?.parse().ok()?, folder: entry.path() });
    entries.filter_map(process).collect()
}

impl Process {
    fn has_open(&self, file: &Path) -> bool {
        let mut open = fs::read_dir(self.folder.join("fd")).into_iter().flatten().flatten();
        open.any(|link| fs::read_link(link.path()).is_ok_and(|target| target == file))
    }

    /// Whether it is a git that may be changing a repository in one of these folders.
    fn may_write_in(&self, places: &[PathBuf]) -> bool {
        let args = self.args();
        let Some(program) = args.first() else { return false };
        if !is_git(program) || subcommand(&args).is_some_and(|name| READERS.contains(&name.as_str())) {
            return false;
        }
        let here = match fs::read_link(self.folder.join("cwd")) {
            Ok(here) => here,
            // Somebody else's, who may share this repository; one that has ended does not.
            Err(error) => return error.kind() == std::io::ErrorKind::PermissionDenied,
        };
        let is_inside = |path: &Path| places.iter().any(|place| path.starts_with(place));
        let named = args.into_iter().skip(1).chain(self.variables());
        is_inside(&here) || named.filter_map(|word| named_path(&here, &word)).any(|path| is_inside(&path))
    }

    fn args(&self) -> Vec<Vec<u8>> {
        let line = fs::read(self.folder.join("cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).filter(|arg| !arg.is_empty()).map(<[u8]>::to_vec).collect()
    }

    /// What of its environment says which repository is meant.
    fn variables(&self) -> Vec<Vec<u8>> {
        let all = fs::read(self.folder.join("environ")).unwrap_or_default();
        all.split(|byte| *byte == 0).filter(|variable| variable.starts_with(b"GIT_")).map(<[u8]>::to_vec).collect()
    }

    /// `git commit` of a git, the name alone of another: arguments may hold what is nobody's business.
    fn words(&self) -> String {
        let args = self.args();
        let program = args.first().map(|program| Path::new(OsStr::from_bytes(program))).and_then(Path::file_name);
        let program = program.unwrap_or_default().to_string_lossy().into_owned();
        match subcommand(&args).filter(|_| program == "git") {
            Some(name) => format!("{program} {name}"),
            None => program,
        }
    }
}

/// The command that a git was asked for.
fn subcommand(args: &[Vec<u8>]) -> Option<String> {
    let mut rest = args.iter().skip(1).map(|arg| String::from_utf8_lossy(arg));
    while let Some(word) = rest.next() {
        match word.as_ref() {
            // Their values are words of their own.
            "-c" | "-C" | "--git-dir" | "--work-tree" | "--namespace" | "--exec-path" => drop(rest.next()),
            option if option.starts_with('-') => {}
            name => return Some(name.to_owned()),
        }
    }
    None
}

/// The path that a word of a command line or a variable may stand for.
fn named_path(here: &Path, word: &[u8]) -> Option<PathBuf> {
    let value = word.iter().position(|byte| *byte == b'=').map_or(word, |at| &word[at + 1..]);
    if value.is_empty() || value.starts_with(b"-") {
        return None;
    }
    fs::canonicalize(here.join(OsStr::from_bytes(value))).ok()
}

/// Whether a file lies on a disk of the network.
#[cfg(target_os = "linux")]
fn is_afar(file: &Path) -> bool {
    // AFS, Ceph, Coda, CIFS, NFS, SMB, SMB2 (statfs(2)).
    const AFAR: [u64; 7] = [0x5346_414f, 0x00c3_6400, 0x7375_7245, 0xff53_4d42, 0x6969, 0x517b, 0xfe53_4d42];
    rustix::fs::statfs(file).is_ok_and(|found| AFAR.contains(&u64::from(found.f_type.cast_unsigned() as u32)))
}

#[cfg(not(target_os = "linux"))]
fn is_afar(_file: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<Vec<u8>> {
        line.split(' ').map(|word| word.as_bytes().to_vec()).collect()
    }

    #[test]
    fn a_git_is_told_by_its_name_and_what_it_does_by_its_words() {
        let is = |name: &str| is_git(name.as_bytes());
        assert!(is("git") && is("/usr/bin/git") && is("/usr/lib/git-core/git-remote-https"));
        assert!(!is("gitui") && !is("lazygit") && !is("/home/git/editor") && !is("gitk"));
        assert!(names_git("launchd\n/usr/bin/git\n") && !names_git("zsh\n/Applications/GitUp\n"));

        assert_eq!(subcommand(&args("git -C /x -c a=b commit -a")).as_deref(), Some("commit"));
        assert_eq!(subcommand(&args("git --git-dir=/x --no-pager log")).as_deref(), Some("log"));
        assert_eq!(subcommand(&args("git --version")), None);
    }

    #[test]
    fn a_young_lock_is_nobodys_only_where_programs_can_be_seen() {
        let home = tempfile::tempdir().unwrap();
        let lock = home.path().join("index.lock");
        fs::File::create(&lock).unwrap();

        assert_eq!(unseen(&lock, OLD), Holder::Unknown);
        assert!(age(&lock).unwrap() < OLD && age(&home.path().join("none")).is_none());
    }
}
