//! Takes a page back: its place says so from then on, and names what replaces it. Its history stays, and that is said.

use super::record::{self, PublicationLine};
use super::{Published, failure, readme};
use crate::entry::EntryPath;
use crate::git::Write;
use crate::ops::ShareError;
use crate::ops::core::team_path;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace, bulk, find};
use crate::team::publish::deliver::{self, Destination, NewCommit};
use crate::team::publish::{self, message::Message};
use crate::team::readme::ReadmeIndex;

/// Replaces a page by one that says that it was withdrawn. One that only a branch for review has is refused: a note among the
/// pages would tell everybody of it, and take nothing back.
pub fn withdraw(
    workspace: &Workspace,
    path: &EntryPath,
    team: &str,
    successor: Option<&EntryPath>,
) -> Result<Published, Error> {
    // It is not written here, so one that may not be written or shared any more can be taken back, too.
    team_path::own(path)?;
    let entry = find::read(workspace, path)?;
    let out = record::entered(&entry, team).ok_or_else(|| missing(path, team))?;
    let team = OpenTeam::of(workspace, team)?;
    let successor = successor.map(|other| next(workspace, &team, other)).transpose()?;
    let page_id = record::page_id(workspace, &team, &record::id_of(workspace, &entry)?)?;
    let withdrawal = Withdrawal { workspace, path, out, page_id, successor };
    let place = withdrawal.place(&team)?;
    let (title, warnings) = (title(&team, &place)?, warnings(&team, &place)?);
    let mut newest = None;
    let delivered = deliver::deliver::<Error>(&team.bare, &Destination::Main, &mut |tip| {
        let team = team.at(tip)?;
        // On the newest commit: somebody may have moved it since.
        let place = withdrawal.place(&team)?;
        let commit = withdrawal.commit(&team, &place, &title)?;
        newest = Some((team, place));
        Ok(commit)
    })
    .map_err(|error| failure::of_delivery(&team.name, error))?;
    let (team, place) = newest.unwrap_or((team, place));
    crate::ops::team::published_there(workspace, &team, &None, &delivered.commit, None)?;
    Ok(Published {
        entry: path.clone(),
        title,
        team: team.name.clone(),
        path: place,
        commit: delivered.commit,
        branch: None,
        link: None,
        warnings,
    })
}

/// A page that is to be taken back.
struct Withdrawal<'a> {
    workspace: &'a Workspace,
    path: &'a EntryPath,
    out: PublicationLine,
    page_id: String,
    /// Title and path of the page that replaces it.
    successor: Option<(String, String)>,
}

impl Withdrawal<'_> {
    /// Where the page is on the commit that the team is opened at.
    fn place(&self, team: &OpenTeam) -> Result<String, Error> {
        let there = record::whereabouts(team, &self.out, &self.page_id)?;
        there.ok_or_else(|| match team.has(&self.out.commit) {
            Ok(false) => Error::Share(ShareError::OnlyProposed { path: self.path.clone(), team: team.name.clone() }),
            Ok(true) | Err(_) => missing(self.path, &team.name),
        })
    }

    fn commit(&self, team: &OpenTeam, place: &str, title: &str) -> Result<NewCommit, Error> {
        let at = self.workspace.clock.now();
        let next = self.successor.as_ref().map(|(title, path)| (title.as_str(), path.as_str()));
        let page = publish::tombstone(place, title, at.date_naive(), next);
        let mut writes = vec![Write { path: place.to_owned(), content: Some(page.into_bytes()) }];
        if let Some(ReadmeIndex::Updated(text)) = readme::without(self.workspace, team, place, at.date_naive())? {
            writes.push(Write { path: readme::README.into(), content: Some(text.into_bytes()) });
        }
        let message = Message { act: "withdraw", title, id: &self.page_id, ..Message::default() }.text();
        Ok(NewCommit { writes, message, author: team.bare.identity(), at })
    }
}

fn missing(path: &EntryPath, team: &str) -> Error {
    Error::Share(ShareError::NotPublished { path: path.clone(), team: team.to_owned() })
}

/// What withdrawing does not take back.
fn warnings(team: &OpenTeam, path: &str) -> Result<Vec<String>, Error> {
    let text = "the page says that it was withdrawn; its history, and copies that others made, keep the text";
    let files = "the pictures and files that it showed stay in media/";
    let shows = team.text(path)?.is_some_and(|page| page.contains("media/"));
    Ok([Some(text), shows.then_some(files)].into_iter().flatten().map(str::to_owned).collect())
}

/// What a page is called in the team, which knows nothing of what its entry is called by now.
fn title(team: &OpenTeam, path: &str) -> Result<String, Error> {
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
    Ok(team.page_at(path)?.map_or_else(|| stem.to_owned(), |page| page.title))
}

/// Title and path of the page that replaces another.
fn next(workspace: &Workspace, team: &OpenTeam, path: &EntryPath) -> Result<(String, String), Error> {
    let entry = bulk::sound(workspace.store(), path)?;
    let there = record::entered(&entry, &team.name);
    let there = there.ok_or_else(|| missing(path, &team.name))?;
    let page = team.current_page(&there.path)?;
    Ok((page.ok_or_else(|| missing(path, &team.name))?.title, there.path))
}
