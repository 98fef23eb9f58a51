//! Actions on the screen, group by group.

use super::{App, Effect};
use crate::entry::{EntryPath, Stage};
use crate::keymap::{Act, Action, Later, Move, Refine, Run, Write};
use crate::ops::capture::Draft;
use crate::ops::refine::Confidence;
use crate::ops::share::Route;
use crate::tui::deed::Deed;
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::messages::Level;
use crate::tui::msg::Job;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::log::Log;
use crate::tui::overlay::menu::Sort;
use crate::tui::overlay::prompt::{Ask, Prompt};
use crate::tui::overlay::tags::Tags;
use crate::tui::overlay::words::Words;
use crate::tui::screen::library::Focus;
use crate::tui::screen::{Screen, Spot};
use crate::tui::view::shown_path;

impl App {
    pub(super) fn act_on_screen(&mut self, action: Action) -> Vec<Effect> {
        if let Some(reason) = self.why_not(action) {
            self.messages.say(Level::Info, format!("Not now: {reason}."), self.at);
            return Vec::new();
        }
        match action {
            Action::Move(r#move) => self.step(r#move),
            Action::Write(write) => self.write(write),
            Action::Act(act) => self.on_entry(act),
            Action::Later(later) => self.put_off(later),
            Action::Refine(refine) => self.refine(refine),
            Action::Go(go) => self.go(go),
            Action::Run(run) => self.run(run),
        }
    }

    pub(super) fn step(&mut self, r#move: Move) -> Vec<Effect> {
        match self.screen {
            Screen::Today => self.today.go(r#move),
            Screen::Inbox => self.inbox.go(r#move),
            Screen::Library => self.library.go(r#move),
            Screen::Workbench => self.workbench.go(r#move),
            Screen::Share => self.share.go(r#move),
            Screen::Prepare => self.prepare.go(r#move),
            Screen::Team => {
                if self.team.go(r#move) {
                    return vec![self.team.ask()];
                }
            }
        }
        Vec::new()
    }

    fn write(&mut self, write: Write) -> Vec<Effect> {
        match self.screen {
            Screen::Library => self.library.write(write).into_iter().collect(),
            Screen::Workbench => {
                let goal = self.workbench.write(write);
                self.lead(goal)
            }
            Screen::Today => match self.today.write(write) {
                Some(line) => vec![Effect::Log { text: line }],
                None => self.typed(),
            },
            Screen::Inbox => {
                self.inbox.write(write);
                Vec::new()
            }
            Screen::Share | Screen::Prepare | Screen::Team => Vec::new(),
        }
    }

    fn on_entry(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Open | Act::Mark if self.narrows() => self.library.choose_facet().into_iter().collect(),
            Act::Open if self.screen == Screen::Workbench => {
                let goal = self.workbench.goal();
                self.lead(goal)
            }
            Act::Open if self.screen == Screen::Share => self.prepare(),
            Act::Open if self.screen == Screen::Prepare => self.change_order(),
            Act::Open if self.today_draft().is_some() => self.open_selected_draft(),
            Act::Open => self.selected_path().map(|path| self.open(path)).unwrap_or_default(),
            Act::OpenOutside if self.is_sharing() => {
                self.published_at().map(|target| Effect::Open { target }).into_iter().collect()
            }
            Act::OpenOutside => self.address().map(|url| Effect::Open { target: url.to_owned() }).into_iter().collect(),
            Act::Edit => self.selected_path().map(Effect::Edit).into_iter().collect(),
            Act::Tag => self.open_tags(),
            Act::Mark | Act::MarkRange | Act::MarkAll => self.mark(act),
            Act::CopyLink if self.is_sharing() => self.copy("link", self.publication().map(|out| self.link_of(&out))),
            Act::CopyLink => self.copy("link", self.selected_path().map(|path| link(&path))),
            Act::CopyUrl => self.copy("address", self.address().map(str::to_owned)),
            Act::CopyText => self.copy("text", self.entry().map(|entry| entry.body().to_owned())),
            Act::CopyPath => self.copy("path", self.selected_path().map(|path| shown_path(&path))),
            Act::CopyCode => self.copy("code", self.code()),
            Act::Nugget => vec![Effect::Distil(self.sources())],
            Act::Keep => self.deed(Deed::Keep),
            Act::Todo => self.deed(Deed::Todo),
            Act::Archive => self.deed(Deed::Archive),
            Act::Trash => self.deed(Deed::Trash),
            Act::Later => self.open_menu(Sort::Later),
            Act::Refine => self.open_menu(Sort::Refine),
            Act::Link => self.open_link(),
            Act::History => self.open_history(),
            Act::Annotate => self.annotate(),
            Act::Rename => self.rename(),
            Act::Prepare => self.prepare(),
            Act::Publish => self.publish(Route::Main),
            Act::Propose => self.publish(Route::Branch),
            Act::Withdraw => self.withdraw(),
            Act::Take => self.look_at_theirs(),
            Act::Adopt => self.adopt(),
            Act::Seen => self.see(),
            Act::Merge => self.selected_path().map(|path| Effect::SamePage { path }).into_iter().collect(),
            Act::Follow => {
                self.workbench.follow();
                Vec::new()
            }
        }
    }

    /// Whether what narrows the results has the keys.
    pub(super) fn narrows(&self) -> bool {
        self.screen == Screen::Library && self.library.focus == Focus::Narrow
    }

    fn put_off(&mut self, later: Later) -> Vec<Effect> {
        if let Some(day) = self.day_of(later) {
            return self.deed(Deed::Later(day));
        }
        let paths = self.targets();
        self.push(Overlay::Prompt(Prompt::day(paths)));
        Vec::new()
    }

    fn refine(&mut self, refine: Refine) -> Vec<Effect> {
        self.deed(match refine {
            Refine::Seed => Deed::Stage(Stage::Seed),
            Refine::Growing => Deed::Stage(Stage::Growing),
            Refine::Evergreen => Deed::Stage(Stage::Evergreen),
            Refine::Low => Deed::Confidence(Confidence::Low),
            Refine::Medium => Deed::Confidence(Confidence::Medium),
            Refine::High => Deed::Confidence(Confidence::High),
            Refine::Checked => Deed::Checked,
        })
    }

    /// Does something with the marked entries, else the selected one; the inbox shows it at once.
    pub(super) fn deed(&mut self, deed: Deed) -> Vec<Effect> {
        let paths = self.targets();
        if paths.is_empty() {
            return Vec::new();
        }
        self.deed_on(deed, paths)
    }

    pub(super) fn deed_on(&mut self, deed: Deed, paths: Vec<EntryPath>) -> Vec<Effect> {
        let called = self.called(&paths);
        if deed.decides() {
            self.inbox.decided(&paths);
            self.today.waits(&self.inbox);
        }
        vec![Effect::Do { deed, paths, called }]
    }

    /// The draft that is selected on today's screen.
    pub(super) fn today_draft(&self) -> Option<&Kept> {
        if self.screen == Screen::Today { self.today.selected_draft() } else { None }
    }

    fn open_selected_draft(&mut self) -> Vec<Effect> {
        self.today_draft().cloned().map(|kept| self.open_draft(kept)).unwrap_or_default()
    }

    fn selected_path(&self) -> Option<EntryPath> {
        self.subject().map(|subject| subject.path.clone())
    }

    fn open_tags(&mut self) -> Vec<Effect> {
        let paths = self.targets();
        let title = self.subject().map(|subject| subject.title.to_owned()).unwrap_or_default();
        let has = match self.screen {
            Screen::Library => self.library.shared_tags(),
            Screen::Today | Screen::Inbox | Screen::Workbench | Screen::Share | Screen::Prepare | Screen::Team => {
                self.entry().filter(|_| paths.len() == 1).map(|entry| entry.tags.clone()).unwrap_or_default()
            }
        };
        self.push(Overlay::Tags(Tags::new(&title, paths, has)));
        vec![Effect::Tags]
    }

    fn annotate(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let (path, title) = (subject.path.clone(), subject.title.to_owned());
        let quote = if self.screen == Screen::Workbench { self.workbench.quote() } else { Vec::new() };
        self.open_words(path, &title, quote)
    }

    pub(super) fn open_words(&mut self, path: EntryPath, title: &str, quote: Vec<String>) -> Vec<Effect> {
        let purpose = Purpose::Words(path.clone());
        let mut words = Words::new(path, title, quote);
        words.restore(&self.known(&purpose));
        self.push(Overlay::Words(words));
        vec![Effect::LoadDraft { purpose }]
    }

    fn rename(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let prompt = Prompt::title(subject.path.clone(), subject.title);
        self.push(Overlay::Prompt(prompt));
        Vec::new()
    }

    /// Takes what was typed in a prompt; what is no answer stays there.
    pub(super) fn answer_to(&mut self, ask: Ask, text: &str) -> Vec<Effect> {
        match ask {
            _ if text.is_empty() => self.refuse("Something has to stand here; Esc cancels."),
            Ask::Day(paths) => match crate::ops::later::day(text, self.now().date_naive()) {
                Some(day) => {
                    self.overlays.pop();
                    self.deed_on(Deed::Later(day), paths)
                }
                None => self.refuse("No day is called that."),
            },
            Ask::Topic => {
                self.overlays.pop();
                self.prepare.choose_topic(text);
                Vec::new()
            }
            Ask::Team => {
                self.overlays.pop();
                self.add_team(text)
            }
            Ask::Allow(key) if key == text => {
                self.overlays.pop();
                self.prepare.allow(key);
                self.messages.say(Level::Info, "It may leave now; that is recorded.", self.at);
                Vec::new()
            }
            Ask::Allow(key) => self.refuse(&format!("To let it leave, type {key}.")),
            Ask::Title(path) => {
                self.overlays.pop();
                self.messages.start(Job::Rename);
                vec![Effect::Rename { path, title: text.to_owned() }]
            }
        }
    }

    fn refuse(&mut self, why: &str) -> Vec<Effect> {
        if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
            prompt.refuse(why);
        }
        Vec::new()
    }

    fn mark(&mut self, act: Act) -> Vec<Effect> {
        match (self.screen, act) {
            (Screen::Inbox, Act::MarkRange) => self.inbox.list.mark_range(),
            (Screen::Inbox, Act::MarkAll) => self.inbox.list.mark_all(),
            (Screen::Inbox, _) => self.inbox.list.mark(),
            (Screen::Library, Act::MarkRange) => self.library.list.mark_range(),
            (Screen::Library, Act::MarkAll) => self.library.list.mark_all(),
            (Screen::Library, _) => self.library.list.mark(),
            (Screen::Workbench, _) => self.workbench.mark_lines(),
            (Screen::Today | Screen::Share | Screen::Prepare | Screen::Team, _) => {}
        }
        Vec::new()
    }

    fn copy(&mut self, what: &str, text: Option<String>) -> Vec<Effect> {
        let Some(text) = text else { return Vec::new() };
        self.messages.say(Level::Done, format!("Copied the {what} to the terminal's clipboard."), self.at);
        vec![Effect::Copy(text)]
    }

    fn run(&mut self, run: Run) -> Vec<Effect> {
        match run {
            Run::Log => {
                let effects = self.visit(Spot::Today);
                self.today.begin_line();
                return effects;
            }
            Run::Capture => {
                let text = self.library.nothing_found().filter(|_| self.screen == Screen::Library);
                return self.open_capture(&text.unwrap_or_default());
            }
            Run::Sync => return self.sync(),
            Run::AddTeam => return self.ask_for_team(),
            Run::Undo if self.stop_leaving() => {}
            Run::Undo => return vec![Effect::Undo],
            Run::Redo => return vec![Effect::Redo],
            Run::Help => self.push(Overlay::Menu(self.help())),
            Run::Palette => self.push(Overlay::Menu(self.palette())),
            Run::Actions => self.push(Overlay::Menu(self.actions())),
            Run::Messages => self.push(Overlay::Log(Log::new(&self.messages, self.settings.born))),
            Run::Interrupt if self.screen == Screen::Today && self.today.is_typing() => {
                let kept = self.today.escape();
                return kept.map(|kept| self.set_aside(kept)).unwrap_or_default();
            }
            Run::Interrupt if self.is_typing() => return self.step_back(),
            Run::CancelJob | Run::Interrupt => return self.cancel_job(),
            Run::Zoom => self.zoom(),
            Run::Cancel => return self.step_back(),
            Run::Close => return self.close(),
            Run::Quit => return self.close_program(),
            Run::Suspend => return vec![Effect::Suspend],
            Run::Redraw => return vec![Effect::Redraw],
            Run::Mouse => return self.toggle_mouse(),
        }
        Vec::new()
    }

    fn zoom(&mut self) {
        match self.screen {
            Screen::Library => self.library.zoom(),
            Screen::Today | Screen::Inbox | Screen::Workbench | Screen::Share | Screen::Prepare | Screen::Team => {}
        }
    }

    /// Exchanges the store with its remote, and looks what the teams have.
    fn sync(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.why_not_store().is_none() {
            self.messages.start(Job::Sync);
            effects.push(Effect::Sync);
        }
        effects.extend(self.refresh_teams());
        effects
    }

    /// Whether a text is being typed on the screen.
    pub fn is_typing(&self) -> bool {
        match self.screen {
            Screen::Library => self.library.is_typing(),
            Screen::Workbench => self.workbench.is_typing(),
            Screen::Today => self.today.is_typing() || self.today.filter.is_typing(),
            Screen::Inbox => self.inbox.filter.is_typing(),
            Screen::Share | Screen::Prepare | Screen::Team => false,
        }
    }

    /// Leaves the inner place; on the outermost, quits.
    fn close(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Workbench | Screen::Prepare => self.back(),
            Screen::Library if self.library.focus != Focus::Results => {
                self.library.out();
                Vec::new()
            }
            Screen::Today | Screen::Inbox | Screen::Library | Screen::Share | Screen::Team => self.close_program(),
        }
    }

    /// One step back; on the outermost place it stops a job that can be stopped, and never quits.
    pub(super) fn step_back(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Today => match self.today.escape() {
                Some(kept) => vec![self.keep_draft(kept)],
                None if self.today.end_filter() => Vec::new(),
                None => self.cancel_job(),
            },
            Screen::Inbox if self.inbox.escape() => Vec::new(),
            Screen::Inbox => self.cancel_job(),
            Screen::Library => self.library.escape().unwrap_or_else(|| self.cancel_job()),
            Screen::Workbench if self.workbench.escape() => Vec::new(),
            Screen::Prepare if self.prepare.escape() => Vec::new(),
            Screen::Workbench | Screen::Prepare => self.back(),
            Screen::Share | Screen::Team => self.cancel_job(),
        }
    }

    fn cancel_job(&mut self) -> Vec<Effect> {
        if self.stop_leaving() {
            return Vec::new();
        }
        if self.messages.runs(Job::Publish) {
            let text = "It is on its way and arrives as a whole or not at all; it cannot be stopped half-way.";
            self.messages.say(Level::Info, text, self.at);
        }
        let asked_for_first = [Job::Rename, Job::Sync, Job::Team, Job::Index];
        let running = asked_for_first.into_iter().find(|job| self.messages.runs(*job));
        running.map(Effect::Cancel).into_iter().collect()
    }

    pub(super) fn save(&mut self, draft: Draft, purpose: Purpose) -> Vec<Effect> {
        self.know(Kept::new(purpose.clone(), ""));
        self.draft_open = false;
        self.draft_due = None;
        let mut effects = vec![Effect::Capture { draft }];
        if purpose != Purpose::Capture {
            effects.push(self.forget_draft(purpose));
        }
        effects
    }
}

/// A wikilink to an entry.
fn link(path: &EntryPath) -> String {
    format!("[[{}]]", path.stem())
}
