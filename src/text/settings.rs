//! Files of settings in TOML, read value by value: what is wrong is named by its line and does not count, the rest does.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest;

pub(crate) type Value<'t> = Spanned<DeValue<'t>>;
/// What is wrong, with its line, counted from 1.
pub(crate) type Complaint = (usize, String);

/// So much of what a file says is repeated to the person, in characters.
const SHOWN: usize = 40;

/// A file of settings that is being read.
pub(crate) struct Settings<'t> {
    text: &'t str,
    complaints: Vec<Complaint>,
}

/// What `read` makes of a text, and what the text says wrongly, by line; of one that is no TOML nothing, with `nothing` said.
pub(crate) fn read<T: Default>(
    text: &str,
    nothing: &str,
    read: impl FnOnce(&mut Settings<'_>, &DeTable<'_>) -> T,
) -> (T, Vec<Complaint>) {
    // A byte order mark is no setting; spaces in its place keep the spans.
    let text = text.replacen('\u{feff}', "   ", usize::from(text.starts_with('\u{feff}')));
    let mut settings = Settings { text: &text, complaints: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(&text);
    let found = if errors.is_empty() { read(&mut settings, table.get_ref()) } else { T::default() };
    for error in errors {
        settings.complain(error.span().unwrap_or(0..0), format!("{}; {nothing}", error.message()));
    }
    settings.complaints.sort();
    (found, settings.complaints)
}

impl Settings<'_> {
    pub(crate) fn string<'v>(&mut self, setting: &str, value: &'v Value<'_>, expected: &str) -> Option<&'v str> {
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong(setting, value, expected);
        }
        string
    }

    pub(crate) fn choice(
        &mut self,
        setting: &str,
        value: &Value<'_>,
        choices: &[&'static str],
    ) -> Option<&'static str> {
        let expected = format!("one of {}", choices.join(", "));
        let word = self.string(setting, value, &expected)?;
        let found = choices.iter().find(|choice| **choice == word).copied();
        if found.is_none() {
            let what = format!("{setting:?} is {expected}, not {:?}{}", shown(word), hint(word, choices));
            self.complain(value.span(), what);
        }
        found
    }

    pub(crate) fn number<N: TryFrom<i64>>(
        &mut self,
        setting: &str,
        value: &Value<'_>,
        range: RangeInclusive<i64>,
    ) -> Option<N> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        let fitting = number.filter(|number| range.contains(number)).and_then(|number| N::try_from(number).ok());
        if fitting.is_none() {
            self.wrong(setting, value, &format!("a number from {} to {}", range.start(), range.end()));
        }
        fitting
    }

    pub(crate) fn switch(&mut self, setting: &str, value: &Value<'_>) -> Option<bool> {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.wrong(setting, value, "true or false");
        }
        switch
    }

    pub(crate) fn list<'v, 't>(&mut self, setting: &str, value: &'v Value<'t>, expected: &str) -> &'v [Value<'t>] {
        match value.get_ref().as_array() {
            Some(items) => items,
            None => {
                self.wrong(setting, value, expected);
                &[]
            }
        }
    }

    pub(crate) fn table<'v, 't>(&mut self, setting: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(setting, value, &format!("a table that begins with [{setting}]"));
        }
        table
    }

    pub(crate) fn wrong(&mut self, setting: &str, value: &Value<'_>, expected: &str) {
        let found = self.text.get(value.span()).unwrap_or_default();
        let found = shown(found.lines().next().unwrap_or_default());
        self.complain(value.span(), format!("{setting:?} is {expected}, not {found}"));
    }

    pub(crate) fn unknown(&mut self, what: &str, word: &str, span: Range<usize>, known: &[&'static str]) {
        self.complain(span, format!("unknown {what} {:?}{}", shown(word), hint(word, known)));
    }

    pub(crate) fn complain(&mut self, span: Range<usize>, what: String) {
        let before = self.text.as_bytes().iter().take(span.start);
        self.complaints.push((1 + before.filter(|byte| **byte == b'\n').count(), what));
    }
}

fn hint(word: &str, known: &[&'static str]) -> String {
    nearest(word, known.iter().copied()).map(|near| format!("; did you mean {near:?}?")).unwrap_or_default()
}

/// The beginning of somebody's words, without anything that a terminal acts on.
pub(crate) fn shown(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_control() && !is_invisible(*letter)).take(SHOWN).collect()
}

pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
