//! Files that a Riffle was writing when it was killed: out of the store, their words kept where they are nowhere else.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::entry::EntryPath;
use crate::ops::Workspace;
use crate::ops::patch::{self, Patch};
use crate::store::odd::{self, Sort};

/// What is known of the act that wrote a file.
#[derive(Default)]
pub(in crate::ops) struct Known<'a> {
    /// What it was to write.
    pub(in crate::ops) patches: &'a [Patch],
    /// The name and id of a new entry.
    pub(in crate::ops) new: Option<(&'a EntryPath, &'a str)>,
}

/// Half-written files anywhere in the store.
pub(in crate::ops) fn find(workspace: &Workspace) -> Vec<PathBuf> {
    let found = odd::find(workspace.root(), &mut |_| false).into_iter();
    found.filter(|odd| odd.sort == Sort::HalfWritten).map(|odd| workspace.root().join(odd.path)).collect()
}

/// Takes half-written files out of the whole store.
pub(in crate::ops) fn sweep(workspace: &Workspace) {
    find(workspace).iter().for_each(|file| settle(workspace, file, &Known::default()));
}

/// Takes half-written files out of one folder.
pub(in crate::ops) fn sweep_folder(workspace: &Workspace, folder: &Path, known: &Known<'_>) {
    disk::leftovers(folder).iter().for_each(|file| settle(workspace, file, known));
}

/// Takes one out: words that are nowhere else become a draft; what is no text is kept as a file.
pub(in crate::ops) fn settle(workspace: &Workspace, file: &Path, known: &Known<'_>) {
    // One that cannot be read now is looked at the next time.
    let Ok(bytes) = fs::read(file) else { return };
    let is_kept = is_elsewhere(workspace, file, &bytes, known) || keep(workspace, file, &bytes, known).is_ok();
    if is_kept {
        tracing::warn!("{} was left half-written and is taken away", file.display());
        // It is out of sight by its name; the next sweep takes it.
        disk::remove(file).ok();
    }
}

fn keep(workspace: &Workspace, file: &Path, bytes: &[u8], known: &Known<'_>) -> Result<(), disk::Error> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().replace(".riffle-", "");
    let name = format!("recovered-{name}");
    let Ok(text) = std::str::from_utf8(bytes) else {
        return disk::put(&folder(workspace).join(name), bytes);
    };
    let typed = known.new.and_then(|(path, id)| as_typed(workspace, path, id, bytes));
    workspace.drafts().keep_new(&name, &typed.unwrap_or_else(|| text.to_owned())).map(drop)
}

/// Where what is no text is kept.
pub(in crate::ops) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state().join("recovered")
}

/// Whether these bytes are the whole or the beginning of what another file of the folder holds, or held when it was committed.
fn is_elsewhere(workspace: &Workspace, file: &Path, bytes: &[u8], known: &Known<'_>) -> bool {
    let folder = file.parent().unwrap_or(workspace.root());
    bytes.iter().all(|byte| *byte == 0)
        || patch::knows(known.patches, bytes)
        || begins_a_neighbour(folder, file, bytes)
        || begins_what_was_committed(workspace, folder, bytes)
}

fn begins_a_neighbour(folder: &Path, file: &Path, bytes: &[u8]) -> bool {
    let neighbours = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut neighbours = neighbours.filter(|item| item.path() != file && !disk::is_unfinished(&item.file_name()));
    neighbours.any(|item| {
        let is_candidate = item.metadata().is_ok_and(|meta| meta.is_file() && meta.len() >= bytes.len() as u64);
        let mut begin = vec![0; bytes.len()];
        is_candidate
            && File::open(item.path()).is_ok_and(|mut open| open.read_exact(&mut begin).is_ok() && begin == bytes)
    })
}

fn begins_what_was_committed(workspace: &Workspace, folder: &Path, bytes: &[u8]) -> bool {
    let inside = folder.strip_prefix(workspace.root()).ok().and_then(Path::to_str);
    let repo = workspace.repo().ok().flatten();
    inside.zip(repo).is_some_and(|(inside, repo)| repo.has_beginning(inside, bytes).unwrap_or(false))
}

/// A new entry as it was written down; nothing where it is torn, or says more than a capture takes.
fn as_typed(workspace: &Workspace, path: &EntryPath, id: &str, words: &[u8]) -> Option<String> {
    let entry = workspace.store().parse(path, words, words.len() as u64);
    if entry.problem.is_some() || entry.id.to_string() != id || entry.fields.contains_key("via") {
        return None;
    }
    let tags: String = entry.tags.iter().map(|tag| format!(" #{tag}")).collect();
    let first = entry.url.clone().unwrap_or(entry.title.clone()) + &tags;
    Some(format!("{first}\n\n{}", entry.body().trim_start()).trim_end().to_owned())
}
