//! What was read and starred travels with the store, as lines of `.riffle/log/<device>.jsonl`: each machine writes its own
//! file, and takes in what the others appended.

use serde_json::{Value, json};

use super::{cache, is_there};
use crate::entry::Timestamp;
use crate::items::{Change, Items, Mark};
use crate::ops::bulk::{self, Rewrite, Undo};
use crate::ops::{Error, Workspace};
use crate::store;
use crate::store::log;

/// A line of a log.
pub(super) fn line(at: Timestamp, mark: Mark, keys: &[String]) -> String {
    json!({ "at": at.to_rfc3339(), "feed": mark.name(), "items": keys }).to_string()
}

fn parse(line: &str) -> Option<Change> {
    let fields: Value = serde_json::from_str(line).ok()?;
    let at = Timestamp::parse_from_rfc3339(fields.get("at")?.as_str()?).ok()?;
    let mark = Mark::named(fields.get("feed")?.as_str()?)?;
    let items = fields.get("items")?.as_array()?.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect();
    Some(Change { at, mark, items })
}

/// Takes in what was appended to the logs of all machines since the last time.
pub(super) fn hear(workspace: &Workspace, items: &Items) -> Result<(), Error> {
    for (name, file) in workspace.store().log_files() {
        let length = std::fs::metadata(&file).map_or(0, |meta| meta.len());
        let known = items.log_length(&name)?;
        if length == known {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap_or_default();
        // A log that is shorter than it was, or was written anew, is read from its beginning.
        let from = usize::try_from(known).ok().filter(|from| is_line_end(&bytes, *from)).unwrap_or(0);
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let text = String::from_utf8_lossy(bytes.get(from..whole).unwrap_or_default());
        let changes: Vec<Change> = text.lines().filter_map(parse).collect();
        items.hear(&changes)?;
        items.set_log_length(&name, whole as u64)?;
    }
    Ok(())
}

fn is_line_end(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes.get(at - 1) == Some(&b'\n')
}

/// Writes into this machine's log what was marked since the last time. No act of its own: undo is about entries.
pub(super) fn write(workspace: &Workspace, items: &Items) -> Result<(), Error> {
    let (lines, last) = items.unlogged()?;
    if lines.is_empty() {
        return Ok(());
    }
    let path = log::path(&log::device(workspace.state())?);
    let compose = || {
        let before = match workspace.store().bytes(&path) {
            Ok(bytes) => Some(bytes),
            Err(store::Error::Missing(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let after = Some(log::with_lines(before.as_deref().unwrap_or_default(), &lines));
        Ok(("feeds: what was read".to_owned(), vec![Rewrite { path: path.clone(), before, after }]))
    };
    bulk::run(workspace, Undo::Never, compose, &mut |_| {})?;
    Ok(items.logged(last)?)
}

/// The same before a sync, where anything was ever fetched.
pub(in crate::ops) fn write_marks(workspace: &Workspace) -> Result<(), Error> {
    if is_there(workspace) { write(workspace, &*cache(workspace)?) } else { Ok(()) }
}
