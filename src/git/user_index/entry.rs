//! One entry of the person's git index.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use git2::{Index, IndexEntry, IndexTime};

use crate::git::Repo;
use crate::git::objects::blob::Converting;
use crate::git::objects::tree;

/// Says that extended flags follow.
const EXTENDED: u16 = 0x4000;

pub(super) const INTENT_TO_ADD: u16 = 1 << 13;

impl Repo {
    /// An entry that `git status` believes without reading the file, if the file holds what was committed; otherwise one
    /// that it checks.
    pub(in crate::git) fn entry(
        &self,
        converting: &mut Converting<'_>,
        path: &str,
        (id, mode): tree::Leaf,
        old: Option<IndexEntry>,
    ) -> IndexEntry {
        let meta = fs::symlink_metadata(self.workdir.join(path)).ok().filter(|meta| meta.is_file());
        let content = self.on_disk(path).ok().flatten().flatten();
        let is_same = content.is_some_and(|content| converting.blob_id(path, &content).is_ok_and(|found| found == id));
        let zero = || IndexTime::new(0, 0);
        let mut entry = IndexEntry {
            ctime: zero(),
            mtime: zero(),
            dev: 0,
            ino: 0,
            mode: mode.cast_unsigned(),
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: old.as_ref().map_or(0, |old| old.flags),
            flags_extended: old.map_or(0, |old| old.flags_extended & !INTENT_TO_ADD),
            path: path.as_bytes().to_vec(),
        };
        if entry.flags_extended == 0 {
            entry.flags &= !EXTENDED;
        }
        if let Some(meta) = meta.filter(|_| is_same) {
            fill(&mut entry, &meta);
        }
        entry
    }
}

pub(in crate::git) fn has_conflict(index: &Index, path: &str) -> bool {
    (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some())
}

/// What git compares a file with. The fields are narrower than the system's on purpose: git cuts them off too.
fn fill(entry: &mut IndexEntry, meta: &fs::Metadata) {
    let low = |value: u64| u32::try_from(value & u64::from(u32::MAX)).unwrap_or_default();
    let seconds = |value: i64| i32::try_from(value).unwrap_or_default();
    entry.ctime = IndexTime::new(seconds(meta.ctime()), low(meta.ctime_nsec().unsigned_abs()));
    entry.mtime = IndexTime::new(seconds(meta.mtime()), low(meta.mtime_nsec().unsigned_abs()));
    (entry.dev, entry.ino) = (low(meta.dev()), low(meta.ino()));
    (entry.uid, entry.gid, entry.file_size) = (meta.uid(), meta.gid(), low(meta.size()));
}
