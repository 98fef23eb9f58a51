//! The contents of a large act as one pack: a loose object costs the disk several syncs, a pack a few for thousands.
//!
//! What texts have in common is not looked for, which would take most of the time; git does when it packs anew.

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{Odb, OdbLookupFlags, Oid};
use sha1::{Digest as _, Sha1};

use super::blob::{self, Converting};
use super::{Error, Repo, Write};
use crate::disk;

/// From so many files on, an act is stored in a pack.
pub(super) const MANY: usize = 64;
/// So many packed contents wait at most to be written.
const WAITING: usize = 64;
/// A blob, among the types of objects in a pack.
const BLOB: u8 = 3;

impl Repo {
    /// Stores the contents of many files; what filters change goes through git, one by one.
    pub(super) fn store_packed(&self, writes: &[&Write]) -> Result<Vec<Option<Oid>>, Error> {
        let odb = self.inner.odb().map_err(|error| self.failed(error))?;
        let mut converting = Converting::of(self);
        let (mut ids, mut blobs, mut seen) = (Vec::with_capacity(writes.len()), Vec::new(), HashSet::new());
        for write in writes {
            let Some(content) = &write.content else {
                ids.push(None);
                continue;
            };
            let full = self.full(&write.path)?;
            if converting.is_converted(&full, content) {
                ids.push(Some(self.store_blob(&full, content)?));
                continue;
            }
            let id = blob::name(content).map_err(|error| self.failed(error))?;
            if seen.insert(id) && !odb.exists_ext(id, OdbLookupFlags::NO_REFRESH) {
                blobs.push(content.as_slice());
            }
            ids.push(Some(id));
        }
        if !blobs.is_empty() {
            write_pack(&odb, &blobs).map_err(|error| self.failed(error))?;
        }
        disk::sync_all(self.inner.path()).map_err(Error::from)?;
        Ok(ids)
    }
}

/// Writes contents as one pack (gitformat-pack(5), version 2), compressed on as many threads as there are cores.
fn write_pack(odb: &Odb<'_>, blobs: &[&[u8]]) -> Result<(), git2::Error> {
    let mut pack = odb.packwriter()?;
    let mut hash = Sha1::new();
    let mut put = |bytes: &[u8]| {
        hash.update(bytes);
        pack.write_all(bytes)
    };
    let count = u32::try_from(blobs.len()).expect("a store has fewer files than a pack can hold");
    let head = [b"PACK".as_slice(), &2_u32.to_be_bytes(), &count.to_be_bytes()].concat();
    let written = put(&head).and_then(|()| each_packed(blobs, &mut put));
    let written = written.and_then(|()| pack.write_all(&hash.finalize()));
    written.map_err(|error| git2::Error::from_str(&error.to_string()))?;
    pack.commit()?;
    odb.refresh()
}

/// Packs contents in whatever order they are done.
fn each_packed(blobs: &[&[u8]], put: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (done, packed) = mpsc::sync_channel(WAITING);
    let work = |done: mpsc::SyncSender<io::Result<Vec<u8>>>| {
        // Whoever receives has given up where nothing can be sent.
        while let Some(blob) = blobs.get(next.fetch_add(1, Ordering::Relaxed))
            && done.send(self::packed(blob)).is_ok()
        {}
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(8) {
            let done = done.clone();
            scope.spawn(|| work(done));
        }
        drop(done);
        packed.into_iter().try_for_each(|bytes| put(&bytes?))
    })
}

/// A content as it stands in a pack: its type and length, then its compressed bytes.
fn packed(blob: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(blob.len() / 2 + 16);
    let mut rest = blob.len() >> 4;
    let mut byte = BLOB << 4 | low(blob.len(), 0x0f);
    while rest > 0 {
        bytes.push(byte | 0x80);
        byte = low(rest, 0x7f);
        rest >>= 7;
    }
    bytes.push(byte);
    let mut encoder = ZlibEncoder::new(bytes, Compression::fast());
    encoder.write_all(blob)?;
    encoder.finish()
}

/// The lowest bits of a number.
fn low(number: usize, mask: u8) -> u8 {
    u8::try_from(number & usize::from(mask)).expect("a masked number is a byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_of_all_lengths_come_back_from_a_pack_under_gits_names() {
        let home = tempfile::tempdir().unwrap();
        let repo = git2::Repository::init_bare(home.path()).unwrap();
        let lengths = [0, 1, 15, 16, 17, 2_047, 2_048, 2_049, 300_000];
        let contents: Vec<Vec<u8>> =
            lengths.iter().map(|length| b"words of mine ".repeat(1 + length / 14)[..*length].to_vec()).collect();
        let blobs: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();

        write_pack(&repo.odb().unwrap(), &blobs).unwrap();

        for content in blobs {
            let id = blob::name(content).unwrap();
            assert_eq!(id, Oid::hash_object(git2::ObjectType::Blob, content).unwrap());
            assert_eq!(repo.find_blob(id).unwrap().content(), content);
        }
    }
}
