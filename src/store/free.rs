//! Names for many new entries: none that is there, none that another of them gets.

use std::collections::{HashMap, HashSet};

use super::{Error, Store, numbered};
use crate::entry::EntryPath;
use crate::text::file_name;

/// The names that are taken, in the folders that were asked for.
pub(crate) struct FreePaths<'a> {
    store: &'a Store,
    /// Of a wanted folder: how it is spelt, and what lies in it.
    folders: HashMap<String, (String, HashSet<String>)>,
    /// From which number on a name may be free.
    next: HashMap<EntryPath, u64>,
}

impl<'a> FreePaths<'a> {
    pub(crate) fn of(store: &'a Store) -> Self {
        Self { store, folders: HashMap::new(), next: HashMap::new() }
    }

    /// The path that a new entry gets: this one, or with a number where the name is taken.
    pub(crate) fn take(&mut self, wanted: &EntryPath) -> Result<EntryPath, Error> {
        if !self.folders.contains_key(wanted.folder()) {
            let settled = self.store.spelt_as_existing(wanted)?;
            let names = self.store.names_in(settled.folder())?;
            self.folders.insert(wanted.folder().to_owned(), (settled.folder().to_owned(), names));
        }
        let (folder, taken) = self.folders.get_mut(wanted.folder()).expect("it was put there");
        let name = wanted.file_name();
        let wanted = EntryPath::new(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
            .expect("a name in a folder leads nowhere else");
        let next = self.next.entry(wanted.clone()).or_insert(1);
        loop {
            let path = numbered(&wanted, *next);
            *next += 1;
            if taken.insert(file_name::folded(path.file_name())) {
                return Ok(path);
            }
        }
    }
}
