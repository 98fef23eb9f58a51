//! A change of somebody else's page: the lines that I changed, in the page as it is now.

use super::words::Words;
use super::{Change, Suggestion};
use crate::git::Repo;
use crate::ops::history::{Sign, compared};
use crate::ops::share::readme::{self, Coming};
use crate::ops::share::{LeftOut, LeftOutKind};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, ShareError, TeamError, Workspace};
use crate::team::publish::message::Message;
use crate::team::read::{TeamPage, read_page};
use crate::team::readme::ReadmeIndex;
use crate::text::code;

/// The page with my change, joined by lines with what a colleague changed meanwhile.
pub(super) fn suggested(workspace: &Workspace, team: &OpenTeam, it: &Suggestion) -> Result<Change, Error> {
    let page = team.current_page(&it.path)?.ok_or_else(|| TeamError::NoPage(it.path.clone()))?;
    let now = team.exact_text(&it.path)?.ok_or_else(|| TeamError::Unwritable(it.path.clone()))?;
    let changed = sound(team, it, &page)?;
    refuse_private(workspace, team, it)?;
    let after = joined(it, &now)?;
    Ok(Change {
        message: Message {
            act: "edit",
            title: &changed.title,
            id: page.id.as_deref().unwrap_or(""),
            ..Message::default()
        }
        .text(),
        index: index(workspace, team, &page, &changed)?,
        words: lines(it),
        left_out: Vec::new(),
        similar: Vec::new(),
        path: it.path.clone(),
        title: changed.title,
        before: Some(now),
        after,
    })
}

/// The page as it would be, if it can still be read and is the same page.
fn sound(team: &OpenTeam, it: &Suggestion, page: &TeamPage) -> Result<TeamPage, Error> {
    let changed = read_page(&it.path, it.after.as_bytes(), &team.rules);
    let refuse = |why| Err(ShareError::Suggestion(why).into());
    if changed.is_withdrawn() || changed.body().trim().is_empty() {
        return refuse("nothing is left of the page; who wrote it can withdraw it");
    }
    if changed.id != page.id {
        return refuse("the id of a page stays, or what leads to it is lost");
    }
    if changed.notices.iter().any(|notice| !page.notices.contains(notice)) {
        return refuse("the page could not be read as it is now: look at its front matter");
    }
    Ok(changed)
}

/// Refuses what I wrote for myself alone: the page is sent as it was saved.
fn refuse_private(workspace: &Workspace, team: &OpenTeam, it: &Suggestion) -> Result<(), Error> {
    let folder = it.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut words = Words { workspace, team, folder, left_out: Vec::new() };
    let before: Vec<&str> = it.before.lines().collect();
    for line in code::lines(&it.after, 0..it.after.len()).filter(|line| !line.is_code) {
        let text = it.after[line.range].trim();
        if !text.is_empty() && !before.iter().any(|known| known.trim() == text) {
            words.line(text)?;
        }
    }
    let is_new = |left: &&LeftOut| is_private(left.what) && !it.before.contains(&left.text);
    match words.left_out.iter().find(is_new) {
        Some(left) => Err(ShareError::Private { what: left.what.name(), text: left.text.clone() }.into()),
        None => Ok(()),
    }
}

fn is_private(what: LeftOutKind) -> bool {
    use LeftOutKind as Kind;
    matches!(what, Kind::Comment | Kind::PrivatePassage | Kind::PrivateLink | Kind::LocalPath | Kind::Credential)
}

fn joined(it: &Suggestion, now: &str) -> Result<String, Error> {
    if now == it.before {
        return Ok(it.after.clone());
    }
    let both = Repo::merge_text(it.before.as_bytes(), it.after.as_bytes(), now.as_bytes());
    let both = both.and_then(|both| String::from_utf8(both).ok());
    both.ok_or_else(|| ShareError::SameLines(it.path.clone()).into())
}

/// What is agreed to: the lines that I took away and added, whatever else becomes of the page.
fn lines(it: &Suggestion) -> Vec<String> {
    let changes = compared(&it.before, &it.after).into_iter();
    let signed = changes.filter_map(|line| match line.sign {
        Sign::Added => Some(format!("+{}", line.text)),
        Sign::Removed => Some(format!("-{}", line.text)),
        Sign::Same | Sign::Gap => None,
    });
    signed.collect()
}

/// The team's list follows where the page is called otherwise now.
fn index(
    workspace: &Workspace,
    team: &OpenTeam,
    page: &TeamPage,
    changed: &TeamPage,
) -> Result<Option<ReadmeIndex>, Error> {
    if page.title == changed.title || page.path == readme::README {
        return Ok(None);
    }
    let date = page.date.unwrap_or_else(|| workspace.clock.now()).date_naive();
    let coming = Coming { title: &changed.title, path: &page.path, from: Some(&page.path), date };
    readme::with(workspace, team, &coming)
}
