//! Sharing: what is prepared, what leaves and when, what is out, and what the teams bring.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::keymap::{Act, Go};
use crate::ops::capture::Captured;
use crate::ops::share::{Clash, Order, Outgoing, Published, Route, State};
use crate::ops::team::{Added, Arrived, Listed, Refreshed};
use crate::tui::effect::Theirs;
use crate::tui::leaving::{Leaving, WINDOW};
use crate::tui::messages::Level;
use crate::tui::msg::{Job, Outcome};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{Choice, Choose, Row};
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::overlay::take::Take;
use crate::tui::screen::prepare::Goal;
use crate::tui::screen::{Screen, Spot};

impl App {
    /// Whether there is a team to publish to.
    pub fn has_teams(&self) -> bool {
        !self.team.teams().is_empty()
    }

    /// Shows the selected entry as a team would get it.
    pub(super) fn prepare(&mut self) -> Vec<Effect> {
        let shared = self.share.selected().filter(|_| self.screen == Screen::Share);
        let chosen = shared.map(|out| (out.entry.clone(), out.title.clone(), out.team.clone()));
        let subject = self.subject().map(|subject| (subject.path.clone(), subject.title.to_owned()));
        let Some((entry, title, team)) = chosen.or_else(|| {
            let (entry, title) = subject?;
            let team = self.team_for(&entry)?;
            Some((entry, title, team))
        }) else {
            return self.no_team();
        };
        let effects = self.visit(Spot::Prepare(entry.clone(), team.clone()));
        self.prepare.open(entry, &title, &team);
        effects
    }

    /// The team that an entry is most likely meant for: where it is, else where the last one went, else the first.
    fn team_for(&self, entry: &EntryPath) -> Option<String> {
        let there = self.share.of(entry).find(|out| out.state != State::Withdrawn).map(|out| out.team.clone());
        let known = |name: &&String| self.team.teams().iter().any(|team| team.name == **name);
        let last = self.last_team.as_ref().filter(known).cloned();
        there.or(last).or_else(|| self.team.teams().first().map(|team| team.name.clone()))
    }

    fn no_team(&mut self) -> Vec<Effect> {
        if !self.team.is_known() {
            self.messages.say(Level::Info, "The teams are still being read.", self.at);
            return Vec::new();
        }
        let text = "There is no team to share with yet. `riffle team add URL` adds one, as does \u{201c}add a team\u{201d} among the commands.";
        self.messages.say(Level::Info, text, self.at);
        Vec::new()
    }

    /// Does what Enter is about on an entry that is prepared.
    pub(super) fn change_order(&mut self) -> Vec<Effect> {
        match self.prepare.goal() {
            Some(Goal::To) => self.choose_team(),
            Some(Goal::Topic) => self.choose_topic(),
            Some(Goal::Clash) => self.choose_lines(),
            Some(Goal::Allow(key)) => self.ask_to_allow(&key),
            Some(Goal::Line(line)) => {
                self.prepare.reveal(line);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn choose_team(&mut self) -> Vec<Effect> {
        let now = self.prepare.order().team.clone();
        let teams = self.team.teams();
        let at = teams.iter().position(|team| team.name == now).unwrap_or(0);
        let row = |team: &Listed| Row::new(team.name.clone(), team.url.clone(), Choice::Team(team.name.clone()));
        let choose = Choose::new("To which team?", teams.iter().map(row).collect(), at);
        self.push(Overlay::Choose(choose));
        Vec::new()
    }

    fn choose_topic(&mut self) -> Vec<Effect> {
        let Some(preview) = self.prepare.preview() else { return Vec::new() };
        let at = preview.topics.iter().position(|topic| Some(topic) == preview.topic.as_ref()).unwrap_or(0);
        let row = |topic: &String| Row::new(topic.clone(), "", Choice::Topic(topic.clone()));
        let mut rows: Vec<Row> = preview.topics.iter().map(row).collect();
        rows.push(Row::new("another one", "to be typed", Choice::OtherTopic));
        self.push(Overlay::Choose(Choose::new("Under which topic?", rows, at)));
        Vec::new()
    }

    fn choose_lines(&mut self) -> Vec<Effect> {
        let rows = vec![
            Row::new("Mine", "in place of my colleague's", Choice::Lines(Clash::Mine)),
            Row::new("My colleague's", "in place of mine", Choice::Lines(Clash::Theirs)),
            Row::new("Edit my text first", "nothing is published", Choice::Edit),
        ];
        self.push(Overlay::Choose(Choose::new("Whose lines stay where both changed them?", rows, 2)));
        Vec::new()
    }

    fn ask_to_allow(&mut self, key: &str) -> Vec<Effect> {
        if let Some(finding) = self.prepare.finding(key) {
            let prompt = Prompt::allow(&finding.what, key);
            self.push(Overlay::Prompt(prompt));
        }
        Vec::new()
    }

    pub(super) fn chosen(&mut self, choice: Choice) -> Vec<Effect> {
        match choice {
            Choice::Team(team) => self.prepare.choose_team(&team),
            Choice::Topic(topic) => self.prepare.choose_topic(&topic),
            Choice::OtherTopic => self.push(Overlay::Prompt(Prompt::topic())),
            Choice::Lines(clash) => self.prepare.choose_lines(clash),
            Choice::Edit => return self.prepare.entry().cloned().map(Effect::Edit).into_iter().collect(),
            Choice::Successor(successor) => self.confirm_withdrawal(successor),
            Choice::Take { entry, team, clash } => {
                return vec![Effect::Theirs { entry, team, clash }];
            }
        }
        Vec::new()
    }

    /// Lets what is shown leave in a while; what blocks, and lines that both changed, want a word first.
    pub(super) fn publish(&mut self, route: Route) -> Vec<Effect> {
        if self.prepare.preview().is_some_and(|preview| preview.clashes) {
            return self.choose_lines();
        }
        if let Some(finding) = self.prepare.blocking() {
            let (key, what) = (finding.key.clone(), finding.what.clone());
            self.messages.say(Level::Warning, format!("It does not leave like this: {what}"), self.at);
            return self.ask_to_allow(&key);
        }
        let Some(preview) = self.prepare.preview() else { return Vec::new() };
        let leaving = Leaving {
            order: preview.order.clone(),
            route,
            title: preview.title.clone(),
            page: preview.text.clone(),
            at: self.at + WINDOW,
        };
        self.last_team = Some(leaving.order.team.clone());
        self.leaving.wait(leaving);
        self.messages.outdated();
        Vec::new()
    }

    /// Stops what was agreed to last, if it has not left.
    pub(super) fn stop_leaving(&mut self) -> bool {
        let Some(leaving) = self.leaving.stop() else { return false };
        let text = format!("Stopped: \u{201c}{}\u{201d} has not left this machine.", leaving.title);
        self.messages.say(Level::Info, text, self.at);
        true
    }

    /// Publishes what has waited long enough.
    pub(super) fn let_leave(&mut self) -> Vec<Effect> {
        let due = self.leaving.due(self.at);
        if !due.is_empty() {
            self.sending += due.len();
            self.messages.start(Job::Publish);
        }
        let publish = |Leaving { order, route, page, .. }| Effect::Publish { order, route, page };
        due.into_iter().map(publish).collect()
    }

    /// One thing that went to a team has come to an end.
    fn sent(&mut self) {
        self.sending = self.sending.saturating_sub(1);
        if self.sending == 0 {
            self.messages.end(Job::Publish);
        }
    }

    pub(super) fn published(&mut self, order: &Order, published: Outcome<Published>) -> Vec<Effect> {
        self.sent();
        if let Ok(published) = published {
            let text = match &published.branch {
                Some(branch) => {
                    format!("\u{201c}{}\u{201d} is on the branch {branch} for review.", published.title)
                }
                None => format!("Published as {} in {}.", published.path, published.team),
            };
            let text = format!("{text}{}{}", self.link_hint(order), sentences(&published.warnings));
            self.messages.say(Level::Info, text, self.at);
            if let Some(link) = published.link {
                self.links.retain(|(entry, team, _)| (entry, team) != (&published.entry, &published.team));
                self.links.push((published.entry, published.team, link));
            }
        }
        self.refresh()
    }

    /// Which key copies the link of what was published, where the person is.
    fn link_hint(&self, order: &Order) -> String {
        let is_here = self.screen == Screen::Share
            || (self.screen == Screen::Prepare && self.prepare.entry() == order.entry.as_ref());
        let (key, does) = if is_here {
            (self.key_on_screen(Act::CopyLink.into()), "copies its link")
        } else {
            (self.key_on_screen(Go::Share.into()), "lists it")
        };
        if key.is_empty() { String::new() } else { format!(" {key} {does}.") }
    }

    /// The publication that the person is looking at.
    pub(super) fn publication(&self) -> Option<Outgoing> {
        match self.screen {
            Screen::Share => self.share.selected().cloned(),
            Screen::Prepare => {
                let team = &self.prepare.order().team;
                self.share.of(self.prepare.entry()?).find(|out| out.team == *team).cloned()
            }
            Screen::Today | Screen::Inbox | Screen::Library | Screen::Workbench | Screen::Team => {
                self.share.of(self.subject()?.path).find(|out| out.state != State::Withdrawn).cloned()
            }
        }
    }

    /// Where a publication can be read, if that is known; else its path in the team's repository.
    pub(super) fn link_of(&self, out: &Outgoing) -> String {
        let known = self.links.iter().find(|(entry, team, _)| *entry == out.entry && *team == out.team);
        let link = known.map(|(_, _, link)| link).or(out.link.as_ref());
        link.cloned().unwrap_or_else(|| format!("{}: {}", out.team, out.path))
    }

    /// The web address of a publication, if one is known.
    pub fn published_at(&self) -> Option<String> {
        let out = self.publication()?;
        Some(self.link_of(&out)).filter(|link| link.starts_with("https://") || link.starts_with("http://"))
    }

    /// Takes a publication back: what has not left leaves the list, what has is asked about.
    pub(super) fn withdraw(&mut self) -> Vec<Effect> {
        let Some(out) = self.publication() else { return Vec::new() };
        if out.state == State::Queued && self.sending > 0 {
            let text = "Something is leaving right now; take it back once it has come to an end.";
            self.messages.say(Level::Info, text, self.at);
            return Vec::new();
        }
        if out.state == State::Queued {
            return vec![Effect::DropQueued { entry: out.entry, team: out.team, title: out.title }];
        }
        self.withdrawing = Some(out.clone());
        let others = self.share.others(&out.entry, &out.team);
        let mut rows = vec![Row::new("nothing", "", Choice::Successor(None))];
        rows.extend(
            others.map(|it| Row::new(it.title.clone(), it.path.clone(), Choice::Successor(Some(it.entry.clone())))),
        );
        if rows.len() == 1 {
            self.confirm_withdrawal(None);
        } else {
            self.push(Overlay::Choose(Choose::new("What takes its place?", rows, 0)));
        }
        Vec::new()
    }

    fn confirm_withdrawal(&mut self, successor: Option<EntryPath>) {
        let Some(out) = self.withdrawing.take() else { return };
        let title = |path: &EntryPath| self.share.of(path).next().map_or("", |out| out.title.as_str()).to_owned();
        let successor = successor.map(|path| (title(&path), path));
        let successor = successor.as_ref().map(|(title, path)| (path.clone(), title.as_str()));
        let confirm = Confirm::withdraw(&out.title, &out.team, out.entry, successor);
        self.push(Overlay::Confirm(confirm));
    }

    /// Sends something to a team that was agreed to.
    pub(super) fn send(&mut self, effect: Effect) -> Vec<Effect> {
        self.sending += 1;
        self.messages.start(Job::Publish);
        vec![effect]
    }

    pub(super) fn withdrawn(&mut self, withdrawn: Outcome<Published>) -> Vec<Effect> {
        self.sent();
        if let Ok(done) = withdrawn {
            let told = sentences(&done.warnings);
            let text = format!("Taken back from {}: \u{201c}{}\u{201d}.{told}", done.team, done.title);
            self.messages.say(Level::Info, text, self.at);
        }
        self.refresh()
    }

    pub(super) fn dropped(&mut self, title: &str, dropped: Outcome<()>) -> Vec<Effect> {
        if let Ok(()) = dropped {
            let text = format!("\u{201c}{title}\u{201d} is not tried again.");
            self.messages.say(Level::Done, text, self.at);
        }
        self.refresh()
    }

    pub(super) fn outgoing_came(&mut self, generation: u64, outgoing: Outcome<Vec<Outgoing>>) {
        if let Ok(outgoing) = outgoing {
            self.share.came(generation, outgoing);
        }
        self.tell_workbench();
    }

    /// The workbench shows where its entry is published.
    pub(super) fn tell_workbench(&mut self) {
        let Some(path) = &self.workbench.path else { return };
        let shared: Vec<Outgoing> = self.share.of(path).cloned().collect();
        self.workbench.shared_as(shared);
    }

    pub(super) fn teams_came(&mut self, teams: Outcome<Vec<Listed>>) -> Vec<Effect> {
        if let Ok(teams) = teams {
            self.team.teams_came(teams);
        }
        let mut effects = Vec::new();
        if self.has_teams() {
            effects.push(self.share.ask());
        }
        if self.screen == Screen::Team {
            effects.push(self.team.ask());
        }
        effects
    }

    pub(super) fn arrived_came(&mut self, generation: u64, arrived: Outcome<Vec<Arrived>>) {
        if let Ok(arrived) = arrived {
            self.team.came(generation, arrived);
        }
    }

    /// All that is listed as new was looked at.
    pub(super) fn see(&mut self) -> Vec<Effect> {
        let teams = self.team.shown();
        self.team.has_seen();
        vec![Effect::SeeTeams { teams }]
    }

    pub(super) fn seen(&mut self, seen: Outcome<()>) -> Vec<Effect> {
        if let Ok(()) = seen {
            self.messages.say(Level::Done, "All of it is marked as seen.", self.at);
        }
        vec![Effect::Teams]
    }

    /// Asks what colleagues changed in the page of an entry, which is shown before it is taken.
    pub(super) fn look_at_theirs(&mut self) -> Vec<Effect> {
        let Some(Outgoing { entry, team, .. }) = self.publication() else { return Vec::new() };
        vec![Effect::Theirs { entry, team, clash: Clash::Ask }]
    }

    fn choose_theirs(&mut self, entry: &EntryPath, team: &str) {
        let lines = |clash| Choice::Take { entry: entry.clone(), team: team.to_owned(), clash };
        let rows = vec![
            Row::new("Mine", "what was changed elsewhere is taken", lines(Clash::Mine)),
            Row::new("My colleague's", "in place of mine", lines(Clash::Theirs)),
        ];
        self.push(Overlay::Choose(Choose::new("Whose lines stay where both changed them?", rows, 0)));
    }

    pub(super) fn theirs_came(&mut self, entry: &EntryPath, team: &str, theirs: Outcome<Theirs>) {
        match theirs {
            Ok(Theirs::SameLines) => self.choose_theirs(entry, team),
            Ok(Theirs::Joined(taking)) if taking.changes.is_empty() => {
                self.messages.say(Level::Info, "My text has all that colleagues wrote.", self.at);
            }
            Ok(Theirs::Joined(taking)) => self.push(Overlay::Take(Take::new(taking))),
            Err(_) => {}
        }
    }

    pub(super) fn adopt(&mut self) -> Vec<Effect> {
        self.subject().map(|subject| Effect::Adopt { path: subject.path.clone() }).into_iter().collect()
    }

    pub(super) fn adopted(&mut self, adopted: Outcome<Captured>) -> Vec<Effect> {
        match adopted {
            Ok(captured) => {
                self.did(&format!("Adopted \u{201c}{}\u{201d} as a seed.", captured.title));
                self.warn(&captured.warnings);
                self.refresh()
            }
            Err(_) => Vec::new(),
        }
    }

    /// Fetches what the teams have, if there are any.
    pub(super) fn refresh_teams(&mut self) -> Vec<Effect> {
        if !self.has_teams() || self.messages.runs(Job::Team) {
            return Vec::new();
        }
        self.messages.start(Job::Team);
        vec![Effect::RefreshTeams]
    }

    pub(super) fn refreshed(&mut self, refreshed: Outcome<Vec<Refreshed>>) -> Vec<Effect> {
        self.messages.end(Job::Team);
        if let Ok(refreshed) = refreshed {
            let new: usize = refreshed.iter().map(|team| team.new).sum();
            let key = self.key_on_screen(Go::Team.into());
            let (text, them) = match new {
                0 => ("Nothing new in the teams.".to_owned(), ""),
                1 => ("1 entry is new in the teams.".to_owned(), "it"),
                _ => (format!("{new} entries are new in the teams."), "them"),
            };
            let is_shown = new == 0 || self.screen == Screen::Team;
            let shows = if is_shown { String::new() } else { format!(" {key} shows {them}.") };
            self.messages.say(Level::Done, text + &shows, self.at);
            refreshed.iter().for_each(|team| self.warn(&team.warnings));
        }
        let mut effects = self.refresh();
        effects.push(Effect::Teams);
        effects
    }

    pub(super) fn ask_for_team(&mut self) -> Vec<Effect> {
        self.push(Overlay::Prompt(Prompt::team()));
        Vec::new()
    }

    pub(super) fn add_team(&mut self, url: &str) -> Vec<Effect> {
        self.messages.start(Job::Team);
        vec![Effect::AddTeam { url: url.to_owned() }]
    }

    pub(super) fn added(&mut self, added: Outcome<Added>) -> Vec<Effect> {
        self.messages.end(Job::Team);
        if let Ok(added) = added {
            let entries = match added.entries {
                1 => "1 entry".to_owned(),
                many => format!("{} entries", crate::tui::view::count(many)),
            };
            let text = format!("{} is here, with {entries}. in:{} searches it.", added.name, added.name);
            self.messages.say(Level::Info, text, self.at);
            self.warn(&added.warnings);
        }
        vec![Effect::Teams]
    }
}

/// What is told besides, as sentences after a first one.
fn sentences(told: &[String]) -> String {
    let sentence = |text: &String| {
        let mut chars = text.chars();
        let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        format!(" {first}{}.", chars.as_str().trim_end_matches('.'))
    };
    told.iter().map(sentence).collect()
}
