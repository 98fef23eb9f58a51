//! One entry as far as one team is concerned: what it is called there, where it was put and where it lies now.

use super::build::{self, Publishable};
use super::record::{self, PublicationLine};
use crate::entry::Entry;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};

/// An entry that is in a team, or is to be.
pub(super) struct Publication<'a> {
    pub workspace: &'a Workspace,
    pub team: &'a OpenTeam,
    pub entry: &'a Entry,
    /// The entry's own, or the one that it will get.
    pub id: String,
    /// What the page says in its place.
    pub page_id: String,
    /// What the entry says of its publication; nothing of one that was never there.
    pub out: Option<PublicationLine>,
    /// Where the page is now.
    pub at: Option<String>,
}

impl<'a> Publication<'a> {
    pub(super) fn of(
        workspace: &'a Workspace,
        team: &'a OpenTeam,
        entry: &'a Entry,
        out: Option<PublicationLine>,
    ) -> Result<Self, Error> {
        let id = record::id_of(workspace, entry)?;
        let page_id = record::page_id(workspace, team, &id)?;
        let at = out.as_ref().map(|out| record::whereabouts(team, out, &page_id)).transpose()?.flatten();
        Ok(Self { workspace, team, entry, id, page_id, out, at })
    }

    /// What the team gets to see of the entry.
    pub(super) fn built(&self) -> Result<Publishable<'a>, Error> {
        build::build(self.workspace, self.team, self.entry, &self.page_id)
    }

    /// Its publication, and where that is now.
    pub(super) fn was(&self) -> Option<(&PublicationLine, Option<&str>)> {
        Some((self.out.as_ref()?, self.at.as_deref()))
    }
}
