//! Watches the files for the workbench, and vouches for them to other processes: whoever asks gets the number of changes until now,
//! and need not look at the files if that is what it was when they were looked at last.
//!
//! What happens to a file is in the kernel's queue before the program that did it goes on, and a question is answered only when the
//! queue is empty. So the answer counts everything that happened before the question, and one that hangs or has ended
//! gives none: then the files are looked at.

use serde::{Deserialize, Serialize};

use crate::ops::Workspace;

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
pub use elsewhere::watch;
#[cfg(target_os = "linux")]
pub use linux::watch;

/// A state of the files, as the one who watches them counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ops) struct State {
    /// Who counts; no two who watch have the same.
    watcher: u64,
    changes: u64,
}

/// The state in which the files are now; nothing where nobody watches them, or not everything that happens to them.
#[cfg(target_os = "linux")]
pub(in crate::ops) fn state(workspace: &Workspace) -> Option<State> {
    linux::ask(workspace)
}

/// The state in which the files are now: nobody can tell on this system.
#[cfg(not(target_os = "linux"))]
pub(in crate::ops) fn state(_: &Workspace) -> Option<State> {
    None
}

/// The socket on which the one who watches is asked.
#[cfg(target_os = "linux")]
fn socket(workspace: &Workspace) -> std::path::PathBuf {
    workspace.state().join("watch")
}
