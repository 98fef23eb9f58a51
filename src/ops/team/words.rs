//! Whose words a page is made of.

use super::OpenTeam;
use crate::entry::{Entry, EntryPath, link};
use crate::git::{self, Compared, Signed};
use crate::team::read::read_page;

impl OpenTeam {
    /// Who wrote words of a page last: not who renamed it, or had its links follow.
    pub(in crate::ops) fn writer(&self, path: &str) -> Result<Option<Signed>, git::Error> {
        let mut last = None;
        self.each_writer(path, &mut |signed| {
            last = Some(signed);
            false
        })?;
        Ok(last)
    }

    /// The names of all who wrote words of a page, the first one first.
    pub(in crate::ops) fn writers(&self, path: &str) -> Result<Vec<String>, git::Error> {
        let mut names: Vec<String> = Vec::new();
        self.each_writer(path, &mut |signed| {
            names.push(signed.author.name);
            true
        })?;
        let mut first: Vec<String> = Vec::new();
        for name in names.into_iter().rev().filter(|name| !name.is_empty()) {
            if !first.contains(&name) {
                first.push(name);
            }
        }
        Ok(first)
    }

    fn each_writer(&self, path: &str, seen: &mut dyn FnMut(Signed) -> bool) -> Result<(), git::Error> {
        let is_page = |old: &[u8], new: &[u8]| {
            let id = |bytes: &[u8]| read_page(path, bytes, &self.rules).id;
            match (id(old), id(new)) {
                (Some(old), Some(new)) => old == new,
                (None, None) => is_like(old, new),
                (Some(_), None) | (None, Some(_)) => false,
            }
        };
        let says_same = |old: &[u8], new: &[u8]| words(old) == words(new);
        self.bare.writers(path, &Compared { is_page: &is_page, says_same: &says_same }, seen)
    }
}

/// A text without the places that its links lead to.
fn words(bytes: &[u8]) -> String {
    let place = EntryPath::new("page.md").expect("a plain name");
    let entry = Entry::parse(place, bytes, &[]);
    let mut words = entry.text.clone();
    let mut places: Vec<_> = link::of(&entry).into_iter().map(|link| link.place).collect();
    places.sort_by_key(|place| place.start);
    for place in places.into_iter().rev() {
        words.replace_range(place, "");
    }
    words
}

/// Whether half of the lines of a text are those of another.
fn is_like(old: &[u8], new: &[u8]) -> bool {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let lines = |text: &'_ str| -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let (old, new) = (lines(&old), lines(&new));
    let shared = new.iter().filter(|line| old.contains(line)).count();
    shared > 0 && 2 * shared >= old.len().max(new.len())
}
