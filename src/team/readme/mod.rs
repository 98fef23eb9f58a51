//! The index of pages in a team's README.
//!
//! A page that comes gains a line, one that goes loses it, one whose title changes has its line follow; everything else stays
//! as it is, byte for byte: also what colleagues wrote into the index by hand.

mod block;
mod count;
mod items;
mod lists;
mod markdown;
mod open_requests;

use std::collections::HashMap;

use chrono::NaiveDate;

pub(crate) use block::{BEGIN, END};
pub(crate) use markdown::escaped;
pub(crate) use open_requests::{
    BEGIN as REQUESTS_BEGIN, END as REQUESTS_END, OpenRequest, lists_requests, with_requests,
};

/// A page as an index shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub title: String,
    /// In the repository.
    pub path: String,
    pub topic: String,
    /// For lists whose lines have one.
    pub date: NaiveDate,
}

/// A page that is to be listed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listing<'a> {
    pub page: &'a Shown,
    /// Where it lay before.
    pub from: Option<&'a str>,
    /// What it was called before. A line that says anything else was written by somebody, and stays.
    pub titles: &'a [String],
}

impl<'a> Listing<'a> {
    /// One that is new, or whose title did not change.
    pub(crate) fn of(page: &'a Shown) -> Self {
        Self { page, from: None, titles: &[] }
    }

    /// Whether a line's title is an old one of the page, and not one that somebody gave the line.
    fn is_titled_otherwise(&self, line: &str) -> bool {
        // A line shows less of some titles than there is.
        let is = |title: &String| title == line || markdown::plain(&escaped(title)) == line;
        !is(&self.page.title) && self.titles.iter().any(is)
    }
}

/// What becomes of a README.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReadmeIndex {
    Updated(String),
    Unchanged,
    /// No index of a known shape: left alone.
    Unknown,
}

/// Lists pages, and others no more.
pub(crate) fn edited(readme: &str, listings: &[Listing<'_>], gone: &[&str]) -> ReadmeIndex {
    let made = match block::find(readme) {
        Some(place) => Some(block::edited(readme, &place, listings, gone)),
        None => in_list(readme, listings, gone),
    };
    match made {
        None => ReadmeIndex::Unknown,
        Some(made) if made == readme => ReadmeIndex::Unchanged,
        Some(made) => ReadmeIndex::Updated(made),
    }
}

fn in_list(readme: &str, listings: &[Listing<'_>], gone: &[&str]) -> Option<String> {
    let without = gone.iter().try_fold(readme.to_owned(), |readme, path| lists::without(&readme, path))?;
    listings.iter().try_fold(without, |readme, listing| lists::with(&readme, listing))
}

/// Whether a README has Riffle's markers, so that an index of all pages is wanted.
pub(crate) fn has_markers(readme: &str) -> bool {
    block::find(readme).is_some()
}

/// The titles by path that an index shows now: of the one between Riffle's markers where there is one.
pub(crate) fn known(readme: &str) -> HashMap<String, String> {
    let index = block::find(readme).map_or(readme, |place| &readme[place]);
    items::all(index).into_iter().map(|item| (item.path, markdown::plain(&item.title))).collect()
}

/// What lies between Riffle's markers, or else everything.
pub(crate) fn index(readme: &str) -> &str {
    block::find(readme).map_or(readme, |place| &readme[place])
}

#[cfg(test)]
mod tests;
