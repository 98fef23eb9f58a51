//! Brings a page to a team: planned, checked, agreed to, queued, delivered as a whole or not at all, and then remembered in
//! the entry.

use crate::ops::ShareError;
use std::rc::Rc;

use super::outbox::QueuedPublication;
use super::plan::{self, Plan};
use super::{ConflictChoice, Order, Preview, Published, Route, failure, readme, remember};
use crate::disk;
use crate::git::CommitId;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace, bulk};
use crate::team::publish::deliver::{self, Destination, NewCommit};

/// What somebody agreed to.
#[derive(Clone, Copy, Debug)]
pub struct Agreed<'a> {
    pub order: &'a Order,
    pub route: Route,
    /// The page as it was shown, every byte of it: another one does not leave.
    pub page: &'a str,
}

/// Publishes an entry, or brings its page up to date. What cannot be delivered now stays queued and is reported.
pub fn publish(workspace: &Workspace, agreed: &Agreed<'_>) -> Result<Published, Error> {
    let Agreed { order, route, page } = *agreed;
    let mut newest = Planned::on(workspace, OpenTeam::of(workspace, &order.team)?, order)?;
    if newest.plan.preview.text != page {
        return Err(Error::Share(ShareError::PageChanged(newest.plan.entry.path)));
    }
    let queued = QueuedPublication::of(&newest.plan, route, workspace.clock.now());
    queued.keep(workspace)?;
    disk::point("publish-queued");
    let (shown, bare) = (newest.plan.preview.clone(), Rc::clone(&newest.team.bare));
    let done = deliver::deliver::<Error>(&bare, &newest.plan.destination(route), &mut |tip| {
        if !newest.is_current(workspace, tip)? {
            newest = Planned::on(workspace, newest.team.at(tip)?, order)?;
        }
        if !is_agreed(&newest.plan.preview, &shown) {
            return Err(Error::Share(ShareError::PageChanged(newest.plan.entry.path.clone())));
        }
        Ok(newest.commit(workspace, route))
    });
    let delivered = done.map_err(|error| failure::undelivered(workspace, &queued, error))?;
    disk::point("publish-delivered");
    let done = remember::published(workspace, &newest.team, &newest.plan, &delivered)?;
    queued.done(workspace)?;
    Ok(done)
}

/// A publication that may leave, worked out on one commit of its team.
struct Planned {
    team: OpenTeam,
    plan: Plan,
}

impl Planned {
    fn on(workspace: &Workspace, team: OpenTeam, order: &Order) -> Result<Self, Error> {
        let plan = plan::plan(workspace, &team, order)?;
        ready(&plan.preview)?;
        Ok(Self { team, plan })
    }

    /// Whether it would come out the same: neither the team nor the entry has changed since.
    fn is_current(&self, workspace: &Workspace, tip: Option<&CommitId>) -> Result<bool, Error> {
        let entry = bulk::sound(workspace.store(), &self.plan.entry.path)?;
        Ok(self.team.tip.as_ref() == tip && entry.as_own() == self.plan.entry)
    }

    fn commit(&self, workspace: &Workspace, route: Route) -> NewCommit {
        // Two branches that both changed the list could not both be merged: it follows when the page is there.
        let is_listed = route == Route::Main;
        let writes = self.plan.writes.iter().filter(|write| is_listed || write.path != readme::README);
        NewCommit {
            writes: writes.cloned().collect(),
            message: self.plan.preview.message.clone(),
            author: self.team.bare.identity(),
            at: workspace.clock.now(),
        }
    }
}

impl Plan {
    fn destination(&self, route: Route) -> Destination {
        match route {
            Route::Main => Destination::Main,
            Route::Branch => {
                let stem = self.preview.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
                Destination::Branch(format!("riffle/{stem}-{}", plan::tail(&self.page_id)))
            }
        }
    }
}

/// What keeps a page from leaving, as an error.
fn ready(preview: &Preview) -> Result<(), Error> {
    let blocking: Vec<String> = preview.blocking().map(|it| format!("{} (allow with {})", it.what, it.key)).collect();
    if !blocking.is_empty() {
        return Err(ShareError::Blocked(blocking).into());
    }
    if preview.has_conflict {
        return Err(ShareError::PageConflict { path: preview.path.clone(), team: preview.order.team.clone() }.into());
    }
    Ok(())
}

/// Whether what would leave now is what was agreed to. Where mine replaces what a colleague wrote, it is what was seen of it.
fn is_agreed(now: &Preview, agreed: &Preview) -> bool {
    let replaces = agreed.order.conflict == ConflictChoice::Mine && now.update != agreed.update;
    !replaces && (&now.text, &now.message) == (&agreed.text, &agreed.message)
}
