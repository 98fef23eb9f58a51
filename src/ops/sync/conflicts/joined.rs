//! Entries in which a line was joined word by word: each word is where somebody put it, and the sentence may want a look.
//!
//! Every machine finds them in the merges that a sync brings or makes, and lists them until somebody has looked there or
//! changed them.

use std::cmp::Ordering;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::entry::EntryPath;
use crate::entry::merge;
use crate::git::{self, CommitId, Join, Repo};
use crate::ops::{Error, Workspace, find};
use crate::records;

const VERSION: u64 = 1;

/// What waits for a look.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    joined: Vec<Noted>,
}

/// One entry, the merge that joined it, and what it held then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    path: String,
    merge: String,
    content: String,
}

/// Notes what was joined word by word since a commit; answers with the paths.
pub(in crate::ops::sync) fn note(
    workspace: &Workspace,
    repo: &Repo,
    since: Option<&CommitId>,
) -> Result<Vec<String>, Error> {
    let Some(since) = since else { return Ok(Vec::new()) };
    let mut joins = repo.joins_since(since)?;
    joins.retain(is_by_word);
    let noted = joins.iter().map(|join| Noted {
        path: join.path.clone(),
        merge: join.merge.0.clone(),
        content: git::content_id(&join.text),
    });
    let mut all = still_so(workspace);
    for one in noted {
        all.retain(|known| known.path != one.path);
        all.push(one);
    }
    if !joins.is_empty() {
        put(workspace, all)?;
    }
    Ok(joins.into_iter().map(|join| join.path).collect())
}

/// Whether a text is what two sides join to, with a line that neither has.
fn is_by_word(join: &Join) -> bool {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let [one, other] = &join.sides;
    let (Some(base), Some(one), Some(other)) = (text(&join.base), text(one), text(other)) else { return false };
    // Whose consent is stricter has no part in what the words are.
    [Ordering::Equal, Ordering::Greater, Ordering::Less].iter().any(|stricter| {
        let joined = merge::join(&base, &one, &other, *stricter);
        joined.is_some_and(|joined| joined.is_by_word && joined.text.as_bytes() == join.text)
    })
}

/// What waits for a look, oldest first.
pub(super) fn list(workspace: &Workspace) -> Vec<Kept> {
    let kept = still_so(workspace).into_iter().filter_map(|Noted { path, merge, .. }| {
        let entry = find::read(workspace, &EntryPath::new(path).ok()?).ok()?;
        let path = entry.path.clone();
        Some(Kept {
            copy: path.clone(),
            entry: Some(path),
            title: entry.title,
            date: entry.date,
            merge: Some(merge),
            is_file: false,
        })
    });
    kept.collect()
}

/// Somebody has looked at it.
pub(super) fn accept(workspace: &Workspace, path: &EntryPath) -> Result<(), Error> {
    let mut all = still_so(workspace);
    all.retain(|noted| noted.path != path.as_str());
    put(workspace, all)
}

/// What is as it was joined: whoever changed it has seen it.
fn still_so(workspace: &Workspace) -> Vec<Noted> {
    let record: Record = records::read(&file(workspace), VERSION).unwrap_or_default();
    let is_so = |noted: &Noted| {
        let path = EntryPath::new(noted.path.as_str()).ok();
        let now = path.and_then(|path| workspace.store().bytes(&path).ok());
        now.is_some_and(|now| git::content_id(&now) == noted.content)
    };
    record.joined.into_iter().filter(is_so).collect()
}

fn put(workspace: &Workspace, joined: Vec<Noted>) -> Result<(), Error> {
    Ok(records::put(&file(workspace), VERSION, &Record { joined })?)
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.state().join("joined.json")
}
