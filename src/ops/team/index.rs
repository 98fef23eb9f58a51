//! The index of a team's entries: filled from the object database, kept in step by what a fetch changed.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use super::super::fresh::Progress;
use super::super::{Error, Workspace};
use super::{OpenTeam, place};
use crate::disk;
use crate::entry::{Entry, EntryId, EntryPath, Stamp};
use crate::git::CommitId;
use crate::index::{self, Batch, Index, Opening, Writer};
use crate::team::read::TeamPage;
use crate::team::read::intake::{self, Candidate, Limits};

/// The number of entries from which on the index is built as a whole.
const MANY: usize = 500;

/// What filling the index came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    pub entries: usize,
    pub refused: Vec<(String, String)>,
}

/// Brings the index of a team into step with its newest commit.
pub(super) fn fill(
    workspace: &Workspace,
    team: &OpenTeam,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Filled, Error> {
    let index = open(workspace, &team.name)?;
    let Some(tip) = &team.tip else { return Ok(Filled::default()) };
    let before = mark(workspace, &team.name).filter(|_| index.entries() > 0);
    if before.as_ref() == Some(tip) {
        return Ok(Filled { entries: index.entries(), refused: Vec::new() });
    }
    let whole = before.is_none().then(|| team.bare.list(tip)).transpose()?;
    let whole = whole.map(|listed| intake::accept(&listed, &Limits::default()));
    let intake = whole.as_ref().map_or_else(|| team.intake(), Ok)?;
    let (wanted, gone) = match &before {
        Some(before) => changed(team, before, tip, &intake.pages),
        None => (intake.pages.iter().collect(), Vec::new()),
    };
    let writer = index.writer(batch(wanted.len(), before.as_ref()))?;
    gone.iter().filter_map(|path| place(&team.name, path)).try_for_each(|path| writer.remove(&path))?;
    put(workspace, team, &writer, &wanted, progress)?;
    writer.commit()?.tidy()?;
    disk::put_unsynced(&mark_file(workspace, &team.name), tip.0.as_bytes())?;
    let refused = intake.refused.iter().map(|it| (it.path.clone(), it.why.to_owned())).collect();
    Ok(Filled { entries: index.entries(), refused })
}

fn batch(wanted: usize, before: Option<&CommitId>) -> Batch {
    match wanted {
        ..MANY => Batch::Small,
        _ if before.is_none() => Batch::Rebuild,
        _ => Batch::Large,
    }
}

/// The pages that changed between two commits, and the paths that are gone. Everything, where the earlier is not here any more.
fn changed<'a>(
    team: &OpenTeam,
    before: &CommitId,
    tip: &CommitId,
    pages: &'a [Candidate],
) -> (Vec<&'a Candidate>, Vec<String>) {
    let Ok(changed) = team.bare.changed(Some(before), tip) else { return (pages.iter().collect(), Vec::new()) };
    let mut paths: HashSet<String> = changed.into_iter().filter_map(|it| String::from_utf8(it.path).ok()).collect();
    let wanted: Vec<&Candidate> = pages.iter().filter(|page| paths.remove(&page.path)).collect();
    (wanted, paths.into_iter().collect())
}

fn put(
    workspace: &Workspace,
    team: &OpenTeam,
    writer: &Writer,
    wanted: &[&Candidate],
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(), Error> {
    let today = workspace.clock.now().date_naive();
    for (done, candidate) in wanted.iter().enumerate() {
        if done.is_multiple_of(64) && !progress(Progress { done, total: wanted.len() }) {
            return Err(Error::Stopped);
        }
        let page = team.page(candidate)?.filter(|page| !page.is_withdrawn());
        match page.and_then(|page| entry(&team.name, page)) {
            Some(entry) => writer.put(&entry, Stamp { mtime: 0, size: candidate.size, hash: 0 }, today)?,
            // Too large, or withdrawn: what says nothing is not found.
            None => place(&team.name, &candidate.path).map_or(Ok(()), |path| writer.remove(&path))?,
        }
    }
    Ok(())
}

/// A page as an entry under its path here. Its own id means nothing here, so that it can stand for no entry of the store.
pub(super) fn entry(team: &str, page: TeamPage) -> Option<Entry> {
    let path = place(team, &page.path)?;
    Some(Entry {
        id: EntryId::Path(path.clone()),
        path,
        kind: page.kind,
        stage: None,
        title: page.title,
        date: page.date,
        tags: page.tags,
        aliases: page.aliases,
        url: page.url,
        fields: page.fields,
        text: page.text,
        body: page.body,
        problem: None,
    })
}

/// Reads an entry of a team from its clone.
pub(in crate::ops) fn read(workspace: &Workspace, path: &EntryPath) -> Result<Entry, Error> {
    let missing = || Error::Store(crate::store::Error::Missing(path.clone()));
    let (name, inside) = super::split(path).ok_or_else(missing)?;
    let page = OpenTeam::of(workspace, name)?.page_at(inside)?;
    page.and_then(|page| entry(name, page)).ok_or_else(missing)
}

/// What a page is called, as far as the index knows it; nothing of one that was withdrawn.
pub(in crate::ops) fn title(workspace: &Workspace, team: &str, path: &str) -> Option<String> {
    let path = place(team, path)?;
    let named = with(workspace, team, |index| index.names()?.named(&path)).ok()?;
    named.map(|named| named.title)
}

/// How many entries of a team are here.
pub(super) fn entries(workspace: &Workspace, team: &OpenTeam) -> usize {
    open(workspace, &team.name).map_or(0, |index| index.entries())
}

/// Asks the index of a team.
pub(in crate::ops) fn with<T>(
    workspace: &Workspace,
    team: &str,
    ask: impl FnOnce(&Index) -> Result<T, index::Error>,
) -> Result<T, Error> {
    let answer = open(workspace, team).and_then(|index| Ok(ask(&index)?));
    if let Err(Error::Index(index::Error::Damaged { .. })) = answer {
        workspace.teams.borrow_mut().remove(team);
        Index::discard(&folder(workspace, team));
    }
    answer
}

/// The index of a team, opened when first asked for.
fn open(workspace: &Workspace, team: &str) -> Result<Rc<Index>, Error> {
    if let Some(index) = workspace.teams.borrow().get(team) {
        return Ok(Rc::clone(index));
    }
    let (Opening::Ready(index) | Opening::Empty(index)) = Index::open(&folder(workspace, team))?;
    let index = Rc::new(index);
    workspace.teams.borrow_mut().insert(team.to_owned(), Rc::clone(&index));
    Ok(index)
}

/// Removes what is kept of a team here.
pub(super) fn discard(workspace: &Workspace, team: &str) {
    workspace.teams.borrow_mut().remove(team);
    // What stays behind is a cache that nothing names any more.
    disk::remove_cache(&super::cache(workspace, team)).ok();
}

fn folder(workspace: &Workspace, team: &str) -> PathBuf {
    super::cache(workspace, team).join("index")
}

/// The commit that the index holds; it lies in the index's own folder and goes with it.
fn mark_file(workspace: &Workspace, team: &str) -> PathBuf {
    Index::home(&folder(workspace, team)).join(".tip")
}

fn mark(workspace: &Workspace, team: &str) -> Option<CommitId> {
    fs::read_to_string(mark_file(workspace, team)).ok().map(CommitId)
}
