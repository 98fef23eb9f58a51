//! What was decided about entries, as lines of `.riffle/log/<device>.jsonl`.
//!
//! Each machine appends to a file of its own, so that machines never clash; the state is the fold of all files. Lines that
//! say something else, or cannot be read, are passed over.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use ulid::Ulid;

use super::Store;
use crate::disk;
use crate::entry::{EntryPath, Timestamp};

const FOLDER: &str = ".riffle/log";

/// One decision about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub at: Timestamp,
    /// What the entry is known by.
    pub entry: String,
    /// The day on which it comes back; `None` when it came back and was looked at.
    pub later: Option<NaiveDate>,
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        let fields: Map<String, Json> = serde_json::from_str(line).ok()?;
        let later = match fields.get("later")? {
            Json::Null => None,
            Json::String(day) => Some(day.parse().ok()?),
            Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => return None,
        };
        let at = Timestamp::parse_from_rfc3339(fields.get("at")?.as_str()?).ok()?;
        Some(Self { at, entry: fields.get("entry")?.as_str()?.to_owned(), later })
    }

    fn print(&self) -> String {
        let later = self.later.map(|day| day.to_string());
        json!({ "at": self.at.to_rfc3339(), "entry": self.entry, "later": later }).to_string()
    }
}

impl Store {
    /// The day on which each entry comes back, by the newest line about it on any machine.
    pub(crate) fn later(&self) -> HashMap<String, NaiveDate> {
        let mut newest: HashMap<String, Line> = HashMap::new();
        // A log that cannot be read is passed over like a line that cannot.
        for text in self.logs().iter().filter_map(|path| Some(self.load(path).ok()?.0)) {
            for line in String::from_utf8_lossy(&text).lines().filter_map(Line::parse) {
                match newest.get(&line.entry) {
                    Some(known) if known.at > line.at => {}
                    Some(_) | None => drop(newest.insert(line.entry.clone(), line)),
                }
            }
        }
        newest.into_iter().filter_map(|(entry, line)| Some((entry, line.later?))).collect()
    }

    /// The logs of all machines by their names, and where they lie.
    pub(crate) fn log_files(&self) -> Vec<(String, PathBuf)> {
        let file = |path: EntryPath| Some((path.stem().to_owned(), self.file(&path).ok()?));
        self.logs().into_iter().filter_map(file).collect()
    }

    /// The logs of all machines, in the order of their names.
    fn logs(&self) -> Vec<EntryPath> {
        // No folder, nothing decided; one that cannot be read tells nothing either.
        let listing = fs::read_dir(self.root().join(FOLDER)).into_iter().flatten();
        let names = listing.filter_map(|item| item.ok()?.file_name().into_string().ok());
        let names = names.filter(|name| name.ends_with(".jsonl") && !name.starts_with('.'));
        let mut paths: Vec<EntryPath> =
            names.filter_map(|name| EntryPath::new(format!("{FOLDER}/{name}")).ok()).collect();
        paths.sort_unstable();
        paths
    }
}

/// A log with lines added at its end, as [`appended`].
pub(crate) fn with_lines(log: &[u8], lines: &[String]) -> Vec<u8> {
    let mut text = log.to_vec();
    if text.last().is_some_and(|last| *last != b'\n') {
        text.push(b'\n');
    }
    for line in lines {
        text.extend(line.bytes());
        text.push(b'\n');
    }
    text
}

/// Where a machine's log lies.
pub(crate) fn path(device: &str) -> EntryPath {
    EntryPath::new(format!("{FOLDER}/{device}.jsonl")).expect("a device is named by letters and digits")
}

/// A log with lines added at its end; a torn last line is left and not continued.
pub(crate) fn appended(log: &[u8], lines: &[Line]) -> Vec<u8> {
    with_lines(log, &lines.iter().map(Line::print).collect::<Vec<_>>())
}

/// What this machine's log of a store is called, made up the first time. A copy of the store on the same machine has a state
/// folder, and so a name, of its own.
pub(crate) fn device(state: &Path) -> Result<String, disk::Error> {
    let file = state.join("device");
    let known = || {
        let name = fs::read_to_string(&file).ok()?;
        let name = name.trim();
        (!name.is_empty() && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric()))
            .then(|| name.to_owned())
    };
    if let Some(name) = known() {
        return Ok(name);
    }
    let name = Ulid::generate().to_string().to_lowercase().split_off(16);
    match disk::create_private(&file, name.as_bytes()) {
        Ok(()) => Ok(name),
        // Another Riffle was first, or what is there is no name.
        Err(disk::Error::Exists(_)) => match known() {
            Some(name) => Ok(name),
            None => disk::put(&file, name.as_bytes()).map(|()| name),
        },
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: &str, entry: &str, later: Option<&str>) -> Line {
        let at = Timestamp::parse_from_rfc3339(at).unwrap();
        Line { at, entry: entry.into(), later: later.map(|day| day.parse().unwrap()) }
    }

    fn store_with(logs: &[(&str, &[u8])]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        for (device, text) in logs {
            disk::create(&folder.path().join(path(device).as_str()), text).unwrap();
        }
        let store = Store::open(folder.path(), Vec::new()).unwrap();
        (folder, store)
    }

    #[test]
    fn a_line_is_written_as_it_is_documented_and_read_back() {
        let line = line("2026-11-21T10:00:00+01:00", "01abc", Some("2026-12-01"));

        let text = appended(b"", std::slice::from_ref(&line));

        assert_eq!(
            String::from_utf8_lossy(&text),
            "{\"at\":\"2026-11-21T10:00:00+01:00\",\"entry\":\"01abc\",\"later\":\"2026-12-01\"}\n"
        );
        assert_eq!(Line::parse(String::from_utf8_lossy(&text).trim()), Some(line));
    }

    #[test]
    fn the_newest_line_of_any_machine_counts_whatever_the_offset_of_its_clock() {
        let one = appended(
            b"",
            &[line("2026-11-21T10:00:00+01:00", "a", Some("2026-12-01")), line("2026-11-21T12:00:00Z", "b", None)],
        );
        let other = appended(
            b"",
            &[
                line("2026-11-21T09:30:00Z", "a", Some("2027-01-01")),
                line("2026-11-20T00:00:00Z", "b", Some("2026-11-22")),
            ],
        );
        let (_folder, store) = store_with(&[("one", &one), ("other", &other)]);

        assert_eq!(store.later(), HashMap::from([("a".to_owned(), "2027-01-01".parse().unwrap())]));
    }

    #[test]
    fn torn_foreign_and_binary_lines_are_passed_over_and_a_torn_one_is_not_continued() {
        let junk = b"\xff\xfe\n{\"later\":3}\n{\"at\":\"x\",\"entry\":\"c\",\"later\":null}\n{\"at\":\"2026-11-21T10:00:00Z\",\"entry\":\"d\",\"seen\":1}\n{\"at\":";
        let text = appended(junk, &[line("2026-11-21T10:00:00Z", "a", Some("2026-12-01"))]);
        let (_folder, store) = store_with(&[("one", &text)]);

        assert_eq!(store.later().len(), 1);
        assert!(text.starts_with(junk));
    }

    #[test]
    fn a_machine_keeps_its_name_and_one_that_was_spoilt_gets_another() {
        let state = tempfile::tempdir().unwrap();
        let name = device(state.path()).unwrap();
        assert_eq!(device(state.path()).unwrap(), name);

        disk::put(&state.path().join("device"), b"../../x").unwrap();

        let other = device(state.path()).unwrap();
        assert!(other != name && other.bytes().all(|b| b.is_ascii_alphanumeric()), "{other}");
    }
}
