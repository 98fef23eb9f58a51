//! A team's README, with what one publication changes in its list.

use chrono::NaiveDate;

use super::topic;
use crate::ops::team::{Open, title as titles};
use crate::ops::{Error, Workspace};
use crate::team::board::{self, Board, Shown};
use crate::team::publication;

/// The page that lists what a team has.
pub(super) const README: &str = "README.md";
/// A longer README is left alone, in bytes.
const LONGEST: u64 = 16 << 20;

/// What becomes of the README when a page comes or changes; `None` where there is no README.
pub(super) fn with(
    workspace: &Workspace,
    team: &Open,
    title: &str,
    path: &str,
    gone: Option<&str>,
    date: NaiveDate,
) -> Result<Option<Board>, Error> {
    let Some(readme) = text(team)? else { return Ok(None) };
    let page = shown(team, title, path, date);
    let others = others(workspace, team, &readme, &[Some(path), gone], date)?;
    let readme = match gone.map(|gone| board::without_entry(&readme, gone, &others)) {
        Some(Board::Updated(without)) => without,
        Some(Board::Unchanged | Board::Unknown) | None => readme,
    };
    Ok(Some(board::with_entry(&readme, &page, &others)))
}

/// What becomes of the README when a page goes.
pub(super) fn without(workspace: &Workspace, team: &Open, path: &str, date: NaiveDate) -> Result<Option<Board>, Error> {
    let Some(readme) = text(team)? else { return Ok(None) };
    Ok(Some(board::without_entry(&readme, path, &others(workspace, team, &readme, &[Some(path)], date)?)))
}

/// The README as it is; a list of many thousand pages is long.
fn text(team: &Open) -> Result<Option<String>, Error> {
    let Some(tip) = &team.tip else { return Ok(None) };
    let bytes = team.bare.content(tip, README, LONGEST)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The other pages there are, for a list that is made of all of them. Only those that neither it nor the index names are read.
fn others(
    workspace: &Workspace,
    team: &Open,
    readme: &str,
    except: &[Option<&str>],
    date: NaiveDate,
) -> Result<Vec<Shown>, Error> {
    if !board::has_markers(readme) {
        return Ok(Vec::new());
    }
    let known = board::known(readme);
    let mut others = Vec::new();
    for page in team.intake()?.pages.iter().filter(|page| !except.contains(&Some(page.path.as_str()))) {
        let named = || titles(workspace, &team.name, &page.path);
        let title = match known.get(&page.path).cloned().or_else(named) {
            Some(title) => Some(title),
            None => team.page(page)?.filter(|page| !publication::is_tombstone(&page.text)).map(|page| page.title),
        };
        others.extend(title.map(|title| shown(team, &title, &page.path, date)));
    }
    Ok(others)
}

fn shown(team: &Open, title: &str, path: &str, date: NaiveDate) -> Shown {
    let topic = topic::of(&team.rules, path).unwrap_or_default();
    Shown { title: title.to_owned(), path: path.to_owned(), topic, date }
}
