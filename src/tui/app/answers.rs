//! Answers of the lanes: results, texts, what was saved, what failed.

use super::{App, Effect, IndexState, first_steps};
use crate::entry::{EntryPath, Kind};
use crate::keymap::Run;
use crate::ops::Named;
use crate::ops::capture::{Captured, NewEntry};
use crate::ops::distil::Distilling;
use crate::ops::edit::{Changed, Session};
use crate::ops::fetch::{Fetched, State};
use crate::ops::fresh::Caught;
use crate::ops::log::Logged;
use crate::ops::rename::Renamed;
use crate::ops::undo::Undone;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Answer;
use crate::tui::core::failure::Outcome;
use crate::tui::core::job::Job;
use crate::tui::core::messages::Level;
use crate::tui::core::msg::EditorExit;
use crate::tui::core::views::EditedEntry;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::screen::Event;
use crate::tui::widget::format::counted;

impl App {
    /// Takes an answer in; a failure that the person is to see is shown before anything else happens. Screens and overlays take what
    /// concerns them, and the program the rest.
    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        if let Some(failure) = answer.message_failure() {
            self.shared.messages.fail(failure, self.shared.at);
        }
        self.tell_overlays(answer);
        let mut effects = Vec::new();
        for screen in self.screens.all_mut() {
            effects.extend(screen.take(answer, &mut self.shared));
        }
        effects.extend(self.fulfil_requests());
        effects.extend(first_steps::step_of(answer).and_then(|step| self.shared.did_step(step)));
        let of_program = self
            .entries_answer(answer)
            .or_else(|| self.store_answer(answer))
            .or_else(|| self.sharing_answer(answer))
            .or_else(|| self.feeds_answer(answer));
        effects.extend(of_program.unwrap_or_default());
        effects
    }

    /// What came of an act on entries.
    fn entries_answer(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        Some(match answer {
            Answer::Capture { entry, outcome } => self.captured(entry, outcome),
            Answer::FinishEdit { outcome, .. } => self.finished(outcome),
            Answer::FinishNugget { outcome, .. } => self.distilled(outcome),
            Answer::Do { command, paths, called, outcome } => self.done_with(command, paths, called, outcome),
            Answer::Log { outcome: Ok(logged), .. } => self.logged(logged),
            Answer::Settle { conflict, outcome, .. } => self.settled(&conflict.kept.title, outcome),
            Answer::SamePage { path, outcome: Ok(found) } => self.same_page(path, found),
            Answer::Rename { title, outcome, .. } => self.renamed(title, outcome),
            Answer::Undo { outcome: Ok(undone) } => self.undone(UNDONE, undone.as_ref()),
            Answer::Redo { outcome: Ok(undone) } => self.undone(REDONE, undone.as_ref()),
            _ => return None,
        })
    }

    /// What came of something that concerns the store as a whole.
    fn store_answer(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        match answer {
            Answer::Search { .. } => return Some(self.index_opened()),
            Answer::Sync { chosen, outcome } => return Some(self.synced(chosen, outcome)),
            Answer::Copy { what, text, outcome: Ok(copied) } => return Some(self.copied(what, text, *copied)),
            Answer::Fetch { outcome: Ok(fetched) } => return Some(self.fetched(fetched.as_ref())),
            Answer::CatchUp { outcome } => return Some(self.caught_up(outcome)),
            Answer::BackgroundSync { outcome } => return Some(self.synced_quietly(outcome)),
            Answer::WatchTeams { outcome } => return Some(self.watched_teams(outcome)),
            Answer::WatchFeeds { outcome } => return Some(self.watched_feeds(outcome)),
            Answer::Status { outcome: Ok(status) } => {
                self.rhythm.stands(status, self.shared.at);
                self.shared.status = Some(status.clone());
            }
            Answer::Conflicts { outcome: Ok(conflicts) } => self.shared.conflicts = conflicts.clone(),
            Answer::SetAside { outcome, .. } => self.tell_where(outcome),
            Answer::LoadDraft { outcome: Ok(draft), .. } => self.draft_found(draft),
            Answer::Inbox { generation, outcome: Ok(inbox), .. } => {
                if self.shared.undecided.came(*generation, inbox) {
                    self.undecided_changed();
                }
            }
            Answer::Open { outcome: Ok(()), .. } | Answer::OpenFile { outcome: Ok(()), .. } => {
                self.shared.say(Level::Done, "Opened outside.");
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    pub(super) fn undecided_changed(&mut self) {
        self.screens.all_mut().into_iter().for_each(|screen| screen.undecided_changed(&self.shared.undecided));
    }

    /// The first search has opened the index: now it can be brought into step with the files.
    fn index_opened(&mut self) -> Vec<Effect> {
        if self.index != IndexState::NotYet {
            return Vec::new();
        }
        self.index = IndexState::AsNeeded;
        let mut effects = self.catch_up();
        effects.push(Effect::FeedSources);
        effects
    }

    /// What is shown may have changed: search and read again, keeping the selection.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = self.ask();
        effects.extend([Effect::Status, Effect::Conflicts, Effect::FeedSources]);
        let asked = effects.iter().any(|effect| matches!(effect, Effect::Outgoing { .. }));
        if self.shared.sharing.has_teams() && !asked {
            effects.push(self.shared.sharing.ask());
        }
        effects
    }

    fn captured(&mut self, entry: &NewEntry, captured: &Outcome<Captured>) -> Vec<Effect> {
        match captured {
            Ok(captured) => {
                self.shared.did(&format!("Saved the {} \u{201c}{}\u{201d}.", captured.kind, captured.title));
                self.shared.warn(&captured.warnings);
                let typed = self.draft().filter(|draft| draft.kind == DraftKind::Capture);
                let draft = typed.unwrap_or_else(|| self.shared.saved_draft(&DraftKind::Capture));
                let mut effects = vec![self.shared.keep_draft(draft)];
                self.notice(&Event::Created(captured.path.clone()));
                effects.extend(self.refresh());
                if captured.kind == Kind::Bookmark {
                    effects.push(Effect::Fetch);
                }
                effects
            }
            Err(_) => {
                self.shared.draft_open = true;
                let (kind, text) = (DraftKind::Capture, entry.text.clone());
                vec![self.shared.keep_draft(Draft { kind, text, tags: entry.tags.join(" "), entry_kind: entry.kind })]
            }
        }
    }

    pub(super) fn edited(&mut self, left: EditorExit<Session>) -> Vec<Effect> {
        match left {
            EditorExit::Done(session) => vec![Effect::FinishEdit { editing: EditedEntry(session) }],
            EditorExit::Failed(why) => {
                self.shared.say(Level::Warning, format!("{why} Riffle changed nothing."));
                Vec::new()
            }
        }
    }

    fn finished(&mut self, changed: &Outcome<Changed>) -> Vec<Effect> {
        match changed {
            Ok(changed) if changed.paths.is_empty() => {
                self.shared.say(Level::Info, "Nothing changed in the editor.");
                self.shared.warn(&changed.warnings);
                Vec::new()
            }
            Ok(changed) => {
                self.shared.did("Saved.");
                self.changed(changed)
            }
            Err(_) => Vec::new(),
        }
    }

    /// Entries were changed, or not: what was shown of it in advance is put right.
    fn done_with(
        &mut self,
        command: &EntryCommand,
        paths: &[EntryPath],
        called: &str,
        changed: &Outcome<Changed>,
    ) -> Vec<Effect> {
        self.shared.undecided.answered_for(paths);
        self.shared.leaving.retain(|path| !paths.contains(path));
        match changed {
            Ok(changed) if changed.paths.is_empty() => {
                self.shared.say(Level::Done, "Nothing changed: it was so already.");
                self.changed(changed)
            }
            Ok(changed) => {
                self.shared.did(&command.summary(called));
                self.unmark();
                let mut effects = self.changed(changed);
                if let (EntryCommand::Annotate(_), [path]) = (command, paths) {
                    effects.push(self.shared.forget_draft(DraftKind::Words(path.clone())));
                }
                effects
            }
            Err(_) => self.ask(),
        }
    }

    pub(super) fn written(&mut self, left: EditorExit<Distilling>) -> Vec<Effect> {
        match left {
            EditorExit::Done(distilling) => vec![Effect::FinishNugget { distilling }],
            EditorExit::Failed(why) => {
                self.shared.say(Level::Warning, format!("{why} No nugget was made."));
                Vec::new()
            }
        }
    }

    fn distilled(&mut self, captured: &Outcome<Option<Captured>>) -> Vec<Effect> {
        match captured {
            Ok(Some(captured)) => {
                self.unmark();
                self.shared.did(&format!("Saved the nugget \u{201c}{}\u{201d}.", captured.title));
                self.shared.warn(&captured.warnings);
                self.notice(&Event::Created(captured.path.clone()));
                self.refresh()
            }
            Ok(None) => {
                self.shared.say(Level::Info, "Nothing written, so no nugget was made.");
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }

    fn logged(&mut self, logged: &Logged) -> Vec<Effect> {
        self.shared.did("Logged.");
        self.shared.warn(&logged.warnings);
        self.refresh()
    }

    fn settled(&mut self, title: &str, changed: &Outcome<Changed>) -> Vec<Effect> {
        match changed {
            Ok(changed) if changed.paths.is_empty() => {
                self.shared.say(Level::Done, format!("Looked at \u{201c}{title}\u{201d}; it stays as it is."));
                self.changed(changed)
            }
            Ok(changed) => {
                self.shared.did(&format!("Settled \u{201c}{title}\u{201d}: one text."));
                self.changed(changed)
            }
            // It may be settled or written to by now.
            Err(_) => self.refresh(),
        }
    }

    fn same_page(&mut self, path: &EntryPath, found: &[Named]) -> Vec<Effect> {
        let Some(subject) = self.subject().filter(|subject| subject.path == path) else { return Vec::new() };
        match found.first() {
            Some(other) => {
                let confirm = Confirm::merge(path.clone(), subject.title, other);
                self.shared.push(Overlay::Confirm(confirm));
            }
            None => self.shared.say(Level::Info, "There is no other bookmark of this page."),
        }
        Vec::new()
    }

    /// Whatever shows the entry shows it under its new name.
    fn renamed(&mut self, title: &str, renamed: &Outcome<Renamed>) -> Vec<Effect> {
        self.shared.messages.end(Job::Rename);
        match renamed {
            Ok(renamed) => {
                let links = match renamed.links {
                    0 => String::new(),
                    links => format!(", {} updated", counted(links, "link", "links")),
                };
                self.shared.did(&format!("Renamed to \u{201c}{title}\u{201d}{links}."));
                self.shared.warn(&renamed.warnings);
                self.moved(&renamed.from, &renamed.to);
                self.refresh()
            }
            Err(_) => Vec::new(),
        }
    }

    fn changed(&mut self, changed: &Changed) -> Vec<Effect> {
        self.shared.warn(&changed.warnings);
        self.refresh()
    }

    fn undone(&mut self, words: &UndoWords, undone: Option<&Undone>) -> Vec<Effect> {
        let UndoWords { done, back: (run, does), nothing } = words;
        let Some(undone) = undone else {
            self.shared.say(Level::Info, *nothing);
            return Vec::new();
        };
        let merged = match undone.merged.len() {
            0 => String::new(),
            count => format!(" Merged with later changes in {count} of its files."),
        };
        let back = self.shared.key_that((*run).into(), does);
        self.shared.say(Level::Done, format!("{done}: {}.{back}{merged}", undone.act.trim_end_matches('.')));
        if let Some(back) = undone.paths.first() {
            self.notice(&Event::Restored(back.clone()));
        }
        if let Some((from, to)) = &undone.moved {
            self.moved(from, to);
        }
        self.refresh()
    }

    /// The person stopped a job; that is no failure.
    pub(super) fn stopped(&mut self, job: Job) -> Vec<Effect> {
        self.shared.messages.end(job);
        let text = match job {
            Job::Index => "Stopped. What was not read yet is read at the next start.",
            Job::Sync => "Sync stopped. Nothing is lost; the rest goes with the next one.",
            Job::Rename => "Stopped before anything was renamed.",
            Job::Feeds => "Stopped. What was not asked is asked the next time.",
            Job::Team => "Stopped. Pages that were not fetched wait for the next time.",
            Job::Publish => "Stopped. Nothing was published.",
        };
        self.shared.say(Level::Info, text);
        match job {
            Job::Index => {
                self.index = IndexState::AsNeeded;
                vec![Effect::Fetch]
            }
            Job::Sync => {
                self.stop_asking();
                vec![Effect::Status]
            }
            Job::Team | Job::Publish => {
                self.stop_asking();
                Vec::new()
            }
            Job::Feeds => self.refresh(),
            Job::Rename => Vec::new(),
        }
    }

    fn caught_up(&mut self, caught: &Outcome<Caught>) -> Vec<Effect> {
        self.shared.messages.end(Job::Index);
        let mut effects = Vec::new();
        if let Ok(caught) = caught {
            self.shared.warn(&caught.problems);
            if caught.rebuilt || !caught.changed.is_empty() || !caught.gone.is_empty() {
                effects.extend(self.refresh());
            }
        }
        if self.index == IndexState::Again {
            self.index = IndexState::AsNeeded;
            effects.extend(self.catch_up());
            return effects;
        }
        // Another Riffle may have brought the index into step before this one looked.
        if std::mem::take(&mut self.is_old) && effects.is_empty() {
            effects = self.refresh();
        }
        effects.push(Effect::Fetch);
        effects
    }

    /// A page was tried; the next one follows. What could not be had waits quietly.
    fn fetched(&mut self, fetched: Option<&Fetched>) -> Vec<Effect> {
        let Some(Fetched { state, url, .. }) = fetched else { return Vec::new() };
        let mut effects = Vec::new();
        if let State::Kept { title } = state {
            let page = title.as_ref().unwrap_or(url);
            self.shared.say(Level::Done, format!("The page \u{201c}{page}\u{201d} is kept."));
            effects = self.refresh();
        }
        effects.push(Effect::Fetch);
        effects
    }
}

/// The message after something was undone or redone.
struct UndoWords {
    done: &'static str,
    /// What takes it back, and what it does then.
    back: (Run, &'static str),
    nothing: &'static str,
}

const UNDONE: &UndoWords =
    &UndoWords { done: "Undone", back: (Run::Redo, "redoes it"), nothing: "There is nothing to undo." };
const REDONE: &UndoWords =
    &UndoWords { done: "Redone", back: (Run::Undo, "undoes it"), nothing: "There is nothing to redo." };
