//! Answers of the lanes: results, texts, what was saved, what failed.

use super::{App, Effect, Kept, Tended};
use crate::ops::capture::{Captured, Draft};
use crate::ops::edit::Changed;
use crate::ops::find::Answer;
use crate::ops::fresh::Caught;
use crate::ops::sync::Report;
use crate::ops::undo::Undone;
use crate::tui::messages::Level;
use crate::tui::msg::{EditingRef, Job, Left, Msg, Outcome, Way};
use crate::tui::overlay::Overlay;

impl App {
    pub(super) fn answer(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Found { generation, answer } => return self.found(generation, answer),
            Msg::Shown { place, page } => self.library.shown(place, page),
            Msg::Tags(tags) => self.offer_tags(tags),
            Msg::Status(Ok(status)) => self.status = Some(status),
            Msg::Status(Err(failure)) => self.messages.fail(&failure, self.at),
            Msg::Captured { draft, captured } => return self.captured(&draft, captured),
            Msg::Kept(Err(failure)) => self.messages.fail(&failure, self.at),
            Msg::Kept(Ok(())) => {}
            Msg::DraftFound(kept) => self.draft_found(kept),
            Msg::DraftEdited(text) => return self.draft_edited(text),
            Msg::Edited(left) => return self.edited(left),
            Msg::Finished(changed) => return self.finished(changed),
            Msg::Tagged(changed) => return self.tagged(changed),
            Msg::Undone { way, undone } => return self.undone(way, undone),
            Msg::Synced(report) => return self.synced(report),
            Msg::Progress(progress) => self.messages.progress(Job::Index, progress),
            Msg::Caught(caught) => return self.caught_up(caught),
            Msg::Opened(opened) => self.opened(opened),
            Msg::Broken(what) => self.messages.say(Level::Error, what, self.at),
            Msg::Key(_)
            | Msg::Paste(_)
            | Msg::Resized { .. }
            | Msg::FocusGained
            | Msg::Mouse { .. }
            | Msg::Late
            | Msg::Ended
            | Msg::FilesChanged => {}
        }
        Vec::new()
    }

    fn found(&mut self, generation: u64, answer: Outcome<Answer>) -> Vec<Effect> {
        match answer {
            Ok(answer) => self.library.found(generation, answer),
            Err(failure) => self.messages.fail(&failure, self.at),
        }
        if self.index != Tended::NotYet {
            return Vec::new();
        }
        self.index = Tended::AsNeeded;
        self.catch_up()
    }

    /// What is shown may have changed: search and read again, keeping the selection.
    fn refresh(&mut self) -> Vec<Effect> {
        self.library.forget_page();
        vec![self.library.search(), Effect::Status]
    }

    fn warn(&mut self, warnings: &[String]) {
        for warning in warnings {
            self.messages.say(Level::Warning, warning.clone(), self.at);
        }
    }

    fn offer_tags(&mut self, tags: Outcome<Vec<(String, usize)>>) {
        let Ok(tags) = tags else { return };
        let tags: Vec<String> = tags.into_iter().map(|(tag, _)| tag).collect();
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Capture(capture) => capture.known.clone_from(&tags),
                Overlay::Tags(prompt) => prompt.known(&tags),
                Overlay::Menu(_) | Overlay::Confirm(_) | Overlay::Log(_) | Overlay::Stray(_) => {}
            }
        }
    }

    fn captured(&mut self, draft: &Draft, captured: Outcome<Captured>) -> Vec<Effect> {
        match captured {
            Ok(captured) => {
                let text = format!("Saved the {} \u{201c}{}\u{201d}. u undoes it.", captured.kind, captured.title);
                self.messages.say(Level::Done, text, self.at);
                self.warn(&captured.warnings);
                let kept = self.overlays.iter().find_map(Overlay::draft).unwrap_or_else(|| self.draft.clone());
                let mut effects = vec![self.keep_draft(kept)];
                self.library.choose(captured.path);
                effects.extend(self.refresh());
                effects
            }
            Err(failure) => {
                self.messages.fail(&failure, self.at);
                self.draft_open = true;
                vec![self.keep_draft(Kept { text: draft.text.clone(), tags: draft.tags.join(" ") })]
            }
        }
    }

    fn draft_found(&mut self, kept: Kept) {
        if kept.text.trim().is_empty() || !self.draft.text.is_empty() {
            return;
        }
        self.draft = kept;
        if let Some(Overlay::Capture(capture)) = self.overlays.last_mut() {
            // It was opened before the draft had been read.
            capture.restore(&self.draft);
            return;
        }
        let key = self.key_of(crate::keymap::Run::Capture.into()).to_owned();
        self.messages.say(Level::Info, format!("A draft from last time is kept. {key} goes on with it."), self.at);
    }

    fn draft_edited(&mut self, text: Outcome<Option<String>>) -> Vec<Effect> {
        match text {
            Ok(Some(text)) => {
                if let Some(Overlay::Capture(capture)) = self.overlays.last_mut() {
                    capture.replace(&text);
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

    fn edited(&mut self, left: Left) -> Vec<Effect> {
        match left {
            Left::Done(session) => vec![Effect::FinishEdit(EditingRef(session))],
            Left::Failed(why) => {
                self.messages.say(Level::Warning, format!("{why} Riffle changed nothing."), self.at);
                Vec::new()
            }
        }
    }

    fn finished(&mut self, changed: Outcome<Changed>) -> Vec<Effect> {
        match changed {
            Ok(changed) if changed.paths.is_empty() => {
                self.messages.say(Level::Info, "Nothing changed in the editor.", self.at);
                self.warn(&changed.warnings);
                Vec::new()
            }
            Ok(changed) => self.done("Saved. u undoes it.", &changed),
            Err(failure) => self.failed(&failure),
        }
    }

    fn tagged(&mut self, changed: Outcome<Changed>) -> Vec<Effect> {
        match changed {
            Ok(changed) if changed.paths.is_empty() => self.done("The tags were like that already.", &changed),
            Ok(changed) => {
                self.library.unmark();
                let text = match changed.paths.len() {
                    1 => "Changed the tags. u undoes it.".to_owned(),
                    count => format!("Changed the tags of {count} entries. u undoes it."),
                };
                self.done(&text, &changed)
            }
            Err(failure) => self.failed(&failure),
        }
    }

    fn done(&mut self, text: &str, changed: &Changed) -> Vec<Effect> {
        self.messages.say(Level::Done, text, self.at);
        self.warn(&changed.warnings);
        self.refresh()
    }

    fn failed(&mut self, failure: &crate::tui::msg::Failure) -> Vec<Effect> {
        self.messages.fail(failure, self.at);
        Vec::new()
    }

    fn undone(&mut self, way: Way, undone: Outcome<Option<Undone>>) -> Vec<Effect> {
        let (done, back, nothing) = match way {
            Way::Undo => ("Undone", "U redoes it", "There is nothing to undo."),
            Way::Redo => ("Redone", "u undoes it", "There is nothing to redo."),
        };
        match undone {
            Ok(Some(undone)) => {
                let merged = match undone.merged.len() {
                    0 => String::new(),
                    count => format!(" Merged with later changes in {count} of its files."),
                };
                let text = format!("{done}: {}. {back}.{merged}", undone.act.trim_end_matches('.'));
                self.messages.say(Level::Done, text, self.at);
                self.refresh()
            }
            Ok(None) => {
                self.messages.say(Level::Info, nothing, self.at);
                Vec::new()
            }
            Err(failure) => self.failed(&failure),
        }
    }

    fn synced(&mut self, report: Outcome<Report>) -> Vec<Effect> {
        self.messages.end(Job::Sync);
        match report {
            Ok(report) => {
                let (level, text) = told(&report);
                self.messages.say(level, text, self.at);
                self.refresh()
            }
            Err(failure) => {
                self.messages.fail(&failure, self.at);
                vec![Effect::Status]
            }
        }
    }

    fn caught_up(&mut self, caught: Outcome<Caught>) -> Vec<Effect> {
        self.messages.end(Job::Index);
        let mut effects = Vec::new();
        match caught {
            Ok(caught) => {
                self.warn(&caught.problems);
                if caught.rebuilt || !caught.changed.is_empty() || !caught.gone.is_empty() {
                    effects.extend(self.refresh());
                }
            }
            Err(failure) => self.messages.fail(&failure, self.at),
        }
        if self.index == Tended::Again {
            self.index = Tended::AsNeeded;
            effects.extend(self.catch_up());
        }
        effects
    }

    fn opened(&mut self, opened: Outcome<()>) {
        match opened {
            Ok(()) => self.messages.say(Level::Done, "Opened outside.", self.at),
            Err(failure) => self.messages.fail(&failure, self.at),
        }
    }
}

fn told(report: &Report) -> (Level, String) {
    let changes = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    let received = changes(report.received.len(), "file").map(|files| format!("received {files}"));
    let sent = changes(report.sent, "commit").map(|commits| format!("sent {commits}"));
    let parts: Vec<String> = [received, sent].into_iter().flatten().collect();
    let done = if parts.is_empty() { "nothing new on either side".to_owned() } else { parts.join(", ") };
    match report.clashes.as_slice() {
        [] => (Level::Done, format!("Synced: {done}.")),
        clashes => (Level::Warning, format!("Synced: {done}. Both texts are kept in {}.", clashes.join(", "))),
    }
}
