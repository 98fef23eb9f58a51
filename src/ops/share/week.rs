//! The lines of a week of my journal that may be shared: a journal stays private, but for what is ticked of it.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::entry::{Entry, EntryPath, journal};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace, log};
use crate::store;
use crate::team::publish::{self, Refusal};
use crate::team::read::rules::Audience;

/// As many lines as a week offers.
const MOST: usize = 500;

/// A week, by its Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week(NaiveDate);

/// A line of the journal that may be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLine {
    pub day: NaiveDate,
    /// A dead end or a surprise.
    pub surprise: bool,
    pub text: String,
}

/// What a week has to share with a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedWeek {
    pub team: String,
    pub week: Week,
    /// Dead ends and surprises first, the others by their days.
    pub lines: Vec<SharedLine>,
    /// How many lines stay because of what they say.
    pub kept: usize,
    /// The days that stay as a whole, and why.
    pub kept_days: Vec<(NaiveDate, Refusal)>,
}

impl Week {
    pub fn of(day: NaiveDate) -> Self {
        Self(day.week(Weekday::Mon).checked_first_day().unwrap_or(day))
    }

    /// Reads `2026-W47`.
    pub fn read(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let week = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
        (week.year() > 0).then_some(Self(week))
    }

    /// `2026-W47`
    pub fn name(self) -> String {
        self.0.format("%G-W%V").to_string()
    }

    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        (0..7).filter_map(move |after| self.0.checked_add_days(Days::new(after)))
    }
}

/// What a week of my journal has for a team.
pub fn offered(workspace: &Workspace, team: &str, week: Week) -> Result<OfferedWeek, Error> {
    of_team(workspace, &OpenTeam::of(workspace, team)?, week)
}

/// The same of a team that is open.
pub(super) fn of_team(workspace: &Workspace, team: &OpenTeam, week: Week) -> Result<OfferedWeek, Error> {
    let mut offered = OfferedWeek { team: team.name.clone(), week, lines: Vec::new(), kept: 0, kept_days: Vec::new() };
    for day in week.days() {
        match of_day(workspace, day, team.rules.audience)? {
            Ok(lines) => {
                offered.kept += lines.iter().filter(|line| line.is_none()).count();
                offered.lines.extend(lines.into_iter().flatten());
            }
            Err(refusal) => offered.kept_days.push((day, refusal)),
        }
    }
    offered.lines.sort_by_key(|line| !line.surprise);
    offered.lines.truncate(MOST);
    Ok(offered)
}

/// The lines of a day, nothing for one that stays; or why the day does.
fn of_day(
    workspace: &Workspace,
    day: NaiveDate,
    audience: Audience,
) -> Result<Result<Vec<Option<SharedLine>>, Refusal>, Error> {
    let path = log::path_of(workspace, day);
    let text = match workspace.store().read(&path) {
        Ok(entry) => entry.text.replace("\r\n", "\n").replace('\r', "\n"),
        Err(store::Error::Missing(_)) => return Ok(Ok(Vec::new())),
        Err(error) => return Err(error.into()),
    };
    let entry = Entry::parse(EntryPath::new("day.md")?, text.as_bytes(), &[]);
    let lines: Vec<journal::Line> =
        journal::lines_of(&entry.text).into_iter().filter(|line| !line.text.trim().is_empty()).collect();
    let parts: Vec<_> = lines.iter().map(|line| line.range.clone()).collect();
    let shared = |line: journal::Line| SharedLine { day, surprise: line.surprise, text: line.text };
    let free = publish::free(&entry, &parts, audience);
    Ok(free.map(|free| lines.into_iter().zip(free).map(|(line, is_free)| is_free.then(|| shared(line))).collect()))
}
