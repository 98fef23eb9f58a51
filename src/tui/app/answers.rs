//! Answers of the lanes: results, texts, what was saved, what failed.

use super::{App, Effect, Tended};
use crate::entry::{EntryPath, Kind};
use crate::ops::Named;
use crate::ops::capture::{Captured, Draft};
use crate::ops::distil::Distilling;
use crate::ops::edit::{Changed, Session};
use crate::ops::fetch::{Fetched, State};
use crate::ops::find;
use crate::ops::fresh::Caught;
use crate::ops::inbox::Inbox;
use crate::ops::log::Logged;
use crate::ops::rename::Renamed;
use crate::ops::sync::Report;
use crate::ops::undo::Undone;
use crate::tui::deed::Deed;
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::effect::Answer;
use crate::tui::messages::Level;
use crate::tui::msg::{EditingRef, Job, Left, Outcome};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;

impl App {
    /// Takes an answer in; a failure that is told is told before anything else comes of it.
    pub(super) fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        if let Some(failure) = answer.told_failure() {
            self.messages.fail(failure, self.at);
        }
        match answer {
            Answer::Search { generation, outcome, .. } => return self.found(generation, outcome),
            Answer::Facets { generation, outcome, .. } => self.library.counted_facets(generation, outcome),
            Answer::Show { place, outcome } => {
                self.library.reader.shown(&place, &outcome);
                self.team.reader.shown(&place, &outcome);
                self.workbench.shown(&place, &outcome);
            }
            Answer::ShowPage { place, outcome } => self.workbench.page_shown(&place, &outcome),
            Answer::Sides { generation, outcome, .. } => self.workbench.sides_came(generation, outcome),
            Answer::Pick { text, outcome } => self.picked(&text, &outcome),
            Answer::Versions { path, outcome } => self.versions_came(&path, outcome),
            Answer::Diff { path, rev, outcome } => self.diff_came(&path, rev, outcome),
            Answer::Card { place, outcome } => self.inbox.view.came(place, outcome),
            Answer::Tags { outcome } => self.offer_tags(outcome),
            Answer::Status { outcome } => self.status = outcome.ok().or(self.status.take()),
            Answer::Capture { draft, outcome } => return self.captured(&draft, outcome),
            Answer::SetAside { outcome, .. } => self.tell_where(outcome),
            Answer::LoadDraft { outcome, .. } => outcome.into_iter().for_each(|kept| self.draft_found(kept)),
            Answer::FinishEdit { outcome, .. } => return self.finished(outcome),
            Answer::FinishNugget { outcome, .. } => return self.distilled(outcome),
            Answer::Do { deed, paths, called, outcome } => return self.done_with(&deed, &paths, &called, outcome),
            Answer::Inbox { generation, outcome, .. } => self.undecided_came(generation, outcome),
            Answer::Today { outcome, .. } => outcome.into_iter().for_each(|morning| self.today.came(*morning)),
            Answer::Log { text, outcome } => return self.logged(text, outcome),
            Answer::SamePage { path, outcome } => self.same_page(path, outcome),
            Answer::Rename { outcome, .. } => return self.renamed(outcome),
            Answer::Undo { outcome } => return self.undone(UNDONE, outcome),
            Answer::Redo { outcome } => return self.undone(REDONE, outcome),
            Answer::Sync { outcome } => return self.synced(outcome),
            Answer::Fetch { outcome } => return self.fetched(outcome),
            Answer::CatchUp { outcome } => return self.caught_up(outcome),
            Answer::Open { outcome, .. } | Answer::OpenFile { outcome, .. } => self.opened(outcome),
            Answer::KeepDraft { .. } | Answer::SaveSession { .. } => {}
            Answer::Prepare { generation, outcome, .. } => self.prepare.came(generation, outcome),
            Answer::Outgoing { generation, outcome } => self.outgoing_came(generation, outcome),
            Answer::Publish { order, outcome, .. } => return self.published(&order, outcome),
            Answer::Withdraw { outcome, .. } => return self.withdrawn(outcome),
            Answer::DropQueued { title, outcome, .. } => return self.dropped(&title, outcome),
            Answer::Teams { outcome } => return self.teams_came(outcome),
            Answer::Arrived { generation, outcome, .. } => self.arrived_came(generation, outcome),
            Answer::SeeTeams { outcome, .. } => return self.seen(outcome),
            Answer::RefreshTeams { outcome } => return self.refreshed(outcome),
            Answer::AddTeam { outcome, .. } => return self.added(outcome),
            Answer::Adopt { outcome, .. } => return self.adopted(outcome),
            Answer::Theirs { entry, team, outcome, .. } => self.theirs_came(&entry, &team, outcome),
        }
        Vec::new()
    }

    fn undecided_came(&mut self, generation: u64, inbox: Outcome<Inbox>) {
        if let Ok(inbox) = inbox {
            self.inbox.listed(generation, inbox);
            self.today.waits(&self.inbox);
        }
    }

    fn found(&mut self, generation: u64, answer: Outcome<find::Answer>) -> Vec<Effect> {
        answer.into_iter().for_each(|answer| self.library.found(generation, answer));
        if self.index != Tended::NotYet {
            return Vec::new();
        }
        self.index = Tended::AsNeeded;
        self.catch_up()
    }

    /// What is shown may have changed: search and read again, keeping the selection.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = self.ask();
        effects.push(Effect::Status);
        let asked = effects.iter().any(|effect| matches!(effect, Effect::Outgoing { .. }));
        if self.has_teams() && !asked {
            effects.push(self.share.ask());
        }
        effects
    }

    pub(super) fn warn(&mut self, warnings: &[String]) {
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
                Overlay::Menu(_)
                | Overlay::Words(_)
                | Overlay::Prompt(_)
                | Overlay::Link(_)
                | Overlay::History(_)
                | Overlay::Confirm(_)
                | Overlay::Choose(_)
                | Overlay::Take(_)
                | Overlay::Log(_)
                | Overlay::Stray(_) => {}
            }
        }
    }

    fn captured(&mut self, draft: &Draft, captured: Outcome<Captured>) -> Vec<Effect> {
        match captured {
            Ok(captured) => {
                self.did(&format!("Saved the {} \u{201c}{}\u{201d}.", captured.kind, captured.title));
                self.warn(&captured.warnings);
                let typed = self.draft().filter(|kept| kept.purpose == Purpose::Capture);
                let kept = typed.unwrap_or_else(|| self.known(&Purpose::Capture));
                let mut effects = vec![self.keep_draft(kept)];
                self.library.choose(captured.path);
                effects.extend(self.refresh());
                if captured.kind == Kind::Bookmark {
                    effects.push(Effect::Fetch);
                }
                effects
            }
            Err(_) => {
                self.draft_open = true;
                let (purpose, text) = (Purpose::Capture, draft.text.clone());
                vec![self.keep_draft(Kept { purpose, text, tags: draft.tags.join(" "), kind: draft.kind })]
            }
        }
    }

    pub(super) fn edited(&mut self, left: Left<Session>) -> Vec<Effect> {
        match left {
            Left::Done(session) => vec![Effect::FinishEdit { editing: EditingRef(session) }],
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
            Ok(changed) => {
                self.did("Saved.");
                self.changed(&changed)
            }
            Err(_) => Vec::new(),
        }
    }

    /// Entries were changed, or not: what was shown of it in advance is put right.
    fn done_with(&mut self, deed: &Deed, paths: &[EntryPath], called: &str, changed: Outcome<Changed>) -> Vec<Effect> {
        self.inbox.answered_for(paths);
        match changed {
            Ok(changed) if changed.paths.is_empty() => {
                self.messages.say(Level::Done, "It was like that already.", self.at);
                self.changed(&changed)
            }
            Ok(changed) => {
                self.did(&deed.told(called));
                self.unmark();
                let mut effects = self.changed(&changed);
                if let (Deed::Annotate(_), [path]) = (deed, paths) {
                    effects.push(self.forget_draft(Purpose::Words(path.clone())));
                }
                effects
            }
            Err(_) => self.ask(),
        }
    }

    pub(super) fn written(&mut self, left: Left<Distilling>) -> Vec<Effect> {
        match left {
            Left::Done(distilling) => vec![Effect::FinishNugget { distilling }],
            Left::Failed(why) => {
                self.messages.say(Level::Warning, format!("{why} No nugget was made."), self.at);
                Vec::new()
            }
        }
    }

    fn distilled(&mut self, captured: Outcome<Option<Captured>>) -> Vec<Effect> {
        match captured {
            Ok(Some(captured)) => {
                self.unmark();
                self.did(&format!("Saved the nugget \u{201c}{}\u{201d}.", captured.title));
                self.warn(&captured.warnings);
                self.library.choose(captured.path);
                self.refresh()
            }
            Ok(None) => {
                self.messages.say(Level::Info, "Nothing was written, so there is no nugget.", self.at);
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }

    fn logged(&mut self, text: String, logged: Outcome<Logged>) -> Vec<Effect> {
        match logged {
            Ok(logged) => {
                self.did("Logged.");
                self.warn(&logged.warnings);
                let mut effects = self.refresh();
                if !self.today.is_typing() {
                    effects.push(self.forget_draft(Purpose::Log));
                }
                effects
            }
            Err(_) => {
                self.today.restore(&text);
                self.know(Kept::new(Purpose::Log, text));
                Vec::new()
            }
        }
    }

    fn same_page(&mut self, path: EntryPath, found: Outcome<Vec<Named>>) {
        let (Ok(found), Some(subject)) = (found, self.subject().filter(|subject| *subject.path == path)) else {
            return;
        };
        match found.first() {
            Some(other) => {
                let confirm = Confirm::merge(path, subject.title, other);
                self.push(Overlay::Confirm(confirm));
            }
            None => self.messages.say(Level::Info, "There is no other bookmark of this page.", self.at),
        }
    }

    /// Whatever shows the entry shows it under its new name.
    fn renamed(&mut self, renamed: Outcome<Renamed>) -> Vec<Effect> {
        self.messages.end(Job::Rename);
        match renamed {
            Ok(renamed) => {
                let links = match renamed.links {
                    0 => String::new(),
                    1 => " 1 link was rewritten.".to_owned(),
                    count => format!(" {count} links in {} entries were rewritten.", renamed.entries),
                };
                self.did(&format!("Renamed.{links}"));
                self.warn(&renamed.warnings);
                self.moved(&renamed.from, &renamed.to);
                self.refresh()
            }
            Err(_) => Vec::new(),
        }
    }

    /// Says what was done, and how it is taken back.
    pub(super) fn did(&mut self, what: &str) {
        let back = if self.settings.has_history { " u undoes it." } else { "" };
        self.messages.say(Level::Done, format!("{what}{back}"), self.at);
    }

    fn changed(&mut self, changed: &Changed) -> Vec<Effect> {
        self.warn(&changed.warnings);
        self.refresh()
    }

    fn undone(&mut self, words: &UndoWords, undone: Outcome<Option<Undone>>) -> Vec<Effect> {
        let UndoWords { done, back, nothing } = words;
        match undone {
            Ok(Some(undone)) => {
                let merged = match undone.merged.len() {
                    0 => String::new(),
                    count => format!(" Merged with later changes in {count} of its files."),
                };
                let text = format!("{done}: {}. {back}.{merged}", undone.act.trim_end_matches('.'));
                self.messages.say(Level::Done, text, self.at);
                if let Some(back) = undone.paths.first() {
                    self.inbox.choose(back.clone());
                }
                if let Some((from, to)) = &undone.moved {
                    self.moved(from, to);
                }
                self.refresh()
            }
            Ok(None) => {
                self.messages.say(Level::Info, *nothing, self.at);
                Vec::new()
            }
            Err(_) => Vec::new(),
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
            Err(_) => vec![Effect::Status],
        }
    }

    /// A job ended because the person said so; that is no failure.
    pub(super) fn stopped(&mut self, job: Job) -> Vec<Effect> {
        self.messages.end(job);
        let text = match job {
            Job::Index => "Stopped. What was not read yet is read at the next start.",
            Job::Sync => "Stopped. Nothing is lost; what was not exchanged waits for the next time.",
            Job::Rename => "Stopped before anything was renamed.",
            Job::Team => "Stopped. What was not fetched waits for the next time.",
            Job::Publish => "Stopped. Nothing was published.",
        };
        self.messages.say(Level::Info, text, self.at);
        match job {
            Job::Index => {
                self.index = Tended::AsNeeded;
                vec![Effect::Fetch]
            }
            Job::Sync => vec![Effect::Status],
            Job::Rename | Job::Team | Job::Publish => Vec::new(),
        }
    }

    fn caught_up(&mut self, caught: Outcome<Caught>) -> Vec<Effect> {
        self.messages.end(Job::Index);
        let mut effects = Vec::new();
        if let Ok(caught) = caught {
            self.warn(&caught.problems);
            if caught.rebuilt || !caught.changed.is_empty() || !caught.gone.is_empty() {
                effects.extend(self.refresh());
            }
        }
        if self.index == Tended::Again {
            self.index = Tended::AsNeeded;
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
    fn fetched(&mut self, fetched: Outcome<Option<Fetched>>) -> Vec<Effect> {
        match fetched {
            Ok(Some(Fetched { state: State::Kept { title }, url, .. })) => {
                let page = title.unwrap_or(url);
                self.messages.say(Level::Done, format!("The page \u{201c}{page}\u{201d} is kept."), self.at);
                let mut effects = self.refresh();
                effects.push(Effect::Fetch);
                effects
            }
            Ok(Some(_)) => {
                // The card says why.
                self.inbox.view.forget();
                vec![Effect::Fetch]
            }
            Ok(None) | Err(_) => Vec::new(),
        }
    }

    fn opened(&mut self, opened: Outcome<()>) {
        if opened.is_ok() {
            self.messages.say(Level::Done, "Opened outside.", self.at);
        }
    }
}

/// How it is told that something was undone or redone.
struct UndoWords {
    done: &'static str,
    back: &'static str,
    nothing: &'static str,
}

const UNDONE: &UndoWords = &UndoWords { done: "Undone", back: "U redoes it", nothing: "There is nothing to undo." };
const REDONE: &UndoWords = &UndoWords { done: "Redone", back: "u undoes it", nothing: "There is nothing to redo." };

/// So many paths that stay on this machine are named in a message.
const ENOUGH: usize = 3;

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
    let kept = match report.clashes.as_slice() {
        [] => String::new(),
        clashes => format!(" Both texts are kept in {}.", clashes.join(", ")),
    };
    let renamed: String = report.renamed.iter().map(|(from, to)| format!(" {from} is {to} now.")).collect();
    let held = match report.held.as_slice() {
        [] => String::new(),
        [held] => format!(" Held back, not written here: {} ({}).", held.path, held.why),
        held => format!(" {} files are held back, not written here: `riffle doctor` names them.", held.len()),
    };
    let unsent: Vec<String> = report.unsent.iter().take(ENOUGH).map(|it| format!("{} ({})", it.path, it.why)).collect();
    let more = report.unsent.len().saturating_sub(ENOUGH);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let unsent = if unsent.is_empty() { String::new() } else { format!(" Not sent: {}{more}.", unsent.join(", ")) };
    let is_all = kept.is_empty() && held.is_empty() && unsent.is_empty();
    let level = if is_all { Level::Done } else { Level::Warning };
    (level, format!("Synced: {done}.{kept}{renamed}{held}{unsent}"))
}
