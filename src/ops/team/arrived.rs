//! What came to a team since it was last looked at.

use std::collections::HashSet;

use super::super::{Error, Workspace};
use super::{Known, OpenTeam, index, known};
use crate::entry::{EntryPath, Kind, Timestamp};
use crate::git::{Changed, CommitId};
use crate::team::read::intake::{self, Candidate, Limits};
use crate::team::read::is_withdrawn;

/// Up to this many changes, my own are left out where changes are only counted.
const COUNTED: usize = 100;

/// One entry that came to a team, or changed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Under which it is read and found here.
    pub path: EntryPath,
    pub team: String,
    pub title: String,
    pub kind: Kind,
    /// Who wrote its words last, as the commit says; nothing proves it.
    pub author: String,
    pub when: Timestamp,
    /// It was there before, and changed.
    pub is_update: bool,
    /// Its author took it back.
    pub is_withdrawn: bool,
}

/// What came since the last look, newest first; my own publications are left out.
pub fn arrived(workspace: &Workspace, name: &str) -> Result<Vec<Arrived>, Error> {
    let known = known::one(workspace, name)?;
    let team = OpenTeam::of(workspace, name)?;
    let mut all = others(&team, &changes(&team, &known)?)?;
    all.sort_by(|one, other| other.when.cmp(&one.when).then_with(|| one.path.cmp(&other.path)));
    Ok(all)
}

/// Marks everything that a team holds as looked at.
pub fn seen(workspace: &Workspace, name: &str) -> Result<(), Error> {
    let known = known::one(workspace, name)?;
    let tip = OpenTeam::of(workspace, name)?.tip.map(|tip| tip.0);
    Known { seen: tip, ..known }.keep(workspace)
}

/// How many entries came; of very many at once also my own count, since each costs a look at its history.
pub(super) fn count(team: &OpenTeam, known: &Known) -> usize {
    let Ok(changes) = changes(team, known) else { return 0 };
    if changes.len() > COUNTED {
        return changes.len();
    }
    others(team, &changes).map_or(0, |others| others.len())
}

/// Those that somebody else committed last.
fn others(team: &OpenTeam, changes: &[(Candidate, bool)]) -> Result<Vec<Arrived>, Error> {
    let me = team.bare.identity().email;
    let mut others = Vec::new();
    for (candidate, is_update) in changes {
        if let Some((arrived, email)) = read(team, candidate, *is_update)?
            && email != me
        {
            others.push(arrived);
        }
    }
    Ok(others)
}

/// The pages that differ from what was last looked at, and whether each was there before.
fn changes(team: &OpenTeam, known: &Known) -> Result<Vec<(Candidate, bool)>, Error> {
    let Some(tip) = &team.tip else { return Ok(Vec::new()) };
    let seen = known.seen.clone().map(CommitId);
    if seen.as_ref() == Some(tip) {
        return Ok(Vec::new());
    }
    // What was looked at may be gone from a history that somebody rewrote: then everything is new.
    let changed = match team.bare.changed(seen.as_ref(), tip) {
        Err(git) if seen.is_some() => team.bare.changed(None, tip).map_err(|_| git)?,
        other => other?,
    };
    let was_there: HashSet<Vec<u8>> =
        changed.iter().filter(|it| it.before.is_some()).map(|it| it.path.clone()).collect();
    let listed: Vec<_> = changed.into_iter().filter_map(|Changed { after, .. }| after).collect();
    let pages = intake::accept(&listed, &Limits::default()).pages;
    // Thanks are told to whom they are for, and are no pages.
    let is_page = |page: &Candidate| !(page.path.starts_with("thanks/") && team.rules.is_apart(&page.path));
    Ok(pages
        .into_iter()
        .filter(is_page)
        .map(|page| {
            let is_update = was_there.contains(page.path.as_bytes());
            (page, is_update)
        })
        .collect())
}

/// One page with who committed it last, and that person's address.
fn read(team: &OpenTeam, candidate: &Candidate, is_update: bool) -> Result<Option<(Arrived, String)>, Error> {
    let Some(entry) = team.page(candidate)?.and_then(|page| index::entry(&team.name, page)) else { return Ok(None) };
    let Some(changed) = team.bare.last_change(&candidate.path)? else { return Ok(None) };
    let signed = team.writer(&candidate.path)?.unwrap_or_else(|| changed.clone());
    let path = entry.path;
    let arrived = Arrived {
        path,
        team: team.name.clone(),
        title: entry.title,
        kind: entry.kind,
        author: signed.author.name,
        when: changed.when,
        is_update,
        is_withdrawn: is_withdrawn(&entry.text),
    };
    Ok(Some((arrived, signed.author.email)))
}
