//! Searches teams, in the same box as the store: `in:team` all of them, `in:acme` one, `in:team -in:acme` the others.

use super::super::find::{Answer, Asked};
use super::super::{Error, Found, Workspace};
use super::{index, known};
use crate::query::Query;

/// All teams.
const ALL: &str = "team";

/// The first hits of the teams that a query names, and which of those teams do not exist. `None` where it names none.
pub(in crate::ops) fn search(
    workspace: &Workspace,
    asked: &Asked<'_>,
    ask: &dyn Fn(&crate::index::Index, &Query) -> Result<Found, crate::index::Error>,
) -> Result<Option<Answer>, Error> {
    let (places, left_out) = (asked.query.places(), asked.query.places_left_out());
    if places.is_empty() {
        return Ok(None);
    }
    let teams: Vec<String> = known::all(workspace).into_iter().map(|known| known.name).collect();
    let mut answer = Answer { ignored: unknown(&[&places[..], &left_out].concat(), &teams), ..Answer::default() };
    let query = asked.query.clone().anywhere();
    for team in teams.iter().filter(|team| names(&places, team) && !names(&left_out, team)) {
        let found = index::with(workspace, team, |index| ask(index, &query))?;
        answer.found.total += found.total;
        answer.found.entries += found.entries;
        answer.found.hits.extend(found.hits);
    }
    answer.found.hits.sort_by(|one, other| asked.order.compare(one, other));
    answer.found.hits.truncate(asked.limit);
    Ok(Some(answer))
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
    let is_there = |place: &&&str| **place == ALL || teams.iter().any(|team| place.eq_ignore_ascii_case(team));
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
