//! A team's README, with what one publication changes in its list.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::relink::Move;
use super::topic;
use crate::git::{CommitId, Write};
use crate::ops::team::{self, OpenTeam, title as titles};
use crate::ops::{Error, Workspace};
use crate::team::read::intake::Candidate;
use crate::team::read::{TeamPage, read_page};
use crate::team::readme::{self, Listing, OpenRequest, ReadmeIndex, Shown};
use crate::team::request::{FOLDER, Request, by_urgency};

/// The page that lists what a team has.
pub(super) const README: &str = "README.md";
/// The longest README that is edited, in bytes.
const LONGEST: u64 = 16 << 20;

/// A page that comes or changes.
pub(super) struct Coming<'a> {
    pub title: &'a str,
    pub path: &'a str,
    /// Where it lay before, if it was there.
    pub from: Option<&'a str>,
    pub date: NaiveDate,
}

/// What becomes of the README when a page comes or changes; `None` where there is no README.
///
/// An index between Riffle's markers also gains what came without it, and its titles follow those of the pages.
pub(super) fn with(workspace: &Workspace, team: &OpenTeam, coming: &Coming<'_>) -> Result<Option<ReadmeIndex>, Error> {
    let Some(readme) = text(team)? else { return Ok(None) };
    let Coming { title, path, from, date } = *coming;
    let page = shown(team, title, path, date);
    let changes = changes(workspace, team, &readme, &[Some(path), from], date)?;
    let mut own = changes.since.titles(team, from.unwrap_or(path))?;
    let before = from.map(|from| team.page_at(from)).transpose()?.flatten();
    own.extend(before.map(|page| page.title));
    let mut listings = changes.listings();
    listings.push(Listing { page: &page, from, titles: &own });
    Ok(Some(readme::edited(&readme, &listings, &changes.gone())))
}

/// The README of a commit; where a page moved, all its links to that follow.
pub(super) fn write(team: &OpenTeam, text: &str, moved: Option<(&str, &str)>) -> Write {
    let relinked = moved.and_then(|(from, to)| Move { from, to }.relinked(team, README, README, text));
    Write { path: README.into(), content: Some(relinked.unwrap_or_else(|| text.to_owned()).into_bytes()) }
}

/// The README with an index and the open requests as they are once these files of requests are written; nothing where it stays
/// as it is.
pub(super) fn with_requests(
    team: &OpenTeam,
    index: Option<ReadmeIndex>,
    changed: &[Write],
) -> Result<Option<String>, Error> {
    let updated = match index {
        Some(ReadmeIndex::Updated(text)) => Some(text),
        Some(ReadmeIndex::Unchanged | ReadmeIndex::Unknown) | None => None,
    };
    let Some(readme) = updated.clone().map_or_else(|| text(team), |text| Ok(Some(text)))? else { return Ok(None) };
    if !readme::lists_requests(&readme) {
        return Ok(updated);
    }
    let mut requests = team.requests()?;
    requests.retain(|request| changed.iter().all(|write| write.path != request.path));
    let text = |write: &Write| String::from_utf8(write.content.clone()?).ok();
    requests.extend(changed.iter().filter_map(|write| team.request(&write.path, &text(write)?)));
    requests.retain(Request::is_open);
    requests.sort_by(by_urgency);
    let open: Vec<OpenRequest> = requests.iter().map(OpenRequest::from).collect();
    Ok(readme::with_requests(&readme, &open, FOLDER).or(updated))
}

/// What becomes of the README when a page goes.
pub(super) fn without(
    workspace: &Workspace,
    team: &OpenTeam,
    path: &str,
    date: NaiveDate,
) -> Result<Option<ReadmeIndex>, Error> {
    let Some(readme) = text(team)? else { return Ok(None) };
    let changes = changes(workspace, team, &readme, &[Some(path)], date)?;
    let mut gone = changes.gone();
    gone.push(path);
    Ok(Some(readme::edited(&readme, &changes.listings(), &gone)))
}

/// What becomes of the README when pages that are there already, by these paths, are to be listed at last.
pub(super) fn listing(team: &OpenTeam, paths: &[String], date: NaiveDate) -> Result<Option<ReadmeIndex>, Error> {
    let Some(readme) = text(team)? else { return Ok(None) };
    let known = readme::known(&readme);
    let mut pages = Vec::new();
    for path in paths.iter().filter(|path| !known.contains_key(*path)) {
        let page = team.current_page(path)?;
        let day = |page: &TeamPage| page.date.map_or(date, |date| date.date_naive());
        pages.extend(page.map(|page| shown(team, &page.title, path, day(&page))));
    }
    let listings: Vec<Listing<'_>> = pages.iter().map(Listing::of).collect();
    Ok((!listings.is_empty()).then(|| readme::edited(&readme, &listings, &[])))
}

/// The README as it is; a list of many thousand pages is long.
pub(super) fn text(team: &OpenTeam) -> Result<Option<String>, Error> {
    let Some(tip) = &team.tip else { return Ok(None) };
    text_at(team, tip)
}

/// One that is no text to the last byte is left alone.
fn text_at(team: &OpenTeam, commit: &CommitId) -> Result<Option<String>, Error> {
    let bytes = team.bare.content(commit, README, LONGEST)?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// What an index of all pages does not know yet, besides the page that a publication is about.
#[derive(Default)]
struct Changes {
    /// Pages that it does not list, or lists under a title that they had, with that.
    pages: Vec<(Shown, Vec<String>)>,
    gone: Vec<String>,
    since: Since,
}

impl Changes {
    fn listings(&self) -> Vec<Listing<'_>> {
        self.pages.iter().map(|(page, titles)| Listing { page, from: None, titles }).collect()
    }

    fn gone(&self) -> Vec<&str> {
        self.gone.iter().map(String::as_str).collect()
    }
}

/// The pages that wait for being listed, and are among the team's pages now.
pub(super) fn merged(workspace: &Workspace, team: &OpenTeam) -> Result<Vec<String>, Error> {
    let mut merged = Vec::new();
    for path in team::known(workspace, &team.name)?.proposed {
        if team.current_page(&path)?.is_some() {
            merged.push(path);
        }
    }
    Ok(merged)
}

/// What an index of all pages lacks; of another list, which is its keepers' own, what of mine it lacks.
fn changes(
    workspace: &Workspace,
    team: &OpenTeam,
    readme: &str,
    except: &[Option<&str>],
    date: NaiveDate,
) -> Result<Changes, Error> {
    let (since, known) = (Since::made(team, readme)?, readme::known(readme));
    let is_other = |path: &str| !except.contains(&Some(path));
    if !readme::has_markers(readme) {
        let mut pages = Vec::new();
        for path in merged(workspace, team)?.iter().filter(|path| !known.contains_key(*path) && is_other(path)) {
            let title = team.page_at(path)?.map(|page| page.title);
            pages.extend(title.map(|title| (shown(team, &title, path, date), Vec::new())));
        }
        return Ok(Changes { pages, since, ..Changes::default() });
    }
    let there = &team.intake()?.pages;
    let mut pages = Vec::new();
    let is_page = |page: &&Candidate| is_other(&page.path) && !team.rules.is_apart(&page.path);
    for page in there.iter().filter(is_page) {
        if let Some(title) = unlisted(workspace, team, &since, known.contains_key(&page.path), page)? {
            pages.push((shown(team, &title, &page.path, date), since.titles(team, &page.path)?));
        }
    }
    let there: HashSet<&str> = there.iter().map(|page| page.path.as_str()).collect();
    let is_gone = |path: &&String| !there.contains(path.as_str()) && since.changed.contains(*path);
    let gone = known.keys().filter(is_gone).filter(|path| is_other(path)).cloned().collect();
    Ok(Changes { pages, gone, since })
}

/// The title of a page that an index may lack: only one that changed since, or that it does not list, is looked at.
fn unlisted(
    workspace: &Workspace,
    team: &OpenTeam,
    since: &Since,
    is_listed: bool,
    page: &Candidate,
) -> Result<Option<String>, Error> {
    match (since.changed.contains(&page.path), is_listed) {
        (true, _) => title(team, page),
        (false, true) => Ok(None),
        (false, false) => {
            titles(workspace, &team.name, &page.path).map_or_else(|| title(team, page), |title| Ok(Some(title)))
        }
    }
}

/// What a page is called now; nothing of one that was withdrawn.
fn title(team: &OpenTeam, page: &Candidate) -> Result<Option<String>, Error> {
    Ok(team.page(page)?.filter(|page| !page.is_withdrawn()).map(|page| page.title))
}

/// The commit at which an index got the words it has, and what changed in the team since.
#[derive(Default)]
struct Since {
    made: Option<CommitId>,
    changed: HashSet<String>,
}

impl Since {
    fn made(team: &OpenTeam, readme: &str) -> Result<Self, Error> {
        let Some(tip) = &team.tip else { return Ok(Self::default()) };
        let index = readme::index(readme);
        let mut made = None;
        team.bare.versions(README, &mut |signed| {
            let text = team.bare.content(&signed.commit, README, LONGEST).ok().flatten();
            let is_same = text.is_some_and(|text| readme::index(&String::from_utf8_lossy(&text)) == index);
            if is_same || made.is_none() {
                made = Some(signed.commit);
            }
            is_same
        })?;
        let changed = match &made {
            Some(made) => team.bare.changed(Some(made), tip)?,
            None => Vec::new(),
        };
        let changed = changed.into_iter().filter_map(|it| String::from_utf8(it.path).ok()).collect();
        Ok(Self { made, changed })
    }

    /// What a page was called when the index was made, if that is not known to be what it is called now.
    fn titles(&self, team: &OpenTeam, path: &str) -> Result<Vec<String>, Error> {
        let Some(made) = self.made.as_ref().filter(|_| self.changed.contains(path)) else { return Ok(Vec::new()) };
        let text = team.text_at(made, path)?;
        Ok(text.map(|text| read_page(path, text.as_bytes(), &team.rules).title).into_iter().collect())
    }
}

fn shown(team: &OpenTeam, title: &str, path: &str, date: NaiveDate) -> Shown {
    let topic = topic::of(&team.rules, path).unwrap_or_default();
    Shown { title: title.to_owned(), path: path.to_owned(), topic, date }
}
