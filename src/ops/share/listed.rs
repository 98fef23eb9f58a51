//! Pages that were proposed on a branch, which leaves the team's list alone: they are listed once they are merged.

use super::readme;
use crate::git::Write;
use crate::ops::team::{self, OpenTeam};
use crate::ops::{Error, Workspace};
use crate::team::publish::deliver::{self, Destination, NewCommit};
use crate::team::readme::ReadmeIndex;

fn message(merged: &[String]) -> String {
    match merged {
        [one] => format!("index: {one}"),
        many => format!("index: {} pages", many.len()),
    }
}

/// Lists what was merged since, in a commit of its own where nobody else did.
pub(in crate::ops) fn list_merged(workspace: &Workspace, team: &OpenTeam) -> Result<(), Error> {
    let merged = readme::merged(workspace, team)?;
    let at = workspace.clock.now();
    let listed = |team: &OpenTeam| match readme::listing(team, &merged, at.date_naive())? {
        Some(ReadmeIndex::Updated(text)) => Ok(Some(text)),
        Some(ReadmeIndex::Unchanged | ReadmeIndex::Unknown) | None => Ok::<_, Error>(None),
    };
    if listed(team)?.is_some() {
        let message = message(&merged);
        let mut last = None;
        let delivered = deliver::deliver::<Error>(&team.bare, &Destination::Main, &mut |tip| {
            let team = team.at(tip)?;
            let text = listed(&team)?;
            let writes = text.map(|text| Write { path: readme::README.into(), content: Some(text.into_bytes()) });
            let commit = NewCommit {
                writes: writes.into_iter().collect(),
                message: message.clone(),
                author: team.bare.identity(),
                at,
            };
            last = Some(team);
            Ok(commit)
        })?;
        if let Some(team) = last {
            team::published_there(workspace, &team, &None, &delivered.commit, None)?;
        }
    }
    let mut known = team::known(workspace, &team.name)?;
    let before = known.proposed.len();
    known.proposed.retain(|path| !merged.contains(path));
    if known.proposed.len() == before { Ok(()) } else { known.keep(workspace) }
}
