//! Searches teams, in the same box as the store: `in:team` all of them, `in:acme` one, `in:team -in:acme` the others, `in:mine`
//! none, `-in:mine` them alone. A query that says nothing of where to look is about what is mine, and then about what they have.

use super::super::find::{Answer, Asked, InTeam, MINE};
use super::super::{Error, Found, Hit, Workspace, error, share};
use super::{index, known};
use crate::index::Index;
use crate::query::Query;

/// All teams.
const ALL: &str = "team";

/// How an index is asked.
type Ask<'a> = &'a dyn Fn(&Index, &Query) -> Result<Found, crate::index::Error>;

/// The first hits of the teams that a query names, and which of those teams do not exist. `None` where it is about the store.
pub(in crate::ops) fn search(workspace: &Workspace, asked: &Asked<'_>, ask: Ask<'_>) -> Result<Option<Answer>, Error> {
    let Some(searched) = searched(workspace, asked.query) else { return Ok(None) };
    let named = [asked.query.places(), asked.query.places_left_out()].concat();
    let mut answer = Answer { ignored: unknown(&named, &names_of(workspace)), ..Answer::default() };
    let query = asked.query.clone().anywhere();
    for team in searched {
        let found = index::with(workspace, &team, |index| ask(index, &query))?;
        answer.found.total += found.total;
        answer.found.entries += found.entries;
        answer.found.hits.extend(found.hits);
    }
    asked.sort(&mut answer.found);
    Ok(Some(answer))
}

/// The teams that a query is about; `None` where it is about the store.
pub(in crate::ops) fn searched(workspace: &Workspace, query: &Query) -> Option<Vec<String>> {
    let (places, left_out) = (query.places(), query.places_left_out());
    let is_named = |team: &String| (places.is_empty() || names(&places, team)) && !names(&left_out, team);
    (!is_about_mine(&places, &left_out)).then(|| names_of(workspace).into_iter().filter(is_named).collect())
}

/// The first hits of the teams that a query about the store lets in, but for copies of what is mine, and how many each has.
/// What keeps a team from being searched is told and keeps nothing else.
pub(in crate::ops) fn beside(workspace: &Workspace, asked: &Asked<'_>, ask: Ask<'_>) -> Answer {
    let (places, left_out) = (asked.query.places(), asked.query.places_left_out());
    let mut answer = Answer::default();
    if !is_about_mine(&places, &left_out) {
        return answer;
    }
    let query = asked.query.clone().anywhere();
    let is_let_in = |team: &String| (places.is_empty() || names(&places, team)) && !names(&left_out, team);
    for team in names_of(workspace).into_iter().filter(is_let_in) {
        match index::with(workspace, &team, |index| ask(index, &query)) {
            Ok(found) => answer.add(team, others(workspace, found)),
            Err(error) => answer.ignored.push(format!("{team} was not searched: {}", error::chain(&error))),
        }
    }
    asked.sort(&mut answer.found);
    answer
}

impl Answer {
    /// Adds what a team has.
    fn add(&mut self, team: String, found: Found) {
        self.found.entries += found.entries;
        if found.total > 0 {
            self.found.total += found.total;
            self.found.hits.extend(found.hits);
            self.teams.push(InTeam { team, total: found.total });
        }
    }
}

/// Without the copies of entries of mine, which are found themselves.
fn others(workspace: &Workspace, mut found: Found) -> Found {
    let all = found.hits.len();
    // Where it cannot be told which are mine, they are shown twice.
    share::without_mine(workspace, &mut found.hits, |hit: &Hit| (&hit.path, hit.title.as_str())).ok();
    found.total -= all - found.hits.len();
    found
}

/// Whether the store is searched: where nothing else is named, and it is not left out.
fn is_about_mine(places: &[&str], left_out: &[&str]) -> bool {
    let is_mine = |place: &&str| place.eq_ignore_ascii_case(MINE);
    (places.is_empty() || places.iter().any(is_mine)) && !left_out.iter().any(is_mine)
}

fn names_of(workspace: &Workspace) -> Vec<String> {
    known::all(workspace).into_iter().map(|known| known.name).collect()
}

/// The best hits of one team.
pub(in crate::ops) fn search_one(
    workspace: &Workspace,
    team: &str,
    query: &Query,
    limit: usize,
) -> Result<Found, Error> {
    index::with(workspace, team, |index| index.search(query, limit))
}

fn names(places: &[&str], team: &str) -> bool {
    places.iter().any(|place| *place == ALL || place.eq_ignore_ascii_case(team))
}

fn unknown(places: &[&str], teams: &[String]) -> Vec<String> {
    let is_there =
        |place: &&&str| **place == ALL || **place == MINE || teams.iter().any(|team| place.eq_ignore_ascii_case(team));
    let mut messages: Vec<String> =
        places.iter().filter(|place| !is_there(place)).map(|place| missing(place, teams)).collect();
    if teams.is_empty() && messages.is_empty() {
        messages.push("there is no team yet; `riffle team add URL` adds one".into());
    }
    messages
}

fn missing(place: &str, teams: &[String]) -> String {
    match teams {
        [] => format!("there is no team {place:?}; `riffle team add URL` adds one"),
        teams => format!("there is no team {place:?}; there is {}", teams.join(", ")),
    }
}
