//! My page, what I last published and what the team has now, in one text; and what that says of the publication.

use super::record::{self, Entered};
use super::{Clash, State};
use crate::git::Repo;
use crate::ops::team::Open;
use crate::ops::{Error, Workspace};
use crate::team::publication;

/// What would be the page.
pub(super) struct Joined {
    pub text: String,
    /// Both sides changed the same lines.
    pub clashes: bool,
    pub notes: Vec<String>,
}

/// Joins my page with what a colleague changed in the team's copy since I published it.
pub(super) fn joined(
    workspace: &Workspace,
    team: &Open,
    out: Option<(&Entered, Option<&str>)>,
    mine: &str,
    id: &str,
    clash: Clash,
) -> Result<Joined, Error> {
    let plain = |text: &str| Joined { text: text.to_owned(), clashes: false, notes: Vec::new() };
    let Some((out, at)) = out else { return Ok(plain(mine)) };
    let was = team.text_at(&out.commit, &out.path).ok().flatten();
    let Some(at) = at else { return Ok(Joined { notes: gone(team, out)?, ..plain(mine) }) };
    let Some(theirs) = team.text(at)? else { return Ok(plain(mine)) };
    let waits = was.as_ref().map_or(Ok(false), |was| is_proposed(team, out, was, &theirs))?;
    let proposed = waits.then(|| before(team, out)).flatten();
    let is_withdrawn = publication::is_tombstone(&theirs);
    let is_settled = |was: &&String| **was == theirs || proposed.as_ref() == Some(&theirs) || is_withdrawn;
    if let Some(was) = was.as_ref().filter(is_settled) {
        return Ok(plain(&kept(workspace, team, id, was, mine)));
    }
    if theirs == mine || is_withdrawn {
        return Ok(plain(mine));
    }
    let who = team.bare.last_change(at)?.map_or_else(|| "somebody".to_owned(), |signed| signed.author.name);
    // A commit that no clone has, as of a branch that was squashed, tells nothing; without a beginning nothing is joined.
    let (base, ours) = match (proposed, &was) {
        (Some(before), Some(was)) => (Some(before), kept(workspace, team, id, was, mine)),
        (_, _) => (record::last_page(workspace, &team.name, id).or(was), mine.to_owned()),
    };
    let both = base.and_then(|base| Repo::merge_text(base.as_bytes(), ours.as_bytes(), theirs.as_bytes()));
    let both = both.and_then(|both| String::from_utf8(both).ok());
    Ok(match (both, clash) {
        (Some(text), _) => Joined {
            text,
            clashes: false,
            notes: vec![format!("{who} changed the page since; both changes are in it")],
        },
        (None, Clash::Ask) => {
            Joined { text: mine.to_owned(), clashes: true, notes: vec![format!("{who} and I changed the same lines")] }
        }
        (None, Clash::Mine) => Joined {
            text: mine.to_owned(),
            clashes: true,
            notes: vec![format!("what {who} changed is replaced by mine")],
        },
        (None, Clash::Theirs) => {
            Joined { text: theirs, clashes: true, notes: vec![format!("what {who} changed stays")] }
        }
    })
}

/// Whether what I published last waits on a branch of its own: nobody has taken it over yet.
fn is_proposed(team: &Open, out: &Entered, sent: &str, theirs: &str) -> Result<bool, Error> {
    Ok(sent != theirs && !team.has(&out.commit)?)
}

/// The page that the team had when mine was proposed.
fn before(team: &Open, out: &Entered) -> Option<String> {
    let parent = team.bare.parent(&out.commit).ok().flatten()?;
    team.text_at(&parent, &out.path).ok().flatten()
}

/// What is worth knowing where the team took my page away.
fn gone(team: &Open, out: &Entered) -> Result<Vec<String>, Error> {
    let was_there = team.has(&out.commit)?;
    Ok(was_there.then(|| "somebody took the page away since; this puts it back".to_owned()).into_iter().collect())
}

/// My page with what earlier updates took over from colleagues, which is in the team's copy and not in my entry.
fn kept(workspace: &Workspace, team: &Open, id: &str, was: &str, mine: &str) -> String {
    let last = record::last_page(workspace, &team.name, id).filter(|last| last != was);
    let both = last.and_then(|last| Repo::merge_text(last.as_bytes(), mine.as_bytes(), was.as_bytes()));
    both.and_then(|both| String::from_utf8(both).ok()).unwrap_or_else(|| mine.to_owned())
}

/// How a publication stands, given where it is and the page as it would be now.
pub(super) fn state(
    workspace: &Workspace,
    team: &Open,
    out: &Entered,
    at: Option<&str>,
    mine: &str,
    id: &str,
) -> Result<State, Error> {
    let Some(theirs) = at.map(|at| team.text(at)).transpose()?.flatten() else {
        return Ok(if team.has(&out.commit)? { State::Withdrawn } else { State::Proposed });
    };
    if publication::is_tombstone(&theirs) {
        return Ok(State::Withdrawn);
    }
    let was = team.text_at(&out.commit, &out.path).ok().flatten();
    let last = record::last_page(workspace, &team.name, id);
    let (i_left, they_got) = (last.as_ref().or(was.as_ref()), was.as_ref().or(last.as_ref()));
    // Where nobody knows what was published, each side may have changed what the other does not say.
    let i_changed = i_left.unwrap_or(&theirs) != mine;
    let waits = was.as_ref().map_or(Ok(false), |was| is_proposed(team, out, was, &theirs))?;
    if waits && !i_changed {
        return Ok(State::Proposed);
    }
    let known = if waits { before(team, out) } else { they_got.cloned() };
    let they_changed = known.as_deref().unwrap_or(mine) != theirs;
    Ok(match (i_changed, they_changed) {
        (false, false) => State::Published,
        (true, false) => State::Drifted,
        (false, true) => State::Edited,
        (true, true) => State::Diverged,
    })
}
