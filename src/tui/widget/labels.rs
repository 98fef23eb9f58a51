//! Letters beside what can be chosen on the screen: typed until they can mean one thing only.

use crate::keymap::Key;

/// In the order of how easily they are reached.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// A name of one or two letters for each of so many things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    names: Vec<String>,
    typed: String,
}

impl Labels {
    pub(crate) fn new(count: usize) -> Self {
        let letters = || LETTERS.chars();
        let names = match count {
            0..=26 => letters().map(String::from).take(count).collect(),
            _ => letters().flat_map(|one| letters().map(move |two| format!("{one}{two}"))).take(count).collect(),
        };
        Self { names, typed: String::new() }
    }

    /// The letters of one of them, unless others were typed.
    pub(crate) fn name(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str).filter(|name| name.starts_with(&self.typed))
    }

    /// Takes letters; says which one they mean. What means none is as if it had not been typed.
    pub(crate) fn text(&mut self, text: &str) -> Option<usize> {
        let letters = text.chars().filter_map(|char| char.to_string().parse::<Key>().ok()?.latin().typed());
        self.typed.extend(letters.flat_map(char::to_lowercase));
        if !self.names.iter().any(|name| name.starts_with(&self.typed)) {
            self.typed.clear();
        }
        self.names.iter().position(|name| *name == self.typed)
    }

    pub(crate) fn delete(&mut self) {
        self.typed.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_things_have_one_letter_and_many_have_two() {
        let mut few = Labels::new(3);
        assert_eq!([few.name(0), few.name(2), few.name(3)], [Some("a"), Some("d"), None]);
        assert_eq!(few.text("s"), Some(1));

        let mut many = Labels::new(40);
        assert_eq!(many.name(27), Some("ss"));
        assert_eq!(many.text("s"), None);
        assert_eq!([many.name(0), many.name(27)], [None, Some("ss")]);
        assert_eq!(many.text("S"), Some(27));
    }

    #[test]
    fn letters_that_mean_nothing_are_forgotten_and_other_layouts_understood() {
        let mut labels = Labels::new(3);

        assert_eq!(labels.text("x"), None);
        assert_eq!(labels.name(0), Some("a"));
        assert_eq!(labels.text("ф"), Some(0));
    }
}
