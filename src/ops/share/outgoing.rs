//! Everything that I published, with how it stands.

use std::collections::HashMap;

use super::merge::Standing;
use super::outbox::{self, QueuedPublication};
use super::publication::Publication;
use super::record::{self, PublicationLine};
use super::{Order, Outgoing, Preview, State, origin, plan, remember};
use crate::entry::{Entry, EntryPath};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, ShareError, TeamError, Workspace, find};
use crate::team::publish::permitted;

/// What would leave if the order were given, and what stays behind. Nothing does.
pub fn prepare(workspace: &Workspace, order: &Order) -> Result<Preview, Error> {
    Ok(plan::plan(workspace, &OpenTeam::of(workspace, &order.team)?, order)?.preview)
}

/// Published by me: what needs something done first, then by title.
pub fn published(workspace: &Workspace) -> Result<Vec<Outgoing>, Error> {
    remember::settle(workspace)?;
    let mut teams = HashMap::new();
    let queue = outbox::all(workspace);
    let mut all: Vec<Outgoing> = queue.iter().map(of_queue).collect();
    let paths = workspace.with_index(|index| index.names()?.published())?;
    for path in paths {
        let Ok(entry) = find::read(workspace, &path) else { continue };
        for out in record::all(&entry) {
            if !queue.iter().any(|queued| queued.team == out.team && queued.entry == path.as_str()) {
                all.push(outgoing(workspace, &mut teams, &entry, out));
            }
        }
    }
    all.sort_by(|one, other| order(one.state).cmp(&order(other.state)).then_with(|| one.title.cmp(&other.title)));
    Ok(all)
}

/// The page of a team that an entry is, or was published as.
pub fn page_of(workspace: &Workspace, entry: &EntryPath, team: &str) -> Result<String, Error> {
    if let Some((name, inside)) = crate::ops::team::split(entry) {
        let elsewhere = || Error::Team(TeamError::NoAnswer(inside.to_owned()));
        return (name == team).then(|| inside.to_owned()).ok_or_else(elsewhere);
    }
    let entry = find::read(workspace, entry)?;
    let (path, team) = (entry.path.clone(), OpenTeam::of(workspace, team)?);
    let missing = || ShareError::NotPublished { path: path.clone(), team: team.name.clone() };
    let publication = Publication::of(workspace, &team, &entry, record::latest(&entry, &team))?;
    publication.at.ok_or_else(|| missing().into())
}

/// Takes a publication that has not arrived off the queue.
pub fn drop_queued(workspace: &Workspace, entry: &EntryPath, team: &str) -> Result<(), Error> {
    let queue =
        outbox::all(workspace).into_iter().filter(|queued| queued.team == team && queued.entry == entry.as_str());
    queue.into_iter().try_for_each(|queued| queued.done(workspace))
}

fn of_queue(queued: &QueuedPublication) -> Outgoing {
    Outgoing {
        entry: EntryPath::new(queued.entry.as_str()).expect("a queued publication that names no entry is passed over"),
        title: queued.title.clone(),
        team: queued.team.clone(),
        path: queued.path.clone(),
        state: State::Queued,
        has_theirs: false,
        commit: None,
        link: None,
        date: queued.when.date_naive().to_string(),
        why: Some(queued.why.clone().unwrap_or_else(|| "it was interrupted".into())),
    }
}

fn outgoing(
    workspace: &Workspace,
    teams: &mut HashMap<String, Result<OpenTeam, String>>,
    entry: &Entry,
    out: PublicationLine,
) -> Outgoing {
    let open = || OpenTeam::of(workspace, &out.team).map_err(|error| crate::ops::error::chain(&error));
    let team = teams.entry(out.team.clone()).or_insert_with(open);
    let read_at = |team: &OpenTeam| team.address(&out.path);
    let link = team.as_ref().ok().and_then(read_at);
    let (standing, why) = match team {
        Ok(team) => stands(workspace, team, entry, &out),
        Err(why) => (Standing::from(State::Published), Some(why.clone())),
    };
    Outgoing {
        entry: entry.path.clone(),
        title: entry.title.clone(),
        team: out.team,
        path: out.path,
        state: standing.state,
        has_theirs: standing.has_theirs,
        commit: Some(out.commit),
        link,
        date: out.date,
        why: why.or_else(|| origin::changed(workspace, entry)),
    }
}

/// How an entry stands to its page, and why where that is not plain.
fn stands(workspace: &Workspace, team: &OpenTeam, entry: &Entry, out: &PublicationLine) -> (Standing, Option<String>) {
    match plan::standing(workspace, team, entry, out) {
        Ok(standing) if standing.state == State::Unshared => (standing, unshared(team, entry)),
        Ok(standing) => (standing, None),
        Err(error) => (Standing::from(State::Published), Some(crate::ops::error::chain(&error))),
    }
}

/// Why an entry that is out may not be.
fn unshared(team: &OpenTeam, entry: &Entry) -> Option<String> {
    permitted(entry, team.rules.audience).err().map(|refusal| refusal.to_string())
}

/// What needs something done comes first.
fn order(state: State) -> usize {
    match state {
        State::Queued => 0,
        State::Diverged => 1,
        State::Unshared => 2,
        State::Drifted => 3,
        State::Edited => 4,
        State::Proposed => 5,
        State::Published => 6,
        State::Withdrawn => 7,
        State::Private => 8,
    }
}
