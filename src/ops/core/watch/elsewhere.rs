//! Watches where the kernel has no queue that can be emptied: changes are told, and nobody vouches for the files.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use crate::ops::Workspace;

/// Files that change together are told once, when it has been quiet for so long …
const QUIET: Duration = Duration::from_millis(100);
/// … or after so many waits, if it never gets quiet.
const WAITS: usize = 10;

/// Tells of changes in a store for as long as it can.
pub fn watch(workspace: &Workspace, changed: impl Fn()) {
    let root = workspace.root();
    let (sender, events) = mpsc::channel();
    let Ok(mut watcher) = notify::recommended_watcher(sender) else { return };
    if watcher.watch(root, RecursiveMode::Recursive).is_err() {
        return;
    }
    while let Ok(event) = events.recv() {
        if !concerns(root, &event) {
            continue;
        }
        for _ in 0..WAITS {
            if events.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        changed();
    }
}

/// Whether an event is about a file that may be an entry: not about a read, not in a hidden folder such as `.git`.
fn concerns(root: &Path, event: &notify::Result<notify::Event>) -> bool {
    let Ok(event) = event else { return true };
    let hidden = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        inside.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
    };
    let is_known = !event.paths.is_empty() && event.paths.iter().all(|path| hidden(path));
    !matches!(event.kind, EventKind::Access(_)) && !is_known
}
