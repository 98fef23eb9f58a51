//! Which actions make no sense now, and why.

use super::App;
use crate::entry::Kind;
use crate::keymap::{Act, Action, Run};
use crate::ops;
use crate::ops::share::State;
use crate::tui::msg::Job;
use crate::tui::screen::Can;

impl App {
    /// Why an action makes no sense now; nothing if it does.
    pub fn why_not(&self, action: Action) -> Option<&'static str> {
        match self.screen().can(action, &self.shared) {
            Can::Yes => return None,
            Can::No(reason) => return Some(reason),
            Can::AsElsewhere => {}
        }
        match action {
            Action::Act(act) => self.why_not_act(act),
            Action::Later(_) => self.why_not_act(Act::Later),
            Action::Refine(_) => self.why_not_act(Act::Refine),
            Action::Run(Run::Undo) if !self.shared.sharing.pending.is_empty() => None,
            Action::Run(Run::Undo | Run::Redo) => {
                (!self.shared.settings.has_history).then_some("this folder is not in git, so there is no history")
            }
            Action::Run(Run::Sync) => self.why_not_sync(),
            Action::Run(Run::CancelJob) => {
                let idle = self.shared.messages.jobs.is_empty() && self.shared.sharing.pending.is_empty();
                idle.then_some("nothing is running in the background")
            }
            Action::Run(Run::Zoom) => Some("only the library has a text to enlarge"),
            Action::Move(_) | Action::Write(_) | Action::Go(_) | Action::Run(_) => None,
        }
    }

    fn why_not_act(&self, act: Act) -> Option<&'static str> {
        let Some(subject) = self.subject() else { return Some("no entry is selected") };
        let of_line = subject.line.is_some();
        if let Some(reason) = self.why_not_sharing(act).or_else(|| self.why_not_of_team(act)) {
            return Some(reason);
        }
        match act {
            Act::Open | Act::Edit | Act::Nugget | Act::CopyLink | Act::CopyPath => None,
            Act::Mark | Act::MarkRange | Act::MarkAll => Some("there is no list to mark in"),
            Act::OpenOutside if self.screen().is_sharing() => {
                self.published_at().is_none().then_some("no web address of its page is known")
            }
            Act::CopyUrl | Act::OpenOutside => self.address().is_none().then_some("this entry has no web address"),
            Act::CopyText => self.entry().is_none().then_some("no entry is shown"),
            Act::CopyCode => self.code().is_none().then_some("there is no code block in this entry"),
            Act::Follow => Some("open the entry first"),
            Act::Merge if subject.kind != Some(Kind::Bookmark) => Some("this is no bookmark"),
            Act::Annotate | Act::Link | Act::Rename | Act::History | Act::Merge if self.screen().has_marks() => {
                Some("this is done with one entry; Esc unmarks")
            }
            Act::Publish | Act::Propose | Act::Withdraw | Act::Take | Act::Adopt | Act::Seen => None,
            _ if of_line => Some("this is a line of the log"),
            Act::Prepare if subject.kind == Some(Kind::Journal) => Some("days of the journal are not shared"),
            Act::History => {
                (!self.shared.settings.has_history).then_some("this folder is not in git, so there is no history")
            }
            Act::Tag
            | Act::Annotate
            | Act::Keep
            | Act::Later
            | Act::Todo
            | Act::Archive
            | Act::Trash
            | Act::Refine
            | Act::Link
            | Act::Merge
            | Act::Prepare
            | Act::Rename => None,
        }
    }

    /// What only makes sense on what is shared, or on an entry of a team.
    fn why_not_sharing(&self, act: Act) -> Option<&'static str> {
        match act {
            Act::Publish | Act::Propose => Some("prepare it first, and see what would leave"),
            Act::Prepare if self.screen().has_marks() => Some("this is done with one entry; Esc unmarks"),
            Act::Withdraw => match self.publication().map(|out| out.state) {
                None | Some(State::Private) => Some("this is not published"),
                Some(State::Withdrawn) => Some("it was taken back already"),
                Some(State::Proposed) => Some("it waits on a branch for review, which is deleted where it lies"),
                Some(
                    State::Queued
                    | State::Published
                    | State::Drifted
                    | State::Edited
                    | State::Diverged
                    | State::Unshared,
                ) => None,
            },
            Act::Take => self.why_not_take(),
            Act::CopyLink if self.screen().is_sharing() => {
                self.publication().is_none().then_some("this is not published yet")
            }
            Act::Adopt => (!self.of_team()).then_some("this is mine already"),
            Act::Seen => Some("this is done in the list of what is new"),
            _ => None,
        }
    }

    fn why_not_take(&self) -> Option<&'static str> {
        let out = self.publication();
        match out.as_ref().map(|out| out.state) {
            None | Some(State::Private) => Some("this is not published"),
            Some(State::Queued | State::Proposed) => Some("it is not among the team's pages yet"),
            Some(State::Withdrawn) => Some("it was taken back already"),
            Some(State::Unshared) => Some("it is no longer shared"),
            Some(State::Published | State::Drifted | State::Edited | State::Diverged) => {
                out.is_some_and(|out| !out.has_theirs).then_some("my text has all that colleagues wrote")
            }
        }
    }

    /// What is never done with an entry of a team.
    fn why_not_of_team(&self, act: Act) -> Option<&'static str> {
        let reads = matches!(
            act,
            Act::Open
                | Act::OpenOutside
                | Act::Mark
                | Act::MarkRange
                | Act::MarkAll
                | Act::CopyUrl
                | Act::CopyText
                | Act::CopyPath
                | Act::CopyCode
                | Act::Follow
                | Act::Adopt
                | Act::Seen
        );
        let theirs = self.targets().iter().any(|path| ops::team::split(path).is_some());
        match act {
            _ if !theirs || reads => None,
            Act::CopyLink => Some("a [[link]] leads only to entries of my store"),
            Act::Adopt if self.screen().has_marks() => Some("this is done with one entry; Esc unmarks"),
            _ => Some("it belongs to a team; adopt it first"),
        }
    }

    fn why_not_sync(&self) -> Option<&'static str> {
        if self.shared.sharing.has_teams() && !self.shared.messages.runs(Job::Team) {
            None
        } else {
            self.why_not_store()
        }
    }

    /// Why the store cannot be exchanged with its remote.
    pub(super) fn why_not_store(&self) -> Option<&'static str> {
        if !self.shared.settings.has_history {
            Some("this folder is not in git, so it cannot be synced")
        } else if self.shared.messages.runs(Job::Sync) {
            Some("it is already running")
        } else if self.shared.status.as_ref().is_some_and(|status| status.remote.is_none()) {
            Some("this store has no remote yet (git remote add origin URL)")
        } else {
            None
        }
    }
}
