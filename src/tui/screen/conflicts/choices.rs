//! What was said about the places where two texts differ.

use crate::keymap::Decide;
use crate::ops::{Choice, Comparison};

/// What becomes of each place, which of them is selected, and what is in the editor.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// Nothing where nothing was said yet.
    of: Vec<Option<Choice>>,
    suggested: Vec<Option<Choice>>,
    pub at: usize,
    /// The whole result, as it was written in the editor.
    whole: Option<String>,
    editing: Option<Editing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Editing {
    Place(usize),
    Whole,
}

impl Choices {
    /// What is suggested; the first place to be decided is selected.
    pub(super) fn of(comparison: &Comparison) -> Self {
        let suggested = comparison.suggested();
        let at = suggested.iter().position(Option::is_none).unwrap_or(0);
        Self { of: suggested.clone(), suggested, at, ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }

    /// What becomes of a place.
    pub(super) fn get(&self, place: usize) -> Option<&Choice> {
        self.of.get(place)?.as_ref()
    }

    /// The whole result, if it was written by hand.
    pub(super) fn whole(&self) -> Option<&str> {
        self.whole.as_deref()
    }

    /// How many places are not decided.
    pub(super) fn open(&self) -> usize {
        if self.whole.is_some() { 0 } else { self.of.iter().filter(|choice| choice.is_none()).count() }
    }

    pub(super) fn step(&mut self, by: isize) {
        self.select(self.at.saturating_add_signed(by));
    }

    pub(super) fn select(&mut self, place: usize) {
        self.at = place.min(self.len().saturating_sub(1));
    }

    /// Selects the next place that is not decided, from the selected one on and round.
    pub(super) fn next_open(&mut self) {
        let places = (self.at..self.len()).chain(0..self.at);
        let open = places.into_iter().find(|place| self.get(*place).is_none());
        self.at = open.unwrap_or(self.at);
    }

    /// The one text, once every place is decided; `result` makes it of the choices.
    pub(super) fn text(&self, result: impl FnOnce(&[Choice]) -> String) -> Option<String> {
        if let Some(whole) = &self.whole {
            return Some(whole.clone());
        }
        let chosen: Option<Vec<Choice>> = self.of.iter().cloned().collect();
        chosen.map(|chosen| result(&chosen))
    }

    /// Does what a key says; answers with what is to be edited, if that is it.
    pub(super) fn decide(&mut self, decide: Decide, comparison: &Comparison) -> Option<String> {
        match decide {
            Decide::Mine => self.choose(Choice::Mine),
            Decide::Theirs => self.choose(Choice::Theirs),
            Decide::Both => self.choose(Choice::Both),
            Decide::AllMine => self.choose_all(|_| Choice::Mine),
            Decide::AllTheirs => self.choose_all(|_| Choice::Theirs),
            Decide::AllBoth => self.choose_all(|suggested| suggested.unwrap_or(Choice::Both)),
            Decide::Edit => return self.edit_place(comparison),
            Decide::AllEdit => {
                self.editing = Some(Editing::Whole);
                return Some(self.whole.clone().unwrap_or_else(|| comparison.result(&self.with_both())));
            }
            Decide::Settle => {}
        }
        None
    }

    fn choose(&mut self, choice: Choice) {
        self.whole = None;
        if let Some(place) = self.of.get_mut(self.at) {
            *place = Some(choice);
            self.next_open();
        }
    }

    fn choose_all(&mut self, choice: impl Fn(Option<Choice>) -> Choice) {
        self.whole = None;
        self.of = self.suggested.iter().map(|suggested| Some(choice(suggested.clone()))).collect();
    }

    /// What is chosen, and both where nothing is.
    fn with_both(&self) -> Vec<Choice> {
        self.of.iter().map(|choice| choice.clone().unwrap_or(Choice::Both)).collect()
    }

    fn edit_place(&mut self, comparison: &Comparison) -> Option<String> {
        let hunk = comparison.hunks().nth(self.at)?;
        self.editing = Some(Editing::Place(self.at));
        let lines = hunk.lines(self.get(self.at).unwrap_or(&Choice::Both));
        Some(lines.iter().map(|line| format!("{line}\n")).collect())
    }

    /// What was to be edited comes back.
    pub(super) fn edited(&mut self, text: &str) {
        match self.editing.take() {
            Some(Editing::Place(place)) => {
                self.at = place;
                self.choose(Choice::typed(text));
            }
            Some(Editing::Whole) => self.whole = Some(text.to_owned()),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    fn comparison() -> Comparison {
        Comparison::of(Some("a\n\nb\n\nc\n"), "A\n\nb1\n\nc1\n", "a\n\nb2\n\nc2\n", Ordering::Equal)
    }

    fn result(choices: &Choices, comparison: &Comparison) -> Option<String> {
        choices.text(|chosen| comparison.result(chosen))
    }

    #[test]
    fn what_both_changed_waits_and_a_choice_leads_to_the_next_that_does() {
        let comparison = comparison();
        let mut choices = Choices::of(&comparison);
        assert_eq!((choices.at, choices.open(), result(&choices, &comparison)), (1, 2, None));

        choices.decide(Decide::Theirs, &comparison);
        assert_eq!((choices.at, choices.open()), (2, 1));
        choices.decide(Decide::Mine, &comparison);

        assert_eq!(result(&choices, &comparison).as_deref(), Some("A\n\nb2\n\nc1\n"));
    }

    #[test]
    fn a_place_and_the_whole_come_back_from_the_editor() {
        let comparison = comparison();
        let mut choices = Choices::of(&comparison);

        assert_eq!(choices.decide(Decide::Edit, &comparison).as_deref(), Some("b1\n\nb2\n"));
        choices.edited("b3\n");
        choices.decide(Decide::Both, &comparison);
        assert_eq!(result(&choices, &comparison).as_deref(), Some("A\n\nb3\n\nc1\n\nc2\n"));

        assert_eq!(choices.decide(Decide::AllEdit, &comparison), result(&choices, &comparison));
        choices.edited("all\n");
        assert_eq!((choices.open(), result(&choices, &comparison).as_deref()), (0, Some("all\n")));
        choices.decide(Decide::AllTheirs, &comparison);
        assert_eq!(result(&choices, &comparison).as_deref(), Some("a\n\nb2\n\nc2\n"));
    }
}
