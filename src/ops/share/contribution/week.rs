//! What was ticked of a week of my journal, in a file of my own.

use super::names::Names;
use super::words::Words;
use super::{Change, WeekLines};
use crate::ops::share::week;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, ShareError, Workspace};
use crate::team::log::{self, FOLDER, Line};
use crate::team::publish::message::Message;

/// My file of the week with these lines. What the journal does not offer any more does not leave.
pub(super) fn shared(workspace: &Workspace, team: &OpenTeam, ticked: &WeekLines) -> Result<Change, Error> {
    let (name, week) = (team.bare.identity().name, ticked.week.name());
    let path = log::path_of(&name, &week);
    let path = Names::of(team)?.there(&path).map_or(path.clone(), str::to_owned);
    let folder = path.rsplit_once('/').map_or(FOLDER, |(folder, _)| folder).to_owned();
    let offered = week::of_team(workspace, team, ticked.week)?.lines;
    let mut words = Words { workspace, team, folder: &folder, left_out: Vec::new() };
    let mut lines = Vec::new();
    for line in &ticked.lines {
        if !offered.contains(line) {
            return Err(ShareError::WordsChanged.into());
        }
        lines.push(Line { day: line.day, surprise: line.surprise, words: words.line(&line.text)? });
    }
    lines.sort_by_key(|line| line.day);
    let before = team.text_to_edit(&path)?;
    Ok(Change {
        after: log::with(before.as_deref(), &name, &week, &lines),
        message: Message { act: "log", title: &week, ..Message::default() }.text(),
        words: lines.into_iter().map(|line| line.words).collect(),
        left_out: words.left_out,
        similar: Vec::new(),
        index: None,
        title: week,
        path,
        before,
    })
}
