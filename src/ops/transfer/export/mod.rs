//! Writes entries for other programs and other people: what a query finds, as a file or a folder.

mod feed;
mod folder;

use std::path::{Path, PathBuf};

use crate::clock;
use crate::disk;
use crate::entry::{Entry, EntryPath};
use crate::formats::write::{IsPrivate, Makes, Writer};
use crate::ops::{Error, TransferError, Workspace, find, fresh};
use crate::team::publish::permitted;
use crate::team::read::rules::Audience;

pub use crate::formats::write::WRITERS;

/// What is to be written, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// As for a search; all entries where it is empty.
    pub query: String,
    /// The name of a format.
    pub format: String,
    /// Where to; without it the caller gets the text.
    pub out: Option<PathBuf>,
    pub existing: Existing,
    /// What a feed is called.
    pub title: Option<String>,
}

/// What becomes of a file that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    #[default]
    Refuse,
    Replace,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Where there is no place for it.
    pub text: Option<String>,
    pub entries: usize,
    /// Files beside them.
    pub files: usize,
    /// What stayed, and why.
    pub left_out: Vec<(EntryPath, String)>,
}

/// Writes what a query finds.
pub fn run(workspace: &Workspace, request: &Request) -> Result<Exported, Error> {
    let writer = Writer::named(&request.format).ok_or_else(|| TransferError::NoFormat(request.format.clone()))?;
    let mut exported = Exported::default();
    let entries = found(workspace, &request.query, &mut exported)?;
    let text = match writer.makes {
        Makes::File { of, is_fit } => of(&fit(entries, is_fit, &mut exported)),
        Makes::Bookmarks(of) => {
            let bookmarks = fit(entries, |entry| entry.url.is_some(), &mut exported).into_iter();
            let judged = |entry: Entry| {
                let is_private = permitted(&entry, Audience::Public).is_err();
                (entry, IsPrivate(is_private))
            };
            of(&bookmarks.map(judged).collect::<Vec<_>>())
        }
        Makes::Feed(of) => of(&feed::of(workspace, request, &entries, &mut exported)?),
        Makes::Folder => {
            let out = request.out.as_deref().ok_or(TransferError::NoPlace)?;
            folder::write(workspace, out, &entries, &mut exported)?;
            return Ok(exported);
        }
    };
    match &request.out {
        Some(out) => put(out, &text, request.existing)?,
        None => exported.text = Some(text),
    }
    Ok(exported)
}

/// The person's own entries that a query finds, newest first.
fn found(workspace: &Workspace, query: &str, exported: &mut Exported) -> Result<Vec<Entry>, Error> {
    fresh::catch_up(workspace, &mut |_| true)?;
    let hits = find::list(workspace, query, usize::MAX >> 1)?.found.hits;
    let own = hits.into_iter().map(|hit| hit.path).filter(|path| workspace.store().is_entry(path));
    let mut entries = Vec::new();
    for path in own {
        match workspace.store().bytes(&path) {
            Ok(bytes) => entries.push(workspace.store().parse(&path, &bytes, 0)),
            Err(error) => exported.left_out.push((path, error.to_string())),
        }
    }
    Ok(entries)
}

/// Those that a format can hold.
fn fit(entries: Vec<Entry>, is_fit: fn(&Entry) -> bool, exported: &mut Exported) -> Vec<Entry> {
    let (fit, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_fit);
    exported.left_out.extend(others.into_iter().map(|entry| (entry.path, "has no address".to_owned())));
    exported.entries = fit.len();
    fit
}

fn put(out: &Path, text: &str, existing: Existing) -> Result<(), Error> {
    // As a shell's redirection does: a pipe or a device takes the text and stays.
    if out.metadata().is_ok_and(|place| !place.is_file() && !place.is_dir()) {
        return Ok(disk::stream(out, text.as_bytes())?);
    }
    match (existing, out.exists()) {
        (Existing::Replace, true) => Ok(disk::put(out, text.as_bytes())?),
        (Existing::Refuse, true) => Err(TransferError::Taken(out.to_owned()).into()),
        (_, false) => Ok(disk::create_all(&[(out.to_owned(), text.as_bytes())], clock::file_time(), &mut |_| {})?),
    }
}
