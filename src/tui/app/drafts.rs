//! Text that is being typed: kept in every pause, and never lost.

use std::path::PathBuf;

use super::{App, Effect};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::failure::Outcome;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::capture::Capture;

impl App {
    /// What is being typed now.
    pub(super) fn draft(&self) -> Option<Draft> {
        let screens = || self.screens.all().into_iter().find_map(|screen| screen.draft());
        self.shared.overlays.iter().rev().find_map(|overlay| overlay.layer().draft()).or_else(screens)
    }

    /// Something was typed: a draft is to be kept soon.
    pub(super) fn typed(&mut self) -> Vec<Effect> {
        let draft = self.draft();
        self.shared.typed(draft.as_ref());
        Vec::new()
    }

    pub(super) fn keep_draft_if_due(&mut self) -> Option<Effect> {
        self.shared.draft_due.filter(|due| *due <= self.shared.at)?;
        self.shared.draft_due = None;
        self.keep_open_draft()
    }

    /// Keeps what is being typed if that is not kept already.
    pub(super) fn keep_open_draft(&mut self) -> Option<Effect> {
        let draft = self.draft()?;
        (draft != self.shared.saved_draft(&draft.kind)).then(|| self.shared.keep_draft(draft))
    }

    /// Keeps a text that is left, and says where; a blank one is dropped silently.
    pub(super) fn set_aside(&mut self, draft: Draft) -> Vec<Effect> {
        self.shared.draft_open = draft.kind == DraftKind::Capture && !draft.is_blank();
        if draft.is_blank() {
            return vec![self.shared.keep_draft(draft)];
        }
        self.shared.set_saved_draft(draft.clone());
        self.shared.draft_due = None;
        vec![Effect::SetAside { draft }]
    }

    pub(super) fn tell_where(&mut self, draft: &Outcome<PathBuf>) {
        if let Ok(file) = draft {
            let text = format!("Kept as a draft, listed on Today: {}", file.display());
            self.shared.say(Level::Info, text);
        }
    }

    /// All that is typed and not saved, in whatever box, when the program ends.
    pub(super) fn unsaved(&self) -> Vec<Draft> {
        let unanswered = self.shared.overlays.iter().filter_map(|overlay| overlay.layer().unanswered());
        unanswered.chain(self.draft()).collect()
    }

    /// The kept draft with a text after it.
    pub(super) fn open_capture(&mut self, text: &str) -> Vec<Effect> {
        let mut capture = Capture::new(&self.shared.saved_draft(&DraftKind::Capture));
        capture.add(text);
        self.shared.push(Overlay::Capture(capture));
        self.typed();
        vec![Effect::Tags]
    }

    /// Goes on with a text that was kept.
    pub(super) fn open_draft(&mut self, draft: Draft) -> Vec<Effect> {
        match &draft.kind {
            DraftKind::Log => self.arrive(crate::keymap::Run::Log.into()).unwrap_or_default(),
            DraftKind::Words(path) => {
                let (path, title) = (path.clone(), path.stem().to_owned());
                self.open_words(path, &title, Vec::new())
            }
            DraftKind::Capture | DraftKind::Left(_) => {
                self.shared.push(Overlay::Capture(Capture::new(&draft)));
                vec![Effect::Tags]
            }
        }
    }

    pub(super) fn draft_found(&mut self, draft: &Draft) {
        if draft.is_blank() || !self.shared.saved_draft(&draft.kind).is_blank() {
            return;
        }
        self.shared.set_saved_draft(draft.clone());
        match (self.shared.overlays.last_mut(), &draft.kind) {
            // It was opened before the draft had been read.
            (Some(Overlay::Capture(capture)), DraftKind::Capture) => capture.restore(draft),
            (Some(Overlay::Words(words)), DraftKind::Words(_)) => words.restore(draft),
            (_, DraftKind::Log) => self.screens.all_mut().into_iter().for_each(|screen| screen.restore_draft(draft)),
            (_, DraftKind::Capture) => {
                let key = self.shared.key_of(crate::keymap::Run::Capture.into()).to_owned();
                let next = if key.is_empty() { "Today lists it.".to_owned() } else { format!("{key} continues it.") };
                self.shared.say(Level::Info, format!("A draft from last time was kept. {next}"));
            }
            (_, DraftKind::Words(_) | DraftKind::Left(_)) => {}
        }
    }

    /// A piece of text for the screen was in the editor.
    pub(super) fn piece_edited(&mut self, text: Outcome<String>) -> Vec<Effect> {
        match text {
            Ok(text) => self.screens.of_mut(self.screen).edited(&text),
            Err(failure) => self.shared.messages.fail(&failure, self.shared.at),
        }
        Vec::new()
    }

    pub(super) fn draft_edited(&mut self, text: Outcome<Option<String>>) -> Vec<Effect> {
        match text {
            Ok(Some(text)) => {
                match self.shared.overlays.last_mut() {
                    Some(Overlay::Capture(capture)) => capture.replace(&text),
                    Some(Overlay::Words(words)) => words.replace(&text),
                    Some(_) | None => {}
                }
                self.typed()
            }
            Ok(None) => Vec::new(),
            Err(failure) => {
                self.shared.messages.fail(&failure, self.shared.at);
                Vec::new()
            }
        }
    }
}
