//! What a person adds to a team without an entry of their own: a request, a word on one, thanks.
//!
//! It goes the way of a publication: only what may leave is left of the words, they are checked and shown, and what was
//! agreed to arrives as one commit or not at all. Overtaken by others, the act is done anew on what they left.

mod digest;
mod names;
mod request;
mod send;
mod suggestion;
mod thanks;
mod week;
mod words;

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{DiffLine, Finding, LeftOut, Report, Route, SharedLine, Week};
use crate::entry::EntryPath;
use crate::git::CommitId;
use crate::ops::team::{OpenTeam, Since};
use crate::ops::{Error, Workspace, history};
use crate::team::publish::check::Similar;
use crate::team::readme::ReadmeIndex;
pub(super) use request::at as request_at;
pub use send::{AgreedWords, contribute};

/// What a person adds to a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The team's name here.
    pub team: String,
    pub act: Act,
    /// Findings that may pass though they block, by their keys, as the person typed them.
    pub allowed: Vec<String>,
}

/// The sort of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Ask(Question),
    Thank(Gratitude),
    /// What happened since, as a file of the team.
    Digest(Since),
    /// What was ticked of a week of my journal.
    Week(WeekLines),
    /// A change of somebody else's page.
    Suggest(Box<Suggestion>),
    /// What becomes of the request at this path in the team.
    Request {
        path: String,
        act: RequestAct,
    },
}

/// What somebody would like to know; one line is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub title: String,
    /// What it is needed for.
    pub why: Option<String>,
    /// Whom it is asked, or which unit it is for.
    pub whom: Option<String>,
    pub due: Option<NaiveDate>,
}

/// What somebody changed in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Of the page, in the team.
    pub path: String,
    /// The page that was changed, and what became of it.
    pub before: String,
    pub after: String,
    /// How it goes to the team; as the team wishes where nothing is said.
    pub route: Option<Route>,
}

/// Lines of a week of my journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekLines {
    pub week: Week,
    pub lines: Vec<SharedLine>,
}

/// Thanks for a page, or to somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gratitude {
    /// By its path in the team.
    pub page: Option<String>,
    /// Whom; else who wrote the page's words last.
    pub whom: Option<String>,
    /// Nothing is fine.
    pub words: String,
}

/// What somebody does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestAct {
    Claim,
    Release,
    Reply(String),
    /// Names the page that answers it, by its path in the team.
    Answer(String),
    Close(Option<String>),
}

/// Everything that would leave, and what stays behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionPreview {
    pub contribution: Contribution,
    /// Of what it is about.
    pub title: String,
    /// Where the team's repository is, without a password.
    pub url: String,
    pub branch: String,
    /// How it goes there.
    pub route: Route,
    /// The file that changes, in the team's repository.
    pub path: String,
    /// The words of mine that would leave: others do not.
    pub words: Vec<String>,
    /// Line by line against the file as the team has it.
    pub changes: Vec<DiffLine>,
    pub message: String,
    /// `Ada <ada@example.org>`
    pub author: String,
    pub files: Vec<String>,
    pub left_out: Vec<LeftOut>,
    pub report: Report,
}

/// What a contribution came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributed {
    pub team: String,
    pub title: String,
    pub path: String,
    pub commit: CommitId,
    /// Where it can be read, if that is known.
    pub link: Option<String>,
    /// The branch on which it waits for review.
    pub branch: Option<String>,
    /// The entry of mine that was adopted from the page that changed.
    pub adopted: Option<EntryPath>,
    /// The team had it already.
    pub is_there: bool,
}

impl ContributionPreview {
    /// The findings that keep it from leaving.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.report.blocking(&self.contribution.allowed)
    }

    pub fn is_ready(&self) -> bool {
        self.blocking().next().is_none()
    }
}

/// What a file becomes.
struct Change {
    path: String,
    title: String,
    before: Option<String>,
    after: String,
    words: Vec<String>,
    left_out: Vec<LeftOut>,
    message: String,
    /// What the team has on the subject already.
    similar: Vec<Similar>,
    /// What becomes of the team's list of pages.
    index: Option<ReadmeIndex>,
}

impl Change {
    /// The file with my lines alone, each where it stands: what others wrote is not mine to be checked.
    fn mine(&self) -> String {
        let theirs: HashSet<&str> = self.before.as_deref().unwrap_or_default().lines().collect();
        let line = |line: &str| if theirs.contains(line) { "\n".to_owned() } else { format!("{line}\n") };
        self.after.lines().map(line).collect()
    }
}

/// What would leave if it were sent, and what stays behind. Nothing does.
pub fn prepare(workspace: &Workspace, contribution: &Contribution) -> Result<ContributionPreview, Error> {
    let team = OpenTeam::of(workspace, &contribution.team)?;
    Ok(send::Plan::on(workspace, &team, contribution, &team)?.preview)
}

/// The comparison that is shown.
fn compared(change: &Change) -> Vec<DiffLine> {
    history::compared(change.before.as_deref().unwrap_or_default(), &change.after)
}
