//! Files that are no entries, of which two versions are kept: pictures, the list of feeds, whatever two machines changed.
//!
//! They are noted when a sync brings or makes them, and listed until one of them is chosen, or both are kept on purpose.

use std::cmp::Ordering;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use super::compared::{Conflict, unchanged};
use crate::entry::EntryPath;
use crate::entry::merge::Comparison;
use crate::git;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, Workspace, WriteError, trash};
use crate::records;

const VERSION: u64 = 1;
/// Between the name of a file and the first six digits of what git knows its second version by.
const MARK: &str = "-conflict-";

/// The paths of second versions.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    copies: Vec<String>,
}

/// Notes which of these files are second versions; answers with the files that they are of.
pub(in crate::ops::sync) fn note(workspace: &Workspace, files: &[String]) -> Result<Vec<String>, Error> {
    let paths = files.iter().filter(|path| path.contains(MARK)).filter_map(|path| EntryPath::new(path.as_str()).ok());
    let arrived: Vec<Kept> = paths.filter_map(|path| kept(workspace, path)).collect();
    if !arrived.is_empty() {
        let all = list(workspace).into_iter().chain(arrived.clone()).map(|kept| kept.copy.to_string()).collect();
        put(workspace, all)?;
    }
    Ok(arrived.iter().map(|kept| kept.path().to_string()).collect())
}

/// What is still there twice.
pub(super) fn list(workspace: &Workspace) -> Vec<Kept> {
    let record: Record = records::read(&file(workspace), VERSION).unwrap_or_default();
    record.copies.into_iter().filter_map(|path| kept(workspace, EntryPath::new(path).ok()?)).collect()
}

/// The second version that lies here, unless another program has changed it since: then it is a file as any other.
fn kept(workspace: &Workspace, copy: EntryPath) -> Option<Kept> {
    let (of, rest) = copy.as_str().rsplit_once(MARK)?;
    let (id, extension) = rest.split_at_checked(6)?;
    let bytes = workspace.store().bytes(&copy).ok().filter(|_| !workspace.store().is_entry(&copy))?;
    let is_second = git::content_id(&bytes).starts_with(id) && !extension.contains('/');
    let of = EntryPath::new(format!("{of}{extension}")).ok().filter(|_| is_second)?;
    let title = of.file_name().to_owned();
    let entry = workspace.store().bytes(&of).is_ok().then_some(of);
    Some(Kept { copy, entry, title, date: None, merge: None, is_file: true })
}

/// Compares two versions: as texts where they are, else by their size and the beginning of what git knows them by.
pub(super) fn read(workspace: &Workspace, kept: &Kept, is_mine: impl Fn(&[u8]) -> bool) -> Result<Conflict, Error> {
    let copy = workspace.store().bytes(&kept.copy)?;
    let entry = kept.entry.as_ref().map(|path| workspace.store().bytes(path)).transpose()?;
    let texts = shown([entry.as_deref().unwrap_or_default(), &copy]);
    let (mut mine, mut theirs) = (kept.path().clone(), kept.copy.clone());
    let [mut of_mine, mut of_theirs] = texts.each_ref();
    if is_mine(&copy) {
        std::mem::swap(&mut mine, &mut theirs);
        std::mem::swap(&mut of_mine, &mut of_theirs);
    }
    let comparison = Comparison::of(None, of_mine, of_theirs, Ordering::Equal);
    Ok(Conflict { kept: kept.clone(), mine, theirs, comparison, texts, entry, copy })
}

fn shown(versions: [&[u8]; 2]) -> [String; 2] {
    let described = |bytes: &[u8]| format!("{} bytes, {:.8}\n", bytes.len(), git::content_id(bytes));
    match versions.map(std::str::from_utf8) {
        [Ok(first), Ok(second)] => [first.to_owned(), second.to_owned()],
        _ => versions.map(described),
    }
}

/// Puts one version in the place of both, as one act; where it is to be both, both stay and are no conflict any more.
pub(super) fn settle(workspace: &Workspace, conflict: &Conflict, text: &str) -> Result<Changed, Error> {
    let Conflict { kept, entry, copy, .. } = conflict;
    let Some(chosen) = chosen(conflict, text)? else {
        forget(workspace, &kept.copy)?;
        return Ok(Changed::default());
    };
    let at = kept.path().clone();
    bulk::compose(workspace, || {
        unchanged(workspace, &kept.copy, Some(copy))?;
        unchanged(workspace, &at, entry.as_ref())?;
        let mut rewrites = vec![Rewrite { path: at.clone(), before: entry.clone(), after: Some(chosen.clone()) }];
        rewrites.extend(trash::removal(workspace, &kept.copy)?);
        Ok((format!("settle: {}", kept.title), rewrites))
    })
}

/// The bytes that a result stands for; nothing where it is both versions of what is no text.
fn chosen(conflict: &Conflict, text: &str) -> Result<Option<Vec<u8>>, Error> {
    let Conflict { kept, entry, copy, texts, .. } = conflict;
    let first = entry.as_deref().unwrap_or_default();
    if [first, copy].iter().all(|bytes| std::str::from_utf8(bytes).is_ok()) {
        return Ok(Some(text.into()));
    }
    match text {
        _ if text == texts[0] => Ok(Some(first.to_vec())),
        _ if text == texts[1] => Ok(Some(copy.clone())),
        _ if texts.iter().all(|shown| text.contains(shown.trim_end())) => Ok(None),
        _ => Err(WriteError::NoText(kept.path().clone()).into()),
    }
}

fn forget(workspace: &Workspace, copy: &EntryPath) -> Result<(), Error> {
    let left = list(workspace).into_iter().filter(|kept| kept.copy != *copy);
    put(workspace, left.map(|kept| kept.copy.to_string()).collect())
}

fn put(workspace: &Workspace, mut copies: Vec<String>) -> Result<(), Error> {
    copies.sort();
    copies.dedup();
    Ok(records::put(&file(workspace), VERSION, &Record { copies })?)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("second-versions.json")
}
