//! The credit of words that were adopted from a team: who wrote them, under which licence, where they are from.

use super::Refusal;
use crate::entry::Entry;
use crate::git::CommitId;

/// The field of an entry that says from which page of which team it was adopted: `team@commit path date`.
pub const ADOPTED: &str = "adopted";

/// The name of the team that an entry was adopted from.
pub(super) fn origin(entry: &Entry) -> Option<String> {
    let said = entry.said(ADOPTED).into_iter().next()?;
    said.split_once('@').map(|(team, _)| team.to_owned())
}

/// The page that an entry was adopted from, as it was then.
pub(crate) struct Adopted {
    pub team: String,
    pub commit: CommitId,
    pub path: String,
}

/// Where an entry was adopted from.
pub(crate) fn adopted(entry: &Entry) -> Option<Adopted> {
    let said = entry.said(ADOPTED).into_iter().next()?;
    let (team, rest) = said.split_once('@')?;
    let (commit, page) = rest.split_once(' ')?;
    let path = page.rsplit_once(' ').map_or(page, |(path, _)| path).to_owned();
    Some(Adopted { team: team.to_owned(), commit: CommitId(commit.to_owned()), path })
}

/// Under which licence an entry's words were adopted, empty where nobody said; nothing of words that were not.
pub(crate) fn license(entry: &Entry) -> Option<String> {
    origin(entry).map(|_| entry.said("license").into_iter().next().unwrap_or_default())
}

/// The page of a team that an entry was adopted from.
pub(crate) fn adopted_page(entry: &Entry, team: &str) -> Option<String> {
    let said = entry.said(ADOPTED).into_iter().next()?;
    let (_, page) = said.strip_prefix(team)?.strip_prefix('@')?.split_once(' ')?;
    Some(page.rsplit_once(' ').map_or(page, |(path, _)| path).to_owned())
}

/// Who pointed to adopted words: only as it was written when they were adopted, with the team's name behind it.
pub(super) fn via(entry: &Entry) -> Option<String> {
    let team = origin(entry)?;
    let via = entry.said("via").into_iter().next()?;
    (via == team || via.ends_with(&format!(" ({team})"))).then_some(via)
}

/// Says no where adopted words have a licence that a page could not say.
pub(super) fn permitted(entry: &Entry) -> Result<(), Refusal> {
    let said = entry.said("license").into_iter().next().filter(|_| origin(entry).is_some());
    match said.filter(|license| !is_license(license)) {
        Some(license) => Err(Refusal::License(license)),
        None => Ok(()),
    }
}

/// An SPDX expression, by its form.
pub(super) fn is_license(text: &str) -> bool {
    let is_id =
        |word: &str| word.len() <= 40 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+()".contains(&b));
    let words: Vec<_> = text.split_whitespace().collect();
    let is_joined = words.iter().skip(1).step_by(2).all(|word| matches!(*word, "AND" | "OR" | "WITH"));
    words.len() % 2 == 1 && words.len() <= 7 && is_joined && words.iter().all(|word| is_id(word))
}
