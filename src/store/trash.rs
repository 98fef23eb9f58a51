//! Entries that were taken away, kept in the state folder for a while, byte for byte.
//!
//! One file each: a line of JSON that says where it was and when it went, then its bytes as they were. With or without git,
//! what is committed or not, it comes back from here.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::disk;
use crate::entry::{EntryPath, Timestamp};

/// The trash of one store, in the state folder.
#[derive(Clone, Debug)]
pub(crate) struct Trash(PathBuf);

/// An entry in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrashedFile {
    /// Where it was.
    pub path: EntryPath,
    /// When it went.
    pub when: Timestamp,
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    path: String,
    when: Timestamp,
}

impl Trash {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Keeps an entry's bytes. When this returns they survive a power cut.
    pub(crate) fn keep(&self, path: &EntryPath, bytes: &[u8], when: Timestamp) -> Result<(), disk::Error> {
        let header = Header { path: path.to_string(), when };
        let mut content = serde_json::to_vec(&header).expect("a header is plain text");
        content.push(b'\n');
        content.extend(bytes);
        let hash: String = Sha256::digest(&content)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let file = self.0.join(format!("{}-{hash}", when.format("%Y%m%d-%H%M%S")));
        match disk::create_private(&file, &content) {
            // The same entry, the same bytes, the same moment.
            Err(disk::Error::Exists(at)) if at == file => Ok(()),
            made => made,
        }
    }

    /// What is kept, newest first; what is no file of ours is passed over.
    pub(crate) fn kept(&self) -> Vec<TrashedFile> {
        let mut kept: Vec<TrashedFile> = self.files().into_iter().filter_map(|(_, kept)| kept).collect();
        kept.sort_by(|a, b| b.when.cmp(&a.when).then_with(|| a.path.cmp(&b.path)));
        kept
    }

    /// Removes for good what went before a moment.
    pub(crate) fn purge(&self, before: Timestamp) {
        for (file, kept) in self.files() {
            if kept.is_some_and(|kept| kept.when < before) {
                // What cannot be removed now is removed another time.
                disk::remove_unsynced(&file).ok();
            }
        }
    }

    fn files(&self) -> Vec<(PathBuf, Option<TrashedFile>)> {
        // No folder, no trash.
        let Ok(listing) = fs::read_dir(&self.0) else { return Vec::new() };
        let files = listing.filter_map(|item| Some(item.ok()?.path()));
        files
            .map(|file| (file.clone(), fs::read(&file).ok().and_then(|content| TrashedFile::parse(&content))))
            .collect()
    }
}

impl TrashedFile {
    fn parse(content: &[u8]) -> Option<Self> {
        let end = content.iter().position(|byte| *byte == b'\n')?;
        let header: Header = serde_json::from_slice(&content[..end]).ok()?;
        Some(Self { path: EntryPath::new(header.path).ok()?, when: header.when, bytes: content[end + 1..].to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> Timestamp {
        Timestamp::parse_from_rfc3339(moment).unwrap()
    }

    fn path(path: &str) -> EntryPath {
        EntryPath::new(path).unwrap()
    }

    #[test]
    fn any_bytes_are_kept_as_they_are_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let trash = Trash::new(&folder.path().join("trash"));
        assert_eq!(trash.kept(), []);

        trash.keep(&path("a.md"), b"\xff\r\n\n{\n", at("2026-11-20T10:00:00Z")).unwrap();
        trash.keep(&path("b \"c\".md"), b"", at("2026-11-21T10:00:00Z")).unwrap();
        trash.keep(&path("b \"c\".md"), b"", at("2026-11-21T10:00:00Z")).unwrap();

        let kept: Vec<_> = trash.kept().into_iter().map(|kept| (kept.path, kept.bytes)).collect();
        assert_eq!(kept, [(path("b \"c\".md"), Vec::new()), (path("a.md"), b"\xff\r\n\n{\n".to_vec())]);
    }

    #[test]
    fn what_went_long_ago_goes_for_good_and_what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let trash = Trash::new(folder.path());
        trash.keep(&path("old.md"), b"old", at("2026-10-01T10:00:00Z")).unwrap();
        trash.keep(&path("new.md"), b"new", at("2026-11-21T10:00:00Z")).unwrap();
        disk::create(&folder.path().join("other"), b"no header").unwrap();

        trash.purge(at("2026-10-22T10:00:00Z"));

        assert_eq!(trash.kept().iter().map(|kept| kept.path.as_str()).collect::<Vec<_>>(), ["new.md"]);
        assert!(folder.path().join("other").exists());
    }
}
