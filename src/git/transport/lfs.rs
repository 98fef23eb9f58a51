//! What git LFS keeps beside the repository is sent by its own program, where that is installed.

use crate::git::program::output;
use crate::git::transport::{Remote, answer};
use crate::git::{Error, Repo};
use crate::process::GoOn;
use crate::process::askpass::Asker;

/// What git says where there is no such program.
const NOT_INSTALLED: &str = "is not a git command";

impl Repo {
    /// Sends what could not be sent with a sync.
    pub(crate) fn send_lfs_again(&self, asker: Option<&Asker>, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        let mut remote = self.remote()?.ok_or(Error::NoRemote)?;
        remote.asks_at = asker.and_then(Asker::place);
        self.send_lfs(&remote, go_on)
    }

    /// Sends the contents that the store's branch points to; answers whether there is a program that does. A server may refuse
    /// commits whose contents it does not have, so this comes before them.
    pub(in crate::git) fn send_lfs(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<bool, Error> {
        let mut run = self.on_remote(remote, &["lfs", "push"], &[&remote.name, self.branch()])?;
        // Without a terminal it would be silent for as long as it takes.
        run.env.push(("GIT_LFS_FORCE_PROGRESS".into(), "1".into()));
        let output = answer::finished(&run, go_on)?;
        match String::from_utf8_lossy(&output.stderr) {
            _ if output.status.success() => Ok(true),
            said if said.contains(NOT_INSTALLED) => Ok(false),
            _ => Err(Error::GitFailed(output::error_message(&output.stderr))),
        }
    }
}
