//! Which entry of mine a page of a team was published from.

use std::collections::HashSet;

use super::record;
use crate::entry::EntryPath;
use crate::index::Called;
use crate::ops::{Error, Workspace, find, team};

/// The entry of mine that says it was published as this page.
pub fn entry_of(workspace: &Workspace, page: &EntryPath) -> Result<Option<EntryPath>, Error> {
    let published = workspace.with_index(|index| index.names()?.published())?;
    Ok(published.into_iter().find(|path| says(workspace, path, page)))
}

/// Without those rows that are about a page of mine of the same title: they are asked for with each key.
pub(in crate::ops) fn without_mine<T>(
    workspace: &Workspace,
    rows: &mut Vec<T>,
    page: impl Fn(&T) -> (&EntryPath, &str),
) -> Result<(), Error> {
    let published = workspace.with_index(|index| index.names()?.published())?;
    let published: HashSet<EntryPath> = published.into_iter().collect();
    if published.is_empty() {
        return Ok(());
    }
    let titles = rows.iter().map(|row| page(row).1.to_owned()).collect::<Vec<_>>();
    let called = workspace.with_index(|index| {
        let names = index.names()?;
        titles.iter().map(|title| names.called(Called::Title, title)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut called = called.into_iter();
    rows.retain(|row| {
        let entries = called.next().unwrap_or_default();
        !entries.iter().any(|entry| published.contains(entry) && says(workspace, entry, page(row).0))
    });
    Ok(())
}

fn says(workspace: &Workspace, entry: &EntryPath, page: &EntryPath) -> bool {
    let Some((name, inside)) = team::split(page) else { return false };
    let lines = find::read(workspace, entry).map(|entry| record::all(&entry)).unwrap_or_default();
    lines.iter().any(|line| line.team == name && line.path == inside)
}
