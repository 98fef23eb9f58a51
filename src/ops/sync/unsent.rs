//! What a sync does not carry although nobody said so: named wherever "synced" is.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::git::Repo;
use crate::git::sync::Report;
pub use crate::git::{Unsent, Why};
use crate::ops::error::chain;
use crate::ops::leftovers::{self, Known};
use crate::ops::{Error, Workspace};
use crate::process::GoOn;
use crate::store::odd::{self, Odd, Sort};

/// Larger files that other programs left in the store are not committed by themselves, in bytes.
const LARGEST: u64 = 10 * 1024 * 1024;
const VERSION: u32 = 1;

/// What was found at the last sync.
#[derive(Serialize, Deserialize)]
struct Record {
    version: u32,
    unsent: Vec<Unsent>,
}

/// Looks through the store for what a sync has just not carried, `also` beside what it found itself, and remembers it. What a
/// killed Riffle was writing is taken out on the way.
pub(in crate::ops) fn look(workspace: &Workspace, repo: &Repo, also: Vec<Unsent>) -> Result<Vec<Unsent>, Error> {
    let (mut unsent, half) = find(workspace, repo)?;
    unsent.extend(also);
    sort(&mut unsent);
    half.iter().for_each(|file| leftovers::settle(workspace, file, &Known::default()));
    // Without the record a later look at where the store stands says less, and the next sync says it again.
    remember(workspace, &unsent).ok();
    Ok(unsent)
}

/// What stays on this machine, and the half-written files that were met.
fn find(workspace: &Workspace, repo: &Repo) -> Result<(Vec<Unsent>, Vec<PathBuf>), Error> {
    let (mut unsent, mut half) = (Vec::new(), Vec::new());
    for odd in odd::find(workspace.root(), &mut |path| repo.is_ignored(path)) {
        if matches!(odd.sort, Sort::HalfWritten) {
            half.push(workspace.root().join(odd.path));
        } else {
            unsent.extend(of_odd(repo, &odd));
        }
    }
    Ok((unsent, half))
}

fn sort(unsent: &mut Vec<Unsent>) {
    unsent.sort_by(|one, other| one.path.cmp(&other.path));
    unsent.dedup_by(|one, other| one.path == other.path);
}

/// What of git LFS stays here: of what was just sent, else of what could not be sent before, after another try.
pub(super) fn of_lfs(
    workspace: &Workspace,
    repo: &Repo,
    report: &mut Report,
    go_on: &mut GoOn<'_>,
) -> Result<Vec<Unsent>, Error> {
    let mut left = remembered(workspace);
    left.retain(|unsent| unsent.why == Why::Lfs);
    if report.sent > 0 || left.is_empty() {
        return Ok(std::mem::take(&mut report.unsent));
    }
    match repo.send_lfs_again(workspace.asker().as_ref(), go_on) {
        Ok(true) => return Ok(Vec::new()),
        Ok(false) => {}
        Err(error) => report.warnings.push(format!("git LFS could not send what it keeps: {}", chain(&error))),
    }
    Ok(left)
}

/// What a sync would leave here, looked up anew; writes nothing.
pub(in crate::ops) fn all(workspace: &Workspace, repo: &Repo) -> Result<Vec<Unsent>, Error> {
    let large = |path: &String| is_large(&workspace.root().join(path));
    let large = repo.outside()?.into_iter().filter(large).map(|path| Unsent::new(path, Why::Large));
    let mut unsent = find(workspace, repo)?.0;
    unsent.extend(large.chain(remembered(workspace).into_iter().filter(|unsent| unsent.why == Why::Lfs)));
    sort(&mut unsent);
    Ok(unsent)
}

/// What the last sync did not carry, as far as that still is so. Costs next to nothing.
pub fn remembered(workspace: &Workspace) -> Vec<Unsent> {
    let record = fs::read(file(workspace)).ok().and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
    let unsent = record.filter(|record| record.version == VERSION).map_or_else(Vec::new, |record| record.unsent);
    let Ok(Some(repo)) = workspace.repo() else { return Vec::new() };
    unsent.into_iter().filter(|unsent| still_is(unsent, workspace, repo)).collect()
}

/// A file that an outside edit left and that is not committed for its size.
pub(in crate::ops) fn is_large(file: &Path) -> bool {
    fs::symlink_metadata(file).is_ok_and(|meta| meta.is_file() && meta.len() > LARGEST)
}

fn of_odd(repo: &Repo, odd: &Odd) -> Option<Unsent> {
    let why = match odd.sort {
        Sort::Link => Why::Link,
        Sort::Special => Why::Special,
        Sort::Name => Why::Name,
        Sort::Repository => Why::Repository,
        Sort::Unreadable => Why::Unreadable,
        Sort::HalfWritten => return None,
    };
    (!repo.is_committed(&odd.path)).then(|| Unsent::new(odd.path.to_string_lossy(), why))
}

fn still_is(unsent: &Unsent, workspace: &Workspace, repo: &Repo) -> bool {
    let path = Path::new(&unsent.path);
    let is_there = workspace.root().join(path).symlink_metadata().is_ok();
    match unsent.why {
        Why::Large => is_large(&workspace.root().join(path)) && !repo.is_committed(path) && !repo.is_ignored(path),
        Why::Link | Why::Repository => is_there && !repo.is_committed(path) && !repo.is_ignored(path),
        Why::Special | Why::Unreadable => is_there && !repo.is_ignored(path),
        // Its path as it is shown may not be its path.
        Why::Name => true,
        Why::Lfs => is_there,
    }
}

fn remember(workspace: &Workspace, unsent: &[Unsent]) -> Result<(), disk::Error> {
    let record = Record { version: VERSION, unsent: unsent.to_vec() };
    let json = serde_json::to_vec(&record).expect("texts are plain");
    if fs::read(file(workspace)).is_ok_and(|known| known == json) {
        return Ok(());
    }
    disk::put(&file(workspace), &json)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("unsent.json")
}
