//! What happened in a team of late: its files now, beside those of some days ago.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::OpenTeam;
use crate::git::CommitId;
use crate::ops::{Error, Workspace};
pub use crate::team::digest::{Digest, Item, Links, What, html, markdown};
use crate::team::digest::{FOLDER, changes};
use crate::team::log;
use crate::team::read::TeamPage;
use crate::team::request::{self, Request, State};
use crate::team::thanks::{self, Thank};

/// As many overdue things as are told.
const MOST_OVERDUE: usize = 5;
/// The days of a week.
const WEEK: u64 = 7;

/// From when on things are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Days(u64),
    Day(NaiveDate),
    /// Since the last digest that was published there; a week where there is none.
    Last,
}

/// What happened in a team; of what is for somebody or a unit, or about a topic, where that is given.
pub fn digest(workspace: &Workspace, name: &str, since: Since, whom: Option<&str>) -> Result<Digest, Error> {
    let team = OpenTeam::of(workspace, name)?;
    let today = workspace.clock.now().date_naive();
    let digest = of_team(&team, Beginning::of(&team, since, today)?, today, whom)?;
    Ok(Digest { team: team.rules.title.clone().unwrap_or(team.name), ..digest })
}

/// The same of a team as it is opened, which is called as all of its people call it.
pub(in crate::ops) fn of_team(
    team: &OpenTeam,
    begin: Beginning,
    today: NaiveDate,
    whom: Option<&str>,
) -> Result<Digest, Error> {
    let mut items = match &team.tip {
        Some(tip) => Compared::of(team, begin.commit.as_ref(), tip)?.items(),
        None => Vec::new(),
    };
    items.extend(overdue(team, today)?);
    if let Some(whom) = whom {
        let wanted = wanted(team, whom)?;
        items.retain(|item| wanted.contains(&item.path));
    }
    items.sort_by(|one, other| {
        let key = |item: &Item| (item.what, item.title.to_lowercase(), item.path.clone());
        if one.what == What::Overdue && other.what == What::Overdue {
            std::cmp::Ordering::Equal
        } else {
            key(one).cmp(&key(other))
        }
    });
    Ok(Digest { team: team.called(), from: begin.first, to: today, items })
}

/// What the team as it is now is compared with.
pub(in crate::ops) struct Beginning {
    commit: Option<CommitId>,
    /// The first day that counts.
    first: NaiveDate,
}

impl Beginning {
    pub(super) fn first(&self) -> NaiveDate {
        self.first
    }

    pub(in crate::ops) fn of(team: &OpenTeam, since: Since, today: NaiveDate) -> Result<Self, Error> {
        let back = |days: u64| today.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(today);
        let first = match since {
            Since::Days(days) => back(days),
            Since::Day(day) => day,
            Since::Last => match last(team)? {
                Some(last) => return Ok(last),
                None => back(WEEK),
            },
        };
        Ok(Self { commit: before(team, first)?, first })
    }
}

/// The newest commit from before a day.
fn before(team: &OpenTeam, first: NaiveDate) -> Result<Option<CommitId>, Error> {
    let Some(tip) = &team.tip else { return Ok(None) };
    let (mut found, mut earlier) = (None, None);
    team.bare.messages(None, tip, &mut |signed, _| {
        // A clock may have been wrong once: only two commits in a row tell that the days before have begun.
        let is_before = signed.when.date_naive() < first;
        match (&earlier, is_before) {
            (Some(_), true) => found.clone_from(&earlier),
            (None, true) => earlier = Some(signed.commit.clone()),
            (_, false) => earlier = None,
        }
        Ok(found.is_none())
    })?;
    Ok(found.or(earlier))
}

/// Where the last digest was published.
fn last(team: &OpenTeam) -> Result<Option<Beginning>, Error> {
    let is_digest = |path: &&str| path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'));
    let digests = team.paths()?.into_iter().filter(is_digest);
    let Some(newest) = digests.max_by_key(|path| in_order(path)) else { return Ok(None) };
    let signed = team.bare.last_change(newest)?;
    Ok(signed.map(|signed| Beginning { first: signed.when.date_naive(), commit: Some(signed.commit) }))
}

/// The week that a digest is called after, and the how manieth of that week it is: `2026-W47-2`.
fn in_order(path: &str) -> (&str, u32) {
    let name = path.trim_end_matches(".md");
    let numbered = name.rsplit_once('-').and_then(|(week, number)| Some((week, number.parse().ok()?)));
    numbered.unwrap_or((name, 1))
}

/// A team at two times.
struct Compared<'a> {
    team: &'a OpenTeam,
    /// What was there, and what is there now, of each path that differs.
    pages: Vec<(Option<TeamPage>, Option<TeamPage>)>,
    /// Who committed each last.
    who: HashMap<String, String>,
}

impl<'a> Compared<'a> {
    fn of(team: &'a OpenTeam, base: Option<&CommitId>, tip: &CommitId) -> Result<Self, Error> {
        let before = team.at(base)?;
        let changed = team.bare.changed(base, tip)?;
        let paths: HashSet<&str> = team.paths()?.into_iter().chain(before.paths()?).collect();
        let mut pages = Vec::new();
        for path in changed.iter().filter_map(|it| std::str::from_utf8(&it.path).ok()) {
            if paths.contains(path) {
                pages.push((before.page_at(path)?, team.page_at(path)?));
            }
        }
        let mut who = HashMap::new();
        team.bare.messages(base, tip, &mut |signed, _| {
            let parent = team.bare.parent(&signed.commit)?;
            for it in team.bare.changed(parent.as_ref(), &signed.commit)? {
                let path = String::from_utf8_lossy(&it.path).into_owned();
                who.entry(path).or_insert_with(|| signed.author.name.clone());
            }
            Ok(true)
        })?;
        Ok(Self { team, pages, who })
    }

    fn items(&self) -> Vec<Item> {
        let moved: HashSet<&str> = self.pages.iter().filter_map(|(before, _)| before.as_ref()?.id.as_deref()).collect();
        let mut items = Vec::new();
        for (before, now) in &self.pages {
            match now.as_ref().or(before.as_ref()) {
                Some(page) if self.is_thanks(page) => items.extend(self.thanked(before.as_ref(), now.as_ref())),
                Some(page) if self.is_request(page) => items.extend(self.asked(before.as_ref(), now.as_ref())),
                Some(page) if self.is_log(page) => items.extend(self.logged(before.as_ref(), now.as_ref())),
                Some(page) if self.team.rules.is_apart(&page.path) => {}
                Some(_) => items.extend(self.page(before.as_ref(), now.as_ref(), &moved)),
                None => {}
            }
        }
        items
    }

    fn is_thanks(&self, page: &TeamPage) -> bool {
        page.path.starts_with(thanks::FOLDER) && self.team.rules.is_apart(&page.path)
    }

    fn is_log(&self, page: &TeamPage) -> bool {
        page.path.starts_with(log::FOLDER) && self.team.rules.is_apart(&page.path)
    }

    fn is_request(&self, page: &TeamPage) -> bool {
        request::is_request(page, &self.team.rules)
    }

    fn item(&self, what: What, page: &TeamPage, about: Option<String>) -> Item {
        Item {
            what,
            title: page.title.clone(),
            path: page.path.clone(),
            link: self.team.address(&page.path),
            who: self.who.get(&page.path).cloned(),
            about,
        }
    }

    /// What became of a page. One that only lies elsewhere is neither new nor gone.
    fn page(&self, before: Option<&TeamPage>, now: Option<&TeamPage>, moved: &HashSet<&str>) -> Option<Item> {
        let is_here = |page: &&TeamPage| !page.is_withdrawn();
        let has_id = |page: &TeamPage, among: &dyn Fn(&str) -> bool| page.id.as_deref().is_some_and(among);
        match (before.filter(is_here), now.filter(is_here)) {
            (None, Some(page)) if has_id(page, &|id| moved.contains(id)) => None,
            (None, Some(page)) => Some(self.item(What::New, page, None)),
            (Some(before), Some(page)) if before.body() == page.body() => None,
            (Some(before), Some(page)) => {
                Some(self.item(What::Changed, page, Some(changes(before.body(), page.body()))))
            }
            (Some(page), None) => {
                let is_elsewhere = |id: &str| {
                    self.pages.iter().any(|(_, now)| {
                        now.as_ref().is_some_and(|it| it.id.as_deref() == Some(id) && !it.is_withdrawn())
                    })
                };
                (!has_id(page, &is_elsewhere)).then(|| self.item(What::Gone, page, None))
            }
            (None, None) => None,
        }
    }

    fn asked(&self, before: Option<&TeamPage>, now: Option<&TeamPage>) -> Option<Item> {
        let now = now?;
        let (was, is) = (before.map(request::read), request::read(now));
        let who = |item: Item, name: &Option<String>| Item { who: name.clone().or(item.who.clone()), ..item };
        let was_open = was.as_ref().is_none_or(Request::is_open);
        if was_open && matches!(is.state, State::Answered | State::Closed) {
            let answers = is.answers.iter().filter_map(|path| Some(self.team.current_page(path).ok()??.title));
            let answers: Vec<String> = answers.collect();
            let about = is.outcome.clone().or_else(|| (!answers.is_empty()).then(|| answers.join(", ")));
            return Some(self.item(What::Answered, now, about));
        }
        if was.is_none() {
            let about = is.whom.as_ref().map(|whom| format!("for {whom}"));
            return Some(who(self.item(What::Asked, now, about), &is.asker));
        }
        // What came of it may be told days after the answer.
        let told = is.outcome.filter(|outcome| was.as_ref().and_then(|was| was.outcome.as_ref()) != Some(outcome));
        told.map(|outcome| self.item(What::Answered, now, Some(outcome)))
    }

    /// How much of a week was shared that was not there before.
    fn logged(&self, before: Option<&TeamPage>, now: Option<&TeamPage>) -> Option<Item> {
        let now = now?;
        let about = match log::more_than(now.body(), before.map_or("", TeamPage::body)) {
            0 => return None,
            1 => "1 line".to_owned(),
            lines => format!("{lines} lines"),
        };
        Some(self.item(What::Logged, now, Some(about)))
    }

    fn thanked(&self, before: Option<&TeamPage>, now: Option<&TeamPage>) -> Vec<Item> {
        let known: Vec<Thank> = before.map(thanks::read).unwrap_or_default();
        let new = now.map(thanks::read).unwrap_or_default().into_iter().filter(|thank| !known.contains(thank));
        new.map(|thank| self.thanks(thank, now)).collect()
    }

    fn thanks(&self, thank: Thank, file: Option<&TeamPage>) -> Item {
        let page = thank.page.as_ref().and_then(|path| self.team.current_page(path).ok()?);
        let path = page.as_ref().map(|page| page.path.clone()).or_else(|| file.map(|file| file.path.clone()));
        let path = path.unwrap_or_default();
        Item {
            what: What::Thanked,
            title: page.map_or_else(|| thank.whom.clone(), |page| page.title),
            link: self.team.address(&path),
            path,
            who: Some(thank.whom),
            about: Some(format!("{} ({})", thank.words, thank.from)),
        }
    }
}

/// Requests that are open past their day, and pages that somebody should have looked at again, the oldest first.
fn overdue(team: &OpenTeam, today: NaiveDate) -> Result<Vec<Item>, Error> {
    let mut late: Vec<(NaiveDate, Item)> = Vec::new();
    let item = |title: String, path: String, who: Option<String>, about: String| {
        let link = team.address(&path);
        Item { what: What::Overdue, title, path, link, who, about: Some(about) }
    };
    for request in team.requests()?.into_iter().filter(|request| request.is_overdue(today)) {
        let Some(due) = request.due else { continue };
        late.push((due, item(request.title, request.path, request.assignee, format!("due {due}"))));
    }
    for candidate in team.intake()?.pages.iter().filter(|page| !team.rules.is_apart(&page.path)) {
        let Some(page) = team.page(candidate)?.filter(|page| !page.is_withdrawn()) else { continue };
        let day = page.said("review_by").first().and_then(|day| day.parse::<NaiveDate>().ok());
        if let Some(day) = day.filter(|day| *day < today) {
            let owner = page.said("owner").into_iter().next().or_else(|| page.authors.first().cloned());
            late.push((day, item(page.title, page.path, owner, format!("to be looked at since {day}"))));
        }
    }
    late.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.path.cmp(&other.1.path)));
    Ok(late.into_iter().map(|(_, item)| item).take(MOST_OVERDUE).collect())
}

/// The paths of what is for somebody or a unit: requests for them, the pages that answer these, and pages about it.
pub(super) fn wanted(team: &OpenTeam, whom: &str) -> Result<HashSet<String>, Error> {
    let is_it = |said: &str| said.trim_start_matches('@').eq_ignore_ascii_case(whom.trim());
    let mut wanted = HashSet::new();
    for request in team.requests()? {
        if request.whom.as_deref().is_some_and(is_it) {
            wanted.extend(request.answers);
            wanted.insert(request.path);
        }
    }
    for candidate in &team.intake()?.pages {
        let is_topic = team.rules.place(&candidate.path).is_some_and(|place| is_it(&place.topic));
        let is_tagged = || -> Result<bool, Error> {
            Ok(team.page(candidate)?.is_some_and(|page| page.tags.iter().any(|tag| is_it(tag))))
        };
        if is_topic || is_tagged()? {
            wanted.insert(candidate.path.clone());
        }
    }
    Ok(wanted)
}
