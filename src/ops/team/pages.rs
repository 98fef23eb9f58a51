//! All that a team has: its README and its pages, and what is known of one of them.

use std::collections::HashMap;

use super::super::{Error, Hit, Workspace, find};
use super::{OpenTeam, index, place, split};
use crate::entry::{EntryPath, Kind, Timestamp};
use crate::query::Query;
use crate::team::publish::credit::adopted_page;
use crate::team::read::{TeamPage, is_withdrawn};

/// What a repository says of itself first.
const README: &str = "README.md";
/// The field by which adopted entries are found.
const ADOPTED: &str = "adopted";
/// As many adopted entries as are looked at.
const MOST: usize = 2_000;

/// One page as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Under which it is read and found here.
    pub path: EntryPath,
    pub team: String,
    pub title: String,
    pub kind: Kind,
    /// Empty where it has none.
    pub topic: String,
    pub date: Option<Timestamp>,
    /// What the repository says of itself.
    pub is_readme: bool,
    /// An entry of mine was made from it.
    pub is_adopted: bool,
}

/// What is known of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Who wrote its words last, as the commit says; nothing proves it.
    pub author: Option<String>,
    pub when: Option<Timestamp>,
    /// Who the page itself says wrote it.
    pub authors: Vec<String>,
    /// What it names as its sources.
    pub sources: Vec<String>,
    /// What is to be said of how it is written, a sentence each.
    pub notices: Vec<&'static str>,
}

impl About {
    /// Who the page says wrote it, where that is somebody else than who committed it.
    pub fn says(&self) -> Option<String> {
        let authors = self.authors.join(", ");
        (!authors.is_empty() && self.author.as_ref() != Some(&authors)).then_some(authors)
    }
}

/// The README and the pages of a team, newest first.
pub fn pages(workspace: &Workspace, name: &str) -> Result<Vec<Page>, Error> {
    let team = OpenTeam::of(workspace, name)?;
    let adopted = adopted(workspace, name)?;
    let found = index::with(workspace, name, |index| index.list(&Query::default(), usize::from(u16::MAX)))?;
    let page = |hit: Hit| {
        let inside = split(&hit.path).map_or("", |(_, inside)| inside);
        let topic = team.rules.place(inside).map(|place| place.topic).unwrap_or_default();
        let is_adopted = adopted.contains_key(inside);
        Page {
            topic,
            is_adopted,
            is_readme: false,
            path: hit.path,
            team: name.to_owned(),
            title: hit.title,
            kind: hit.kind,
            date: hit.date,
        }
    };
    // Requests and thanks have lists of their own.
    let is_page = |hit: &Hit| split(&hit.path).is_some_and(|(_, inside)| !team.rules.has_own_list(inside));
    Ok(readme(&team)?.into_iter().chain(found.hits.into_iter().filter(is_page).map(page)).collect())
}

fn readme(team: &OpenTeam) -> Result<Option<Page>, Error> {
    let Some(path) = team.text(README)?.and_then(|_| place(&team.name, README)) else { return Ok(None) };
    let (team, title) = (team.name.clone(), format!("About {}", team.name));
    let (kind, topic) = (Kind::Note, String::new());
    Ok(Some(Page { path, team, title, kind, topic, date: None, is_readme: true, is_adopted: false }))
}

/// The pages of a team that entries of mine were made from, with those.
pub(super) fn adopted(workspace: &Workspace, name: &str) -> Result<HashMap<String, EntryPath>, Error> {
    let found = find::list(workspace, &format!("{ADOPTED}:{name}"), MOST)?;
    let entries = found.found.hits.into_iter().filter_map(|hit| find::read(workspace, &hit.path).ok());
    Ok(entries.filter_map(|entry| Some((adopted_page(&entry, name)?, entry.path))).collect())
}

/// What is known of a page: who brought it, and what it says itself.
pub fn about(workspace: &Workspace, path: &EntryPath) -> Result<About, Error> {
    let Some((name, inside)) = split(path) else { return Ok(About::default()) };
    let team = OpenTeam::of(workspace, name)?;
    let signed = team.writer(inside)?;
    let page = team.page_at(inside)?;
    let sources = page.iter().flat_map(sources).collect();
    let (authors, notices) = page.map(|page| (page.authors, page.notices)).unwrap_or_default();
    let when = signed.as_ref().map(|signed| signed.when);
    Ok(About { author: signed.map(|signed| signed.author.name), when, authors, sources, notices })
}

fn sources(page: &TeamPage) -> Vec<String> {
    let said = |name: &str| match page.fields.get(name) {
        Some(serde_json::Value::Array(many)) => many.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        Some(one) => one.as_str().map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    };
    if is_withdrawn(&page.text) {
        return Vec::new();
    }
    let mut all: Vec<String> = page.url.clone().into_iter().chain(said("source")).collect();
    all.dedup();
    all
}
