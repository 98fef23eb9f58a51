//! Who thanks whom in a team.

use chrono::TimeDelta;

use super::{OpenTeam, index, known, place};
use crate::entry::EntryPath;
use crate::ops::{Error, Workspace};
use crate::team::dated::is_same_person;
pub use crate::team::thanks::Thank;
use crate::team::thanks::{self, FOLDER};

/// For so many days I am told that somebody thanked me.
const TOLD: i64 = 14;

/// Thanks as lists show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamThank {
    /// The page that it is for, else the file of thanks: under which it is read here.
    pub path: EntryPath,
    pub team: String,
    pub thank: Thank,
    /// What the page is called.
    pub title: Option<String>,
}

impl OpenTeam {
    /// All thanks of a team, a person after the other.
    pub(in crate::ops) fn thanks(&self) -> Result<Vec<(String, Thank)>, Error> {
        let mut found = Vec::new();
        let is_there = |path: &str| path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'));
        for candidate in self.intake()?.pages.iter().filter(|page| is_there(&page.path)) {
            let page = self.page(candidate)?.filter(|page| self.rules.is_apart(&page.path));
            found.extend(page.iter().flat_map(thanks::read).map(|thank| (candidate.path.clone(), thank)));
        }
        Ok(found)
    }
}

/// What others thank me for in all teams and of late, newest first. A day that is yet to come is told too: a clock was wrong.
pub fn thanks_to_me(workspace: &Workspace) -> Vec<TeamThank> {
    let since = workspace.clock.now().date_naive() - TimeDelta::days(TOLD);
    let teams = known::all(workspace).into_iter();
    let mut all: Vec<TeamThank> = teams.flat_map(|known| of_team(workspace, &known.name).unwrap_or_default()).collect();
    all.retain(|it| it.thank.day > since);
    all.sort_by(|one, other| other.thank.day.cmp(&one.thank.day).then_with(|| one.thank.from.cmp(&other.thank.from)));
    all
}

fn of_team(workspace: &Workspace, name: &str) -> Result<Vec<TeamThank>, Error> {
    let team = OpenTeam::of(workspace, name)?;
    let me = team.bare.identity().name;
    let mine = team.thanks()?.into_iter();
    let mine = mine.filter(|(_, it)| is_same_person(&it.whom, &me) && !is_same_person(&it.from, &me));
    let shown = |(file, thank): (String, Thank)| {
        let title = thank.page.as_ref().and_then(|page| index::title(workspace, name, page));
        let shown = thank.page.clone().filter(|_| title.is_some()).unwrap_or(file);
        Some(TeamThank { path: place(name, &shown)?, team: name.to_owned(), thank, title })
    };
    Ok(mine.filter_map(shown).collect())
}
