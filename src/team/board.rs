//! The index of pages in a team's README.
//!
//! Between its markers it is generated from the pages there are, so that it is never merged by hand. A README of another known
//! shape gains or loses one line and counts one more or less. In both cases everything else stays as it is, byte for byte.

mod block;
mod count;
mod items;
mod lists;
mod markdown;

use std::collections::HashMap;

use chrono::NaiveDate;

pub use block::{BEGIN, END};
pub use markdown::escaped;

/// A page as an index shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub title: String,
    /// In the repository.
    pub path: String,
    pub topic: String,
    /// For lists whose lines have one.
    pub date: NaiveDate,
}

/// What becomes of a README.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Board {
    Updated(String),
    Unchanged,
    /// No index of a known shape: left alone.
    Unknown,
}

/// Shows a page, new or changed. `others` are the other pages there are; only an index between Riffle's markers asks for them.
pub fn with_entry(readme: &str, page: &Shown, others: &[Shown]) -> Board {
    let all = || others.iter().filter(|other| other.path != page.path).chain([page]);
    let made = match block::find(readme) {
        Some(place) => Some(block::filled(readme, &place, all())),
        None => lists::with(readme, page),
    };
    board(readme, made)
}

/// Shows a page no more.
pub fn without_entry(readme: &str, path: &str, others: &[Shown]) -> Board {
    let made = match block::find(readme) {
        Some(place) => Some(block::filled(readme, &place, others.iter().filter(|other| other.path != path))),
        None => lists::without(readme, path),
    };
    board(readme, made)
}

/// Whether a README has Riffle's markers, so that an index of all pages is wanted.
pub fn has_markers(readme: &str) -> bool {
    block::find(readme).is_some()
}

/// The titles by path that the index between Riffle's markers shows now: only pages that it does not name need to be read.
pub fn known(readme: &str) -> HashMap<String, String> {
    let Some(place) = block::find(readme) else { return HashMap::new() };
    let items = items::all(&readme[place]);
    items.into_iter().map(|item| (item.path, markdown::plain(&item.title))).collect()
}

fn board(readme: &str, made: Option<String>) -> Board {
    match made {
        None => Board::Unknown,
        Some(made) if made == readme => Board::Unchanged,
        Some(made) => Board::Updated(made),
    }
}

#[cfg(test)]
mod tests;
