//! What a file is known by.

use std::cell::OnceCell;

use serde_json::{Map, Value};

use super::{csv, json};

/// How much of a file is looked at.
const HEAD: usize = 4096;

/// The beginning of a file.
pub(super) struct Sample<'a> {
    text: &'a str,
    first: OnceCell<Map<String, Value>>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, first: OnceCell::new() }
    }

    /// The beginning, in lower case.
    pub(super) fn head(&self) -> String {
        self.text[..self.text.floor_char_boundary(HEAD)].to_ascii_lowercase()
    }

    /// The whole.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether nearly all of the first lines that say something are such.
    pub(super) fn are_lines(&self, is_such: impl Fn(&str) -> bool) -> bool {
        let lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).take(20);
        let (mut all, mut such) = (0, 0);
        lines.for_each(|line| {
            all += 1;
            such += usize::from(is_such(line));
        });
        all > 0 && such * 10 >= all * 9
    }

    /// Whether the first line names all these columns.
    pub(super) fn has_columns(&self, names: &[&str]) -> bool {
        let columns = csv::columns(self.text);
        names.iter().all(|name| columns.iter().any(|column| column == name))
    }

    /// Whether the file is an object in JSON with all these fields.
    pub(super) fn has_sections(&self, names: &[&str]) -> bool {
        let fields = if self.text.trim_start().starts_with('{') {
            json::fields(self.text, self.text.find('{').unwrap_or(0))
        } else {
            Vec::new()
        };
        names.iter().all(|name| fields.iter().any(|(field, _)| field == name))
    }

    /// Whether the first thing in a list in JSON has all these fields.
    pub(super) fn has_fields(&self, names: &[&str]) -> bool {
        let first = self.first.get_or_init(|| json::first(self.text).unwrap_or_default());
        names.iter().all(|name| first.contains_key(*name))
    }
}
