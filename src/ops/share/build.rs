//! What a team gets to see of an entry, made once: whoever plans a publication, checks it or says how it stands holds this.

use crate::ops::ShareError;
use std::cell::RefCell;

use chrono::NaiveDate;

use super::link_targets::{Files, LinkTargets};
use crate::entry::link::Link;
use crate::entry::{Entry, slug};
use crate::ops::links::resolver;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish::{self, Built, Page};

/// A page that has no place yet, and the files that may go along.
pub(super) struct Publishable<'a> {
    pub built: Built<'a>,
    pub files: Files,
}

/// Makes what a team gets to see of an entry that has this id there.
pub(super) fn build<'a>(
    workspace: &Workspace,
    team: &OpenTeam,
    entry: &'a Entry,
    page_id: &str,
) -> Result<Publishable<'a>, Error> {
    let files = RefCell::new(Files::default());
    let is_person = |name: &str| is_person(team, name);
    let built = resolver::ask(workspace, |resolver| {
        let targets = LinkTargets { workspace, team, resolver, entry, files: &files };
        let target_of = |link: &Link| targets.of(link);
        publish::build(&publish::Order {
            entry,
            rules: &team.rules,
            without_tags: &workspace.config.private_tags,
            id: page_id,
            is_person: &is_person,
            target_of: &target_of,
        })
        .map_err(|refusal| Error::Share(ShareError::Refused { path: entry.path.clone(), refusal }))
    })?;
    Ok(Publishable { built, files: files.into_inner() })
}

impl Publishable<'_> {
    /// The page at a path in the team, published on a day, from which its next review is counted.
    pub(super) fn page(&self, path: &str, day: NaiveDate) -> Page {
        self.built.page(path, day)
    }
}

/// Whether somebody of that handle is among the team's people.
fn is_person(team: &OpenTeam, name: &str) -> bool {
    let handle = slug::slug(name.trim_start_matches('@'));
    matches!(team.text(&format!("people/{handle}/README.md")), Ok(Some(_)))
}
