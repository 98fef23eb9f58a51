//! What the words for days and periods mean.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::Day;

impl Day {
    /// Reads `2026`, `2026-11`, `2026-11-21`, `today`, `yesterday`, `last-week`, `this-month`, `monday`, `3d`, `2w`, `6m`, `1y`.
    pub(super) fn parse(typed: &str, today: NaiveDate) -> Option<Self> {
        let typed = typed.split_whitespace().collect::<Vec<_>>().join("-").to_ascii_lowercase();
        let start = calendar(&typed).or_else(|| named(&typed, today)).or_else(|| ago(&typed, today))?;
        Some(Self { typed, start })
    }
}

/// A year, a month or a day in digits.
fn calendar(typed: &str) -> Option<NaiveDate> {
    let mut parts = typed.split('-');
    let mut number = |length: usize| {
        let part = parts.next()?;
        let is_number = (1..=length).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        Some(is_number.then(|| part.parse::<u32>().ok()).flatten())
    };
    let (year, month, day) = (number(4)??, number(2), number(2));
    let year = i32::try_from(year).ok().filter(|year| (1000..=9999).contains(year))?;
    let (month, day) = (month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?);
    parts.next().is_none().then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()
}

fn named(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let monday = today.week(Weekday::Mon).checked_first_day()?;
    let first = today.with_day(1)?;
    let new_year = first.with_month(1)?;
    match typed {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        "this-week" => Some(monday),
        "last-week" => monday.checked_sub_days(Days::new(7)),
        "this-month" => Some(first),
        "last-month" => first.checked_sub_months(Months::new(1)),
        "this-year" => Some(new_year),
        "last-year" => new_year.checked_sub_months(Months::new(12)),
        name => last(name.parse().ok()?, today),
    }
}

/// The last such day of the week before today.
fn last(weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let days = (today.weekday().num_days_from_monday() + 6 - weekday.num_days_from_monday()) % 7 + 1;
    today.checked_sub_days(Days::new(days.into()))
}

/// So many days, weeks, months or years ago.
fn ago(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (number, unit) = typed.split_at_checked(typed.len().checked_sub(1)?)?;
    let number: u32 = Some(number).filter(|number| number.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    match unit {
        "d" => today.checked_sub_days(Days::new(number.into())),
        "w" => today.checked_sub_days(Days::new(u64::from(number) * 7)),
        "m" => today.checked_sub_months(Months::new(number)),
        "y" => today.checked_sub_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
}
