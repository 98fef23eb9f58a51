//! Links that lead nowhere, or to an entry without the heading or block that they name.

use std::collections::HashMap;

use super::{Link, Target};
use crate::entry::EntryPath;
use crate::entry::place::Places;
use crate::ops::{Workspace, find};

/// What is not there of what a link names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Entry,
    Heading,
    Block,
}

impl Missing {
    pub fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Heading => "heading",
            Self::Block => "block",
        }
    }
}

/// Looks at what links lead to; each entry is read once, and only when a link names a place in it.
pub struct Checker<'a> {
    workspace: &'a Workspace,
    /// `None` of what is gone since the index was written.
    known: HashMap<EntryPath, Option<Places>>,
}

impl<'a> Checker<'a> {
    pub fn of(workspace: &'a Workspace) -> Self {
        Self { workspace, known: HashMap::new() }
    }

    pub fn missing(&mut self, link: &Link) -> Option<Missing> {
        let to = match &link.target {
            Target::Entry(to) => &to.path,
            Target::Missing(_) => return Some(Missing::Entry),
            Target::File(_) | Target::Web(_) => return None,
        };
        let named = link.heading.as_deref().filter(|named| !named.is_empty())?;
        let workspace = self.workspace;
        let read = || find::read(workspace, to).ok().map(|entry| Places::of(entry.body()));
        let places = self.known.entry(to.clone()).or_insert_with(read).as_ref()?;
        if places.has(named) {
            return None;
        }
        let is_block = named.rsplit('#').next().is_some_and(|last| last.trim().starts_with('^'));
        Some(if is_block { Missing::Block } else { Missing::Heading })
    }
}
