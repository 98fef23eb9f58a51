//! Actions on the screen, group by group.

use super::entry_actions::{self, Handler};
use super::menu::order;
use super::{App, Effect};
use crate::entry::{EntryPath, Stage};
use crate::keymap::{Act, Action, Later, Move, Refine, Run};
use crate::ops::capture::NewEntry;
use crate::ops::outside::Copied;
use crate::ops::refine::Confidence;
use crate::ops::share::RequestAct;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::job::Job;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::Choice;
use crate::tui::overlay::log::Log;
use crate::tui::overlay::machines::Machines;
use crate::tui::overlay::prompt::{Ask, Prompt};
use crate::tui::overlay::tags::Tags;
use crate::tui::overlay::words::Words;
use crate::tui::screen::Event;

impl App {
    pub(super) fn act_on_screen(&mut self, action: Action) -> Vec<Effect> {
        if let Some(reason) = self.why_not(action) {
            self.shared.say(Level::Info, format!("Not now: {reason}."));
            return Vec::new();
        }
        match action {
            Action::Move(r#move) => self.step(r#move),
            Action::Write(write) => self.on_screen(|screen, shared| screen.write(write, shared)),
            Action::Act(act) => self.on_entry(act),
            Action::Later(later) => self.postpone(later),
            Action::Refine(refine) => self.refine(refine),
            Action::Sort(sort) => self.on_screen(|screen, _| screen.sort(order(sort))),
            Action::Decide(decide) => self.on_screen(|screen, shared| screen.decide(decide, shared)),
            Action::Go(go) => self.go(go),
            Action::Run(run) => self.run(run),
        }
    }

    pub(super) fn step(&mut self, r#move: Move) -> Vec<Effect> {
        self.on_screen(|screen, shared| screen.go(r#move, shared))
    }

    /// Does something with the selected or marked entries, in the screen's own way where it has one.
    fn on_entry(&mut self, act: Act) -> Vec<Effect> {
        if let Some(mut effects) = self.screens.of_mut(self.screen).act(act, &mut self.shared) {
            effects.extend(self.fulfil_requests());
            return effects;
        }
        match entry_actions::of(act).does {
            Handler::Command(command) => self.command(command.clone()),
            Handler::Asks(ask) => ask(self),
        }
    }

    pub(super) fn open_outside(&mut self) -> Vec<Effect> {
        let published = if self.screen().is_sharing() { self.published_at() } else { None };
        let target = published.or_else(|| self.address().map(str::to_owned));
        target.map(|target| Effect::Open { target }).into_iter().collect()
    }

    pub(super) fn copy_link(&mut self) -> Vec<Effect> {
        let shared = self.publication().filter(|_| self.screen().is_sharing());
        let link = match shared {
            Some(out) => Some(self.shared.sharing.link_of(&out)),
            None if self.of_team() => self.team_address(),
            None => self.selected_path().map(|path| format!("[[{}]]", path.stem())),
        };
        self.copy(if self.of_team() { "address" } else { "link" }, link)
    }

    fn postpone(&mut self, later: Later) -> Vec<Effect> {
        if let Some(day) = self.day_of(later) {
            return self.command(EntryCommand::Later(day));
        }
        let paths = self.targets();
        self.shared.push(Overlay::Prompt(Prompt::day(paths)));
        Vec::new()
    }

    fn refine(&mut self, refine: Refine) -> Vec<Effect> {
        self.command(match refine {
            Refine::Seed => EntryCommand::Stage(Stage::Seed),
            Refine::Growing => EntryCommand::Stage(Stage::Growing),
            Refine::Evergreen => EntryCommand::Stage(Stage::Evergreen),
            Refine::Low => EntryCommand::Confidence(Confidence::Low),
            Refine::Medium => EntryCommand::Confidence(Confidence::Medium),
            Refine::High => EntryCommand::Confidence(Confidence::High),
            Refine::Checked => EntryCommand::Checked,
        })
    }

    /// Does something with the marked entries, else the selected one; lists show it at once.
    pub(super) fn command(&mut self, command: EntryCommand) -> Vec<Effect> {
        let paths = self.targets();
        self.command_on(command, paths)
    }

    /// Does something with entries, but for those that are on their way to the trash.
    pub(super) fn command_on(&mut self, command: EntryCommand, mut paths: Vec<EntryPath>) -> Vec<Effect> {
        paths.retain(|path| !self.shared.leaving.contains(path));
        if paths.is_empty() {
            return Vec::new();
        }
        let called = self.called(&paths);
        if command.decides() {
            let today = self.shared.today();
            self.shared.undecided.decided(&paths, today);
            self.undecided_changed();
        }
        if command == EntryCommand::Trash {
            self.shared.leaving.extend(paths.iter().cloned());
            self.notice(&Event::Leaves(paths.clone()));
        }
        vec![Effect::Do { command, paths, called }]
    }

    pub(super) fn open_tags(&mut self) -> Vec<Effect> {
        let paths = self.targets();
        let title = self.subject().map(|subject| subject.title.to_owned()).unwrap_or_default();
        let has = self.screen().tags(&self.shared);
        self.shared.push(Overlay::Tags(Tags::new(&title, paths, has)));
        vec![Effect::Tags]
    }

    pub(super) fn annotate(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let (path, title) = (subject.path.clone(), subject.title.to_owned());
        let quote = self.screen().quote();
        self.open_words(path, &title, quote)
    }

    pub(super) fn open_words(&mut self, path: EntryPath, title: &str, quote: Vec<String>) -> Vec<Effect> {
        let kind = DraftKind::Words(path.clone());
        let mut words = Words::new(path, title, quote);
        words.restore(&self.shared.saved_draft(&kind));
        self.shared.push(Overlay::Words(words));
        vec![Effect::LoadDraft { kind }]
    }

    pub(super) fn rename(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let prompt = Prompt::title(subject.path.clone(), subject.title);
        self.shared.push(Overlay::Prompt(prompt));
        Vec::new()
    }

    /// Takes what was typed in a prompt; what is no answer stays there.
    pub(super) fn answer_to(&mut self, ask: Ask, text: &str) -> Vec<Effect> {
        match ask {
            Ask::Thank(path) => self.thanks_typed(&path, text),
            Ask::Outcome(path) => {
                let outcome = (!text.is_empty()).then(|| text.to_owned());
                self.request_answered(&path, RequestAct::Close(outcome))
            }
            Ask::Why(path) => self.why_typed(path, text),
            _ if text.is_empty() => self.refuse("This cannot be empty."),
            Ask::Day(paths) => match crate::ops::later::day(text, self.shared.today()) {
                Some(day) => {
                    self.shared.overlays.pop();
                    self.command_on(EntryCommand::Later(day), paths)
                }
                None => self.refuse("Not a date. Try friday, 3d, 2w or 2026-12-24."),
            },
            Ask::Reply(path) => self.request_answered(&path, RequestAct::Reply(text.to_owned())),
            Ask::Topic => self.answer_screen(Choice::Topic(text.to_owned())),
            Ask::Feed => self.feed_typed(text),
            Ask::Team => {
                self.shared.overlays.pop();
                self.add_team(text)
            }
            Ask::Allow(key) if key == text => self.answer_screen(Choice::Allow(key)),
            Ask::Allow(key) => self.refuse(&format!("To publish anyway, type {key}.")),
            Ask::Title(path) => {
                self.shared.overlays.pop();
                self.shared.messages.start(Job::Rename);
                vec![Effect::Rename { path, title: text.to_owned() }]
            }
        }
    }

    fn refuse(&mut self, why: &str) -> Vec<Effect> {
        if let Some(Overlay::Prompt(prompt)) = self.shared.overlays.last_mut() {
            prompt.refuse(why);
        }
        Vec::new()
    }

    /// What was typed is for the screen below.
    fn answer_screen(&mut self, choice: Choice) -> Vec<Effect> {
        self.shared.overlays.pop();
        self.on_screen(|screen, shared| screen.chosen(&choice, shared))
    }

    pub(super) fn copy(&mut self, what: &str, text: Option<String>) -> Vec<Effect> {
        let copy = |text| Effect::Copy { what: what.to_owned(), text };
        text.map(copy).into_iter().collect()
    }

    /// Says where a copied text is; the terminal never says whether it took it.
    pub(super) fn copied(&mut self, what: &str, text: &str, copied: Copied) -> Vec<Effect> {
        let said = match copied {
            Copied::Tmux => format!("Copied the {what} to the tmux buffer."),
            Copied::Desktop => format!("Copied the {what} to the clipboard."),
            Copied::ByTerminal => format!("Sent the {what} to the terminal's clipboard."),
        };
        self.shared.say(Level::Done, said);
        if copied == Copied::ByTerminal { vec![Effect::CopyByTerminal(text.to_owned())] } else { Vec::new() }
    }

    fn run(&mut self, run: Run) -> Vec<Effect> {
        match run {
            Run::Log => return self.arrive(run.into()).unwrap_or_default(),
            Run::Capture => return self.begin_capture(),
            Run::Sync => return self.sync(),
            Run::Ask => return self.ask_team(),
            Run::WebSearch => return self.search_web(),
            Run::AddTeam => return self.ask_for_team(),
            Run::AddFeed => self.shared.push(Overlay::Prompt(Prompt::feed())),
            Run::FetchFeeds => return self.fetch_feeds(),
            Run::Undo if self.stop_leaving() => {}
            Run::Undo => return vec![Effect::Undo],
            Run::Redo => return vec![Effect::Redo],
            Run::Help => self.shared.push(Overlay::Menu(self.help())),
            Run::Palette => self.shared.push(Overlay::Menu(self.palette())),
            Run::Actions => self.shared.push(Overlay::Menu(self.actions())),
            Run::PutAway => return vec![self.shared.put_steps_away()],
            Run::Messages => self.shared.push(Overlay::Log(Log::new(&self.shared.messages, self.shared.settings.born))),
            Run::Machines => self.shared.push(Overlay::Machines(Machines::default())),
            Run::Interrupt => return self.interrupt(),
            Run::CancelJob => return self.cancel_job(),
            Run::Zoom => self.screens.of_mut(self.screen).zoom(),
            Run::Cancel => return self.step_back(),
            Run::Close => return self.close(),
            Run::Quit => return self.close_program(),
            Run::Suspend => return vec![Effect::Suspend],
            Run::Redraw => return vec![Effect::Redraw],
            Run::Mouse => return self.toggle_mouse(),
        }
        Vec::new()
    }

    fn begin_capture(&mut self) -> Vec<Effect> {
        let text = self.screen().to_capture().unwrap_or_default();
        self.open_capture(&text)
    }

    /// Keeps what is being written, ends what is being typed, or stops the running job.
    fn interrupt(&mut self) -> Vec<Effect> {
        if let Some(draft) = self.screens.of_mut(self.screen).leave_draft() {
            return self.set_aside(draft);
        }
        if self.screen().is_typing() { self.step_back() } else { self.cancel_job() }
    }

    /// Leaves the inner place; on the outermost, quits.
    fn close(&mut self) -> Vec<Effect> {
        if self.screen().is_inner() {
            return self.back();
        }
        if self.screens.of_mut(self.screen).close() { Vec::new() } else { self.close_program() }
    }

    /// One step back; on the outermost place it stops a job that can be stopped, and never quits.
    pub(super) fn step_back(&mut self) -> Vec<Effect> {
        let screen = self.screens.of_mut(self.screen);
        if let Some(draft) = screen.leave_draft() {
            return vec![self.shared.keep_draft(draft)];
        }
        match screen.escape() {
            Some(effects) => effects,
            None if self.screen().is_inner() => self.back(),
            None => self.cancel_job(),
        }
    }

    fn cancel_job(&mut self) -> Vec<Effect> {
        if self.stop_leaving() {
            return Vec::new();
        }
        if self.shared.messages.runs(Job::Publish) {
            let text = "It is already on its way and cannot be stopped now.";
            self.shared.say(Level::Info, text);
        }
        let asked_for_first = [Job::Rename, Job::Sync, Job::Team, Job::Feeds, Job::Index];
        let running = asked_for_first.into_iter().find(|job| self.shared.messages.runs(*job));
        running.map(Effect::Cancel).into_iter().collect()
    }

    pub(super) fn save(&mut self, entry: NewEntry, kind: DraftKind) -> Vec<Effect> {
        self.shared.set_saved_draft(Draft::new(kind.clone(), ""));
        self.shared.draft_open = false;
        self.shared.draft_due = None;
        let mut effects = vec![Effect::Capture { entry }];
        if kind != DraftKind::Capture {
            effects.push(self.shared.forget_draft(kind));
        }
        effects
    }
}
