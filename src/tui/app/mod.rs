//! The program's state and how it answers to what happens: [`App::update`] is pure.
//!
//! No disk, no clock, no terminal: what happened comes in as a [`Msg`] with the time it happened, what is to be done
//! goes out as [`Effect`]s. The program knows a list of screens and what they share, and no screen by name.

mod act;
mod answers;
mod drafts;
mod entry_actions;
mod feeds;
mod first_steps;
mod keys;
mod links;
mod menu;
mod mouse;
mod places;
mod reasons;
mod requests;
mod sharing;
mod stray;
mod subject;
mod suggesting;
mod syncing;
#[cfg(test)]
mod tests;
pub mod view;

use std::time::Duration;

use super::core::drafts::DraftKind;
use super::core::effect::Effect;
use super::core::job::Job;
use super::core::messages::Level;
use super::core::msg::Msg;
use super::core::rhythm::Rhythm;
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
pub use super::screen::session::Session;
pub(crate) use super::screen::shared::Settings;
use super::screen::shared::{Keycaps, Shared};
use super::screen::{Location, Screen, ScreenState, Screens};
use super::widget::layout::Class;
use crate::keymap::{Action, Context};
use crate::ops::fresh::Progress;
use crate::ops::share::suggest::Suggesting;

/// Whether the index may be brought into step with the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IndexState {
    /// The first search, which opens it, has not been answered; then it will be.
    NotYet,
    AsNeeded,
    /// Files changed while it was being done.
    Again,
}

/// Everything that is shown.
#[derive(Debug)]
pub struct App {
    pub screens: Screens,
    pub screen: Screen,
    pub shared: Shared,
    /// The places before, newest last.
    trail: Vec<Location>,
    /// When the last key of a sequence that is not complete came.
    pending_since: Duration,
    stray: stray::Guard,
    /// Whether the mouse is ours.
    mouse: bool,
    index: IndexState,
    /// Files changed since what is shown was asked for.
    is_old: bool,
    /// What was run from the palette, the last first.
    ran: Vec<Action>,
    sync_waiting: Option<syncing::Waiting>,
    /// The page of a team whose change is shown before it leaves.
    suggesting: Option<Suggesting>,
    rhythm: Rhythm,
}

impl App {
    /// The program at its start, and what it does first.
    pub fn new(settings: Settings, session: Session, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let rhythm =
            if settings.background_sync || settings.background_feeds { Rhythm::on() } else { Rhythm::default() };
        let mut app = Self {
            screens: Screens::default(),
            screen: Screen::default(),
            shared: Shared::new(settings, size),
            trail: Vec::new(),
            pending_since: Duration::ZERO,
            stray: stray::Guard::default(),
            mouse: false,
            index: IndexState::NotYet,
            is_old: false,
            ran: session.get::<Vec<String>>("ran").iter().filter_map(|name| name.parse().ok()).collect(),
            sync_waiting: None,
            suggesting: None,
            rhythm,
        };
        let locations: Vec<Location> = Screen::ALL.iter().map(|screen| app.restore(*screen, &session)).collect();
        let mut effects = app.first();
        let here = Screen::ALL.iter().position(|screen| *screen == session.screen);
        effects.extend(app.resume(here.map(|at| locations[at].clone()).unwrap_or_default()));
        effects.extend(app.settle());
        (app, effects)
    }

    fn restore(&mut self, screen: Screen, session: &Session) -> Location {
        self.screens.of_mut(screen).restore(session, &mut self.shared)
    }

    fn first(&mut self) -> Vec<Effect> {
        let settings = &self.shared.settings;
        let (no_history, complaints) = (settings.no_history.clone(), settings.complaints.clone());
        if let Some(why) = no_history {
            self.shared.say(Level::Info, why);
        }
        self.shared.warn(&complaints);
        // The first search opens the index.
        let mut effects = self.screens.of_mut(Screen::default()).ask(&mut self.shared);
        effects.push(self.shared.undecided.ask());
        if self.shared.settings.mouse {
            effects.extend(self.switch_mouse());
        }
        // Whoever was shown them once sees them at the next start too.
        let steps = self.shared.first_steps;
        effects.extend(steps.are_shown().then_some(Effect::KeepFirstSteps { steps }));
        let drafts = [DraftKind::Capture, DraftKind::Log].map(|kind| Effect::LoadDraft { kind });
        effects.extend(drafts.into_iter().chain([Effect::Status, Effect::Conflicts, Effect::Teams]));
        effects.extend(self.catch_up());
        effects
    }

    /// Goes where the person was.
    fn resume(&mut self, location: Location) -> Vec<Effect> {
        self.visit(location.into())
    }

    /// The screen that is shown.
    pub fn screen(&self) -> &dyn ScreenState {
        self.screens.of(self.screen)
    }

    /// Has the screen do something, and does what it asks of the program for that.
    fn on_screen(&mut self, act: impl FnOnce(&mut dyn ScreenState, &mut Shared) -> Vec<Effect>) -> Vec<Effect> {
        let mut effects = act(self.screens.of_mut(self.screen), &mut self.shared);
        effects.extend(self.fulfil_requests());
        effects
    }

    /// Takes in what happened at a moment and says what is to be done.
    pub fn update(&mut self, at: Duration, msg: Msg) -> Vec<Effect> {
        self.shared.at = at;
        self.shared.messages.expire(at);
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
            Msg::PieceEdited(text) => self.piece_edited(text),
            Msg::Edited(left) => self.edited(left),
            Msg::Written(left) => self.written(left),
            Msg::PageEdited(left) => self.page_edited(left),
            Msg::Stopped(job) => self.updating_menu(|app| app.stopped(job)),
            Msg::Progress { job, at } => self.progressed(job, at),
            Msg::Warning(what) => self.warned(what),
            Msg::Asked(question) => self.asked_to_sign_in(question),
            Msg::Answer(answer) => self.updating_menu(|app| app.answered(&answer)),
        };
        effects.extend(self.keep_draft_if_due());
        effects.extend(self.let_leave());
        effects.extend(self.sync_if_due());
        effects.extend(self.settle());
        effects
    }

    fn progressed(&mut self, job: Job, at: Progress) -> Vec<Effect> {
        self.shared.messages.progress(job, at);
        Vec::new()
    }

    fn warned(&mut self, what: String) -> Vec<Effect> {
        self.shared.say(Level::Warning, what);
        Vec::new()
    }

    /// What comes may make possible what a menu shows as impossible.
    fn updating_menu(&mut self, take: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let effects = take(self);
        if let Some(Overlay::Menu(mut menu)) =
            self.shared.overlays.pop_if(|overlay| matches!(overlay, Overlay::Menu(_)))
        {
            menu.update_reasons(|action| self.why_not(action));
            self.shared.overlays.push(Overlay::Menu(menu));
        }
        effects
    }

    /// When [`Msg::Late`] is wanted: a toast goes away, hints appear, a draft is kept, a publication leaves.
    pub fn deadline(&self) -> Option<Duration> {
        let shared = &self.shared;
        let hints = (!shared.pending.is_empty()).then(|| self.pending_since + shared.settings.which_key_after);
        let hints = hints.filter(|hints| *hints > shared.at);
        let leaving = shared.sharing.pending.deadline(shared.at);
        let screen = self.screen().deadline();
        let deadlines = [hints, shared.messages.until(), shared.draft_due, screen, leaving, self.rhythm.deadline()];
        deadlines.into_iter().flatten().min()
    }

    /// Where keys are looked up, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self.shared.overlays.last() {
            Some(overlay) => overlay.layer().contexts().to_vec(),
            None => self.screen_contexts(),
        }
    }

    fn screen_contexts(&self) -> Vec<Context> {
        let mut contexts = self.screen().contexts();
        // An entry of a team is read here and changed there.
        let entry = contexts.iter().position(|context| *context == Context::Entry);
        if let Some(at) = entry.filter(|_| !contexts.contains(&Context::Team) && self.of_team()) {
            contexts.insert(at, Context::Team);
        }
        let team = contexts.iter().position(|context| *context == Context::Team);
        if let Some(at) = team.filter(|_| self.request().is_some()) {
            contexts.insert(at, Context::Request);
        }
        contexts
    }

    /// Whether hints for the pending keys are shown.
    pub fn shows_hints(&self) -> bool {
        let shared = &self.shared;
        !shared.pending.is_empty() && shared.at >= self.pending_since + shared.settings.which_key_after
    }

    fn resize(&mut self, width: u16, height: u16) -> Vec<Effect> {
        self.shared.size = (width, height);
        self.shared.class = Class::of(width, height, Some(self.shared.class));
        Vec::new()
    }

    /// Brings positions into step with the room there is, and asks for the text of what is selected now.
    fn settle(&mut self) -> Vec<Effect> {
        let screen = self.screens.of_mut(self.screen);
        let mut effects = screen.settle(&self.shared);
        if let Some(told) = screen.to_tell() {
            self.shared.say(Level::Info, told);
        }
        let (class, size) = (self.shared.class, self.shared.size);
        let overlay = self.shared.overlays.last_mut();
        effects.extend(overlay.and_then(|overlay| overlay.layer_mut().settle(class, size)));
        let known = std::mem::take(&mut self.shared.keycaps);
        let on_screen = std::mem::take(&mut self.shared.screen_keycaps);
        self.shared.keycaps = self.looked_up(known, self.contexts());
        self.shared.screen_keycaps = self.looked_up(on_screen, self.screen_contexts());
        effects
    }

    /// The keys of all actions for these contexts; what is known already is kept.
    fn looked_up(&self, known: Keycaps, contexts: Vec<Context>) -> Keycaps {
        if known.0 == contexts {
            return known;
        }
        let caps = Action::ALL.iter().map(|action| (*action, self.shared.first_key(*action, &contexts))).collect();
        (contexts, caps)
    }

    /// Brings the index into step with the files; never while the first search opens it, which may find it damaged and make
    /// it anew.
    fn catch_up(&mut self) -> Vec<Effect> {
        if self.index == IndexState::NotYet {
            return Vec::new();
        }
        if self.shared.messages.runs(Job::Index) {
            self.index = IndexState::Again;
            return Vec::new();
        }
        self.shared.messages.start(Job::Index);
        vec![Effect::CatchUp]
    }

    /// Quits, after a question if something is under way.
    fn close_program(&mut self) -> Vec<Effect> {
        let question = if self.shared.messages.runs(Job::Sync) {
            Some("A sync is still running. What is not sent stays here and goes out next time.")
        } else if !self.shared.sharing.pending.is_empty() {
            Some("A publication has not left yet. Quitting now leaves it unpublished.")
        } else if self.shared.messages.runs(Job::Publish) {
            Some("Something is on its way to a team. What has not arrived is kept, and Share lists it next time.")
        } else if self.shared.draft_open && !self.shared.saved_draft(&DraftKind::Capture).is_blank() {
            Some("A draft is not saved as an entry yet. It is kept and offered at the next start.")
        } else if self.shared.settings.confirm_quit {
            Some("Everything is saved.")
        } else {
            None
        };
        match question {
            Some(about) => {
                self.shared.push(Overlay::Confirm(Confirm::quit(about)));
                Vec::new()
            }
            None => self.leave(),
        }
    }

    /// Ends the program, keeping where the person was and what they typed.
    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        effects.extend(self.unsaved().into_iter().map(|draft| Effect::KeepDraft { draft }));
        // Plain strings and numbers: printing them as JSON cannot fail.
        if let Ok(session) = serde_json::to_string(&self.session()) {
            effects.push(Effect::SaveSession { session });
        }
        effects.push(Effect::Quit);
        effects
    }

    fn session(&self) -> Session {
        let mut session = Session::new(self.screen);
        session.keep("ran", self.ran.iter().map(|action| action.name()).collect::<Vec<_>>());
        Screen::ALL.iter().for_each(|screen| self.screens.of(*screen).save(&mut session, &self.shared));
        session
    }
}
