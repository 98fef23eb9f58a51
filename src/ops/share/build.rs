//! What a team gets to see of an entry, made once: whoever plans a publication, checks it or says how it stands holds this.

use crate::ops::ShareError;
use std::cell::RefCell;

use chrono::NaiveDate;

use super::link_targets::{Files, LinkTargets};
use super::origin;
use crate::entry::link::Link;
use crate::entry::{Entry, slug};
use crate::ops::links::resolver::{self, Meant};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish::{self, Built, LinkTarget, Page};
use crate::team::read::rules::Rules;

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
    let origin = origin::of(workspace, team, entry);
    let built = resolver::ask(workspace, |resolver| {
        let targets = LinkTargets { workspace, team, resolver, entry, files: &files };
        let target_of = |link: &Link| targets.of(link);
        publish::build(&publish::Order {
            entry,
            rules: &team.rules,
            without_tags: &workspace.config.private_tags,
            origin: origin.as_ref(),
            id: page_id,
            is_person: &is_person,
            target_of: &target_of,
        })
        .map_err(|refusal| Error::Share(ShareError::Refused { path: entry.path.clone(), refusal }))
    })?;
    Ok(Publishable { built, files: files.into_inner() })
}

/// Makes what everybody may see of an entry: its links lead to addresses alone.
pub(super) fn for_everybody(workspace: &Workspace, rules: &Rules, entry: &Entry) -> Result<String, Error> {
    let built = resolver::ask(workspace, |resolver| {
        let target_of = |link: &Link| match resolver.meant(&entry.path, link) {
            Ok(Meant::Web) => LinkTarget::Address(link.target.clone()),
            Ok(Meant::Entry(..) | Meant::File(..) | Meant::Missing) | Err(_) => LinkTarget::Private,
        };
        publish::build(&publish::Order {
            entry,
            rules,
            without_tags: &workspace.config.private_tags,
            origin: None,
            id: "",
            is_person: &|_| false,
            target_of: &target_of,
        })
        .map_err(|refusal| Error::Share(ShareError::Refused { path: entry.path.clone(), refusal }))
    })?;
    Ok(built.page("page.md", workspace.clock.now().date_naive()).text)
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
