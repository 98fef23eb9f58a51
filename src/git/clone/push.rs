//! Offers commits to the remote, never by force.

use git2::Oid;

use super::{Bare, Pushed};
use crate::git::program::output;
use crate::git::transport::answer;
use crate::git::{CommitId, Error};

impl Bare {
    /// Offers a commit to a branch of the remote. Succeeds only if the remote says that it took it; a branch that has moved on
    /// is [`Failure::NonFastForward`](crate::git::transport::Failure::NonFastForward), and nothing has changed there.
    pub fn push(&self, commit: &CommitId, branch: &str) -> Result<Pushed, Error> {
        let pushed = self.offer(commit, branch);
        self.close();
        pushed
    }

    fn offer(&self, commit: &CommitId, branch: &str) -> Result<Pushed, Error> {
        let id: Oid = self.commit_of(commit)?.id();
        let target = format!("refs/heads/{branch}");
        if !git2::Reference::is_valid_name(&target) {
            return Err(Error::Outside(branch.to_owned()));
        }
        let run = self.on_remote(&["push", "--porcelain", "--progress"], &[&format!("{id}:{target}")])?;
        let output = answer::finished(&run, &mut || true)?;
        answer::of_push(&output.stdout, &output.stderr, &target)?;
        if branch == *self.branch.borrow() {
            self.set_tip(id)?;
        }
        Ok(Pushed { said: output::server_message(&output.stderr) })
    }
}
