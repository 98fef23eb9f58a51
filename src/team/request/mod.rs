//! Requests: somebody in a team asks for a page. Each is a file in `requests/`, of which only the title has to be there.
//!
//! The file is the whole truth of it, for people without Riffle too: fields say how it stands, dated lines what was said.

mod listing;
mod read;
#[cfg(test)]
mod tests;
mod write;

use chrono::NaiveDate;

use super::dated::{Line, is_same_person};

pub use listing::by_urgency;
pub(crate) use read::{is_request, read};
pub(crate) use write::{Act, NewRequest, Refused, begun, changed};

/// Where requests lie.
pub(crate) const FOLDER: &str = "requests";
/// After so many days without a word a request counts as silent.
const SILENT: i64 = 14;

/// One request. What it says of itself is a claim of whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// In the team's repository.
    pub path: String,
    pub id: Option<String>,
    pub title: String,
    pub state: State,
    pub asked: Option<NaiveDate>,
    /// Who asked, as the file says.
    pub asker: Option<String>,
    /// For whom, or for which unit.
    pub whom: Option<String>,
    pub why: Option<String>,
    pub due: Option<NaiveDate>,
    /// Who has taken it on.
    pub assignee: Option<String>,
    /// The pages that answer it, by their paths in the team.
    pub answers: Vec<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// What was said and done, in the order of the file.
    pub lines: Vec<Line>,
}

/// How a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Answered,
    Closed,
    /// What its file says, and nobody knows.
    Unknown(String),
}

impl State {
    pub fn name(&self) -> &str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Unknown(word) => word,
        }
    }
}

impl Request {
    /// Whether somebody still waits for an answer; one in a state that nobody knows is not passed over.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Unknown(_))
    }

    /// Whether somebody has taken it on, or is asked by name.
    pub fn is_for(&self, name: &str) -> bool {
        let is_me = |said: &Option<String>| said.as_deref().is_some_and(|said| is_same_person(said, name));
        if self.assignee.is_some() { is_me(&self.assignee) } else { is_me(&self.whom) }
    }

    pub fn is_asked_by(&self, name: &str) -> bool {
        self.asker.as_deref().is_some_and(|asker| is_same_person(asker, name))
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }

    /// For how many days nobody has said anything, once that is long. A day that is yet to come counts as today.
    pub fn silent_for(&self, today: NaiveDate) -> Option<i64> {
        let last = self.lines.iter().map(|line| line.day).chain(self.asked).max()?;
        let days = (today - last).num_days();
        (self.is_open() && days >= SILENT).then_some(days)
    }
}
