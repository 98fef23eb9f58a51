//! What is printed of entries for other programs: paths, links, titles, ids.

use std::env;

use super::output::{Failure, Output};
use crate::entry::{Entry, EntryId, EntryPath};
use crate::ops::{self, Hit, Workspace};

/// What is printed of an entry, instead of what a person reads.
#[derive(Clone, Copy, Debug, clap::Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "flags of which one can be given")]
pub(super) struct PrintArgs {
    /// Print only the path.
    #[arg(long)]
    path: bool,
    /// Print only a link, as your store writes links.
    #[arg(long)]
    link: bool,
    /// Print only the title.
    #[arg(long)]
    title: bool,
    /// Print only the id.
    #[arg(long)]
    id: bool,
}

/// One of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Print {
    Path,
    Link,
    Title,
    Id,
}

/// An entry by what can be printed of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printed<'a> {
    pub(super) path: &'a EntryPath,
    pub(super) title: &'a str,
    pub(super) id: &'a EntryId,
}

impl PrintArgs {
    /// What was asked for, if anything was.
    pub(super) fn wanted(self) -> Option<Print> {
        let Self { path, link, title, id } = self;
        let all = [(path, Print::Path), (link, Print::Link), (title, Print::Title), (id, Print::Id)];
        all.into_iter().find_map(|(asked, print)| asked.then_some(print))
    }
}

impl<'a> From<&'a Hit> for Printed<'a> {
    fn from(hit: &'a Hit) -> Self {
        Self { path: &hit.path, title: &hit.title, id: &hit.id }
    }
}

impl<'a> From<&'a Entry> for Printed<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self { path: &entry.path, title: &entry.title, id: &entry.id }
    }
}

impl Print {
    /// Prints this of entries, a line each. What a team has cannot be linked to from the store.
    pub(super) fn all(
        self,
        entries: &[Printed<'_>],
        workspace: &Workspace,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match self {
            Self::Path => entries.iter().try_for_each(|entry| output.line(entry.path)),
            Self::Title => entries.iter().try_for_each(|entry| output.line(entry.title)),
            Self::Id => entries.iter().try_for_each(|entry| output.line(entry.id)),
            Self::Link => links(entries, workspace, output),
        }
    }
}

fn links(entries: &[Printed<'_>], workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let is_here = |entry: &&Printed<'_>| ops::team::split(entry.path).is_none();
    let here: Vec<_> = entries.iter().filter(is_here).map(|entry| (entry.path, entry.title)).collect();
    if here.len() < entries.len() {
        output.note("What a team has cannot be linked to; `riffle adopt` takes an entry into your store.");
    }
    let folder = env::current_dir().unwrap_or_default();
    ops::links::written(workspace, &folder, &here)?.iter().try_for_each(|link| output.line(link))
}
