//! Text that is being typed: kept in every pause, and never lost.

use std::path::PathBuf;
use std::time::Duration;

use super::{App, Effect};
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::messages::Level;
use crate::tui::msg::Outcome;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::capture::Capture;

/// A draft is kept at the latest so long after a key.
const PAUSE: Duration = Duration::from_millis(500);

impl App {
    /// The text with that purpose as it was kept last.
    pub(super) fn known(&self, purpose: &Purpose) -> Kept {
        let known = self.kept.iter().find(|kept| kept.purpose == *purpose);
        known.cloned().unwrap_or_else(|| Kept::new(purpose.clone(), ""))
    }

    /// What is being typed now.
    pub(super) fn draft(&self) -> Option<Kept> {
        self.overlays.iter().rev().find_map(Overlay::draft).or_else(|| self.today.draft())
    }

    /// Something was typed: a draft is to be kept soon.
    pub(super) fn typed(&mut self) -> Vec<Effect> {
        if self.draft().is_some_and(|kept| kept != self.known(&kept.purpose)) {
            self.draft_due.get_or_insert(self.at + PAUSE);
        }
        Vec::new()
    }

    pub(super) fn keep_draft_if_due(&mut self) -> Option<Effect> {
        self.draft_due.filter(|due| *due <= self.at)?;
        self.draft_due = None;
        self.keep_open_draft()
    }

    /// Keeps what is being typed if that is not kept already.
    pub(super) fn keep_open_draft(&mut self) -> Option<Effect> {
        let kept = self.draft()?;
        (kept != self.known(&kept.purpose)).then(|| self.keep_draft(kept))
    }

    pub(super) fn keep_draft(&mut self, kept: Kept) -> Effect {
        self.know(kept.clone());
        self.draft_due = None;
        Effect::KeepDraft { kept }
    }

    /// Keeps a text that is left, and has the person told where; a blank one goes without a word.
    pub(super) fn set_aside(&mut self, kept: Kept) -> Vec<Effect> {
        self.draft_open = kept.purpose == Purpose::Capture && !kept.is_blank();
        if kept.is_blank() {
            return vec![self.keep_draft(kept)];
        }
        self.know(kept.clone());
        self.draft_due = None;
        vec![Effect::SetAside { kept }]
    }

    pub(super) fn tell_where(&mut self, kept: Outcome<PathBuf>) {
        match kept {
            Ok(file) => {
                let text = format!("Kept as a draft; Today lists it. It lies in {}.", file.display());
                self.messages.say(Level::Info, text, self.at);
            }
            Err(failure) => self.messages.fail(&failure, self.at),
        }
    }

    /// All that is typed and not saved, in whatever box, when the program ends.
    pub(super) fn unsaved(&self) -> Vec<Kept> {
        let unanswered = self.overlays.iter().filter_map(Overlay::unanswered);
        unanswered.chain(self.draft()).collect()
    }

    /// The text has become something: its draft is forgotten.
    pub(super) fn forget_draft(&mut self, purpose: Purpose) -> Effect {
        self.keep_draft(Kept::new(purpose, ""))
    }

    pub(super) fn know(&mut self, kept: Kept) {
        self.kept.retain(|known| known.purpose != kept.purpose);
        if !kept.is_blank() {
            self.kept.push(kept);
        }
    }

    /// The kept draft with a text after it.
    pub(super) fn open_capture(&mut self, text: &str) -> Vec<Effect> {
        let mut kept = self.known(&Purpose::Capture);
        let restored = !kept.is_blank();
        if restored && !text.is_empty() {
            kept.text.push('\n');
        }
        kept.text.push_str(text);
        self.push(Overlay::Capture(Capture::new(&kept, restored)));
        self.typed();
        vec![Effect::Tags]
    }

    /// Goes on with a text that was kept.
    pub(super) fn open_draft(&mut self, kept: Kept) -> Vec<Effect> {
        match &kept.purpose {
            Purpose::Log => self.today.begin_line(),
            Purpose::Words(path) => {
                let (path, title) = (path.clone(), path.stem().to_owned());
                return self.open_words(path, &title, Vec::new());
            }
            Purpose::Capture | Purpose::Left(_) => {
                self.push(Overlay::Capture(Capture::new(&kept, true)));
                return vec![Effect::Tags];
            }
        }
        Vec::new()
    }

    pub(super) fn draft_found(&mut self, kept: Kept) {
        if kept.is_blank() || !self.known(&kept.purpose).is_blank() {
            return;
        }
        self.know(kept.clone());
        match (self.overlays.last_mut(), &kept.purpose) {
            // It was opened before the draft had been read.
            (Some(Overlay::Capture(capture)), Purpose::Capture) => capture.restore(&kept),
            (Some(Overlay::Words(words)), Purpose::Words(_)) => words.restore(&kept),
            (_, Purpose::Log) => self.today.restore(&kept.text),
            (_, Purpose::Capture) => {
                let key = self.key_of(crate::keymap::Run::Capture.into()).to_owned();
                let key = if key.is_empty() { "Capture".to_owned() } else { key };
                self.messages.say(
                    Level::Info,
                    format!("A draft from last time is kept. {key} goes on with it."),
                    self.at,
                );
            }
            (_, Purpose::Words(_) | Purpose::Left(_)) => {}
        }
    }

    pub(super) fn draft_edited(&mut self, text: Outcome<Option<String>>) -> Vec<Effect> {
        match text {
            Ok(Some(text)) => {
                match self.overlays.last_mut() {
                    Some(Overlay::Capture(capture)) => capture.replace(&text),
                    Some(Overlay::Words(words)) => words.replace(&text),
                    Some(_) | None => {}
                }
                self.typed()
            }
            Ok(None) => Vec::new(),
            Err(failure) => {
                self.messages.fail(&failure, self.at);
                Vec::new()
            }
        }
    }
}
