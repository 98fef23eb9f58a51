//! Which actions make no sense now, and why.

use super::{App, entry_actions};
use crate::entry::Kind;
use crate::keymap::{Act, Action, Run};
use crate::ops;
use crate::ops::share::State;
use crate::tui::core::command::Need;
use crate::tui::core::job::Job;
use crate::tui::screen::{Can, Subject};

const NO_HISTORY: &str = "this folder is not in git, so there is no history";
const NOT_PUBLISHED: &str = "this is not published";

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
            Action::Sort(_) => self.why_not_act(Act::Order),
            Action::Run(run) => self.why_not_run(run),
            Action::Decide(_) => Some("this is done where two texts are compared"),
            Action::Move(_) | Action::Write(_) | Action::Go(_) => None,
        }
    }

    fn why_not_run(&self, run: Run) -> Option<&'static str> {
        let shared = &self.shared;
        let (is_idle, steps) = (shared.sharing.pending.is_empty(), shared.first_steps);
        let (met, reason) = match run {
            Run::Undo | Run::Redo => (run == Run::Undo && !is_idle || shared.settings.has_history(), NO_HISTORY),
            Run::Sync => return self.why_not_sync(),
            Run::CancelJob => (!is_idle || !shared.messages.jobs.is_empty(), "nothing is running in the background"),
            Run::WebSearch if shared.settings.search_url.is_none() => (false, "`search_url` in config.toml is empty"),
            Run::WebSearch => (self.screen().to_capture().is_some(), "it looks for what a search did not find here"),
            Run::PutAway => (steps.are_shown() || steps.has_news(), "neither first steps nor news are shown"),
            Run::Zoom => (false, "only the library has a text to enlarge"),
            _ => return None,
        };
        (!met).then_some(reason)
    }

    fn why_not_act(&self, act: Act) -> Option<&'static str> {
        let Some(subject) = self.subject() else { return Some("no entry is selected") };
        entry_actions::of(act).needs.iter().find_map(|need| self.why_not_met(*need, subject))
    }

    /// Why something that an action needs is not so.
    fn why_not_met(&self, need: Need, subject: Subject<'_>) -> Option<&'static str> {
        let (met, reason) = match need {
            Need::Mine => (!self.has_theirs(), "it belongs to a team; adopt it first"),
            Need::Material => (!self.has_theirs() || self.request().is_some(), "it belongs to a team; adopt it first"),
            Need::Request => (self.request().is_some(), "this is not a request of a team"),
            Need::Theirs => (self.of_team(), "this is mine already"),
            Need::One => (!self.screen().has_marks(), "this works on one entry at a time"),
            Need::Entry => (subject.line.is_none(), "this is a line of the log"),
            Need::Bookmark => (subject.kind == Some(Kind::Bookmark), "this is not a bookmark"),
            Need::NoDay => (subject.kind != Some(Kind::Journal), "days of the journal are not shared"),
            Need::History => (self.shared.settings.has_history(), NO_HISTORY),
            Need::Text => (self.entry().is_some(), "no entry is shown"),
            Need::CodeBlock => (self.code().is_some(), "there is no code block in this entry"),
            Need::Url => (self.address().is_some(), "this entry has no web address"),
            Need::Address if self.screen().is_sharing() => {
                (self.published_at().is_some(), "no web address of its page is known")
            }
            Need::Address => (self.address().is_some(), "this entry has no web address"),
            Need::Linkable if self.screen().is_sharing() => (self.publication().is_some(), "this is not published yet"),
            Need::Linkable if self.of_team() => {
                (self.team_address().is_some(), "its address is not known; `web` in team.toml says it")
            }
            Need::Linkable => (!self.has_theirs(), "a [[link]] leads only to entries of my store"),
            Need::Published => return self.why_not_withdraw(),
            Need::TheirWords => return self.why_not_take(),
            Need::Sorted => (self.screen().order().is_some(), "this list has an order of its own"),
            Need::Elsewhere(reason) => (false, reason),
        };
        (!met).then_some(reason)
    }

    /// Whether a selected or marked entry is a team's.
    fn has_theirs(&self) -> bool {
        self.targets().iter().any(|path| ops::team::split(path).is_some())
    }

    fn why_not_withdraw(&self) -> Option<&'static str> {
        let Some(out) = self.publication() else { return Some(NOT_PUBLISHED) };
        match out.state {
            State::Private => Some(NOT_PUBLISHED),
            State::Withdrawn => Some("it was withdrawn already"),
            State::Proposed => Some("it waits on a branch for review, which is deleted where it lies"),
            State::Queued | State::Published | State::Drifted | State::Edited | State::Diverged | State::Unshared => {
                None
            }
        }
    }

    fn why_not_take(&self) -> Option<&'static str> {
        let Some(out) = self.publication() else { return Some(NOT_PUBLISHED) };
        match out.state {
            State::Private => Some(NOT_PUBLISHED),
            State::Queued | State::Proposed => Some("it is not among the team's pages yet"),
            State::Withdrawn => Some("it was withdrawn already"),
            State::Unshared => Some("it is no longer shared"),
            State::Published | State::Drifted | State::Edited | State::Diverged => {
                (!out.has_theirs).then_some("my text has everything that colleagues wrote")
            }
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
        if !self.shared.settings.has_history() {
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
