//! The remote of the store's branch, and what was exchanged with it last.

use git2::{Oid, Repository};

use crate::git::{Error, Repo};
use crate::process::askpass::Place;

/// The repository that a store is exchanged with.
#[derive(Clone, Debug)]
pub(in crate::git) struct Remote {
    pub(in crate::git) name: String,
    pub(in crate::git) url: String,
    /// The branch over there, with `refs/heads/`.
    pub(in crate::git) branch: String,
    /// Where the person is asked to sign in; without a place nobody is.
    pub(in crate::git) asks_at: Option<Place>,
}

impl Repo {
    /// The remote of the store's branch: its upstream's, else `origin`, else the only one.
    pub(in crate::git) fn remote(&self) -> Result<Option<Remote>, Error> {
        let text = |buf: git2::Buf| buf.as_str().ok().map(str::to_owned);
        let upstream = self.inner.branch_upstream_remote(&self.branch).ok().and_then(text);
        // One that was removed since leaves its name behind.
        let upstream = upstream.filter(|name| self.inner.find_remote(name).is_ok());
        let Some(name) = upstream.or_else(|| self.usual_remote()) else { return Ok(None) };
        let remote = self.inner.find_remote(&name).map_err(|error| self.failed(error))?;
        let url = remote.url().map_err(|error| self.failed(error))?.to_owned();
        let branch = self.inner.branch_upstream_merge(&self.branch).ok().and_then(text);
        Ok(Some(Remote { name, url, branch: branch.unwrap_or_else(|| self.branch.clone()), asks_at: None }))
    }

    fn usual_remote(&self) -> Option<String> {
        let names = self.inner.remotes().ok()?;
        let names: Vec<&str> = names.iter().filter_map(|name| name.ok().flatten()).collect();
        let origin = names.iter().find(|name| **name == "origin").copied();
        origin.or(if names.len() == 1 { Some(names[0]) } else { None }).map(str::to_owned)
    }

    /// The addresses that this repository is exchanged with, whatever their names.
    pub fn remote_addresses(&self) -> Result<Vec<String>, Error> {
        let mut addresses = Vec::new();
        let names = self.inner.remotes().map_err(|error| self.failed(error))?;
        for name in names.iter().filter_map(|name| name.ok().flatten()) {
            let remote = self.inner.find_remote(name).map_err(|error| self.failed(error))?;
            addresses.extend(remote.url().ok().map(str::to_owned));
            addresses.extend(remote.pushurl().ok().flatten().map(str::to_owned));
        }
        Ok(addresses)
    }

    /// Names the repository to exchange commits with, as `origin`; one that is named already is kept.
    pub fn add_remote(&self, url: &str) -> Result<(), Error> {
        // Opened once more, without the settings file of ours that `inner` would write the remote to.
        let plain = Repository::open(self.inner.path()).map_err(|error| self.failed(error))?;
        match plain.remote("origin", url) {
            Ok(_) => Ok(()),
            Err(error) if error.code() == git2::ErrorCode::Exists => Err(Error::RemoteExists),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Makes a branch of a remote the one that the store's is exchanged with, as `git branch --set-upstream-to` does.
    pub(in crate::git) fn set_upstream(&self, remote: &Remote) -> Result<(), Error> {
        let own = self.branch.trim_start_matches("refs/heads/");
        // Opened once more, without the settings file of ours that `inner` would write to.
        let plain = Repository::open(self.inner.path()).and_then(|plain| plain.config());
        let set = plain.and_then(|mut config| {
            config.set_str(&format!("branch.{own}.remote"), &remote.name)?;
            config.set_str(&format!("branch.{own}.merge"), &remote.branch)
        });
        set.map_err(|error| self.failed(error))
    }

    /// What was last taken from the remote, by our own record; without one, what git last fetched, if it is contained here.
    pub(in crate::git) fn taken(&self, remote: &Remote, ours: Option<Oid>) -> Result<Option<Oid>, Error> {
        if let Ok(id) = self.inner.refname_to_id(&taken_ref(remote)) {
            return Ok(Some(id));
        }
        match (self.inner.refname_to_id(&self.tracking(remote)).ok(), ours) {
            (Some(id), Some(ours)) if self.contains(ours, id)? => Ok(Some(id)),
            (Some(_) | None, _) => Ok(None),
        }
    }

    /// Records what both sides have now: for us, and as git itself does after a fetch.
    pub(in crate::git) fn set_taken(&self, remote: &Remote, id: Oid) -> Result<(), Error> {
        for name in [taken_ref(remote), self.tracking(remote)] {
            if self.inner.refname_to_id(&name).ok() != Some(id) {
                let set = self.inner.reference(&name, id, true, "riffle: sync");
                set.map_err(|error| self.failed(error))?;
            }
        }
        Ok(())
    }

    /// What was exchanged with the remote last.
    pub(in crate::git) fn exchanged(&self, remote: &Remote) -> Vec<Oid> {
        let names = [taken_ref(remote), self.tracking(remote)];
        names.iter().filter_map(|name| self.inner.refname_to_id(name).ok()).collect()
    }

    pub(in crate::git) fn tracking(&self, remote: &Remote) -> String {
        let known =
            self.inner.branch_upstream_name(&self.branch).ok().and_then(|name| name.as_str().ok().map(str::to_owned));
        let usual = || format!("refs/remotes/{}/{}", remote.name, remote.branch.trim_start_matches("refs/heads/"));
        known.filter(|name| name.starts_with("refs/remotes/")).unwrap_or_else(usual)
    }

    pub(in crate::git) fn contains(&self, newer: Oid, older: Oid) -> Result<bool, Error> {
        let below =
            newer == older || self.inner.graph_descendant_of(newer, older).map_err(|error| self.failed(error))?;
        Ok(below)
    }
}

pub(in crate::git) fn taken_ref(remote: &Remote) -> String {
    format!("refs/riffle/taken/{}/{}", remote.name, remote.branch.trim_start_matches("refs/heads/"))
}
