//! The exchange with the remote: begun, told, and asked about where only the person can decide.

use super::App;
use crate::keymap::{Go, Run};
use crate::ops::sync::{Choice, Question, Report};
use crate::tui::core::effect::Effect;
use crate::tui::core::failure::{Failure, Outcome};
use crate::tui::core::job::Job;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{self, ChoiceRow, Choose};
use crate::tui::overlay::sign_in::SignIn;

/// A question that waits for the person, with what they said to those before it.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    question: Question,
    chosen: Vec<Choice>,
}

impl App {
    /// Exchanges the store with its remote, and looks what the teams have; where the last exchange has left a question, that
    /// is asked. It never comes by itself: a key that was meant for something else would answer it.
    pub(super) fn sync(&mut self) -> Vec<Effect> {
        if let Some(waiting) = &self.sync_waiting {
            self.shared.push(Overlay::Choose(asked(&waiting.question)));
            return Vec::new();
        }
        let mut effects = Vec::new();
        if self.why_not_store().is_none() {
            effects.push(self.exchange(Vec::new()));
        }
        effects.extend(self.refresh_teams());
        effects
    }

    fn exchange(&mut self, chosen: Vec<Choice>) -> Effect {
        self.shared.messages.start(Job::Sync);
        Effect::Sync { chosen }
    }

    /// Goes on with what the person said; without an answer it is tried once more as it is.
    pub(super) fn sync_answered(&mut self, choice: Option<&Choice>) -> Vec<Effect> {
        let Some(Waiting { mut chosen, .. }) = self.sync_waiting.take() else { return Vec::new() };
        match choice {
            Some(choice) => chosen.push(choice.clone()),
            None => chosen.clear(),
        }
        vec![self.exchange(chosen)]
    }

    pub(super) fn synced(&mut self, chosen: &[Choice], report: &Outcome<Report>) -> Vec<Effect> {
        self.shared.messages.end(Job::Sync);
        self.stop_asking();
        self.sync_waiting = None;
        self.time_next(report);
        match report {
            Ok(report) => {
                let (level, mut text) = summary(report);
                if !report.conflicts.is_empty() {
                    text.push_str(&self.shared.key_that(Go::Conflicts.into(), "compares them"));
                }
                self.shared.say(level, text);
                self.shared.warn(&report.warnings);
                self.refresh()
            }
            Err(failure) => {
                if let Some(question) = failure.question.as_deref() {
                    self.wait_for_answer(question, chosen);
                }
                vec![Effect::Status]
            }
        }
    }

    /// A server wants to know something. It is asked for a sync that the person began.
    pub(super) fn asked_to_sign_in(&mut self, question: String) -> Vec<Effect> {
        self.shared.push(Overlay::SignIn(SignIn::new(question)));
        Vec::new()
    }

    /// Nobody waits for an answer any more.
    pub(super) fn stop_asking(&mut self) {
        self.shared.overlays.retain(|overlay| !matches!(overlay, Overlay::SignIn(_)));
    }

    /// What is exchanged without being asked for: a store that was exchanged once, and its teams.
    pub(super) fn sync_if_due(&mut self) -> Vec<Effect> {
        if !self.rhythm.is_due(self.shared.at) {
            return Vec::new();
        }
        let is_exchanged = self.shared.status.as_ref().is_some_and(|status| status.is_exchanged);
        let is_asked_for = self.shared.messages.runs(Job::Sync) || self.shared.messages.runs(Job::Team);
        let settings = &self.shared.settings;
        let (exchanges, follows) = (settings.background_sync, settings.background_feeds);
        let mut effects = Vec::new();
        effects.extend((follows && !self.shared.messages.runs(Job::Feeds)).then_some(Effect::WatchFeeds));
        let is_asked_for = is_asked_for || !exchanges;
        if is_exchanged && !is_asked_for && self.why_not_store().is_none() {
            effects.push(Effect::BackgroundSync);
        }
        if self.shared.sharing.has_teams() && !is_asked_for {
            effects.push(Effect::WatchTeams);
        }
        self.rhythm.begin(effects.len(), self.shared.at);
        effects.extend(self.shared.settings.has_history().then_some(Effect::Pack));
        effects
    }

    fn time_next(&mut self, report: &Outcome<Report>) {
        match report {
            Ok(_) => self.rhythm.end(self.shared.at),
            Err(_) => self.rhythm.fail(self.shared.at),
        }
    }

    /// Tells only what came, and what a person has to know.
    pub(super) fn synced_quietly(&mut self, report: &Outcome<Report>) -> Vec<Effect> {
        self.time_next(report);
        match report {
            Ok(report) => {
                let (level, text) = summary(report);
                if !report.received.is_empty() || level == Level::Warning {
                    self.shared.say(level, text);
                }
                self.shared.warn(&report.warnings);
                if report.received.is_empty() { vec![Effect::Status, Effect::Conflicts] } else { self.refresh() }
            }
            Err(Failure { question: Some(question), .. }) => {
                self.rhythm.hold();
                self.wait_for_answer(question, &[]);
                vec![Effect::Status]
            }
            Err(_) => vec![Effect::Status],
        }
    }

    fn wait_for_answer(&mut self, question: &Question, chosen: &[Choice]) {
        let answers = self.shared.key_that(Run::Sync.into(), "shows the answers");
        self.shared.say(Level::Warning, format!("{}{answers}", question.text));
        self.sync_waiting = Some(Waiting { question: question.clone(), chosen: chosen.to_vec() });
    }
}

fn asked(question: &Question) -> Choose {
    let row = |label: &str, choice| ChoiceRow::new(label, "", choose::Choice::Sync(choice));
    let mut rows: Vec<ChoiceRow> =
        question.answers.iter().map(|answer| row(&answer.label, Some(answer.choice.clone()))).collect();
    rows.push(row("look again, nothing else", None));
    Choose::new("Sync", rows, question.answers.len()).about(&question.text)
}

/// So many paths that stay on this machine are named in a message.
const ENOUGH: usize = 3;

fn summary(report: &Report) -> (Level, String) {
    let changes = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    let received = changes(report.received.len(), "file").map(|files| format!("received {files}"));
    let sent = changes(report.sent, "commit").map(|commits| format!("sent {commits}"));
    let parts: Vec<String> = [received, sent].into_iter().flatten().collect();
    let done = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") };
    let both_kept = match report.conflicts.as_slice() {
        [] => String::new(),
        conflicts => format!(" Both texts are kept in {}.", conflicts.join(", ")),
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
    let is_all = both_kept.is_empty() && held.is_empty() && unsent.is_empty();
    let level = if is_all { Level::Done } else { Level::Warning };
    (level, format!("Synced: {done}.{both_kept}{renamed}{held}{unsent}"))
}

#[cfg(test)]
mod tests;
