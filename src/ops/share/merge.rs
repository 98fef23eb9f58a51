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
    out: Option<&Entered>,
    path: &str,
    mine: &str,
    id: &str,
    clash: Clash,
) -> Result<Joined, Error> {
    let plain = |text: &str| Joined { text: text.to_owned(), clashes: false, notes: Vec::new() };
    let Some(out) = out else { return Ok(plain(mine)) };
    let Some(theirs) = team.text(&out.path)? else { return Ok(plain(mine)) };
    let was = team.text_at(&out.commit, &out.path).ok().flatten();
    if let Some(was) = was.as_ref().filter(|was| **was == theirs || publication::is_tombstone(&theirs)) {
        return Ok(plain(&kept(workspace, team, id, was, mine)));
    }
    if theirs == mine || publication::is_tombstone(&theirs) {
        return Ok(plain(mine));
    }
    let who = team.bare.last_change(path)?.map_or_else(|| "somebody".to_owned(), |signed| signed.author.name);
    // A commit that no clone has, as of a branch that was squashed, tells nothing; without a beginning nothing is joined.
    let base = record::last_page(workspace, &team.name, id).or(was);
    let both = base.and_then(|base| Repo::merge_text(base.as_bytes(), mine.as_bytes(), theirs.as_bytes()));
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

/// My page with what earlier updates took over from colleagues, which is in the team's copy and not in my entry.
fn kept(workspace: &Workspace, team: &Open, id: &str, was: &str, mine: &str) -> String {
    let last = record::last_page(workspace, &team.name, id).filter(|last| last != was);
    let both = last.and_then(|last| Repo::merge_text(last.as_bytes(), mine.as_bytes(), was.as_bytes()));
    both.and_then(|both| String::from_utf8(both).ok()).unwrap_or_else(|| mine.to_owned())
}

/// How a publication stands, given the page as it would be now.
pub(super) fn state(workspace: &Workspace, team: &Open, out: &Entered, mine: &str, id: &str) -> Result<State, Error> {
    let Some(theirs) = team.text(&out.path)? else {
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
    let they_changed = they_got.map_or(mine, String::as_str) != theirs;
    Ok(match (i_changed, they_changed) {
        (false, false) => State::Published,
        (true, false) => State::Drifted,
        (false, true) => State::Edited,
        (true, true) => State::Diverged,
    })
}
