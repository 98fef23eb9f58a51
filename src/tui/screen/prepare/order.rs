//! What the person decides about an entry before it leaves: to whom, under which topic, whose lines, and that it leaves.

use super::{Prepare, RowTarget};
use crate::keymap::{Act, Run};
use crate::ops::share::{ConflictChoice, Route};
use crate::ops::team::Listed;
use crate::tui::core::effect::Effect;
use crate::tui::core::messages::Level;
use crate::tui::core::pending::{Pending, WINDOW};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{Choice, ChoiceRow, Choose};
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen::shared::Shared;

impl Prepare {
    /// Does what Enter is about.
    pub(super) fn change_order(&mut self, shared: &mut Shared) {
        match self.target() {
            Some(RowTarget::To) => self.choose_team(shared),
            Some(RowTarget::Topic) => self.choose_topic(shared),
            Some(RowTarget::Conflict) => choose_lines(shared),
            Some(RowTarget::Allow(key)) => self.ask_to_allow(&key, shared),
            Some(RowTarget::Line(line)) => self.reveal(line),
            Some(RowTarget::Passed) => self.turn_passed(),
            None => {}
        }
    }

    fn choose_team(&self, shared: &mut Shared) {
        let teams = shared.sharing.teams();
        let at = teams.iter().position(|team| team.name == self.order.team).unwrap_or(0);
        let row = |team: &Listed| ChoiceRow::new(team.name.clone(), team.url.clone(), Choice::Team(team.name.clone()));
        let choose = Choose::new("To which team?", teams.iter().map(row).collect(), at);
        shared.push(Overlay::Choose(choose));
    }

    fn choose_topic(&self, shared: &mut Shared) {
        let Some(preview) = self.preview() else { return };
        let at = preview.topics.iter().position(|topic| Some(topic) == preview.topic.as_ref()).unwrap_or(0);
        let row = |topic: &String| ChoiceRow::new(topic.clone(), "", Choice::Topic(topic.clone()));
        let mut rows: Vec<ChoiceRow> = preview.topics.iter().map(row).collect();
        rows.push(ChoiceRow::new("another one", "to be typed", Choice::OtherTopic));
        shared.push(Overlay::Choose(Choose::new("Under which topic?", rows, at)));
    }

    fn ask_to_allow(&self, key: &str, shared: &mut Shared) {
        if let Some(finding) = self.finding(key) {
            shared.push(Overlay::Prompt(Prompt::allow(&finding.what, key, &how_to_fix(shared))));
        }
    }

    /// Takes in what was chosen or typed.
    pub(super) fn take_choice(&mut self, choice: &Choice, shared: &mut Shared) -> Vec<Effect> {
        match choice {
            Choice::Team(team) => {
                if let Some(entry) = self.order.entry.clone() {
                    let title = self.title().to_owned();
                    self.open(entry, &title, team);
                }
            }
            Choice::Topic(topic) => self.order.topic = Some(topic.clone()),
            Choice::OtherTopic => shared.push(Overlay::Prompt(Prompt::topic())),
            Choice::Lines(conflict) => self.order.conflict = *conflict,
            Choice::Allow(key) => {
                self.order.allowed.push(key.clone());
                shared.say(Level::Info, "Allowed. This override is recorded.");
            }
            Choice::Edit => return self.order.entry.clone().map(Effect::Edit).into_iter().collect(),
            Choice::Successor(_)
            | Choice::Take { .. }
            | Choice::Sync(_)
            | Choice::Follow { .. }
            | Choice::ShareWeek(..)
            | Choice::AskTeam(_) => return Vec::new(),
        }
        self.asked = self.asked && matches!(choice, Choice::OtherTopic);
        Vec::new()
    }

    /// Lets what is shown leave in a while; what blocks, and lines that both changed, want a word first.
    pub(super) fn publish(&mut self, route: Route, shared: &mut Shared) {
        if self.preview().is_some_and(|preview| preview.has_conflict) {
            return choose_lines(shared);
        }
        if let Some(finding) = self.blocking() {
            shared.say(Level::Warning, format!("Blocked: {}", finding.what));
            return self.ask_to_allow(&finding.key, shared);
        }
        let Some(preview) = self.preview() else { return };
        let pending = Pending {
            order: preview.order.clone(),
            route,
            title: preview.title.clone(),
            page: preview.text.clone(),
            at: shared.at + WINDOW,
        };
        shared.sharing.last_team = Some(pending.order.team.clone());
        shared.sharing.pending.wait(pending);
        shared.messages.outdated();
    }

    pub(super) fn why_not_publish(&self, shared: &Shared) -> Option<&'static str> {
        let pending = &shared.sharing.pending;
        let waits = self.order.entry.as_ref().is_some_and(|entry| pending.has(entry, &self.order.team));
        if waits {
            Some("it is already about to leave")
        } else if !self.is_current() {
            Some("the preview is not ready yet")
        } else if !self.has_news() {
            Some("the team has this version already")
        } else {
            None
        }
    }
}

fn choose_lines(shared: &mut Shared) {
    let rows = vec![
        ChoiceRow::new("Mine", "in place of my colleague's", Choice::Lines(ConflictChoice::Mine)),
        ChoiceRow::new("My colleague's", "in place of mine", Choice::Lines(ConflictChoice::Theirs)),
        ChoiceRow::new("Edit my text first", "nothing is published", Choice::Edit),
    ];
    shared.push(Overlay::Choose(Choose::new("Whose lines stay where both changed them?", rows, 2)));
}

/// The person's keys that lead from the question to the text.
fn how_to_fix(shared: &Shared) -> String {
    let (back, edit) = (shared.key_on_screen(Run::Cancel.into()), shared.key_on_screen(Act::Edit.into()));
    if back.is_empty() || edit.is_empty() {
        return String::new();
    }
    format!("Press {back}, then {edit} to fix it. ")
}
