//! Entries of which two texts are kept, since two sides changed the same lines.

mod compared;
pub(super) mod files;
pub(super) mod joined;
mod settle;

use crate::entry::merge::CONFLICT_OF;
use crate::entry::{Entry, EntryPath, Timestamp};
use crate::index::{Found, Index};
use crate::ops::{Error, Workspace, find};
use crate::query::{Query, Term};
pub use compared::Conflict;
pub use settle::{named, read, settle};

/// What the names of copies have.
const MARK: &str = "~conflict-";

/// A text that is kept beside the entry it is a second text of, or an entry in which two texts were joined word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The second text; the entry itself where both are joined in it.
    pub copy: EntryPath,
    /// Where the entry lies that the copy belongs to; nothing where it is gone.
    pub entry: Option<EntryPath>,
    pub title: String,
    pub date: Option<Timestamp>,
    /// The commit that joined both.
    pub merge: Option<String>,
    /// Both are files, and no entries.
    pub is_file: bool,
}

/// What is to be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// Newest first, as many as were asked for.
    pub kept: Vec<Kept>,
    /// Entries and files of which there are two.
    pub total: usize,
    /// Files of which two versions are kept.
    pub files: Vec<Kept>,
    /// What was joined word by word and wants a look.
    pub joined: Vec<Kept>,
}

impl Kept {
    /// The path by which a person knows it: the entry's.
    pub fn path(&self) -> &EntryPath {
        self.entry.as_ref().unwrap_or(&self.copy)
    }
}

impl Conflicts {
    /// All that wants a look.
    pub fn all(&self) -> Vec<Kept> {
        self.kept.iter().chain(&self.files).chain(&self.joined).cloned().collect()
    }

    /// Whether an entry has a second text, or is one.
    pub fn concern(&self, path: &EntryPath) -> bool {
        self.kept.iter().any(|kept| kept.copy == *path || kept.entry.as_ref() == Some(path))
    }
}

/// The texts that are kept a second time. Costs how many they are, not how many entries there are.
pub fn list(workspace: &Workspace, limit: usize) -> Result<Conflicts, Error> {
    let Found { hits, total, .. } = workspace.with_index(|index| index.list(&Query::of(Term::Conflict), limit))?;
    // One that is gone since it was indexed is taken off by whoever catches up.
    let copies = hits.into_iter().filter_map(|hit| find::read(workspace, &hit.path).ok());
    let kept = copies.map(|copy| kept(workspace, copy)).collect::<Result<_, _>>()?;
    let files = files::list(workspace);
    Ok(Conflicts { kept, total: total + files.len(), files, joined: joined::list(workspace) })
}

/// Those of these files that are texts kept a second time, as they are named when they are made; needs no index.
pub(super) fn among(workspace: &Workspace, files: &[String]) -> Result<Vec<Kept>, Error> {
    let named = files.iter().filter(|path| path.contains(MARK)).filter_map(|path| EntryPath::new(path.as_str()).ok());
    let copies = named.filter_map(|path| find::read(workspace, &path).ok()).filter(Entry::is_conflict);
    copies.map(|copy| kept(workspace, copy)).collect()
}

fn kept(workspace: &Workspace, copy: Entry) -> Result<Kept, Error> {
    let entry = entry_of(workspace, &copy)?;
    let title = entry.as_ref().map_or(copy.title, |entry| entry.title.clone());
    Ok(Kept {
        copy: copy.path,
        entry: entry.map(|entry| entry.path),
        title,
        date: copy.date,
        merge: None,
        is_file: false,
    })
}

/// The entry that a copy belongs to: mostly beside it, under the name that the copy's begins with.
fn entry_of(workspace: &Workspace, copy: &Entry) -> Result<Option<Entry>, Error> {
    let Some(of) = copy.fields.get(CONFLICT_OF).and_then(|of| of.as_str()) else { return Ok(None) };
    let at = |path: EntryPath| find::read(workspace, &path).ok().filter(|entry| entry.id.to_string() == of);
    let named = || EntryPath::new(of).ok().and_then(at);
    if let Some(entry) = beside(&copy.path).and_then(at).or_else(named) {
        return Ok(Some(entry));
    }
    let found = workspace.with_index(|index: &Index| index.resolve(of))?;
    Ok(found.into_iter().filter(|named| named.path != copy.path).find_map(|named| at(named.path)))
}

/// `notes/tea.md` for `notes/tea~conflict-1a2b3c.md`.
fn beside(copy: &EntryPath) -> Option<EntryPath> {
    let (stem, _) = copy.stem().rsplit_once(MARK)?;
    let folder = if copy.folder().is_empty() { String::new() } else { format!("{}/", copy.folder()) };
    EntryPath::new(format!("{folder}{stem}.md")).ok()
}
