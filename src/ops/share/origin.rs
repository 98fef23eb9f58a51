//! Where else an entry's words stand: the team that it was published to first, and the page that it was adopted from.

use super::record;
use crate::entry::Entry;
use crate::ops::Workspace;
use crate::ops::team::OpenTeam;
use crate::team::digest::changes;
use crate::team::publish::{Origin, credit};
use crate::team::read::read_page;
use crate::team::read::rules::Audience;

/// The team in which an entry was before it came to this one, if that may be told here: a team that only its people read is
/// named to none that everybody reads.
pub(super) fn of(workspace: &Workspace, team: &OpenTeam, entry: &Entry) -> Option<Origin> {
    let lines = record::all(entry).into_iter().take_while(|line| line.team != team.name);
    lines.into_iter().find_map(|line| {
        let first = OpenTeam::of(workspace, &line.team).ok()?;
        let may_be_told = first.rules.audience == Audience::Public || team.rules.audience == Audience::Team;
        first.current_page(&line.path).ok()?.filter(|_| may_be_told)?;
        Some(Origin { team: first.called(), address: first.address(&line.path) })
    })
}

/// What became of the page that an entry was adopted from, a sentence; nothing where it is as it was.
pub(super) fn changed(workspace: &Workspace, entry: &Entry) -> Option<String> {
    let from = credit::adopted(entry)?;
    let team = OpenTeam::of(workspace, &from.team).ok()?;
    let before = team.text_at(&from.commit, &from.path).ok()??;
    let Some(now) = team.current_page(&from.path).ok()? else {
        return Some(format!("{} has it no more ({})", from.team, from.path));
    };
    let before = read_page(&from.path, before.as_bytes(), &team.rules);
    let what = || format!("{} changed {} since: {}", from.team, from.path, changes(before.body(), now.body()));
    (before.body() != now.body()).then(what)
}
