//! What git LFS keeps beside the repository is sent by its own program, where that is installed.

use crate::git::program::output;
use crate::git::transport::answer;
use crate::git::{Error, Repo};
use crate::process::GoOn;
use crate::process::askpass::Asker;

/// What git says where there is no such program.
const NOT_INSTALLED: &str = "is not a git command";

impl Repo {
    /// Sends the contents that the store's branch points to; answers whether there is a program that does.
    pub(crate) fn send_lfs(&self, asker: Option<&Asker>, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        let mut remote = self.remote()?.ok_or(Error::NoRemote)?;
        remote.asks_at = asker.and_then(Asker::place);
        let run = self.on_remote(&remote, &["lfs", "push"], &[&remote.name, self.branch()])?;
        let output = answer::finished(&run, go_on)?;
        match String::from_utf8_lossy(&output.stderr) {
            _ if output.status.success() => Ok(true),
            said if said.contains(NOT_INSTALLED) => Ok(false),
            _ => Err(Error::GitFailed(output::error_message(&output.stderr))),
        }
    }
}
