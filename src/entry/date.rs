//! When an entry was written, in the forms that people and programs give it. What may mean two days is not read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, Utc, Weekday};
use serde_json::{Map, Value as Json};

use super::{Entry, EntryPath, Timestamp};

/// Fields that say it; of several the first that can be read counts.
pub(in crate::entry) const KEYS: [&str; 7] =
    ["date", "created", "date created", "date_created", "created_at", "created at", "creation date"];

/// Days without a time.
const DAYS: [&str; 9] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%A, %B %d, %Y",
    "%A, %d %B %Y",
    "%A %B %d %Y",
];
/// Moments without a zone.
const LOCAL: [&str; 11] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %I:%M %p",
    "%B %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y, %I:%M %p",
    "%Y%m%dT%H%M%S",
    "%Y%m%dT%H%M",
];
/// Moments with a zone.
const ZONED: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f %#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M %#z"];

/// What the front matter says.
pub(super) fn of_fields(fields: &Map<String, Json>) -> Option<Timestamp> {
    KEYS.iter().find_map(|key| said(fields.get(*key)?))
}

/// The first of the fields that says it.
pub(super) fn key(fields: &Map<String, Json>) -> Option<&'static str> {
    KEYS.into_iter().find(|key| fields.get(*key).and_then(said).is_some())
}

/// The day that a file is called after: `2023-09-30.md`, `2023_09_30 Sat.md`, `journal.2023.09.30.md`.
pub(super) fn of_name(path: &EntryPath) -> Option<Timestamp> {
    let stem = path.stem();
    if !stem.ends_with(|c: char| c.is_ascii_digit()) && !stem.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if stem.len() == 8 {
        return stem.parse().ok().and_then(number);
    }
    let first = stem.split_at_checked(10).filter(|(_, rest)| is_weekday(rest)).map(|(day, _)| day);
    let last = || {
        stem.rsplit_once('.')
            .and(stem.get(stem.len().checked_sub(10)?..))
            .filter(|day| stem.ends_with(&format!(".{day}")))
    };
    first.or_else(last).and_then(|day| self::day(&day.replace(['_', '.'], "-"))).map(at_midnight)
}

/// The field that says a date which cannot be read, and what it says, of an entry that has none.
pub(crate) fn unread(entry: &Entry) -> Option<(&'static str, String)> {
    let says = |key: &&'static str| entry.said(key).into_iter().next().map(|words| (*key, words));
    if entry.date.is_some() { None } else { KEYS.iter().find_map(says) }
}

/// `2026-11-21`, and no other form.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.to_string() == text).then_some(day)
}

pub(crate) fn at_midnight(day: NaiveDate) -> Timestamp {
    at_utc(day.and_time(NaiveTime::MIN))
}

/// A moment as people and programs write it.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    moment(text)
}

fn said(value: &Json) -> Option<Timestamp> {
    match value {
        Json::String(text) => moment(text.trim_matches(['[', ']', ' '])),
        Json::Number(number) => self::number(number.as_i64()?),
        Json::Array(items) => items.first().filter(|_| items.len() == 1).and_then(said),
        Json::Null | Json::Bool(_) | Json::Object(_) => None,
    }
}

/// Nothing, or the name of a day behind a blank or mark.
fn is_weekday(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '-', '_', ',']) && rest[1..].trim().parse::<Weekday>().is_ok()
}

/// `20240115`, with hours, minutes and seconds or without; or seconds or milliseconds since 1970, which Dendron and Logseq
/// write, from 2000 on.
fn number(number: i64) -> Option<Timestamp> {
    let digits = number.to_string();
    let local = |form: &str| NaiveDateTime::parse_from_str(&format!("{digits}00"), form).ok().map(at_utc);
    match number {
        19_000_000..22_000_000 => NaiveDate::parse_from_str(&digits, "%Y%m%d").ok().map(at_midnight),
        946_684_800..10_000_000_000 => since_1970(DateTime::from_timestamp(number, 0)),
        190_000_000_000..220_000_000_000 => local("%Y%m%d%H%M%S"),
        946_684_800_000..10_000_000_000_000 => since_1970(DateTime::from_timestamp_millis(number)),
        19_000_000_000_000..22_000_000_000_000 => local("%Y%m%d%H%M%S00"),
        _ => None,
    }
}

fn since_1970(moment: Option<DateTime<Utc>>) -> Option<Timestamp> {
    moment.map(|moment| moment.with_timezone(&Utc.fix()))
}

/// RFC 3339 and the common forms: a day alone, a space instead of `T`, no seconds, no zone (then UTC), months by name.
fn moment(text: &str) -> Option<Timestamp> {
    if let Some(day) = day(text) {
        return Some(at_midnight(day));
    }
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().and_then(number);
    }
    let text = &without_ordinal(text);
    let utc = text.strip_suffix(['Z', 'z']).map_or(text.as_str(), str::trim_end);
    let zoned = || ZONED.into_iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
    let local = || LOCAL.into_iter().find_map(|form| NaiveDateTime::parse_from_str(utc, form).ok()).map(at_utc);
    let whole = || DAYS.into_iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok()).map(at_midnight);
    let read = zoned().or_else(local).or_else(whole).or_else(|| DateTime::parse_from_rfc2822(text).ok());
    // `01/02/24` is the first of February to some and the second of January to others, and no day of the year 1.
    read.filter(|read| chrono::Datelike::year(read) >= 1000)
}

/// `Nov 21st, 2026` as `Nov 21, 2026`.
fn without_ordinal(text: &str) -> String {
    let is_ordinal = |at: &usize| {
        let ending = text.get(*at..at + 2).is_some_and(|it| ["st", "nd", "rd", "th"].contains(&it));
        ending
            && text[..*at].ends_with(|c: char| c.is_ascii_digit())
            && !text[at + 2..].starts_with(char::is_alphanumeric)
    };
    match (1..text.len()).find(is_ordinal) {
        Some(at) => format!("{}{}", &text[..at], &text[at + 2..]),
        None => text.to_owned(),
    }
}

fn at_utc(moment: NaiveDateTime) -> Timestamp {
    moment.and_utc().with_timezone(&Utc.fix())
}
