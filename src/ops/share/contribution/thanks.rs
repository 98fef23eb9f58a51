//! Thanks for a page, in a file of one's own.

use super::names::Names;
use super::words::Words;
use super::{Change, Gratitude};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, TeamError, Workspace};
use crate::team::publish::message::Message;
use crate::team::thanks::{self, FOLDER, Thank};

/// What is said where nothing was typed.
const PLAIN: &str = "thank you";

/// My file of thanks with one more.
pub(super) fn thanked(workspace: &Workspace, team: &OpenTeam, said: &Gratitude) -> Result<Change, Error> {
    let title = said.page.as_ref().map(|path| page(team, path)).transpose()?;
    let mut words = Words { workspace, team, folder: FOLDER, left_out: Vec::new() };
    let whom = words.line(&whom(team, said)?)?;
    let typed = words.maybe(Some(&said.words))?;
    let thank = Thank {
        from: team.bare.identity().name,
        whom: whom.clone(),
        day: workspace.clock.now().date_naive(),
        words: typed.clone().unwrap_or_else(|| PLAIN.to_owned()),
        page: said.page.clone(),
    };
    let path = thanks::path_of(&thank.from);
    let path = Names::of(team)?.there(&path).map_or(path.clone(), str::to_owned);
    let before = team.text_to_edit(&path)?;
    let after = match &before {
        Some(before) if is_said(team, &path, &thank) => before.clone(),
        before => thanks::with(before.as_deref(), &thank, title.as_deref()),
    };
    let message = Message { act: "thanks", title: &whom, more: &[("Thanks-to", &whom)], ..Message::default() }.text();
    let (left_out, similar) = (words.left_out, Vec::new());
    let words = [Some(whom.clone()), typed].into_iter().flatten().collect();
    Ok(Change { path, title: whom, before, after, words, left_out, message, similar, index: None })
}

/// Whom, as it was said, else who wrote the page's words last.
fn whom(team: &OpenTeam, said: &Gratitude) -> Result<String, Error> {
    let writer = match (&said.whom, &said.page) {
        (None, Some(path)) => team.writer(path)?.map(|signed| signed.author.name),
        (Some(_), _) | (None, None) => None,
    };
    Ok(said.whom.clone().or(writer).unwrap_or_default())
}

/// The title of a page that is there.
fn page(team: &OpenTeam, path: &str) -> Result<String, Error> {
    let page = team.current_page(path)?;
    page.map(|page| page.title).ok_or_else(|| TeamError::NoPage(path.to_owned()).into())
}

/// Whether I said that already.
fn is_said(team: &OpenTeam, path: &str, thank: &Thank) -> bool {
    let page = team.page_at(path).ok().flatten();
    page.is_some_and(|page| thanks::read(&page).contains(thank))
}
