//! Notices prose that was meant for another window: many different keys in no time, on a list.

use std::collections::VecDeque;
use std::time::Duration;

/// As many keys, none the same as the one before, …
const KEYS: usize = 5;
/// … within this time are not meant as commands.
const WITHIN: Duration = Duration::from_millis(300);

/// So many characters that wait behind one are not meant for the program which that one would start.
const BEHIND: usize = 3;

/// The characters typed on a list lately.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    recent: VecDeque<(Duration, char)>,
    /// How many characters have come behind this one already.
    pub(super) behind: usize,
}

impl Guard {
    /// Notes a character and says what was typed if that looks like prose.
    pub(super) fn typed(&mut self, char: char, at: Duration) -> Option<String> {
        while self.recent.front().is_some_and(|(then, _)| at.saturating_sub(*then) > WITHIN) {
            self.recent.pop_front();
        }
        self.recent.push_back((at, char));
        let changes = self.recent.iter().zip(self.recent.iter().skip(1)).filter(|(a, b)| a.1 != b.1).count();
        (changes + 1 >= KEYS).then(|| self.recent.drain(..).map(|(_, char)| char).collect())
    }

    /// Whether more has come already than is meant for a program that the next key starts.
    pub(super) fn has_more(&self) -> bool {
        self.behind >= BEHIND
    }

    /// What was typed lately, up to a character.
    pub(super) fn until(&mut self, char: char) -> String {
        self.recent.drain(..).map(|(_, char)| char).chain([char]).collect()
    }

    /// Something else happened: what came before does not count.
    pub(super) fn forget(&mut self) {
        self.recent.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_text(text: &str, every: u64) -> Option<String> {
        let mut guard = Guard::default();
        let mut caught = None;
        for (char, index) in text.chars().zip(0..) {
            caught = caught.or(guard.typed(char, Duration::from_millis(index * every)));
        }
        caught
    }

    #[test]
    fn prose_is_noticed_and_a_person_pressing_keys_is_not() {
        assert_eq!(type_text("hello", 20), None, "two equal letters count once");
        assert_eq!(type_text("hello w", 20).as_deref(), Some("hello "));
        assert_eq!(type_text("hello w", 100), None);
    }

    #[test]
    fn a_key_that_is_held_down_is_not_prose() {
        assert_eq!(type_text("jjjjjjjjjjjjkkkkkkkjjjjj", 5), None);
    }
}
