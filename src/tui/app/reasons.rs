//! Which actions make no sense now, and why.

use super::App;
use crate::entry::Kind;
use crate::keymap::{Act, Action, Run};
use crate::tui::msg::Job;
use crate::tui::screen::Screen;

impl App {
    /// Why an action makes no sense now; nothing if it does.
    pub fn why_not(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::Act(act) => self.why_not_act(act),
            Action::Later(_) => self.why_not_act(Act::Later),
            Action::Refine(_) => self.why_not_act(Act::Refine),
            Action::Run(Run::Undo | Run::Redo) => {
                (!self.settings.has_history).then_some("this folder is not in git, so there is no history")
            }
            Action::Run(Run::Sync) => self.why_not_sync(),
            Action::Run(Run::CancelJob) => {
                self.messages.jobs.is_empty().then_some("nothing is running in the background")
            }
            Action::Move(_) | Action::Write(_) | Action::Go(_) | Action::Run(_) => None,
        }
    }

    fn why_not_act(&self, act: Act) -> Option<&'static str> {
        if act == Act::Open && self.today_draft().is_some() {
            return None;
        }
        let Some(subject) = self.subject() else { return Some("no entry is selected") };
        let of_line = subject.line.is_some();
        match act {
            Act::Open | Act::Edit | Act::Nugget | Act::CopyLink | Act::CopyPath => None,
            Act::Mark | Act::MarkRange | Act::MarkAll => match self.screen {
                Screen::Inbox | Screen::Library => None,
                Screen::Workbench => self.workbench.why_not_mark(),
                Screen::Today => Some("there is no list to mark in"),
            },
            Act::CopyUrl | Act::OpenOutside => self.address().is_none().then_some("this entry has no web address"),
            Act::CopyText => self.entry().is_none().then_some("no entry is shown"),
            Act::CopyCode => self.code().is_none().then_some("there is no code block in this entry"),
            Act::Follow if self.screen != Screen::Workbench => Some("open the entry first"),
            Act::Follow => self.workbench.why_not_follow(),
            Act::Merge if subject.kind != Some(Kind::Bookmark) => Some("this is no bookmark"),
            Act::Annotate | Act::Link | Act::Rename | Act::History | Act::Merge if self.has_marks() => {
                Some("this is done with one entry; Esc unmarks")
            }
            _ if of_line => Some("this is a line of the log"),
            Act::History => (!self.settings.has_history).then_some("this folder is not in git, so there is no history"),
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
            | Act::Rename => None,
        }
    }

    fn why_not_sync(&self) -> Option<&'static str> {
        if !self.settings.has_history {
            Some("this folder is not in git, so it cannot be synced")
        } else if self.messages.runs(Job::Sync) {
            Some("it is already running")
        } else if self.status.as_ref().is_some_and(|status| status.remote.is_none()) {
            Some("this store has no remote yet (git remote add origin URL)")
        } else {
            None
        }
    }
}
