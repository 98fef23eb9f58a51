//! The hidden mode in which this program leaves the terminal and becomes another program.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The hidden first argument; what follows is the program and its arguments.
pub(crate) const ARGUMENT: &str = "__session";

static HELPER: OnceLock<PathBuf> = OnceLock::new();

/// Says which executable knows the hidden mode; `main` names its own. Without it, programs get a process group of their
/// own instead of a session. Only the first call counts.
pub(crate) fn use_helper(program: PathBuf) {
    // A second call comes from a second `main` in one process: tests. The first answer stays right.
    HELPER.set(program).ok();
}

/// This program, to be started again in a hidden mode.
pub(crate) fn itself() -> Option<&'static PathBuf> {
    HELPER.get()
}

/// Leaves the terminal's session and becomes the program named by the first of `args`; returns only on failure.
pub(crate) fn become_program(args: impl IntoIterator<Item = OsString>) -> io::Error {
    let mut args = args.into_iter();
    let Some(program) = args.next() else {
        return io::Error::new(io::ErrorKind::InvalidInput, "no program to become");
    };
    // Fails only for the leader of a group, which has left already.
    rustix::process::setsid().ok();
    super::command_of(program.as_ref()).args(args).exec()
}
