//! What this machine is called in the commits that it makes.

use crate::ops::Workspace;
use crate::store::log;

/// A commit's message with this machine behind it. In a folder that was never made a store only if the person named the
/// machine: its repository may be anybody's.
pub(in crate::ops) fn signed(workspace: &Workspace, message: &str) -> String {
    let name = workspace.config.machine.as_deref();
    if name.is_none() && !workspace.is_ours() {
        return message.to_owned();
    }
    // Whoever cannot be named saves all the same.
    let id = log::device(workspace.state());
    id.map_or_else(|_| message.to_owned(), |id| crate::git::with_machine(message, &id, name))
}
