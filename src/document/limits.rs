//! What the process that reads a file may use.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

/// How much memory, in bytes.
pub(super) const MEMORY: u64 = 512_000_000;
/// How long it may take.
pub(super) const TIME: Duration = Duration::from_secs(30);
/// Ends a process that takes longer.
pub(super) const OUT_OF_TIME: i32 = Signal::XCPU.as_raw();

/// Begins to hold this process to them.
pub(super) fn set() {
    let limits = [(Resource::As, MEMORY), (Resource::Cpu, TIME.as_secs()), (Resource::Core, 0), (Resource::Fsize, 0)];
    for (resource, most) in limits {
        // Not every system can limit all of them; whoever waits has the time in view.
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most + 1) }).ok();
    }
}

pub(super) fn too_long() -> String {
    format!("it takes more than {} seconds", TIME.as_secs())
}
