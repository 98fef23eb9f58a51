//! A digest as a file of the team: made of what the team has, on the newest commit.

use super::Change;
use super::names::Names;
use crate::ops::team::{Beginning, OpenTeam, Since, digest_of};
use crate::ops::{Error, Workspace};
use crate::team::digest::{FOLDER, Links, markdown};
use crate::team::publish::message::Message;

/// The file of the week with what happened since, which is counted in the team as it was opened, whatever arrives meanwhile.
pub(super) fn told(workspace: &Workspace, team: &OpenTeam, since: Since, opened: &OpenTeam) -> Result<Change, Error> {
    let today = workspace.clock.now().date_naive();
    let digest = digest_of(team, Beginning::of(opened, since, today)?, today, None)?;
    let after = markdown(&[digest], Links::From(FOLDER));
    let week = today.format("%G-W%V").to_string();
    let (path, before) = place(team, &week, &after)?;
    Ok(Change {
        message: Message { act: "digest", title: &week, ..Message::default() }.text(),
        title: week,
        before,
        // The file is all of the team's own words: that these are sent, and where to, is what is agreed to.
        words: vec![path.clone(), after.clone()],
        left_out: Vec::new(),
        similar: Vec::new(),
        index: None,
        path,
        after,
    })
}

/// The first file of the week that is free or says the same: what others wrote there stays.
fn place(team: &OpenTeam, week: &str, after: &str) -> Result<(String, Option<String>), Error> {
    let names = Names::of(team)?;
    let mut path = format!("{FOLDER}/{week}.md");
    for number in 2.. {
        let Some(there) = names.there(&path) else { break };
        if let Some(text) = team.exact_text(there)?.filter(|text| text == after) {
            return Ok((there.to_owned(), Some(text)));
        }
        path = format!("{FOLDER}/{week}-{number}.md");
    }
    Ok((path, None))
}
