//! A digest as a file of the team: made of what the team has, on the newest commit.

use super::Change;
use crate::ops::team::{OpenTeam, Since, digest_of};
use crate::ops::{Error, Workspace};
use crate::team::digest::{FOLDER, Links, markdown};
use crate::team::publish::message::Message;

/// The file of the week with what happened since.
pub(super) fn told(workspace: &Workspace, team: &OpenTeam, since: Since) -> Result<Change, Error> {
    let today = workspace.clock.now().date_naive();
    let digest = digest_of(team, since, today, None)?;
    let week = today.format("%G-W%V").to_string();
    let path = format!("{FOLDER}/{week}.md");
    let after = markdown(&[digest], Links::From(FOLDER));
    Ok(Change {
        message: Message { act: "digest", title: &week, ..Message::default() }.text(),
        title: week,
        before: team.exact_text(&path)?,
        // The file is all of the team's own words: that it is sent is what is agreed to.
        words: vec![path.clone()],
        left_out: Vec::new(),
        similar: Vec::new(),
        path,
        after,
    })
}
