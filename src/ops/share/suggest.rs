//! A page of a team in the editor: what was saved becomes a suggestion, and stays a draft until that has arrived.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Act, Contribution, Suggestion, entry_of};
use crate::disk;
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryPath};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::edit::Changed;
use crate::ops::team::{self, OpenTeam};
use crate::ops::{Error, ShareError, TeamError, Workspace};
use crate::store;

/// The field that says by when a page is to be looked at again.
const REVIEW_BY: &str = "review_by";

/// A page of a team that is open in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggesting {
    pub page: EntryPath,
    pub title: String,
    pub file: PathBuf,
    /// The page when the editor was started.
    before: String,
}

/// Puts a page of a team into a file for the editor. One that is mine is changed in my own entry.
pub fn begin(workspace: &Workspace, page: &EntryPath) -> Result<Suggesting, Error> {
    let (title, before) = page_to_edit(workspace, page)?;
    let name = format!("suggestion-{}", workspace.clock.now().format("%Y%m%d-%H%M%S"));
    let (_, file) = workspace.drafts().keep_new(&name, &before)?;
    Ok(Suggesting { page: page.clone(), title, file, before })
}

/// What the editor left, as something to send; nothing where nothing was changed.
pub fn finish(suggesting: &Suggesting) -> Result<Option<Contribution>, Error> {
    let read = fs::read(&suggesting.file);
    let written = read.map_err(|source| store::Error::Read { path: suggesting.file.clone(), source })?;
    let written = String::from_utf8(written).map_err(|_| ShareError::Suggestion("it is not UTF-8 any more"))?;
    let made = suggestion(&suggesting.page, suggesting.before.clone(), written);
    if made.is_none() {
        drop_draft(suggesting)?;
    }
    Ok(made)
}

/// A page as a program or a file has it, as something to send; nothing where it is the page as it is.
pub fn of_text(workspace: &Workspace, page: &EntryPath, text: String) -> Result<Option<Contribution>, Error> {
    let (_, before) = page_to_edit(workspace, page)?;
    Ok(suggestion(page, before, text))
}

/// A page that is still right, and is to be looked at again by a day; nothing where it says so already.
pub fn reviewed(workspace: &Workspace, page: &EntryPath, until: NaiveDate) -> Result<Option<Contribution>, Error> {
    let (_, before) = page_to_edit(workspace, page)?;
    let after = front_matter::set(&before, REVIEW_BY, &Value::Text(until.to_string()))
        .map_err(|problem| Error::Uneditable { path: page.clone(), problem })?;
    Ok(suggestion(page, before, after))
}

/// The same in my own entry, which brings it to the team when it is published again.
pub fn review_mine(workspace: &Workspace, entry: &EntryPath, until: NaiveDate) -> Result<Changed, Error> {
    let set = |entry: &Entry| front_matter::set(&entry.text, REVIEW_BY, &Value::Text(until.to_string()));
    bulk::apply(workspace, &format!("review: {}", entry.stem()), vec![Rewrite::of(workspace, entry, set)?])
}

/// Forgets the draft: it has arrived, or is wanted no more.
pub fn drop_draft(suggesting: &Suggesting) -> Result<(), Error> {
    Ok(disk::remove(&suggesting.file)?)
}

fn suggestion(page: &EntryPath, before: String, after: String) -> Option<Contribution> {
    let (team, path) = team::split(page)?;
    let it = Suggestion { path: path.to_owned(), before, after, route: None };
    let contribution = Contribution { team: team.to_owned(), act: Act::Suggest(Box::new(it)), allowed: Vec::new() };
    let Act::Suggest(it) = &contribution.act else { return None };
    (it.before != it.after).then_some(contribution)
}

/// A page that is there and somebody else's, with its title and text.
fn page_to_edit(workspace: &Workspace, page: &EntryPath) -> Result<(String, String), Error> {
    let (name, inside) = team::split(page).ok_or_else(|| TeamError::NotOfTeam(page.clone()))?;
    let team = OpenTeam::of(workspace, name)?;
    let it = team.current_page(inside)?.ok_or_else(|| TeamError::NoPage(inside.to_owned()))?;
    if let Some(entry) = entry_of(workspace, page)? {
        return Err(ShareError::Mine { page: inside.to_owned(), entry }.into());
    }
    let text = team.exact_text(inside)?.ok_or_else(|| TeamError::Unwritable(inside.to_owned()))?;
    Ok((it.title, text))
}
