//! How a team does, from its repository alone.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::digest::{Beginning, Since, wanted};
use super::{OpenTeam, Request};
use crate::entry::EntryPath;
use crate::entry::link::{self, Form, Wanted};
use crate::entry::text::one_line;
use crate::ops::{Error, Workspace};
pub use crate::team::pulse::Pulse;
use crate::team::pulse::median;
use crate::team::read::{PageKind, TeamPage};

/// How a team did since a day; of what is for somebody or a unit, or about a topic, where that is given.
pub fn pulse(workspace: &Workspace, name: &str, since: Since, whom: Option<&str>) -> Result<Pulse, Error> {
    let team = OpenTeam::of(workspace, name)?;
    let to = workspace.clock.now().date_naive();
    let from = Beginning::of(&team, since, to)?.first();
    let only = whom.map(|whom| wanted(&team, whom)).transpose()?;
    let is_in = |path: &str| only.as_ref().is_none_or(|only| only.contains(path));
    let mut pages = Vec::new();
    for candidate in team.intake()?.pages.iter().filter(|page| !team.rules.is_apart(&page.path)) {
        pages.extend(team.page(candidate)?.filter(|page| !page.is_withdrawn()));
    }
    let all_requests = team.requests()?;
    let mut linked: HashSet<String> = pages.iter().flat_map(targets).collect();
    linked.extend(all_requests.iter().flat_map(|it| it.answers.clone()));
    let thanks = team.thanks()?;
    let in_days = |day: NaiveDate| from <= day && day <= to;
    let thanked: HashSet<String> =
        thanks.iter().filter(|(_, it)| in_days(it.day)).filter_map(|(_, it)| it.page.clone()).collect();
    pages.retain(|page| is_in(&page.path));
    let requests: Vec<Request> =
        all_requests.into_iter().filter(|it| is_in(&it.path) && it.asked.is_some_and(in_days)).collect();
    let count = |paths: &HashSet<String>| pages.iter().filter(|page| paths.contains(&page.path)).count();
    Ok(Pulse {
        team: team.called(),
        from,
        to,
        asked: requests.len(),
        answered: requests.iter().filter(|it| !it.is_open()).count(),
        median_days: median(requests.iter().filter_map(days_to_answer).collect()),
        outcomes: requests.iter().filter_map(|it| Some((it.title.clone(), it.outcome.clone()?))).collect(),
        linked: count(&linked),
        thanked: count(&thanked),
        stale: pages.iter().filter(|page| is_stale(page, to)).count(),
        months: months(&team, &pages, &requests, &in_days),
        pages: pages.len(),
    })
}

/// The other pages that a page links to.
fn targets(page: &TeamPage) -> Vec<String> {
    let Ok(place) = EntryPath::new(&page.path) else { return Vec::new() };
    let links = link::links(page.body()).into_iter().filter(|link| link.form == Form::Markdown);
    let led = links.filter_map(|link| match link::wanted(&place, &link) {
        Wanted::Inside { path, .. } => path,
        Wanted::Itself | Wanted::Web => None,
    });
    led.filter(|path| *path != page.path).collect()
}

/// From the question to the first line that names an answer.
fn days_to_answer(request: &Request) -> Option<i64> {
    let first = request.lines.iter().find(|line| line.words.starts_with("answered by"))?;
    Some((first.day - request.asked?).num_days().max(0))
}

fn is_stale(page: &TeamPage, today: NaiveDate) -> bool {
    page.said("review_by").first().and_then(|day| day.parse::<NaiveDate>().ok()).is_some_and(|day| day < today)
}

/// How many pages and requests came in each month, by the days that they say themselves.
fn months(
    team: &OpenTeam,
    pages: &[TeamPage],
    requests: &[Request],
    in_days: &dyn Fn(NaiveDate) -> bool,
) -> Vec<(String, String, usize)> {
    let kind = |page: &TeamPage| {
        let placed = team.rules.place(&page.path).map(|place| place.kind);
        placed.map_or_else(
            || page.kind.name().to_owned(),
            |kind: PageKind| crate::entry::Kind::from(kind).name().to_owned(),
        )
    };
    let of_pages = pages.iter().filter_map(|page| Some((page.date?.date_naive(), kind(page))));
    let of_requests = requests.iter().filter_map(|it| Some((it.asked?, "request".to_owned())));
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (day, kind) in of_pages.chain(of_requests).filter(|(day, _)| in_days(*day)) {
        *counts.entry((day.format("%Y-%m").to_string(), one_line(&kind))).or_default() += 1;
    }
    counts.into_iter().map(|((month, kind), count)| (month, kind, count)).collect()
}
