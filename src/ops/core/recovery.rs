//! Acts that a crash or somebody's lock kept from their commit; the next act finishes them.
//!
//! An act of several files is done as a whole: its record says what each of them is to hold, and whoever finds it does the rest.
//!
//! An act notes what it is about to write before it writes, and takes the record back when all is done. A record that nobody
//! holds tells where to look: for files without their commit, locks that nobody holds, and half-written files, whose words
//! become drafts.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::disk;
use crate::entry::EntryPath;
use crate::git::Repo;
use crate::ops::core::acts::{self, Act};
use crate::ops::core::batch::Batch;
use crate::ops::core::rewrite::Rewrite;
use crate::ops::core::{arrival, commit, machine};
use crate::ops::leftovers::{self, Known};
use crate::ops::patch::Patch;
use crate::ops::{Error, Workspace};
use crate::parallel;
use crate::records::{self, Found};

/// Of the format of a record.
const VERSION: u64 = 1;

/// What an act is about to write.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    message: String,
    /// None where the repository alone knows what it was, as of a sync.
    paths: Vec<String>,
    /// Of a new entry, whose name may get a number: what its file is known by.
    id: Option<String>,
    /// It ended, and left something to whoever comes next; else its process was killed.
    #[serde(default)]
    waits: bool,
    /// Of an act that is done as a whole: what each file is to hold.
    #[serde(default)]
    patches: Vec<Patch>,
}

/// An act that has begun.
#[derive(Debug, Default)]
#[must_use = "an act that is done takes its record back"]
pub(in crate::ops) struct Begun(Option<OpenRecord>);

/// A record on disk. It is locked as long as its act goes on, however the process ends.
#[derive(Debug)]
struct OpenRecord {
    file: PathBuf,
    record: Record,
    _lock: disk::Lock,
}

/// Notes that an act is about to write these files, or one new entry under such a name.
///
/// Without a record the act goes on: it is only what would be finished after a crash that nobody finishes then.
pub(in crate::ops) fn begin(workspace: &Workspace, message: &str, paths: &[EntryPath], id: Option<String>) -> Begun {
    let record = Record::of(message, paths.iter().map(ToString::to_string).collect(), id);
    let file = free_name(&folder(workspace));
    let kept = disk::lock(&file).and_then(|lock| {
        record.write(&file)?;
        Ok(OpenRecord { file, record, _lock: lock })
    });
    Begun(kept.ok())
}

/// Notes durably what an act is about to do to several files. Without the record it must not begin.
pub(in crate::ops) fn begin_whole(workspace: &Workspace, message: &str, rewrites: &[Rewrite]) -> Result<Begun, Error> {
    let [_, _, ..] = rewrites else {
        let paths: Vec<EntryPath> = rewrites.iter().map(|it| it.path.clone()).collect();
        return Ok(begin(workspace, message, &paths, None));
    };
    let mut record = Record::of(message, rewrites.iter().map(|it| it.path.to_string()).collect(), None);
    record.patches = parallel::map(rewrites, Patch::of);
    let file = free_name(&folder(workspace));
    let lock = disk::lock(&file)?;
    let json = record.json();
    // What the files are to hold is not needed here again.
    record.patches = Vec::new();
    disk::note_durably(&file, &json)?;
    disk::point("act-noted");
    Ok(Begun(Some(OpenRecord { file, record, _lock: lock })))
}

/// A name that neither another act of this process has, nor a record that was left by one of the same number.
fn free_name(folder: &Path) -> PathBuf {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let file = folder.join(format!("{}-{count}.json", process::id()));
        if !file.exists() {
            return file;
        }
    }
}

impl Begun {
    /// The act is done, or was taken back as a whole.
    pub(in crate::ops) fn end(self) {
        // A record that stays is found finished later.
        self.0.map(|kept| disk::remove_unsynced(&kept.file).ok());
    }

    /// The files are there and their commit is not; whoever comes next may make it.
    pub(in crate::ops) fn leave(self) {
        // As above; without it the act counts as killed.
        self.0.map(|OpenRecord { file, record, _lock }| Record { waits: true, ..record }.write(&file).ok());
    }
}

impl Record {
    fn of(message: &str, paths: Vec<String>, id: Option<String>) -> Self {
        Self { message: message.to_owned(), paths, id, waits: false, patches: Vec::new() }
    }

    fn write(&self, file: &Path) -> Result<(), disk::Error> {
        disk::note(file, &self.json())
    }

    fn json(&self) -> Vec<u8> {
        records::bytes(VERSION, self)
    }

    fn entry_paths(&self) -> impl Iterator<Item = EntryPath> {
        self.paths.iter().filter_map(|path| EntryPath::new(path.as_str()).ok())
    }

    /// The files that the act wrote, as far as it came.
    fn written(&self, workspace: &Workspace) -> Vec<EntryPath> {
        match &self.id {
            Some(id) => self.entry_paths().filter_map(|wanted| new_entry(workspace, &wanted, id)).collect(),
            None => self.entry_paths().collect(),
        }
    }
}

/// What acts that are under way write, in this process and others.
pub(in crate::ops) fn underway(workspace: &Workspace) -> Vec<EntryPath> {
    let held = left(workspace).into_iter().filter(|file| disk::is_held(file));
    let read = |file: PathBuf| match records::peek::<Record>(&file, VERSION) {
        Found::Record(record) => Some(record),
        Found::Nothing | Found::Newer | Found::Damaged | Found::Closed => None,
    };
    held.filter_map(read).flat_map(|record| record.written(workspace)).collect()
}

/// Finishes what was left by acts that no longer run. What cannot be finished now waits for the next time.
pub(in crate::ops) fn finish(workspace: &Workspace) {
    for file in left(workspace) {
        finish_noted(workspace, &file, |_| true);
    }
}

impl Workspace {
    /// Finishes what a Riffle that was killed left in files and repository; where none was, one look into an empty folder.
    pub fn settle(&self) {
        finish_killed(self);
    }
}

/// Finishes what killed processes left. What waits for something else than that goes on waiting: this may come before a search.
pub(in crate::ops) fn finish_killed(workspace: &Workspace) {
    for file in left(workspace) {
        finish_noted(workspace, &file, |record| !record.waits);
    }
}

/// All records, oldest first.
fn left(workspace: &Workspace) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder(workspace)).into_iter().flatten().flatten();
    // Others were put aside.
    let listing = listing.filter(|item| item.path().extension().is_some_and(|extension| extension == "json"));
    let mut left: Vec<_> =
        listing.filter_map(|item| Some((item.metadata().ok()?.modified().ok()?, item.path()))).collect();
    left.sort();
    left.into_iter().map(|(_, file)| file).collect()
}

fn finish_noted(workspace: &Workspace, file: &Path, wanted: impl Fn(&Record) -> bool) {
    // Whoever holds the lock is at it: the act itself, or another who finishes it.
    let Ok(Some(_lock)) = disk::try_lock(file) else { return };
    if file.metadata().is_ok_and(|meta| meta.len() == 0) {
        // It was killed before it noted anything, and so before it began.
        return drop(disk::remove_unsynced(file));
    }
    // One that cannot be read is kept aside; what it was about is found as what other programs wrote is.
    match records::read::<Record>(file, VERSION) {
        Some(record) if !wanted(&record) => {}
        Some(record) if finish_one(workspace, &record).is_err() => {
            // Where even this fails it is tried again as it is.
            Record { waits: true, ..record }.write(file).ok();
        }
        // One that stays is finished again next time, to no effect.
        Some(_) => drop(disk::remove_unsynced(file)),
        None => {}
    }
}

fn finish_one(workspace: &Workspace, record: &Record) -> Result<(), Error> {
    let paths = record.written(workspace);
    replay(workspace, &record.patches)?;
    sweep(workspace, record);
    let Some(repo) = workspace.repo()? else { return Ok(()) };
    if !record.waits {
        repo.clear_after_kill()?;
    }
    arrival::finish(workspace, repo)?;
    if record.paths.is_empty() {
        // Of a sync, which may have been writing anywhere; what it wrote is there by now.
        leftovers::sweep(workspace);
    }
    let paths: Vec<EntryPath> = paths.into_iter().filter(|path| repo.is_own(path.as_str())).collect();
    if paths.is_empty() {
        return Ok(());
    }
    let writes = commit::all_current(workspace, &paths)?;
    let made = repo.commit(&writes, &machine::signed(workspace, &record.message), workspace.clock.now())?;
    let (made, index) = made.map(|made| (made.id, made.index)).unzip();
    let refreshed = commit::refresh(workspace, index.unwrap_or_default(), &paths);
    match made {
        Some(commit) => acts::remember(workspace, &Act::did(commit, &record.message))?,
        None => remember_made(workspace, repo, record)?,
    }
    refreshed
}

/// Does what an act had not done yet.
fn replay(workspace: &Workspace, patches: &[Patch]) -> Result<(), Error> {
    let rest = patches.iter().map(|patch| patch.rest(workspace)).collect::<Result<Vec<_>, Error>>()?;
    let rest: Vec<Rewrite> = rest.into_iter().flatten().collect();
    let (batch, single) = Batch::of(&rest);
    batch.write(workspace, clock::file_time(), &mut |_| {})?;
    single.iter().try_for_each(|rewrite| rewrite.write(workspace))
}

/// Remembers an act that was cut off between its commit and the list of acts.
fn remember_made(workspace: &Workspace, repo: &Repo, record: &Record) -> Result<(), Error> {
    let Some(path) = record.paths.first() else { return Ok(()) };
    let mut last = None;
    repo.history(path, None, &|_, _| false, &mut |version| {
        last = Some(version);
        false
    })?;
    match last.filter(|version| version.subject == record.message) {
        Some(made) if !acts::acts(workspace).iter().any(|act| act.commit() == made.commit.0) => {
            acts::remember(workspace, &Act::did(made.commit, &record.message))
        }
        Some(_) | None => Ok(()),
    }
}

/// The file that a new entry got: the one in the wanted folder that has its id.
fn new_entry(workspace: &Workspace, wanted: &EntryPath, id: &str) -> Option<EntryPath> {
    let listing = fs::read_dir(workspace.root().join(wanted.folder())).ok()?.flatten();
    let names = listing.filter_map(|item| item.file_name().into_string().ok());
    let mut likely = names.filter(|name| name.starts_with(wanted.stem()));
    let line = format!("id: {id}\n");
    likely.find_map(|name| {
        let folder = wanted.folder();
        let path = EntryPath::new(if folder.is_empty() { name } else { format!("{folder}/{name}") }).ok()?;
        let text = workspace.store().bytes(&path).ok()?;
        String::from_utf8_lossy(&text).contains(&line).then_some(path)
    })
}

/// Takes half-written files out of the folders of an act.
fn sweep(workspace: &Workspace, record: &Record) {
    let paths: Vec<EntryPath> = record.entry_paths().collect();
    let known = Known { patches: &record.patches, new: paths.first().zip(record.id.as_deref()) };
    let folders: HashSet<PathBuf> =
        paths.iter().filter_map(|path| Some(workspace.store().file(path).ok()?.parent()?.to_owned())).collect();
    folders.iter().for_each(|folder| leftovers::sweep_folder(workspace, folder, &known));
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state().join("unfinished")
}
