//! What happened in a team over some days, as its files and its history tell it.

mod html;
mod markdown;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use chrono::NaiveDate;

pub use html::html;
pub use markdown::markdown;

/// Where published digests lie.
pub(crate) const FOLDER: &str = "digests";

/// What happened in one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub team: String,
    /// The first day that counts, and the last.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub items: Vec<Item>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub what: What,
    pub title: String,
    /// In the team's repository.
    pub path: String,
    /// Where it is read in a browser, if that is known.
    pub link: Option<String>,
    /// Who did it, as the commit or the file says.
    pub who: Option<String>,
    /// More about it: what changed, what came of it, what was said.
    pub about: Option<String>,
}

/// The sort of it, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    New,
    Changed,
    Asked,
    Answered,
    Thanked,
    /// Somebody shared lines of their week.
    Logged,
    Gone,
    Overdue,
}

impl What {
    pub const ALL: [Self; 8] =
        [Self::New, Self::Changed, Self::Asked, Self::Answered, Self::Thanked, Self::Logged, Self::Gone, Self::Overdue];

    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Thanked => "thanked",
            Self::Logged => "logged",
            Self::Gone => "gone",
            Self::Overdue => "overdue",
        }
    }

    /// As a heading says it.
    fn heading(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Changed => "Changed",
            Self::Asked => "Asked",
            Self::Answered => "Answered",
            Self::Thanked => "Thanks",
            Self::Logged => "From the week",
            Self::Gone => "Gone",
            Self::Overdue => "Overdue",
        }
    }
}

impl Digest {
    /// The items of one sort.
    pub fn of(&self, what: What) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.what == what)
    }
}

/// Where links of a digest lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// To the addresses at which pages are read; where those are not known, the path is told.
    Web,
    /// From a file of the team in this folder.
    From(&'static str),
}

/// What changed in a text: the headings above the lines that differ, else how many do.
pub(crate) fn changes(before: &str, after: &str) -> String {
    let known: HashSet<&str> = before.lines().map(str::trim).collect();
    let (mut heading, mut under, mut seen, mut lines) = (None, Vec::new(), HashSet::new(), 0);
    for line in after.lines().map(str::trim) {
        if line.starts_with('#') {
            heading = Some(crate::entry::text::one_line(line.trim_start_matches('#')));
        }
        if !line.is_empty() && !known.contains(line) {
            lines += 1;
            under.extend(heading.take().filter(|heading: &String| seen.insert(heading.clone())));
        }
    }
    let own: Vec<String> = under.into_iter().skip_while(|it| is_title(it, after)).take(3).collect();
    match (own.is_empty(), lines) {
        (false, _) => own.join(", "),
        (true, 0) => "shortened".to_owned(),
        (true, 1) => "one line".to_owned(),
        (true, lines) => format!("{lines} lines"),
    }
}

/// Whether a heading is the text's title, which says nothing about where it changed.
fn is_title(heading: &str, text: &str) -> bool {
    let first = text.lines().find(|line| line.starts_with("# "));
    first.is_some_and(|line| crate::entry::text::one_line(line.trim_start_matches('#')) == heading)
}
