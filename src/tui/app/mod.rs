//! The program's state and how it answers to what happens: [`App::update`] is pure.
//!
//! No disk, no clock, no terminal: what happened comes in as a [`Msg`] with the time it happened, what is to be done
//! goes out as [`Effect`]s.

mod act;
mod answers;
mod keys;
mod menu;
mod mouse;
mod stray;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::footer;
use super::layout::Class;
use super::messages::{Level, Messages};
use super::msg::{Effect, Job, Kept, Msg};
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::screen::library::{Focus, Library};
use crate::entry::Timestamp;
use crate::keymap::{Action, Context, Key, Keymap};
use crate::ops::Status;

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
    pub query: String,
    pub selected: Option<String>,
    pub scroll: usize,
    pub reading: bool,
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

/// Everything that is shown.
#[derive(Debug)]
pub struct App {
    pub settings: Settings,
    pub library: Library,
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
    /// Text that was typed and neither saved nor thrown away.
    draft: Kept,
    /// Whether that text was typed since the start.
    draft_open: bool,
    draft_due: Option<Duration>,
    stray: stray::Guard,
    /// The keys of what the footer and hints name, for the contexts they were looked up in.
    keycaps: (Vec<Context>, Vec<(Action, String)>),
    /// Whether the mouse is ours.
    mouse: bool,
    index: Tended,
}

impl App {
    /// The program at its start, and what it does first.
    pub fn new(settings: Settings, session: Session, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let mut app = Self {
            library: Library::new(&session),
            settings,
            overlays: Vec::new(),
            messages: Messages::default(),
            pending: Vec::new(),
            pending_since: Duration::ZERO,
            status: None,
            class: Class::of(size.0, size.1, None),
            size,
            at: Duration::ZERO,
            draft: Kept::default(),
            draft_open: false,
            draft_due: None,
            stray: stray::Guard::default(),
            keycaps: (Vec::new(), Vec::new()),
            mouse: false,
            index: Tended::NotYet,
        };
        let effects = app.first();
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
        effects.extend([Effect::LoadDraft, Effect::Status]);
        effects.extend(self.catch_up());
        effects.extend(self.settle());
        effects
    }

    /// Takes in what happened at a moment and says what is to be done.
    pub fn update(&mut self, at: Duration, msg: Msg) -> Vec<Effect> {
        self.at = at;
        self.messages.expire(at);
        let mut effects = match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resized { width, height } => self.resize(width, height),
            Msg::FocusGained | Msg::FilesChanged => self.catch_up(),
            Msg::Mouse { x, y, did } => self.pointed(x, y, did),
            Msg::Late => Vec::new(),
            Msg::Ended => self.leave(),
            answer => {
                let effects = self.answer(answer);
                self.judge_menu();
                effects
            }
        };
        effects.extend(self.keep_draft_if_due());
        effects.extend(self.settle());
        effects
    }

    /// What came may make possible what a menu shows as impossible.
    fn judge_menu(&mut self) {
        if let Some(Overlay::Menu(mut menu)) = self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Menu(_))) {
            menu.judge(|action| self.why_not(action));
            self.overlays.push(Overlay::Menu(menu));
        }
    }

    /// When [`Msg::Late`] is wanted: a toast goes away, hints appear, a draft is kept.
    pub fn deadline(&self) -> Option<Duration> {
        let hints = (!self.pending.is_empty()).then(|| self.pending_since + self.settings.which_key_after);
        let hints = hints.filter(|hints| *hints > self.at);
        [hints, self.messages.until(), self.draft_due].into_iter().flatten().min()
    }

    /// Where keys are looked up, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self.overlays.last() {
            Some(overlay) => overlay.contexts().to_vec(),
            None => self.library.contexts(),
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
        let effects = self.library.settle(self.class, self.size);
        let contexts = self.contexts();
        if self.keycaps.0 != contexts {
            let caps = footer::named().map(|action| (action, self.first_key(action, &contexts))).collect();
            self.keycaps = (contexts, caps);
        }
        effects
    }

    /// The key of an action that the footer names, where the person is; empty if there is none.
    pub fn key_of(&self, action: Action) -> &str {
        self.keycaps.1.iter().find(|(named, _)| *named == action).map_or("", |(_, key)| key)
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
        } else if self.draft_open && !self.draft.text.trim().is_empty() {
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
        if let Some(kept) = self.overlays.iter().find_map(Overlay::draft) {
            effects.push(Effect::KeepDraft(kept));
        }
        // Plain strings and numbers: printing them as JSON cannot fail.
        if let Ok(session) = serde_json::to_string(&self.session()) {
            effects.push(Effect::SaveSession(session));
        }
        effects.push(Effect::Quit);
        effects
    }

    fn session(&self) -> Session {
        Session {
            query: self.library.query.text().to_owned(),
            selected: self.library.selected().map(|hit| hit.path.to_string()),
            scroll: self.library.scroll,
            reading: self.library.focus == Focus::Reader,
        }
    }
}
