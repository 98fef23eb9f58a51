//! How much was written, week by week.

use chrono::{Datelike, Days, NaiveDate};

use crate::ops::{Error, Workspace};

/// Entries dated in each of the last weeks, which begin on Mondays; the last is the week of `today`.
pub fn weeks(workspace: &Workspace, today: NaiveDate, weeks: usize) -> Result<Vec<usize>, Error> {
    let days = weeks * 7;
    let back =
        u64::try_from(days).unwrap_or(u64::MAX).saturating_sub(7) + u64::from(today.weekday().num_days_from_monday());
    let Some(first) = today.checked_sub_days(Days::new(back)) else { return Ok(Vec::new()) };
    let per_day = workspace.with_index(|index| index.per_day(first, days))?;
    Ok(per_day.chunks(7).map(|week| week.iter().sum()).collect())
}
