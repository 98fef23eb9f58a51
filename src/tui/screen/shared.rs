//! What the program and its screens share: what was configured, messages, overlays, what is being
//! written, what is undecided and what teams have.

use std::time::Duration;

use chrono::NaiveDate;

use super::Request;
use crate::entry::{EntryPath, Timestamp};
use crate::keymap::{Action, Context, Key, Keymap, Run};
use crate::ops::Status;
use crate::ops::conflicts::Conflicts;
use crate::ops::first_steps::{FirstSteps, Step};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Effect;
use crate::tui::core::messages::{Level, Messages};
use crate::tui::core::sharing::Sharing;
use crate::tui::core::undecided::Undecided;
use crate::tui::overlay::Overlay;
use crate::tui::widget::footer::first_key;
use crate::tui::widget::format::counted;
use crate::tui::widget::layout::Class;

/// What the program needs to know of its surroundings before anything happens.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "settings of their own, as they are written")]
pub struct Settings {
    /// What the store is called.
    pub store: String,
    pub keymap: Keymap,
    pub which_key_after: Duration,
    pub confirm_quit: bool,
    pub background_sync: bool,
    pub background_feeds: bool,
    /// Where the web is searched, with `{query}` in it.
    pub search_url: Option<String>,
    /// Whether the mouse is taken at the start.
    pub mouse: bool,
    /// The moment from which the time of every message counts.
    pub born: Timestamp,
    /// Why there are no history, undo and sync, and what turns them on.
    pub no_history: Option<String>,
    /// What the bar says of the store.
    pub label: Option<&'static str>,
    pub first_steps: FirstSteps,
    /// What configuration and keymap files say wrongly, a sentence each.
    pub complaints: Vec<String>,
}

impl Settings {
    pub fn has_history(&self) -> bool {
        self.no_history.is_none()
    }
}

/// The keys of actions, and the contexts they were looked up in.
pub(crate) type Keycaps = (Vec<Context>, Vec<(Action, String)>);

/// A draft is kept at the latest so long after a key.
const PAUSE: Duration = Duration::from_millis(500);

/// See the head of the module.
#[derive(Debug)]
pub struct Shared {
    pub settings: Settings,
    pub messages: Messages,
    pub overlays: Vec<Overlay>,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    pub status: Option<Status>,
    /// Entries of which two texts are kept.
    pub conflicts: Conflicts,
    pub class: Class,
    pub size: (u16, u16),
    /// The time of the newest message.
    pub at: Duration,
    pub sharing: Sharing,
    /// What was tried of what a person tries first.
    pub first_steps: FirstSteps,
    pub undecided: Undecided,
    /// Entries that are on their way to the trash, and in no list any more.
    pub leaving: Vec<EntryPath>,
    /// Texts that were typed and neither saved nor thrown away, one of each kind.
    pub draft: Vec<Draft>,
    /// Whether a capture was typed since the start and not saved.
    pub draft_open: bool,
    pub draft_due: Option<Duration>,
    /// The keys of what the footer and hints name, for the contexts they were looked up in.
    pub keycaps: Keycaps,
    pub screen_keycaps: Keycaps,
    /// What a screen asked of the program and has not got yet.
    pub requests: Vec<Request>,
}

impl Shared {
    pub fn new(settings: Settings, size: (u16, u16)) -> Self {
        let first_steps = settings.first_steps;
        Self {
            settings,
            messages: Messages::default(),
            overlays: Vec::new(),
            pending: Vec::new(),
            status: None,
            conflicts: Conflicts::default(),
            class: Class::of(size.0, size.1, None),
            size,
            at: Duration::ZERO,
            sharing: Sharing::default(),
            first_steps,
            undecided: Undecided::default(),
            leaving: Vec::new(),
            draft: Vec::new(),
            draft_open: false,
            draft_due: None,
            keycaps: Keycaps::default(),
            screen_keycaps: Keycaps::default(),
            requests: Vec::new(),
        }
    }

    /// The wall clock's time of the newest message.
    pub fn now(&self) -> Timestamp {
        self.settings.born + chrono::Duration::from_std(self.at).unwrap_or_default()
    }

    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    pub fn say(&mut self, level: Level, text: impl Into<String>) {
        self.messages.say(level, text, self.at);
    }

    /// Says what was done, and how it is taken back.
    pub fn did(&mut self, what: &str) {
        let back =
            if self.settings.has_history() { self.key_that(Run::Undo.into(), "undoes it") } else { String::new() };
        self.say(Level::Done, format!("{what}{back}"));
    }

    /// The sentence about what the key of an action does, which works everywhere; nothing if there is no key.
    pub fn key_that(&self, action: Action, does: &str) -> String {
        let key = self.first_key(action, &[Context::Global]);
        if key.is_empty() { key } else { format!(" {key} {does}.") }
    }

    /// Says how many entries are marked now.
    pub fn say_marked(&mut self, marked: usize) {
        let text = match marked {
            0 => "Nothing is marked.".to_owned(),
            marked => format!("Marked {}.", counted(marked, "entry", "entries")),
        };
        self.say(Level::Info, text);
    }

    pub fn warn(&mut self, warnings: &[String]) {
        for warning in warnings {
            self.say(Level::Warning, warning.clone());
        }
    }

    /// Lays something over the screen.
    pub fn push(&mut self, overlay: Overlay) {
        self.pending.clear();
        self.overlays.push(overlay);
    }

    /// Asks the program for something that is not a screen's to do.
    pub fn request(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// One of the first steps was done; what is to be kept of that.
    pub fn did_step(&mut self, step: Step) -> Option<Effect> {
        let before = self.first_steps;
        self.first_steps = before.with(step);
        (before.are_shown() && self.first_steps != before).then_some(Effect::KeepFirstSteps { steps: self.first_steps })
    }

    /// The first steps, or what is new, are put away for good.
    pub fn put_steps_away(&mut self) -> Effect {
        self.first_steps = self.first_steps.put_away();
        Effect::KeepFirstSteps { steps: self.first_steps }
    }

    /// The first key of an action, as it stands on a keyboard; one that needs no Ctrl or Alt if there is one.
    pub fn first_key(&self, action: Action, contexts: &[Context]) -> String {
        first_key(&self.settings.keymap, action, contexts)
    }

    /// The key of an action, where the person is; empty if there is none.
    pub fn key_of(&self, action: Action) -> &str {
        cap(&self.keycaps, action)
    }

    /// The key of an action on the screen, whatever lies over it.
    pub fn key_on_screen(&self, action: Action) -> &str {
        cap(&self.screen_keycaps, action)
    }

    /// The draft of that kind as it was saved last.
    pub fn saved_draft(&self, kind: &DraftKind) -> Draft {
        let known = self.draft.iter().find(|draft| draft.kind == *kind);
        known.cloned().unwrap_or_else(|| Draft::new(kind.clone(), ""))
    }

    pub fn set_saved_draft(&mut self, draft: Draft) {
        self.draft.retain(|known| known.kind != draft.kind);
        if !draft.is_blank() {
            self.draft.push(draft);
        }
    }

    pub fn keep_draft(&mut self, draft: Draft) -> Effect {
        self.set_saved_draft(draft.clone());
        self.draft_due = None;
        Effect::KeepDraft { draft }
    }

    /// The text has become something: its draft is forgotten.
    pub fn forget_draft(&mut self, kind: DraftKind) -> Effect {
        self.keep_draft(Draft::new(kind, ""))
    }

    /// Something was typed: a draft that is not kept as it is now is to be kept soon.
    pub fn typed(&mut self, draft: Option<&Draft>) {
        if draft.is_some_and(|draft| *draft != self.saved_draft(&draft.kind)) {
            self.draft_due.get_or_insert(self.at + PAUSE);
        }
    }
}

fn cap(keycaps: &Keycaps, action: Action) -> &str {
    keycaps.1.iter().find(|(named, _)| *named == action).map_or("", |(_, key)| key)
}
