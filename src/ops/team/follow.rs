//! An entry that was adopted from a page changes as the page did, where its own words allow that.

use super::{OpenTeam, adopt, index, pages};
use crate::entry::EntryPath;
use crate::git::Repo;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, TeamError, Workspace};
use crate::team::read::read_page;

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageChange {
    team: String,
    path: String,
    before: String,
    after: String,
}

impl PageChange {
    pub fn new(team: &str, path: &str, before: &str, after: &str) -> Self {
        let [team, path, before, after] = [team, path, before, after].map(str::to_owned);
        Self { team, path, before, after }
    }
}

/// The entry of mine that was made from a page.
pub fn adopted_as(workspace: &Workspace, team: &str, path: &str) -> Result<Option<EntryPath>, Error> {
    Ok(pages::adopted(workspace, team)?.remove(path))
}

/// Changes an entry as the page changed that it was adopted from, in one act.
pub fn follow(workspace: &Workspace, entry: &EntryPath, change: &PageChange) -> Result<Changed, Error> {
    let team = OpenTeam::of(workspace, &change.team)?;
    let adopted = |text: &str| {
        let page = read_page(&change.path, text.as_bytes(), &team.rules);
        index::entry(&team.name, page).map(|it| adopt::body(&team, &change.path, &it)).unwrap_or_default()
    };
    let (before, after) = (adopted(&change.before), adopted(&change.after));
    bulk::compose(workspace, || {
        let mine = bulk::sound(workspace.store(), entry)?;
        let (front, body) = mine.text.split_at(mine.body.start);
        let lead = body.len() - body.trim_start().len();
        let joined = Repo::merge_text(before.as_bytes(), &body.as_bytes()[lead..], after.as_bytes());
        let joined = joined.and_then(|joined| String::from_utf8(joined).ok());
        let joined = joined.ok_or_else(|| TeamError::NotFollowed(entry.clone()))?;
        let text = format!("{front}{}{joined}", &body[..lead]);
        Ok((format!("take: {} from {}", mine.title, team.name), vec![Rewrite::to(mine, text)]))
    })
}
