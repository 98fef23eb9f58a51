//! Results as they come: in which order, and what they matched.

use std::collections::{HashMap, HashSet};

use super::Library;
use crate::entry::EntryPath;
use crate::ops::Hit;
use crate::ops::find::{self, By, SortOrder};
use crate::tui::core::effect::Effect;
use crate::tui::screen::shared::Shared;

impl Library {
    /// What the list is called in its order.
    pub(super) fn heading(&self) -> &'static str {
        match (self.shown_in, self.shown_for.trim().is_empty()) {
            (SortOrder::Best | SortOrder::By(By::Recent), true) => "Recent",
            (SortOrder::Best, false) if self.teams.are_hidden => "Results of mine, best first",
            (SortOrder::Best, false) => "Results, best first",
            (SortOrder::By(By::Recent), false) => "Results, changed last first",
            (SortOrder::By(By::Newest), _) => "By date, newest first",
            (SortOrder::By(By::Oldest), _) => "By date, oldest first",
            (SortOrder::By(By::Title), _) => "By title",
            (SortOrder::By(By::Name), _) => "By file name",
        }
    }

    /// Results have come; those of an older question are not looked at, and what is on its way to the trash is left out.
    pub(super) fn found(&mut self, generation: u64, answer: &find::Answer, shared: &mut Shared) -> Vec<Effect> {
        if generation != self.generation {
            return Vec::new();
        }
        let same = self.answered && self.shown_for == self.asked && self.shown_in == self.order;
        if self.answered && !same {
            self.reader.jump();
        }
        let stays = |hit: &&Hit| !shared.leaving.contains(&hit.path);
        let hits: Vec<Hit> = answer.found.hits.iter().filter(stays).cloned().collect();
        let left_out = answer.found.hits.len() - hits.len();
        self.totals = (answer.found.total - left_out, answer.found.entries);
        self.own = hits.len();
        if same {
            let hits = self.in_their_places(hits);
            self.list.fill(self.with_teams(hits));
        } else {
            self.changed_here.clear();
            self.teams.clear();
            self.list.begin(hits);
        }
        self.ignored.clone_from(&answer.ignored);
        self.answered = true;
        self.shown_for.clone_from(&self.asked);
        self.shown_in = self.order;
        self.came();
        if !self.has_more() {
            self.reached(shared);
        }
        self.ask_teams(shared).into_iter().collect()
    }

    /// Other rows are in the list.
    pub(super) fn came(&mut self) {
        self.narrow.spoil();
        self.narrow.places = self.places();
        self.words = words(self.hits());
    }

    /// What was changed from here stays where it was: whoever goes through a list does not lose their place by what they do.
    fn in_their_places(&self, hits: Vec<Hit>) -> Vec<Hit> {
        if self.changed_here.is_empty() {
            return hits;
        }
        let changed_here: HashSet<&EntryPath> = self.changed_here.iter().collect();
        let (changed, rows): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(|hit| changed_here.contains(&hit.path));
        let old = self.hits().iter().enumerate().filter(|(_, hit)| changed_here.contains(&hit.path));
        let places: HashMap<&EntryPath, usize> = old.map(|(place, hit)| (&hit.path, place)).collect();
        let place = |hit: Hit| (places.get(&hit.path).copied().unwrap_or_default(), hit);
        let mut changed: Vec<(usize, Hit)> = changed.into_iter().map(place).collect();
        changed.sort_by_key(|(place, _)| *place);
        woven(rows, changed)
    }
}

/// Rows with some more between them, each at its place or at the end.
fn woven(rows: Vec<Hit>, more: Vec<(usize, Hit)>) -> Vec<Hit> {
    let mut all = Vec::with_capacity(rows.len() + more.len());
    let (mut rows, mut more) = (rows.into_iter(), more.into_iter().peekable());
    loop {
        let next = more.next_if(|(place, _)| *place <= all.len()).map(|(_, hit)| hit);
        match next.or_else(|| rows.next()).or_else(|| more.next().map(|(_, hit)| hit)) {
            Some(hit) => all.push(hit),
            None => return all,
        }
    }
}

/// What the first results matched, each once, in lower case.
fn words(hits: &[Hit]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for hit in hits.iter().take(20) {
        let title = hit.title_marks.iter().filter_map(|mark| hit.title.get(mark.clone()));
        let snippet = hit.snippet.marks.iter().filter_map(|mark| hit.snippet.text.get(mark.clone()));
        for word in title.chain(snippet) {
            let word = word.to_lowercase();
            if words.len() < 16 && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}
