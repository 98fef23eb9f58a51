//! A remote whose history is not the one that was taken from it before: both old ends are kept under names of their own, and
//! the person says which counts.

use git2::Oid;

use super::Applied;
use super::exchange::Exchange;
use crate::git::transport::Remote;
use crate::git::{Decision, Error, Repo};

const ON_TOP_MESSAGE: &str =
    "sync: what was not sent yet\n\nThe remote's history was rewritten and taken; this was here and not there.\n";

impl Repo {
    /// Pins both ends of a rewritten history, so that nothing of it can vanish. A name says the day and the commit: the same
    /// end is pinned once, another one never takes its name.
    pub(super) fn rescue(
        &self,
        remote: &Remote,
        ours: Option<Oid>,
        theirs: Option<Oid>,
        day: &str,
    ) -> Result<Decision, Error> {
        let ends = [("here", ours), ("theirs", theirs), ("taken", self.taken(remote, ours)?)];
        let mut rescue = Vec::new();
        for (end, id) in ends.into_iter().filter_map(|(end, id)| Some((end, id?))) {
            let name = format!("refs/riffle/rescue/{day}-{end}-{}", &id.to_string()[..7]);
            let pinned = self.inner.reference(&name, id, true, "riffle: the remote was rewritten");
            pinned.map_err(|error| self.failed(error))?;
            rescue.push(name);
        }
        Ok(Decision::Rewritten { rescue })
    }
}

impl Exchange<'_, '_> {
    /// Goes over to the remote's history. What was not sent yet becomes a commit on top of it; of all else here nothing
    /// goes back there.
    pub(super) fn replace(&mut self, ours: Oid, theirs: Oid) -> Result<Applied, Error> {
        let (repo, remote) = (self.repo, self.remote);
        repo.rescue(remote, Some(ours), Some(theirs), &self.day())?;
        let Some(taken) = repo.taken(remote, Some(ours))? else { return Ok(Applied::default()) };
        if repo.contains(taken, ours)? {
            return self.apply(Some(ours), theirs);
        }
        let (merge, naming) = (&mut *self.callbacks.merge, self.callbacks.naming);
        let [base, one, other] = [repo.find_commit(taken)?, repo.find_commit(ours)?, repo.find_commit(theirs)?];
        let merged = repo.merge_trees(Some(&base), [Some(&one), Some(&other)], merge, naming)?;
        let is_new = merged.tree != other.tree_id();
        let new = if is_new { repo.made(merged.tree, &[&other], ON_TOP_MESSAGE)? } else { theirs };
        let mut applied = self.apply(Some(ours), new)?;
        applied.conflicts.extend(merged.conflicts);
        Ok(Applied { renamed: merged.renamed, ..applied })
    }
}
