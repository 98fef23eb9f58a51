//! Sharing: what is prepared, what leaves and when, what is out, and what the teams bring.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::keymap::{Act, Go};
use crate::ops::capture::Captured;
use crate::ops::share::{ConflictChoice, Order, Outgoing, Published, State};
use crate::ops::team::{Added, Listed, Refreshed};
use crate::tui::core::effect::{Answer, Theirs};
use crate::tui::core::failure::Outcome;
use crate::tui::core::job::Job;
use crate::tui::core::messages::Level;
use crate::tui::core::pending::Pending;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{Choice, ChoiceRow, Choose};
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::overlay::take::Take;
use crate::tui::screen::{Location, Subject, Visit};

impl App {
    /// What came of something that concerns teams.
    pub(super) fn sharing_answer(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        match answer {
            Answer::Publish { order, outcome, .. } => return Some(self.published(order, outcome)),
            Answer::Withdraw { outcome, .. } => return Some(self.withdrawn(outcome)),
            Answer::DropQueued { title, outcome, .. } => return Some(self.dropped(title, outcome)),
            Answer::Teams { outcome } => return Some(self.teams_came(outcome)),
            Answer::SeeTeams { outcome, .. } => return Some(self.seen(outcome)),
            Answer::RefreshTeams { outcome } => return Some(self.refreshed(outcome)),
            Answer::AddTeam { outcome, .. } => return Some(self.added(outcome)),
            Answer::Requests { outcome } => return Some(self.requests_came(outcome)),
            Answer::Thanks { outcome } => return Some(self.thanks_came(outcome)),
            Answer::PrepareSuggestion { suggesting, outcome } => {
                return Some(self.suggestion_prepared(suggesting, outcome));
            }
            Answer::PrepareContribution { contribution, outcome } => {
                return Some(self.contribution_prepared(contribution, outcome));
            }
            Answer::Contribute { contribution, words, outcome } => {
                return Some(self.contributed(contribution, words, outcome));
            }
            Answer::Adopt { outcome: Ok(captured), .. } => return Some(self.adopted(captured)),
            Answer::Theirs { entry, team, outcome: Ok(theirs), .. } => self.theirs_came(entry, team, theirs),
            Answer::Outgoing { generation, outcome: Ok(outgoing) } => {
                self.shared.sharing.came(*generation, outgoing);
                self.sharing_changed();
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    pub(super) fn sharing_changed(&mut self) {
        self.screens.all_mut().into_iter().for_each(|screen| screen.sharing_changed(&self.shared.sharing));
    }

    /// Shows the selected entry as a team would get it.
    pub(super) fn prepare(&mut self) -> Vec<Effect> {
        let Some((entry, title)) = self.subject().map(|subject| (subject.path.clone(), subject.title.to_owned()))
        else {
            return Vec::new();
        };
        let there = self.publication().map(|out| out.team);
        let Some(team) = there.or_else(|| self.shared.sharing.team_for(&entry)) else { return self.no_team() };
        let mut effects = self.visit(Visit { location: Location::prepare(entry, team), title, ..Visit::default() });
        // What the team has by now is looked at meanwhile, so that what is said of it is true.
        effects.extend((self.rhythm.is_on() && !self.shared.messages.runs(Job::Team)).then_some(Effect::WatchTeams));
        effects
    }

    pub(super) fn no_team(&mut self) -> Vec<Effect> {
        if self.shared.sharing.teams.is_none() {
            self.shared.say(Level::Info, "The teams are still being read.");
            return Vec::new();
        }
        let text =
            "No team yet. `riffle team add URL` adds one, as does \u{201c}add a team\u{201d} among the commands.";
        self.shared.say(Level::Info, text);
        Vec::new()
    }

    pub(super) fn chosen(&mut self, choice: &Choice) -> Vec<Effect> {
        match choice {
            Choice::AskTeam(typing) => return self.open_question(typing.clone()),
            Choice::ShareWeek(team, day) => self.open_week(team.clone(), *day),
            Choice::Follow { typed, group } => return self.follow_feed(typed, group),
            Choice::Sync(choice) => return self.sync_answered(choice.as_ref()),
            Choice::Successor(successor) => self.confirm_withdrawal(successor.clone()),
            Choice::Take { entry, team, conflict } => {
                return vec![Effect::Theirs { entry: entry.clone(), team: team.clone(), conflict: *conflict }];
            }
            Choice::Team(_)
            | Choice::Topic(_)
            | Choice::OtherTopic
            | Choice::Lines(_)
            | Choice::Allow(_)
            | Choice::Edit => return self.on_screen(|screen, shared| screen.chosen(choice, shared)),
        }
        Vec::new()
    }

    /// Stops what was agreed to last, if it has not left.
    pub(super) fn stop_leaving(&mut self) -> bool {
        let Some(leaving) = self.shared.sharing.pending.stop() else { return false };
        let text = format!("Not published: \u{201c}{}\u{201d} has not left this machine.", leaving.title);
        self.shared.say(Level::Info, text);
        true
    }

    /// Publishes what has waited long enough.
    pub(super) fn let_leave(&mut self) -> Vec<Effect> {
        let due = self.shared.sharing.pending.due(self.shared.at);
        if !due.is_empty() {
            self.shared.sharing.sending += due.len();
            self.shared.messages.start(Job::Publish);
        }
        let publish = |Pending { order, route, page, .. }| Effect::Publish { order, route, page };
        due.into_iter().map(publish).collect()
    }

    /// One thing that went to a team has come to an end.
    pub(super) fn sent(&mut self) {
        self.shared.sharing.sending = self.shared.sharing.sending.saturating_sub(1);
        if self.shared.sharing.sending == 0 {
            self.shared.messages.end(Job::Publish);
            self.stop_asking();
        }
    }

    fn published(&mut self, order: &Order, published: &Outcome<Published>) -> Vec<Effect> {
        self.sent();
        if let Ok(published) = published {
            let text = match &published.branch {
                Some(branch) => {
                    format!("\u{201c}{}\u{201d} is on the branch {branch} for review.", published.title)
                }
                None => format!("Published as {} in {}.", published.path, published.team),
            };
            let text = format!("{text}{}{}", self.link_hint(order), sentences(&published.warnings));
            self.shared.say(Level::Info, text);
            if let Some(link) = published.link.clone() {
                self.shared
                    .sharing
                    .links
                    .retain(|(entry, team, _)| (entry, team) != (&published.entry, &published.team));
                self.shared.sharing.links.push((published.entry.clone(), published.team.clone(), link));
            }
        }
        self.refresh()
    }

    /// Which key copies the link of what was published, where the person is.
    fn link_hint(&self, order: &Order) -> String {
        let is_of = |subject: Subject<'_>| Some(subject.path) == order.entry.as_ref();
        let is_here = self.screen().is_sharing()
            && (self.screen().home() == Some(self.screen) || self.subject().is_some_and(is_of));
        let (key, does) = if is_here {
            (self.shared.key_on_screen(Act::CopyLink.into()), "copies its link")
        } else {
            (self.shared.key_on_screen(Go::Share.into()), "lists it")
        };
        if key.is_empty() { String::new() } else { format!(" {key} {does}.") }
    }

    /// Takes a publication back: what has not left leaves the list, what has is asked about.
    pub(super) fn withdraw(&mut self) -> Vec<Effect> {
        let Some(out) = self.publication() else { return Vec::new() };
        if out.state == State::Queued && self.shared.sharing.sending > 0 {
            let text = "A publication is on its way; wait until it is done.";
            self.shared.say(Level::Info, text);
            return Vec::new();
        }
        if out.state == State::Queued {
            return vec![Effect::DropQueued { entry: out.entry, team: out.team, title: out.title }];
        }
        self.shared.sharing.withdrawing = Some(out.clone());
        let others = self.shared.sharing.others(&out.entry, &out.team);
        let mut rows = vec![ChoiceRow::new("nothing", "", Choice::Successor(None))];
        rows.extend(
            others
                .map(|it| ChoiceRow::new(it.title.clone(), it.path.clone(), Choice::Successor(Some(it.entry.clone())))),
        );
        if rows.len() == 1 {
            self.confirm_withdrawal(None);
        } else {
            self.shared.push(Overlay::Choose(Choose::new("What takes its place?", rows, 0)));
        }
        Vec::new()
    }

    fn confirm_withdrawal(&mut self, successor: Option<EntryPath>) {
        let Some(out) = self.shared.sharing.withdrawing.take() else { return };
        let title =
            |path: &EntryPath| self.shared.sharing.of(path).next().map_or("", |out| out.title.as_str()).to_owned();
        let successor = successor.map(|path| (title(&path), path));
        let successor = successor.as_ref().map(|(title, path)| (path.clone(), title.as_str()));
        let confirm = Confirm::withdraw(&out.title, &out.team, out.entry, successor);
        self.shared.push(Overlay::Confirm(confirm));
    }

    /// Sends something to a team that was agreed to.
    pub(super) fn send(&mut self, effect: Effect) -> Vec<Effect> {
        self.shared.sharing.sending += 1;
        self.shared.messages.start(Job::Publish);
        // What was ticked has been agreed to.
        self.shared.overlays.pop_if(|overlay| matches!(overlay, Overlay::Week(_)));
        vec![effect]
    }

    fn withdrawn(&mut self, withdrawn: &Outcome<Published>) -> Vec<Effect> {
        self.sent();
        if let Ok(done) = withdrawn {
            let warnings = sentences(&done.warnings);
            let text = format!("Withdrawn from {}: \u{201c}{}\u{201d}.{warnings}", done.team, done.title);
            self.shared.say(Level::Info, text);
        }
        self.refresh()
    }

    fn dropped(&mut self, title: &str, dropped: &Outcome<()>) -> Vec<Effect> {
        if dropped.is_ok() {
            let text = format!("Removed \u{201c}{title}\u{201d} from the queue.");
            self.shared.say(Level::Done, text);
        }
        self.refresh()
    }

    fn teams_came(&mut self, teams: &Outcome<Vec<Listed>>) -> Vec<Effect> {
        if let Ok(teams) = teams {
            self.shared.sharing.teams = Some(teams.clone());
            self.sharing_changed();
        }
        let mut effects = Vec::new();
        if self.shared.sharing.has_teams() {
            effects.extend([self.shared.sharing.ask(), Effect::Requests, Effect::Thanks]);
        }
        if self.shows_teams() {
            effects.extend(self.ask());
        }
        effects
    }

    /// Whether what is new in the teams is on the screen.
    fn shows_teams(&self) -> bool {
        self.screen().reached_by().contains(&Go::Team.into())
    }

    fn seen(&mut self, seen: &Outcome<()>) -> Vec<Effect> {
        if seen.is_ok() {
            self.shared.say(Level::Done, "Marked everything as seen.");
        }
        vec![Effect::Teams]
    }

    /// Asks what colleagues changed in the page of an entry, which is shown before it is taken.
    pub(super) fn look_at_theirs(&mut self) -> Vec<Effect> {
        let Some(Outgoing { entry, team, .. }) = self.publication() else { return Vec::new() };
        vec![Effect::Theirs { entry, team, conflict: ConflictChoice::Ask }]
    }

    fn choose_theirs(&mut self, entry: &EntryPath, team: &str) {
        let lines = |conflict| Choice::Take { entry: entry.clone(), team: team.to_owned(), conflict };
        let rows = vec![
            ChoiceRow::new("Mine", "what was changed elsewhere is taken", lines(ConflictChoice::Mine)),
            ChoiceRow::new("My colleague's", "in place of mine", lines(ConflictChoice::Theirs)),
        ];
        self.shared.push(Overlay::Choose(Choose::new("Whose lines stay where both changed them?", rows, 0)));
    }

    fn theirs_came(&mut self, entry: &EntryPath, team: &str, theirs: &Theirs) {
        match theirs {
            Theirs::SameLines => self.choose_theirs(entry, team),
            Theirs::Joined(taking) if taking.changes.is_empty() => {
                self.shared.say(Level::Info, "Nothing to take: my text has everything.");
            }
            Theirs::Joined(taking) => self.shared.push(Overlay::Take(Take::new(taking.clone()))),
        }
    }

    pub(super) fn adopt(&mut self) -> Vec<Effect> {
        self.subject().map(|subject| Effect::Adopt { path: subject.path.clone() }).into_iter().collect()
    }

    fn adopted(&mut self, captured: &Captured) -> Vec<Effect> {
        let thanks = self.shared.key_that(Act::Thank.into(), "thanks who wrote it");
        self.shared.did(&format!("Adopted \u{201c}{}\u{201d} as a seed.{thanks}", captured.title));
        self.shared.warn(&captured.warnings);
        self.refresh()
    }

    /// Fetches what the teams have, if there are any.
    pub(super) fn refresh_teams(&mut self) -> Vec<Effect> {
        if !self.shared.sharing.has_teams() || self.shared.messages.runs(Job::Team) {
            return Vec::new();
        }
        self.shared.messages.start(Job::Team);
        vec![Effect::RefreshTeams]
    }

    /// Tells only what is new: that a team cannot be reached is nothing that anybody asked about.
    pub(super) fn watched_teams(&mut self, refreshed: &Outcome<Vec<Refreshed>>) -> Vec<Effect> {
        match refreshed {
            Ok(teams) if teams.iter().any(|team| team.failed.is_none()) => self.rhythm.end(self.shared.at),
            Ok(_) | Err(_) => self.rhythm.fail(self.shared.at),
        }
        let is_new = |team: &Refreshed| team.new > 0 || !team.warnings.is_empty();
        match refreshed {
            Ok(teams) if teams.iter().any(is_new) => self.refreshed(refreshed),
            Ok(_) | Err(_) => Vec::new(),
        }
    }

    fn refreshed(&mut self, refreshed: &Outcome<Vec<Refreshed>>) -> Vec<Effect> {
        self.shared.messages.end(Job::Team);
        self.stop_asking();
        if let Ok(refreshed) = refreshed {
            let new: usize = refreshed.iter().map(|team| team.new).sum();
            let key = self.shared.key_on_screen(Go::Team.into());
            let (text, them) = match new {
                0 => ("Nothing new in the teams.".to_owned(), ""),
                1 => ("1 entry is new in the teams.".to_owned(), "it"),
                _ => (format!("{new} entries are new in the teams."), "them"),
            };
            let is_shown = new == 0 || self.shows_teams();
            let shows = if is_shown { String::new() } else { format!(" {key} shows {them}.") };
            self.shared.say(Level::Done, text + &shows);
            refreshed.iter().for_each(|team| self.shared.warn(&team.complaints()));
        }
        let mut effects = self.refresh();
        effects.push(Effect::Teams);
        effects
    }

    pub(super) fn ask_for_team(&mut self) -> Vec<Effect> {
        self.shared.push(Overlay::Prompt(Prompt::team()));
        Vec::new()
    }

    pub(super) fn add_team(&mut self, url: &str) -> Vec<Effect> {
        self.shared.messages.start(Job::Team);
        vec![Effect::AddTeam { url: url.to_owned() }]
    }

    fn added(&mut self, added: &Outcome<Added>) -> Vec<Effect> {
        self.shared.messages.end(Job::Team);
        self.stop_asking();
        if let Ok(added) = added {
            let entries = match added.entries {
                1 => "1 entry".to_owned(),
                many => format!("{} entries", crate::tui::widget::format::count(many)),
            };
            let text = format!("Added {} with {entries}. in:{} searches it.", added.name, added.name);
            self.shared.say(Level::Info, text);
            self.shared.warn(&added.warnings);
        }
        vec![Effect::Teams]
    }
}

/// Further texts, as sentences after a first one.
fn sentences(texts: &[String]) -> String {
    let sentence = |text: &String| {
        let mut chars = text.chars();
        let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        format!(" {first}{}.", chars.as_str().trim_end_matches('.'))
    };
    texts.iter().map(sentence).collect()
}
