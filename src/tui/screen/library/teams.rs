//! What the teams have beside what is mine: asked for once mine is shown, and listed below all of it.

use std::collections::BTreeSet;

use super::{Library, SPARE};
use crate::entry::EntryPath;
use crate::ops::find::{self, InTeam};
use crate::ops::{Hit, team};
use crate::query::{Query, Term};
use crate::tui::core::effect::Effect;
use crate::tui::screen::shared::Shared;
use crate::tui::widget::format::count;

/// So many teams are named.
const NAMED: usize = 2;

/// What the teams have on the query.
#[derive(Clone, Debug, Default)]
pub(super) struct Teams {
    /// The person wants only what is mine.
    pub are_hidden: bool,
    hits: Vec<Hit>,
    found: Vec<InTeam>,
    /// What kept a team from being searched, a sentence each.
    pub unsearched: Vec<String>,
    limit: usize,
}

impl Teams {
    pub(super) fn total(&self) -> usize {
        self.found.iter().map(|team| team.total).sum()
    }

    fn has_more(&self) -> bool {
        self.hits.len() < self.total() && self.limit <= self.hits.len()
    }

    /// `, 3 in acme, 1 in hub`
    pub(super) fn told(&self) -> String {
        match self.found.as_slice() {
            found if found.len() <= NAMED => {
                found.iter().map(|it| format!(", {} in {}", count(it.total), it.team)).collect()
            }
            found => format!(", {} in {} teams", count(self.total()), found.len()),
        }
    }

    /// Other things are searched for.
    pub(super) fn clear(&mut self) {
        *self = Self { are_hidden: self.are_hidden, ..Self::default() };
    }
}

impl Library {
    /// Asks the teams what they have on the query whose answer is shown.
    pub(super) fn ask_teams(&mut self, shared: &Shared) -> Option<Effect> {
        let may_be = shared.sharing.teams.is_none() || shared.sharing.has_teams();
        if self.teams.are_hidden || !may_be || self.shown_for.trim().is_empty() {
            return None;
        }
        self.teams.limit = self.teams.limit.max(self.limit);
        Some(self.search_teams())
    }

    fn search_teams(&self) -> Effect {
        let (generation, text) = (self.generation, self.shown_for.clone());
        Effect::SearchTeams { generation, text, order: self.shown_in, limit: self.teams.limit }
    }

    /// What the teams have has come; that of an older question is not looked at.
    pub(super) fn found_in_teams(&mut self, generation: u64, answer: &find::Answer) {
        if generation != self.generation || self.teams.are_hidden {
            return;
        }
        self.teams.hits.clone_from(&answer.found.hits);
        self.teams.found.clone_from(&answer.teams);
        self.teams.unsearched.clone_from(&answer.ignored);
        let own = self.hits()[..self.own].to_vec();
        self.list.fill(self.with_teams(own));
        self.came();
    }

    /// Rows of mine with those of the teams below them, once there are no more of mine.
    pub(super) fn with_teams(&self, mut own: Vec<Hit>) -> Vec<Hit> {
        if own.len() >= self.totals.0 {
            own.extend(self.teams.hits.iter().cloned());
        }
        own
    }

    /// Asks for more of what the teams have where the selection comes near to the last row.
    pub(super) fn want_more_of_teams(&mut self) -> Option<Effect> {
        let is_near = self.list.selection.row + SPARE >= self.hits().len();
        if self.has_more() || !self.teams.has_more() || !is_near || self.asked != self.shown_for {
            return None;
        }
        self.teams.limit *= 3;
        Some(self.search_teams())
    }

    /// Searches the teams too from now on, or only what is mine.
    pub(super) fn toggle_teams(&mut self, shared: &Shared) -> Vec<Effect> {
        let own = self.hits()[..self.own].to_vec();
        self.teams.clear();
        self.teams.are_hidden = !self.teams.are_hidden;
        self.list.fill(own);
        self.list.marks.keep(|path| team::split(path).is_none());
        self.came();
        self.ask_teams(shared).into_iter().collect()
    }

    /// Marks all of mine, or nothing where all are marked; where nothing is mine, all that the teams have.
    pub(super) fn mark_rows(&mut self) {
        let rows = if self.own > 0 { &self.hits()[..self.own] } else { self.hits() };
        let rows: BTreeSet<EntryPath> = rows.iter().map(|hit| hit.path.clone()).collect();
        self.list.marks.toggle_all(rows.iter());
    }

    /// How many results there are here and there: what the search can be narrowed to.
    pub(super) fn places(&self) -> Vec<(String, usize)> {
        let text = self.shown_for.as_str();
        if self.teams.total() > 0 {
            let theirs = self.teams.found.iter().map(|it| (it.team.clone(), it.total));
            return std::iter::once((find::MINE.to_owned(), self.totals.0)).chain(theirs).collect();
        }
        // What is narrowed to one place already can be widened again.
        let query = Query::parse(text, chrono::NaiveDate::default()).query;
        query.places().into_iter().map(|place| (place.to_owned(), self.totals.0)).collect()
    }

    /// The condition that narrows to a place.
    pub(super) fn place_term(place: &str) -> Term {
        Term::In(vec![place.to_owned()])
    }
}
