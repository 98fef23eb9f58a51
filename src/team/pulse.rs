//! How a team does: what is asked and answered, what is used again, what nobody keeps right. Counts of pages and requests, never of
//! people, and of nobody's reading.

use chrono::NaiveDate;

use super::readme::escaped;

/// As many outcomes as are told.
const MOST_OUTCOMES: usize = 10;
/// Columns of the longest bar.
const BAR: usize = 24;

/// How a team did over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulse {
    pub team: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Requests of these days.
    pub asked: usize,
    pub answered: usize,
    /// From the question to the first answer.
    pub median_days: Option<i64>,
    /// What came of them, by their titles.
    pub outcomes: Vec<(String, String)>,
    pub pages: usize,
    /// Pages that other pages, or answers, link to.
    pub linked: usize,
    /// Pages that somebody gave thanks for.
    pub thanked: usize,
    /// Pages that somebody should have looked at again.
    pub stale: usize,
    /// How many of a kind came in a month (`2026-11`), in the order of months and kinds.
    pub months: Vec<(String, String, usize)>,
}

impl Pulse {
    /// The counts with their names.
    pub fn counts(&self) -> [(&'static str, String); 7] {
        [
            ("asked", self.asked.to_string()),
            ("answered", self.answered.to_string()),
            ("median days", self.median_days.map_or_else(|| "-".to_owned(), |days| days.to_string())),
            ("pages", self.pages.to_string()),
            ("linked again", self.linked.to_string()),
            ("thanked", self.thanked.to_string()),
            ("stale", share(self.stale, self.pages)),
        ]
    }

    /// For a terminal, with bars.
    pub fn text(&self) -> String {
        let mut text = format!("{}: {} to {}\n\n", self.team, self.from, self.to);
        text.extend(self.counts().map(|(name, value)| format!("{name:13} {value}\n")));
        let most = self.months.iter().map(|(_, _, count)| *count).max().unwrap_or(1);
        let mut last = "";
        for (month, kind, count) in &self.months {
            let shown = if month == last { "" } else { month };
            let gap = if last.is_empty() { "\n" } else { "" };
            let bar = "\u{2588}".repeat((count * BAR).div_ceil(most));
            text.extend([format!("{gap}{shown:7}  {kind:8}  {bar} {count}\n")]);
            last = month;
        }
        let gap = if self.outcomes.is_empty() { "" } else { "\nWhat came of it\n" };
        text.push_str(gap);
        let outcomes = self.outcomes.iter().take(MOST_OUTCOMES);
        text.extend(outcomes.map(|(title, outcome)| format!("  {title}: {outcome}\n")));
        text
    }

    /// For a file or a report.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}: {} to {}\n\n| | |\n|---|---|\n", escaped(&self.team), self.from, self.to);
        text.extend(self.counts().map(|(name, value)| format!("| {name} | {value} |\n")));
        if !self.months.is_empty() {
            text.push_str("\n| month | kind | new |\n|---|---|---|\n");
        }
        text.extend(self.months.iter().map(|(month, kind, count)| format!("| {month} | {kind} | {count} |\n")));
        if !self.outcomes.is_empty() {
            text.push_str("\n## What came of it\n\n");
        }
        let outcomes = self.outcomes.iter().take(MOST_OUTCOMES);
        text.extend(outcomes.map(|(title, outcome)| format!("- {}: {}\n", escaped(title), escaped(outcome))));
        text
    }

    /// A row for each number: what, month, kind, value.
    pub fn csv(&self) -> String {
        let mut text = "what,month,kind,value\n".to_owned();
        text.extend(self.counts().map(|(name, value)| format!("{name},,,{value}\n")));
        text.extend(self.months.iter().map(|(month, kind, count)| format!("new,{month},{kind},{count}\n")));
        text
    }
}

fn share(part: usize, of: usize) -> String {
    let percent = (part * 100).checked_div(of).unwrap_or(0);
    format!("{part} ({percent}%)")
}

/// The middle one of some days.
pub(crate) fn median(mut days: Vec<i64>) -> Option<i64> {
    days.sort_unstable();
    days.get(days.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_nothing_is_nothing() {
        assert_eq!((median(vec![]), median(vec![4]), median(vec![9, 1, 2, 30])), (None, Some(4), Some(2)));
    }
}
