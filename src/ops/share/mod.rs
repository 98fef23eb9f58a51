//! Publishing: what would leave, shown before it does; what is out; how it is brought up to date and taken back.
//!
//! [`prepare`] is a pure look: nothing leaves the machine. [`publish()`] prepares once more on the team's newest commit, so
//! that what arrives is what was agreed to, or nothing is.

mod answers;
mod build;
mod check;
mod contribution;
pub(in crate::ops) mod error;
mod everybody;
mod failure;
mod last;
mod link_targets;
mod listed;
mod merge;
mod mine;
mod origin;
pub(super) mod outbox;
mod outgoing;
mod plan;
mod publication;
mod publish;
mod readme;
mod record;
mod relink;
mod remember;
pub mod suggest;
mod take;
mod topic;
mod week;
mod withdraw;

pub(super) use answers::ANSWERS;

use crate::entry::EntryPath;
pub use crate::git::CommitId;
pub use crate::ops::history::{DiffLine, Sign};
pub use crate::team::publish::check::{Check, Finding, Location, Passed, Report};
pub use crate::team::publish::{LeftOut, LeftOutKind};
pub use crate::team::read::rules::Severity;
pub use contribution::{
    Act, AgreedWords, Contributed, Contribution, ContributionPreview, Gratitude, Question, RequestAct, Suggestion,
    WeekLines, contribute, prepare as prepare_contribution,
};
pub(super) use everybody::{OpenPage, for_everybody, text_for_everybody};
pub(super) use listed::list_merged;
pub use mine::entry_of;
pub(super) use mine::without_mine;
pub use outgoing::{drop_queued, page_of, prepare, published};
pub use publish::{Agreed, publish};
pub use remember::settle;
pub use take::{Taking, take, taking};
pub use week::{OfferedWeek, SharedLine, Week, offered};
pub use withdraw::withdraw;

/// How a page goes to its team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// Onto the branch that everybody reads.
    #[default]
    Main,
    /// Onto a branch of its own, for review.
    Branch,
}

/// What a person asks to be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub entry: Option<EntryPath>,
    /// The team's name here.
    pub team: String,
    /// The folder of its subject; the team's own guess where none is given.
    pub topic: Option<String>,
    /// Findings that may pass though they block, by their keys, as the person typed them.
    pub allowed: Vec<String>,
    /// What becomes of a copy that a colleague and I both changed.
    pub conflict: ConflictChoice,
}

/// What to do where both sides changed the same lines of a published page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConflictChoice {
    /// Say so, and publish nothing.
    #[default]
    Ask,
    Mine,
    Theirs,
}

/// Everything that would leave, and what stays behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub order: Order,
    pub title: String,
    /// Where the team's repository is, without a password.
    pub url: String,
    pub branch: String,
    /// Of the page, in the team's repository.
    pub path: String,
    pub topic: Option<String>,
    /// Topics that the team has, to choose from.
    pub topics: Vec<String>,
    /// The file as the team will see it.
    pub text: String,
    /// Line by line against the private text: what is removed on the way out, what is added.
    pub changes: Vec<DiffLine>,
    /// Line by line against the team's copy; empty where there is none.
    pub update: Vec<DiffLine>,
    /// How this publication stands now.
    pub state: State,
    pub left_out: Vec<LeftOut>,
    /// The files that go along with the page.
    pub along: Vec<Along>,
    pub report: Report,
    /// The message of the commit that would be pushed.
    pub message: String,
    /// `Ada <ada@example.org>`
    pub author: String,
    /// All files of that commit.
    pub files: Vec<String>,
    /// Sentences worth knowing: a README that is left alone, a colleague's change that is kept.
    pub notes: Vec<String>,
    /// Lines that both sides changed; publishing needs a word on them.
    pub has_conflict: bool,
}

/// A file that goes along with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Along {
    /// In the store.
    pub from: String,
    /// In the team's repository.
    pub path: String,
    /// All of it, where it is plain text.
    pub text: Option<String>,
}

/// How an entry and its copy in a team stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Never published there.
    Private,
    /// On its way: agreed to, and not accepted by the team's repository yet.
    Queued,
    /// On a branch for review.
    Proposed,
    Published,
    /// I changed it since.
    Drifted,
    /// A colleague changed the copy since.
    Edited,
    /// Both.
    Diverged,
    /// Its author shares it no longer, and the copy is still there.
    Unshared,
    /// The copy is gone, or says that it was withdrawn.
    Withdrawn,
}

/// One publication of mine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub entry: EntryPath,
    pub title: String,
    pub team: String,
    /// In the team's repository.
    pub path: String,
    pub state: State,
    /// The team's copy has words of colleagues that the entry has not.
    pub has_theirs: bool,
    /// Nothing where it is only queued.
    pub commit: Option<CommitId>,
    /// Where the page is read, as far as the address of the repository tells it.
    pub link: Option<String>,
    /// `2026-11-21`
    pub date: String,
    /// Why it is not there yet.
    pub why: Option<String>,
}

/// What publishing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub entry: EntryPath,
    pub title: String,
    pub team: String,
    pub path: String,
    pub commit: CommitId,
    /// The branch, where it went to one for review.
    pub branch: Option<String>,
    /// Where a pull request is opened, or the page is read.
    pub link: Option<String>,
    /// A sentence each.
    pub warnings: Vec<String>,
}

impl State {
    pub const ALL: [Self; 9] = [
        Self::Private,
        Self::Queued,
        Self::Proposed,
        Self::Published,
        Self::Drifted,
        Self::Edited,
        Self::Diverged,
        Self::Unshared,
        Self::Withdrawn,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Queued => "queued",
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Drifted => "drifted",
            Self::Edited => "edited",
            Self::Diverged => "diverged",
            Self::Unshared => "unshared",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Preview {
    /// The findings that keep it from leaving: those that block and were not allowed by name.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.report.blocking(&self.order.allowed)
    }

    /// The same on its way: a branch for review leaves the team's list alone.
    pub fn on(mut self, route: Route) -> Self {
        if route == Route::Branch && self.files.iter().any(|file| file == readme::README) {
            self.files.retain(|file| file != readme::README);
            self.notes.push("README.md lists it once it is merged".into());
        }
        self
    }

    /// Whether it may leave now.
    pub fn is_ready(&self) -> bool {
        !self.has_conflict && self.blocking().next().is_none()
    }
}
