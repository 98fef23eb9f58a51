//! The only starter of programs: git (in a session of its own), editor, opener, clipboard.
//!
//! Nothing started by [`Run`] can reach the terminal: it runs in a session of its own. Entering a new session takes a
//! call between fork and exec, which safe Rust does not have; so the program starts itself in a hidden mode
//! ([`session`]) that makes the call and then becomes the wanted program.

pub(crate) mod askpass;
mod clipboard;
mod host_keys;
mod open;
mod run;
pub(crate) mod session;

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub(crate) use clipboard::{Clipboard, TMUX};

/// What can go wrong with a program.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} is not installed or not in PATH")]
    Missing(String),
    #[error("cannot start {program}")]
    Start {
        program: String,
        #[source]
        source: io::Error,
    },
    #[error("{program} was stopped: nothing happened for {} seconds", after.as_secs())]
    Stalled { program: String, after: Duration },
    #[error("{0} was stopped")]
    Stopped(String),
    #[error("cannot understand the command {0:?}: a quotation mark is not closed")]
    Unsplittable(String),
    #[error("the command is empty")]
    Empty,
    #[error("only http, https and mailto addresses and files of the store are opened, not {0:?}")]
    NotOpenable(String),
    #[error("{} may be a program, which is not for the desktop to run", .0.display())]
    Runnable(PathBuf),
}

/// What a program left behind.
#[derive(Debug)]
pub(crate) struct Output {
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Answers whether something that takes time is to go on.
pub(crate) type GoOn<'a> = dyn FnMut() -> bool + 'a;

/// A program to run to its end, without a terminal, in a session of its own, with no input unless some is given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub program: OsString,
    pub args: Vec<OsString>,
    /// Set in the program's environment.
    pub env: Vec<(OsString, OsString)>,
    /// Removed from the program's environment.
    pub without: Vec<OsString>,
    pub folder: PathBuf,
    /// Ended (first asked, then killed) when it prints nothing for so long.
    pub stall: Duration,
    /// Set while it waits for the person, who may take any time.
    pub is_asking: Option<Arc<AtomicBool>>,
    /// What it reads from its standard input.
    pub input: Option<Vec<u8>>,
}

/// Runs the person's editor on a file in this terminal and waits. `command` is split as a shell would, without a shell.
///
/// The status tells an editor that was ended by a signal from one that refused.
pub(crate) fn edit(command: &str, file: &Path) -> Result<ExitStatus, Error> {
    let words = shell_words::split(command).map_err(|_| Error::Unsplittable(command.to_owned()))?;
    let (program, args) = words.split_first().ok_or(Error::Empty)?;
    let program = find(OsStr::new(program), None)?;
    command_of(&program).args(args).arg(file).status().map_err(|source| cannot_start(program.as_os_str(), source))
}

/// An address that may be opened, as it is understood here.
pub(crate) fn openable(address: &str) -> Result<String, Error> {
    open::address(address)
}

/// The address of a file by its whole path.
pub(crate) fn file_address(path: &Path) -> Option<String> {
    open::file_address(path)
}

/// Hands an http, https or mailto address to the desktop's opener, without waiting.
pub(crate) fn open_address(address: &str) -> Result<(), Error> {
    hand_over(OsStr::new(&open::address(address)?))
}

/// The same for a file in a folder. Not for what leads out of the folder, and not for what may be a program.
pub(crate) fn open_file(file: &Path, within: &Path) -> Result<(), Error> {
    hand_over(open::file(file, within)?.as_os_str())
}

/// What is handed over is an address with a scheme or a whole path, so never an option; no shell sees it.
fn hand_over(target: &OsStr) -> Result<(), Error> {
    let openers: &[&str] = if cfg!(target_os = "macos") { &["open"] } else { &["wslview", "xdg-open"] };
    let program = first_found(openers)?;
    let mut child = command_of(&program)
        .arg(target)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|source| cannot_start(program.as_os_str(), source))?;
    // Waited for elsewhere, so that no zombie stays behind; how it ends concerns nobody.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Where a program lies; names without a slash are looked up in `path`, else in `PATH`.
pub(crate) fn find(program: &OsStr, path: Option<&OsStr>) -> Result<PathBuf, Error> {
    let missing = || Error::Missing(program.to_string_lossy().into_owned());
    if program.to_string_lossy().contains('/') {
        return Some(PathBuf::from(program)).filter(|file| is_executable(file)).ok_or_else(missing);
    }
    let path = path.map(OsString::from).or_else(|| std::env::var_os("PATH")).unwrap_or_default();
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(program))
        .find(|file| is_executable(file))
        .ok_or_else(missing)
}

#[expect(clippy::disallowed_methods, reason = "this is the module that starts programs")]
fn command_of(program: &Path) -> Command {
    Command::new(program)
}

fn cannot_start(program: &OsStr, source: io::Error) -> Error {
    let program = program.to_string_lossy().into_owned();
    if source.kind() == io::ErrorKind::NotFound { Error::Missing(program) } else { Error::Start { program, source } }
}

fn first_found(names: &[&str]) -> Result<PathBuf, Error> {
    let missing = || Error::Missing(names.join(" or "));
    names.iter().find_map(|name| find(OsStr::new(name), None).ok()).ok_or_else(missing)
}

fn is_executable(file: &Path) -> bool {
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests;
