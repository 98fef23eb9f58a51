//! The program's state and how it answers to what happens: [`App::update`] is pure.
//!
//! No disk, no clock, no terminal: what happened comes in as a [`Msg`] with the time it happened, what is to be done
//! goes out as [`Effect`]s.

mod act;
mod answers;
mod bench;
mod drafts;
mod keys;
mod menu;
mod mouse;
mod places;
mod reasons;
mod sharing;
mod stray;
mod subject;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use subject::Subject;

use serde::{Deserialize, Serialize};

use super::drafts::{Kept, Purpose};
use super::effect::Effect;
use super::footer;
use super::layout::Class;
use super::leaving::Door;
use super::messages::{Level, Messages};
use super::msg::{Job, Msg};
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::screen::inbox::Inbox;
use super::screen::library::{Focus, Library};
use super::screen::prepare::Prepare;
use super::screen::share::Share;
use super::screen::team::Team;
use super::screen::today::Today;
use super::screen::workbench::Workbench;
use super::screen::{Screen, Spot};
use crate::entry::{EntryPath, Timestamp};
use crate::keymap::{Action, Context, Key, Keymap};
use crate::ops::Status;
use crate::ops::fresh::Progress;
use crate::ops::share::Outgoing;

/// What the program needs to know of its surroundings before anything happens.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the store is called.
    pub store: String,
    pub keymap: Keymap,
    pub which_key_after: Duration,
    pub confirm_quit: bool,
    /// Whether the mouse is taken at the start.
    pub mouse: bool,
    /// The moment from which the time of every message counts.
    pub born: Timestamp,
    /// Whether there are history, undo and sync.
    pub has_history: bool,
    /// Why there are none, and what turns them on.
    pub no_history: Option<String>,
    /// What configuration and keymap files say wrongly, a sentence each.
    pub complaints: Vec<String>,
}

/// Where the person was; kept for the next start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub screen: Screen,
    /// The entry on the workbench.
    pub entry: Option<String>,
    /// How far its text is scrolled.
    pub entry_scroll: usize,
    /// The item of the inbox.
    pub deciding: Option<String>,
    pub query: String,
    pub selected: Option<String>,
    pub scroll: usize,
    pub reading: bool,
    /// The day of the last decision, and what was decided on it.
    pub decided: (String, Vec<String>),
}

/// Whether the index may be brought into step with the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tended {
    /// The first search, which opens it, has not been answered; then it will be.
    NotYet,
    AsNeeded,
    /// Files changed while it was being done.
    Again,
}

/// The keys of actions, and the contexts they were looked up in.
type Keycaps = (Vec<Context>, Vec<(Action, String)>);

fn cap(keycaps: &Keycaps, action: Action) -> &str {
    keycaps.1.iter().find(|(named, _)| *named == action).map_or("", |(_, key)| key)
}

/// Everything that is shown.
#[derive(Debug)]
pub struct App {
    pub settings: Settings,
    pub screen: Screen,
    pub today: Today,
    pub inbox: Inbox,
    pub library: Library,
    pub workbench: Workbench,
    pub share: Share,
    pub prepare: Prepare,
    pub team: Team,
    /// What was agreed to and can still be stopped.
    pub leaving: Door,
    /// How many publications and withdrawals are on their way.
    sending: usize,
    /// Where what was published since the start can be read.
    links: Vec<(EntryPath, String, String)>,
    /// The team that the last publication went to.
    last_team: Option<String>,
    /// What is to be taken back, while it is chosen what takes its place.
    withdrawing: Option<Outgoing>,
    /// The places before, newest last.
    trail: Vec<Spot>,
    pub overlays: Vec<Overlay>,
    pub messages: Messages,
    /// Keys of a sequence that is not complete, and when the last came.
    pub pending: Vec<Key>,
    pending_since: Duration,
    pub status: Option<Status>,
    pub class: Class,
    pub size: (u16, u16),
    /// The time of the newest message.
    pub at: Duration,
    /// Texts that were typed and neither saved nor thrown away, one for each purpose.
    kept: Vec<Kept>,
    /// Whether a capture was typed since the start and not saved.
    draft_open: bool,
    draft_due: Option<Duration>,
    stray: stray::Guard,
    /// The keys of what the footer and hints name, for the contexts they were looked up in.
    keycaps: Keycaps,
    screen_keycaps: Keycaps,
    /// Whether the mouse is ours.
    mouse: bool,
    index: Tended,
    /// Files changed since what is shown was asked for.
    is_old: bool,
}

impl App {
    /// The program at its start, and what it does first.
    pub fn new(settings: Settings, session: Session, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let mut app = Self {
            screen: Screen::default(),
            today: Today::default(),
            inbox: Inbox::default(),
            library: Library::new(&session),
            workbench: Workbench::default(),
            share: Share::default(),
            prepare: Prepare::default(),
            team: Team::default(),
            leaving: Door::default(),
            sending: 0,
            links: Vec::new(),
            last_team: None,
            withdrawing: None,
            trail: Vec::new(),
            settings,
            overlays: Vec::new(),
            messages: Messages::default(),
            pending: Vec::new(),
            pending_since: Duration::ZERO,
            status: None,
            class: Class::of(size.0, size.1, None),
            size,
            at: Duration::ZERO,
            kept: Vec::new(),
            draft_open: false,
            draft_due: None,
            stray: stray::Guard::default(),
            keycaps: Keycaps::default(),
            screen_keycaps: Keycaps::default(),
            mouse: false,
            index: Tended::NotYet,
            is_old: false,
        };
        let mut effects = app.first();
        app.recall(&session);
        effects.extend(app.resume(&session));
        effects.extend(app.settle());
        (app, effects)
    }

    fn first(&mut self) -> Vec<Effect> {
        if let Some(why) = self.settings.no_history.clone() {
            self.messages.say(Level::Info, why, Duration::ZERO);
        }
        for complaint in self.settings.complaints.clone() {
            self.messages.say(Level::Warning, complaint, Duration::ZERO);
        }
        let mut effects = vec![self.library.search()];
        if self.settings.mouse {
            effects.extend(self.switch_mouse());
        }
        let drafts = [Purpose::Capture, Purpose::Log].map(|purpose| Effect::LoadDraft { purpose });
        effects.extend(drafts.into_iter().chain([Effect::Status, Effect::Teams]));
        effects.extend(self.catch_up());
        effects
    }

    /// Goes where the person was.
    fn resume(&mut self, session: &Session) -> Vec<Effect> {
        let entry = session.entry.clone().and_then(|path| EntryPath::new(path).ok());
        match (session.screen, entry) {
            (Screen::Today, _) => self.visit(Spot::Today),
            (Screen::Inbox, _) => {
                let item = session.deciding.clone().and_then(|path| EntryPath::new(path).ok());
                item.into_iter().for_each(|path| self.inbox.choose(path));
                self.visit(Spot::Inbox)
            }
            (Screen::Workbench, Some(path)) => {
                self.workbench.left_at(path.clone(), session.entry_scroll);
                self.visit(Spot::Entry(path))
            }
            (Screen::Share | Screen::Prepare, _) => self.visit(Spot::Share),
            (Screen::Team, _) => self.visit(Spot::Team),
            (Screen::Library | Screen::Workbench, _) => vec![self.inbox.ask()],
        }
    }

    /// What was decided before, if that was today.
    fn recall(&mut self, session: &Session) {
        let (day, decided) = &session.decided;
        if *day == self.today_named() {
            self.inbox.done = decided.iter().filter_map(|path| EntryPath::new(path.as_str()).ok()).collect();
        }
    }

    fn today_named(&self) -> String {
        self.now().format("%Y-%m-%d").to_string()
    }

    /// Takes in what happened at a moment and says what is to be done.
    pub fn update(&mut self, at: Duration, msg: Msg) -> Vec<Effect> {
        self.at = at;
        self.messages.expire(at);
        let mut effects = match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resized { width, height } => self.resize(width, height),
            Msg::FocusGained => self.catch_up(),
            Msg::FilesChanged => {
                self.is_old = true;
                self.catch_up()
            }
            Msg::Mouse { x, y, did } => self.pointed(x, y, did),
            Msg::Late => Vec::new(),
            Msg::Ended => self.leave(),
            Msg::DraftEdited(text) => self.draft_edited(text),
            Msg::Edited(left) => self.edited(left),
            Msg::Written(left) => self.written(left),
            Msg::Stopped(job) => self.judging_menu(|app| app.stopped(job)),
            Msg::Progress { job, at } => self.progressed(job, at),
            Msg::Warning(what) => self.warned(what),
            Msg::Answer(answer) => self.judging_menu(|app| app.answered(*answer)),
        };
        effects.extend(self.keep_draft_if_due());
        effects.extend(self.let_leave());
        effects.extend(self.settle());
        effects
    }

    fn progressed(&mut self, job: Job, at: Progress) -> Vec<Effect> {
        self.messages.progress(job, at);
        Vec::new()
    }

    fn warned(&mut self, what: String) -> Vec<Effect> {
        self.messages.say(Level::Warning, what, self.at);
        Vec::new()
    }

    /// What comes may make possible what a menu shows as impossible.
    fn judging_menu(&mut self, take: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let effects = take(self);
        if let Some(Overlay::Menu(mut menu)) = self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Menu(_))) {
            menu.judge(|action| self.why_not(action));
            self.overlays.push(Overlay::Menu(menu));
        }
        effects
    }

    /// When [`Msg::Late`] is wanted: a toast goes away, hints appear, a draft is kept, a publication leaves.
    pub fn deadline(&self) -> Option<Duration> {
        let hints = (!self.pending.is_empty()).then(|| self.pending_since + self.settings.which_key_after);
        let hints = hints.filter(|hints| *hints > self.at);
        let counts = self.library.count_due().filter(|_| self.screen == Screen::Library);
        let leaving = self.leaving.deadline(self.at);
        [hints, self.messages.until(), self.draft_due, counts, leaving].into_iter().flatten().min()
    }

    /// Where keys are looked up, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self.overlays.last() {
            Some(overlay) => overlay.contexts().to_vec(),
            None => self.screen_contexts(),
        }
    }

    fn screen_contexts(&self) -> Vec<Context> {
        let mut contexts = self.own_contexts();
        // An entry of a team is read here and changed there.
        let entry = contexts.iter().position(|context| *context == Context::Entry);
        if let Some(at) = entry.filter(|_| !contexts.contains(&Context::Team) && self.of_team()) {
            contexts.insert(at, Context::Team);
        }
        contexts
    }

    fn own_contexts(&self) -> Vec<Context> {
        match self.screen {
            Screen::Today => self.today.contexts(),
            Screen::Inbox => self.inbox.contexts(),
            Screen::Library => self.library.contexts(),
            Screen::Workbench => self.workbench.contexts(),
            Screen::Share => self.share.contexts(),
            Screen::Prepare => self.prepare.contexts(),
            Screen::Team => self.team.contexts(),
        }
    }

    /// The wall clock's time of the newest message.
    pub fn now(&self) -> Timestamp {
        self.settings.born + chrono::Duration::from_std(self.at).unwrap_or_default()
    }

    /// Whether hints for the pending keys are shown.
    pub fn shows_hints(&self) -> bool {
        !self.pending.is_empty() && self.at >= self.pending_since + self.settings.which_key_after
    }

    fn resize(&mut self, width: u16, height: u16) -> Vec<Effect> {
        self.size = (width, height);
        self.class = Class::of(width, height, Some(self.class));
        Vec::new()
    }

    /// Brings positions into step with the room there is, and asks for the text of what is selected now.
    fn settle(&mut self) -> Vec<Effect> {
        let (class, size) = (self.class, self.size);
        let mut effects = match self.screen {
            Screen::Today => self.today.settle(class, size),
            Screen::Inbox => self.inbox.settle(class, size),
            Screen::Library => {
                let mut effects = self.library.settle(class, size);
                effects.extend(self.library.count(self.at));
                effects
            }
            Screen::Workbench => self.workbench.settle(class, size),
            Screen::Share => self.share.settle(class, size),
            Screen::Prepare => self.prepare.settle(class, size),
            Screen::Team => self.team.settle(class, size),
        };
        if let Some(Overlay::Take(take)) = self.overlays.last_mut() {
            take.settle(class, size);
        }
        effects.extend(self.overlays.last_mut().and_then(Overlay::want));
        let (known, on_screen) = (std::mem::take(&mut self.keycaps), std::mem::take(&mut self.screen_keycaps));
        self.keycaps = self.looked_up(known, self.contexts());
        self.screen_keycaps = self.looked_up(on_screen, self.screen_contexts());
        effects
    }

    /// The keys of what is named on the screen, for these contexts; what is known already is kept.
    fn looked_up(&self, known: Keycaps, contexts: Vec<Context>) -> Keycaps {
        if known.0 == contexts {
            return known;
        }
        let caps = footer::named().map(|action| (action, self.first_key(action, &contexts))).collect();
        (contexts, caps)
    }

    /// The key of an action that the footer names, where the person is; empty if there is none.
    pub fn key_of(&self, action: Action) -> &str {
        cap(&self.keycaps, action)
    }

    /// The same for the screen, whatever lies over it.
    pub fn key_on_screen(&self, action: Action) -> &str {
        cap(&self.screen_keycaps, action)
    }

    /// Brings the index into step with the files; never while the first search opens it, which may find it damaged and make
    /// it anew.
    fn catch_up(&mut self) -> Vec<Effect> {
        if self.index == Tended::NotYet {
            return Vec::new();
        }
        if self.messages.runs(Job::Index) {
            self.index = Tended::Again;
            return Vec::new();
        }
        self.messages.start(Job::Index);
        vec![Effect::CatchUp]
    }

    fn push(&mut self, overlay: Overlay) {
        self.pending.clear();
        self.overlays.push(overlay);
    }

    /// Quits, after a question if something is under way.
    fn close_program(&mut self) -> Vec<Effect> {
        let question = if self.messages.runs(Job::Sync) {
            Some("The exchange with the remote is still running. What is not sent stays here and goes out next time.")
        } else if !self.leaving.is_empty() {
            Some("What was to be published has not left yet. It stays here, unpublished, as it was.")
        } else if self.messages.runs(Job::Publish) {
            Some("Something is on its way to a team. What has not arrived is kept, and Share lists it next time.")
        } else if self.draft_open && !self.known(&Purpose::Capture).is_blank() {
            Some("A draft is not saved as an entry yet. It is kept and offered at the next start.")
        } else if self.settings.confirm_quit {
            Some("Everything is saved.")
        } else {
            None
        };
        match question {
            Some(about) => {
                self.push(Overlay::Confirm(Confirm::quit(about)));
                Vec::new()
            }
            None => self.leave(),
        }
    }

    /// Ends the program, keeping where the person was and what they typed.
    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        effects.extend(self.unsaved().into_iter().map(|kept| Effect::KeepDraft { kept }));
        // Plain strings and numbers: printing them as JSON cannot fail.
        if let Ok(session) = serde_json::to_string(&self.session()) {
            effects.push(Effect::SaveSession { session });
        }
        effects.push(Effect::Quit);
        effects
    }

    fn session(&self) -> Session {
        Session {
            screen: self.screen,
            entry: self.workbench.path.as_ref().map(ToString::to_string),
            entry_scroll: self.workbench.reader.scroll,
            deciding: self.inbox.selected().map(|item| item.path.to_string()),
            query: self.library.query.text().to_owned(),
            selected: self.library.selected().map(|hit| hit.path.to_string()),
            scroll: self.library.reader.scroll,
            reading: self.library.focus == Focus::Reader,
            decided: (self.today_named(), self.inbox.done.iter().map(ToString::to_string).collect()),
        }
    }
}
