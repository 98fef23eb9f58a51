//! What I published, which teams there are, and what is on its way to them: more than one screen shows it.

use super::effect::Effect;
use super::pending::PendingPublications;
use crate::entry::EntryPath;
use crate::ops::share::{Outgoing, State};
use crate::ops::team::{Listed, TeamRequest, TeamThank};

/// All that is known of teams and publications.
#[derive(Clone, Debug, Default)]
pub struct Sharing {
    pub outgoing: Vec<Outgoing>,
    /// The list of what I published has come since the start.
    pub answered: bool,
    generation: u64,
    /// The teams there are; nothing before the first answer.
    pub teams: Option<Vec<Listed>>,
    /// What somebody in the teams would like to know, open ones first.
    pub requests: Vec<TeamRequest>,
    /// What others thank me for, newest first.
    pub thanks: Vec<TeamThank>,
    /// What was agreed to and can still be stopped.
    pub pending: PendingPublications,
    /// How many publications and withdrawals are on their way.
    pub sending: usize,
    /// Where what was published since the start can be read.
    pub links: Vec<(EntryPath, String, String)>,
    /// The team that the last publication went to.
    pub last_team: Option<String>,
    /// What is to be taken back, while it is chosen what takes its place.
    pub withdrawing: Option<Outgoing>,
}

impl Sharing {
    /// Asks for what I published.
    pub fn ask(&mut self) -> Effect {
        self.generation += 1;
        Effect::Outgoing { generation: self.generation }
    }

    /// A list has come; one of an older question is not looked at.
    pub fn came(&mut self, generation: u64, outgoing: &[Outgoing]) {
        if generation == self.generation {
            self.answered = true;
            self.outgoing = outgoing.to_vec();
        }
    }

    /// The teams there are, as far as that is known.
    pub fn teams(&self) -> &[Listed] {
        self.teams.as_deref().unwrap_or_default()
    }

    pub fn has_teams(&self) -> bool {
        !self.teams().is_empty()
    }

    /// Where an entry is published, or on its way to.
    pub fn of<'a>(&'a self, entry: &'a EntryPath) -> impl Iterator<Item = &'a Outgoing> {
        self.outgoing.iter().filter(move |out| out.entry == *entry)
    }

    /// Where an entry is, if it was not taken back.
    pub fn publication(&self, entry: &EntryPath) -> Option<&Outgoing> {
        self.outgoing.iter().find(|out| out.entry == *entry && out.state != State::Withdrawn)
    }

    /// What else of mine a team has, as something that may take the place of an entry.
    pub fn others<'a>(&'a self, entry: &'a EntryPath, team: &'a str) -> impl Iterator<Item = &'a Outgoing> {
        let is_there = |out: &&Outgoing| out.state != State::Withdrawn && out.state != State::Queued;
        self.outgoing.iter().filter(move |out| out.team == team && out.entry != *entry).filter(is_there)
    }

    /// The team that an entry is most likely meant for: where it is, else where the last one went, else the first.
    pub fn team_for(&self, entry: &EntryPath) -> Option<String> {
        let there = self.publication(entry).map(|out| out.team.clone());
        let known = |name: &&String| self.teams().iter().any(|team| team.name == **name);
        let last = self.last_team.as_ref().filter(known).cloned();
        there.or(last).or_else(|| self.teams().first().map(|team| team.name.clone()))
    }

    /// Where a publication can be read, if that is known; else its path in the team's repository.
    pub fn link_of(&self, out: &Outgoing) -> String {
        let known = self.links.iter().find(|(entry, team, _)| *entry == out.entry && *team == out.team);
        let link = known.map(|(_, _, link)| link).or(out.link.as_ref());
        link.cloned().unwrap_or_else(|| format!("{}: {}", out.team, out.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::canned::outgoing;

    #[test]
    fn an_older_list_is_not_shown() {
        let mut sharing = Sharing::default();
        sharing.ask();
        sharing.ask();
        sharing.came(1, &outgoing());

        assert!(sharing.outgoing.is_empty() && !sharing.answered);
    }

    #[test]
    fn what_may_take_the_place_of_an_entry_is_in_the_same_team_and_not_withdrawn() {
        let mut sharing = Sharing::default();
        sharing.ask();
        sharing.came(1, &outgoing());
        let entry = sharing.outgoing[0].entry.clone();

        let others: Vec<&str> = sharing.others(&entry, "acme").map(|out| out.title.as_str()).collect();

        assert_eq!(others, ["Shallow clones in CI"]);
    }
}
