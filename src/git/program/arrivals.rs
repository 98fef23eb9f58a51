//! When files came into a repository, as its history says; whoever renames one brings nothing new.

use std::collections::HashMap;
use std::path::Path;

use super::{STALL, base_run, stdout_of};
use crate::git::{Error, Timestamp};
use crate::process::Run;

/// How many commits are looked at.
const LOOKED_AT: &str = "--max-count=5000";
/// Before the moment of each commit.
const COMMIT: char = '\u{1}';

/// When the files of a folder came, by their paths in it; `None` where the clone has only the last of its history.
pub fn arrivals(folder: &Path) -> Result<Option<HashMap<String, Timestamp>>, Error> {
    let mut run = base_run(folder, STALL);
    run.args.extend(["rev-parse", "--is-shallow-repository"].map(Into::into));
    if stdout_of(&run)?.starts_with(b"true") {
        return Ok(None);
    }
    arrivals_at(base_run(folder, STALL), "HEAD").map(Some)
}

/// The same at a commit of the repository that `git` is run on.
pub(in crate::git) fn arrivals_at(mut git: Run, commit: &str) -> Result<HashMap<String, Timestamp>, Error> {
    let log = ["log", LOOKED_AT, "--date-order", "--no-ext-diff", "--no-textconv", "--relative", "-M", "-z"];
    git.args.extend(log.map(Into::into));
    git.args.extend(["--diff-filter=AR", "--name-status", "--format=%x01%cI", commit, "--"].map(Into::into));
    Ok(read(&String::from_utf8_lossy(&stdout_of(&git)?)))
}

/// Reads what `git log` says, newest first.
fn read(log: &str) -> HashMap<String, Timestamp> {
    let (mut found, mut names) = (HashMap::new(), HashMap::<String, String>::new());
    let (mut moment, mut words) = (None, log.split('\0').map(|word| word.trim_start_matches('\n')));
    while let Some(word) = words.next() {
        let now = |names: &HashMap<String, String>, name: &str| names.get(name).map_or(name, String::as_str).to_owned();
        match (word.strip_prefix(COMMIT), word.get(..1)) {
            (Some(date), _) => moment = Timestamp::parse_from_rfc3339(date).ok(),
            (None, Some("A")) => {
                let name = words.next().map(|name| now(&names, name));
                found.extend(name.zip(moment));
            }
            (None, Some("R")) => {
                let (before, after) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                names.insert(before.to_owned(), now(&names, after));
            }
            (None, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_came_when_its_first_name_did() {
        let log =
            "\u{1}2026-03-01T10:00:00Z\0\nR090\0old.md\0new.md\0A\0c d.md\0\0\u{1}2026-01-01T10:00:00Z\0\nA\0old.md\0";

        let found = read(log);

        let day = |name: &str| found[name].date_naive().to_string();
        assert_eq!((day("new.md"), day("c d.md"), found.len()), ("2026-01-01".into(), "2026-03-01".into(), 2));
    }
}
