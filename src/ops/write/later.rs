//! Entries that come back on a day: `z`.
//!
//! The day is a line in this machine's log, `.riffle/log/<device>.jsonl`, which travels with the store and is committed with the
//! act. A folder that was never made a store gets that file too, the first time somebody asks for it: a decision about the
//! person's entries belongs beside them, where undo and git find it. The folder does not become a store by it.

use chrono::{Days, Months, NaiveDate, Weekday};

use super::stage::out_of_inbox;
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryId, EntryPath, Kind, Problem, Stage};
use crate::ops::bulk::{self, Rewrite};
use crate::ops::capture::new_ulid;
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace};
use crate::store;
use crate::store::log::{self, Line};

/// An entry that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub path: EntryPath,
    pub title: String,
    pub day: NaiveDate,
}

/// Puts entries off to a day; they leave the inbox as seeds. One that has no `id` gets one.
pub fn later(workspace: &Workspace, paths: &[EntryPath], day: NaiveDate) -> Result<Changed, Error> {
    let entries = bulk::entries(workspace, paths)?;
    let done = bulk::compose(workspace, || {
        let mut lines = Vec::new();
        let put_off = |path: &&EntryPath| {
            Rewrite::of(workspace, path, |entry| {
                let (name, text) = named(workspace, entry)?;
                lines.push(line(workspace, name, Some(day)));
                Ok(text)
            })
        };
        let mut rewrites = entries.iter().map(put_off).collect::<Result<Vec<_>, _>>()?;
        let message = format!("later: {day} {}", bulk::whom(workspace, &rewrites));
        rewrites.push(logged(workspace, &lines)?);
        Ok((message, rewrites))
    })?;
    Ok(done.of_entries(workspace, &entries))
}

/// A day as it is typed: `1` tomorrow, `2` in a week, `3` in a month, `tomorrow`, `friday`, `3d`, `2w`, a date. None that is past.
pub fn day(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let day = match words.as_str() {
        "today" => Some(today),
        "1" | "tomorrow" => today.succ_opt(),
        "2" | "week" | "next week" | "next-week" => today.checked_add_days(Days::new(7)),
        "3" | "month" | "next month" | "next-month" => today.checked_add_months(Months::new(1)),
        words => coming(words, today).or_else(|| in_a_while(words, today)).or_else(|| date(words)),
    };
    day.filter(|day| *day >= today)
}

/// The next such day of the week after today.
fn coming(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let weekday: Weekday = words.strip_prefix("next ").unwrap_or(words).parse().ok()?;
    today.succ_opt()?.iter_days().take(7).find(|day| chrono::Datelike::weekday(day) == weekday)
}

/// In so many days, weeks, months or years.
fn in_a_while(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = words.strip_prefix("in ").unwrap_or(words);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = words.split_at(digits);
    let number: u32 = number.parse().ok()?;
    match unit.trim() {
        "d" | "day" | "days" => today.checked_add_days(Days::new(number.into())),
        "w" | "week" | "weeks" => today.checked_add_days(Days::new(u64::from(number) * 7)),
        "m" | "month" | "months" => today.checked_add_months(Months::new(number)),
        "y" | "year" | "years" => today.checked_add_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
}

/// A date in digits, in years that calendars print with four.
fn date(words: &str) -> Option<NaiveDate> {
    words.parse().ok().filter(|day: &NaiveDate| (0..=9999).contains(&chrono::Datelike::year(day)))
}

/// What is due today or was before and has not been looked at since, oldest first. What is archived stays away.
pub fn due(workspace: &Workspace) -> Result<Vec<Due>, Error> {
    let today = workspace.clock.now().date_naive();
    let mut due = Vec::new();
    for (name, day) in workspace.store().later().into_iter().filter(|(_, day)| *day <= today) {
        let entry = find(workspace, &name)?.filter(|entry| entry.stage != Some(Stage::Archived));
        due.extend(entry.map(|Entry { path, title, .. }| Due { path, title, day }));
    }
    due.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.path.cmp(&b.path)));
    Ok(due)
}

/// The entry that a log names; `None` when it is gone.
fn find(workspace: &Workspace, name: &str) -> Result<Option<Entry>, Error> {
    let named = workspace.with_index(|index| index.resolve(name))?;
    let path = match named.into_iter().find(|named| named.id.to_string() == name) {
        Some(named) => named.path,
        None => match EntryPath::new(name) {
            Ok(path) if workspace.store().is_entry(&path) => path,
            Ok(_) | Err(_) => return Ok(None),
        },
    };
    match workspace.store().read(&path) {
        Ok(entry) => Ok(Some(entry)),
        Err(store::Error::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What notes that entries which had come back have been looked at; `None` when none of these had.
pub(in crate::ops) fn looked_at(workspace: &Workspace, rewrites: &[Rewrite]) -> Result<Option<Rewrite>, Error> {
    let today = workspace.clock.now().date_naive();
    let mut due = workspace.store().later();
    due.retain(|_, day| *day <= today);
    if due.is_empty() {
        return Ok(None);
    }
    let names = rewrites.iter().filter_map(|rewrite| Some(rewrite.entry(workspace)?.id.to_string()));
    let lines: Vec<Line> =
        names.filter(|name| due.contains_key(name)).map(|name| line(workspace, name, None)).collect();
    if lines.is_empty() { Ok(None) } else { logged(workspace, &lines).map(Some) }
}

/// What a log calls an entry, and the entry's text: out of the inbox, and with an `id` if it had none.
///
/// An `id` of another program's stays; such an entry is called by its path.
fn named(workspace: &Workspace, entry: &Entry) -> Result<(String, String), Problem> {
    let text = out_of_inbox(entry)?;
    match &entry.id {
        EntryId::Path(_) if !entry.fields.contains_key("id") => {
            let name = new_name(workspace, entry);
            let text = front_matter::set(&text, "id", &Value::Text(name.clone()))?;
            Ok((name, text))
        }
        id @ (EntryId::Ulid(_) | EntryId::Day(_) | EntryId::Path(_)) => Ok((id.to_string(), text)),
    }
}

/// A journal is its day; anything else gets an id of its own.
fn new_name(workspace: &Workspace, entry: &Entry) -> String {
    let id = match (entry.kind, date(entry.path.stem())) {
        (Kind::Journal, Some(day)) => EntryId::Day(day),
        (Kind::Journal | Kind::Note | Kind::Bookmark | Kind::Nugget, _) => EntryId::Ulid(new_ulid(workspace)),
    };
    id.to_string()
}

fn line(workspace: &Workspace, entry: String, later: Option<NaiveDate>) -> Line {
    Line { at: workspace.clock.now(), entry, later }
}

/// This machine's log with lines added.
fn logged(workspace: &Workspace, lines: &[Line]) -> Result<Rewrite, Error> {
    let path = log::path(&log::device(workspace.state())?);
    let before = match workspace.store().bytes(&path) {
        Ok(bytes) => Some(bytes),
        Err(store::Error::Missing(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let after = Some(log::appended(before.as_deref().unwrap_or_default(), lines));
    Ok(Rewrite { path, before, after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_typed_as_people_say_them_and_lie_ahead() {
        let today: NaiveDate = "2026-11-21".parse().unwrap(); // a Saturday
        for (words, meant) in [
            ("1", "2026-11-22"),
            ("2", "2026-11-28"),
            ("3", "2026-12-21"),
            ("Today", "2026-11-21"),
            (" tomorrow ", "2026-11-22"),
            ("friday", "2026-11-27"),
            ("sat", "2026-11-28"),
            ("next  Monday", "2026-11-23"),
            ("3d", "2026-11-24"),
            ("in 2 weeks", "2026-12-05"),
            ("1m", "2026-12-21"),
            ("1y", "2027-11-21"),
            ("2026-12-01", "2026-12-01"),
        ] {
            assert_eq!(day(words, today).map(|day| day.to_string()).as_deref(), Some(meant), "{words}");
        }
        for words in
            ["", "4", "yesterday", "2026-11-20", "0x", "-1d", "99999999999d", "4000000000y", "+10000-01-01", "soon"]
        {
            assert_eq!(day(words, today), None, "{words}");
        }
    }
}
