//! Where the links of an entry lead for those who only have the team's repository, and the files that go along.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Along;
use super::record::{self, PublicationLine};
use crate::entry::link::{self, Link, Wanted};
use crate::entry::{Entry, EntryPath, Kind};
use crate::git::Write;
use crate::ops::links::resolver::{Meant, Resolver};
use crate::ops::team::OpenTeam;
use crate::ops::{Workspace, find};
use crate::team::publish::{self, Attached, LinkTarget, Page, attachment};
use crate::team::read::TeamPage;

/// Where files that pages show lie in a team's repository.
const MEDIA: &str = "media";

/// Files that could go along, by their paths in the store: where each lies in the team, and its cleaned bytes.
#[derive(Default)]
pub(super) struct Files {
    cleaned: BTreeMap<String, (String, Vec<u8>)>,
    /// A sentence each about those that stay.
    pub refused: Vec<String>,
}

impl Files {
    /// The files that a page shows, for a person to look at.
    pub(super) fn along(&self, page: &Page) -> Vec<Along> {
        let along = page.attachments.iter().filter_map(|attached| {
            let (path, bytes) = self.cleaned.get(&attached.from)?;
            let text = attachment::is_text(path).then(|| String::from_utf8_lossy(bytes).into_owned());
            Some(Along { from: attached.from.clone(), path: path.clone(), text })
        });
        along.collect()
    }

    /// The files that a page shows.
    pub(super) fn of(&self, page: &Page) -> Vec<Write> {
        let shown = page.attachments.iter().filter_map(|attached| self.cleaned.get(&attached.from));
        shown.map(|(path, bytes)| Write { path: path.clone(), content: Some(bytes.clone()) }).collect()
    }
}

/// Says where links of one entry lead.
pub(super) struct LinkTargets<'a> {
    pub workspace: &'a Workspace,
    pub team: &'a OpenTeam,
    pub resolver: &'a Resolver<'a>,
    pub entry: &'a Entry,
    pub files: &'a RefCell<Files>,
}

impl LinkTargets<'_> {
    /// Where a link leads. What is neither public nor in the team is private, whatever it is.
    pub(super) fn of(&self, link: &Link) -> LinkTarget {
        match self.resolver.meant(&self.entry.path, link) {
            Ok(Meant::Web) => LinkTarget::Address(link.target.clone()),
            Ok(Meant::File(path, _)) => self.file(&path).map_or(LinkTarget::Private, LinkTarget::Attachment),
            Ok(Meant::Entry(path, _)) => {
                find::read(self.workspace, &path).map_or(LinkTarget::Private, |target| self.entry(&target, link))
            }
            Ok(Meant::Missing) => self.beside(link).unwrap_or(LinkTarget::Private),
            Err(_) => LinkTarget::Private,
        }
    }

    /// An entry leads to its page in the team. For what was distilled from it, a bookmark's address will do, unless the
    /// bookmark itself may not leave.
    fn entry(&self, target: &Entry, link: &Link) -> LinkTarget {
        let out = record::entered(target, &self.team.name);
        let page = out.and_then(|out| self.page(target, &out));
        match (page.filter(|page| !page.is_withdrawn()), &target.url, target.kind) {
            (Some(page), _, _) => LinkTarget::Page { path: page.path, title: page.title },
            (None, Some(url), Kind::Bookmark) if link.field.is_some() && self.may_leave(target) => {
                LinkTarget::Address(url.clone())
            }
            (None, _, _) => LinkTarget::Private,
        }
    }

    /// The page of an entry, also where somebody moved it.
    fn page(&self, target: &Entry, out: &PublicationLine) -> Option<TeamPage> {
        let there = self.team.page_at(&out.path).ok()?;
        if there.is_some() {
            return there;
        }
        let id = record::id_of(self.workspace, target).ok()?;
        let id = record::page_id(self.workspace, self.team, &id).ok()?;
        self.team.page_at(&record::whereabouts(self.team, out, &id).ok()??).ok()?
    }

    /// The page of the team that a link leads to from where the entry's own page is: one that came with words of a colleague.
    fn beside(&self, link: &Link) -> Option<LinkTarget> {
        let own = format!("{}@", self.team.name);
        self.entry.said(record::TAKEN).iter().find(|line| line.starts_with(&own))?;
        let place = EntryPath::new(record::entered(self.entry, &self.team.name)?.path).ok()?;
        let Wanted::Inside { path: Some(path), .. } = link::wanted(&place, link) else { return None };
        let page = self.team.page_at(&path).ok()??;
        Some(LinkTarget::Page { path: page.path, title: page.title })
    }

    fn may_leave(&self, target: &Entry) -> bool {
        publish::permitted(target, self.team.rules.audience).is_ok()
    }

    /// A file of the store under the name that its cleaned content gives it; nothing for one that must stay.
    fn file(&self, path: &EntryPath) -> Option<Attached> {
        let from = path.to_string();
        let mut files = self.files.borrow_mut();
        if from.split('/').any(|part| part.starts_with('.')) {
            files
                .refused
                .push(format!("{path} stays: files and folders whose names begin with a dot are nobody else's"));
            return None;
        }
        if !files.cleaned.contains_key(&from) {
            let bytes = self.workspace.store().bytes(path).ok()?;
            match attachment::attachment(path.file_name(), &bytes) {
                Ok(cleaned) => {
                    let kept = (format!("{MEDIA}/{}", cleaned.name), cleaned.bytes);
                    files.cleaned.insert(from.clone(), kept);
                }
                Err(refusal) => {
                    files.refused.push(format!("{path} stays: {refusal}"));
                    return None;
                }
            }
        }
        let to = files.cleaned.get(&from)?.0.clone();
        Some(Attached { from, to })
    }
}
