//! Actions on the screen, group by group, and which of them make sense now.

use super::{App, Effect, Kept};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Go, Run};
use crate::ops::capture::Draft;
use crate::tui::messages::Level;
use crate::tui::msg::Job;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::log::Log;
use crate::tui::overlay::tags::Tags;
use crate::tui::screen::library::Focus;

impl App {
    pub(super) fn act_on_screen(&mut self, action: Action) -> Vec<Effect> {
        if let Some(reason) = self.why_not(action) {
            self.messages.say(Level::Info, format!("Not now: {reason}."), self.at);
            return Vec::new();
        }
        match action {
            Action::Move(r#move) => {
                self.library.go(r#move);
                Vec::new()
            }
            Action::Write(write) => self.library.write(write).into_iter().collect(),
            Action::Act(act) => self.on_entry(act),
            Action::Go(go) => self.go(go),
            Action::Run(run) => self.run(run),
        }
    }

    /// Why an action makes no sense now; nothing if it does.
    pub fn why_not(&self, action: Action) -> Option<&'static str> {
        let selected = self.library.selected();
        match action {
            Action::Act(Act::MarkAll) => selected.is_none().then_some("there are no results"),
            Action::Act(Act::CopyUrl | Act::OpenOutside) => match (selected, self.library.address()) {
                (None, _) => Some("no entry is selected"),
                (_, None) => Some("this entry has no web address"),
                (_, Some(_)) => None,
            },
            Action::Act(Act::CopyText) => self.library.page().is_none().then_some("no entry is shown"),
            Action::Act(Act::CopyCode) => {
                self.library.code().is_none().then_some("there is no code block in this entry")
            }
            Action::Act(_) => selected.is_none().then_some("no entry is selected"),
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

    fn on_entry(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Open => self.library.read(),
            Act::OpenOutside => self.library.address().map(|url| Effect::Open(url.to_owned())).into_iter().collect(),
            Act::Edit => self.library.selected().map(|hit| Effect::Edit(hit.path.clone())).into_iter().collect(),
            Act::Tag => {
                let count = self.library.targets().len();
                let title = self.library.selected().map(|hit| hit.title.clone()).unwrap_or_default();
                let has = self.library.shared_tags();
                self.push(Overlay::Tags(Tags::new(&title, count, has)));
                vec![Effect::Tags]
            }
            Act::Mark => self.library.mark(),
            Act::MarkRange => self.library.mark_range(),
            Act::MarkAll => self.library.mark_all(),
            Act::CopyLink => self.copy("link", self.library.selected().map(|hit| link(&hit.path))),
            Act::CopyUrl => self.copy("address", self.library.address().map(str::to_owned)),
            Act::CopyText => self.copy("text", self.library.page().map(|page| page.entry.body().to_owned())),
            Act::CopyPath => self.copy("path", self.library.selected().map(|hit| hit.path.to_string())),
            Act::CopyCode => self.copy("code", self.library.code()),
        }
    }

    fn copy(&mut self, what: &str, text: Option<String>) -> Vec<Effect> {
        let Some(text) = text else { return Vec::new() };
        self.messages.say(Level::Done, format!("Copied the {what} to the terminal's clipboard."), self.at);
        vec![Effect::Copy(text)]
    }

    fn go(&mut self, go: Go) -> Vec<Effect> {
        match go {
            Go::Library => self.library.focus = Focus::Results,
            Go::Search => self.library.begin_search(),
            Go::Find => self.library.find(),
            Go::Back => self.library.back(),
        }
        Vec::new()
    }

    fn run(&mut self, run: Run) -> Vec<Effect> {
        match run {
            Run::Capture => {
                let text = self.library.nothing_found().unwrap_or_default();
                return self.open_capture(&text);
            }
            Run::Sync => {
                self.messages.start(Job::Sync);
                return vec![Effect::Sync];
            }
            Run::Undo => return vec![Effect::Undo],
            Run::Redo => return vec![Effect::Redo],
            Run::Help => self.push(Overlay::Menu(self.help())),
            Run::Palette => self.push(Overlay::Menu(self.palette())),
            Run::Actions => self.push(Overlay::Menu(self.actions())),
            Run::Messages => self.push(Overlay::Log(Log::new(&self.messages, self.settings.born))),
            Run::Interrupt if self.library.is_typing() => return self.step_back(),
            Run::CancelJob | Run::Interrupt => return self.cancel_job(),
            Run::Zoom => self.library.zoom(),
            Run::Cancel => return self.step_back(),
            Run::Close => return if self.library.out() { Vec::new() } else { self.close_program() },
            Run::Quit => return self.close_program(),
            Run::Suspend => return vec![Effect::Suspend],
            Run::Redraw => return vec![Effect::Redraw],
            Run::Mouse => return self.toggle_mouse(),
        }
        Vec::new()
    }

    /// One step back; on the outermost place it stops a job that can be stopped, and never quits.
    fn step_back(&mut self) -> Vec<Effect> {
        match self.library.escape() {
            Some(effects) => effects,
            None => self.cancel_job(),
        }
    }

    fn cancel_job(&mut self) -> Vec<Effect> {
        if self.messages.runs(Job::Index) {
            return vec![Effect::Cancel];
        }
        if self.messages.runs(Job::Sync) {
            let text = "The exchange with the remote ends by itself; it cannot be stopped half-way.";
            self.messages.say(Level::Info, text, self.at);
        }
        Vec::new()
    }

    pub(super) fn save(&mut self, draft: Draft) -> Vec<Effect> {
        self.draft = Kept::default();
        self.draft_open = false;
        self.draft_due = None;
        vec![Effect::Capture(draft)]
    }
}

/// A wikilink to an entry.
fn link(path: &EntryPath) -> String {
    format!("[[{}]]", path.stem())
}
