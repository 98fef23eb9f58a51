//! The contents of a large act as one pack: a loose object costs the disk several syncs, a pack a few for thousands.
//!
//! What texts have in common is not looked for, which would take most of the time; git does when it packs anew.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use git2::{Odb, OdbLookupFlags, Oid};
use sha1::{Digest as _, Sha1};

use super::blob;
use super::blob::Converting;
use crate::git::{Error, Repo, Write};
use crate::{disk, parallel};

/// From so many files on, an act is stored in a pack.
pub(in crate::git) const MANY: usize = 64;
/// A blob, among the types of objects in a pack.
const BLOB: u8 = 3;
/// The first place in a pack that the index's table of short ones cannot say: it says where in the table of long ones then.
const FAR: u32 = 1 << 31;

impl Repo {
    pub(in crate::git) fn packs(&self) -> PathBuf {
        self.inner.commondir().join("objects/pack")
    }

    /// Stores the contents of many files; what filters change goes through git, one by one.
    pub(in crate::git) fn store_packed(&self, writes: &[&Write]) -> Result<Vec<Option<Oid>>, Error> {
        let odb = self.inner.odb().map_err(|error| self.failed(error))?;
        // What another thread or program stored just now is there already.
        odb.refresh().map_err(|error| self.failed(error))?;
        let (mut ids, mut converting) = (Vec::with_capacity(writes.len()), Converting::of(self));
        let mut pack = Pack::of(self);
        for write in writes {
            let Some(content) = &write.content else {
                ids.push(None);
                continue;
            };
            let full = self.full(&write.path)?;
            let id = match converting.is_converted(&full, content) {
                true => self.store_blob(&full, content)?,
                false => pack.add(&odb, content),
            };
            ids.push(Some(id));
        }
        pack.write()?;
        odb.refresh().map_err(|error| self.failed(error))?;
        Ok(ids)
    }

    /// The contents of files that are about to be committed, to be stored by another thread before: the commit finds them.
    pub fn ahead<'a>(&self, contents: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Pack<'a>, Error> {
        let odb = self.inner.odb().map_err(|error| self.failed(error))?;
        let (mut pack, mut converting, mut is_own) = (Pack::of(self), Converting::of(self), self.owning());
        for (path, content) in contents {
            if is_own(path) && !converting.is_converted(&self.full(path)?, content) {
                pack.add(&odb, content);
            }
        }
        Ok(pack)
    }
}

/// Contents that go into one pack: those that the repository does not have yet.
pub struct Pack<'a> {
    folder: PathBuf,
    seen: HashSet<Oid>,
    blobs: Vec<(Oid, &'a [u8])>,
}

impl<'a> Pack<'a> {
    fn of(repo: &Repo) -> Self {
        Self { folder: repo.packs(), seen: HashSet::new(), blobs: Vec::new() }
    }

    fn add(&mut self, odb: &Odb<'_>, content: &'a [u8]) -> Oid {
        let id = blob::name(content);
        if self.seen.insert(id) && !odb.exists_ext(id, OdbLookupFlags::NO_REFRESH) {
            self.blobs.push((id, content));
        }
        id
    }

    /// Writes the pack, if there is anything to put in.
    pub fn write(&self) -> Result<(), disk::Error> {
        if self.blobs.is_empty() { Ok(()) } else { write_pack(&self.folder, &self.blobs) }
    }
}

/// Writes contents as one pack and its index (gitformat-pack(5), both of version 2), durably.
fn write_pack(folder: &Path, blobs: &[(Oid, &[u8])]) -> Result<(), disk::Error> {
    let mut pack = [b"PACK".as_slice(), &2_u32.to_be_bytes(), &counted(blobs.len()).to_be_bytes()].concat();
    let mut rows = Vec::with_capacity(blobs.len());
    let packed =
        parallel::map_with(blobs, || Compress::new(Compression::fast(), true), |with, (_, blob)| packed(with, blob));
    for ((id, _), bytes) in blobs.iter().zip(packed) {
        let mut crc = Crc::new();
        crc.update(&bytes);
        rows.push(Row { id: *id, crc: crc.sum(), offset: pack.len() as u64 });
        pack.extend(bytes);
    }
    let checksum = Sha1::digest(&pack);
    pack.extend(checksum);
    let name = |end| folder.join(format!("pack-{}.{end}", blob::named(&checksum)));
    // Git looks for the index: whatever is there by then can be read.
    create(&name("pack"), &pack)?;
    disk::point("pack-written");
    create(&name("idx"), &index(rows, &checksum))
}

/// Its name says what it holds, so one that is there already is as good.
fn create(file: &Path, bytes: &[u8]) -> Result<(), disk::Error> {
    match disk::create(file, bytes) {
        Err(disk::Error::Exists(_)) => Ok(()),
        created => created,
    }
}

/// Where an object stands in a pack.
struct Row {
    id: Oid,
    /// Of its bytes in the pack.
    crc: u32,
    offset: u64,
}

/// The index of a pack: how many names begin with each byte or a lower one, then names, checksums and places by name.
fn index(mut rows: Vec<Row>, pack: &[u8]) -> Vec<u8> {
    rows.sort_by_key(|row| row.id);
    let mut bytes = b"\xfftOc\0\0\0\x02".to_vec();
    for byte in 0..=u8::MAX {
        let up_to = rows.partition_point(|row| row.id.as_bytes()[0] <= byte);
        bytes.extend(counted(up_to).to_be_bytes());
    }
    rows.iter().for_each(|row| bytes.extend(row.id.as_bytes()));
    rows.iter().for_each(|row| bytes.extend(row.crc.to_be_bytes()));
    let mut far = Vec::new();
    for row in &rows {
        let near = u32::try_from(row.offset).ok().filter(|offset| *offset < FAR);
        bytes.extend(near.unwrap_or_else(|| FAR + counted(far.len())).to_be_bytes());
        far.extend(near.is_none().then_some(row.offset));
    }
    far.iter().for_each(|offset| bytes.extend(offset.to_be_bytes()));
    bytes.extend(pack);
    let checksum = Sha1::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

/// A content as it stands in a pack: its type and length, then its compressed bytes.
fn packed(compress: &mut Compress, blob: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(blob.len() / 2 + 16);
    let mut rest = blob.len() >> 4;
    let mut byte = BLOB << 4 | low(blob.len(), 0x0f);
    while rest > 0 {
        bytes.push(byte | 0x80);
        byte = low(rest, 0x7f);
        rest >>= 7;
    }
    bytes.push(byte);
    compress.reset();
    let mut status = Status::Ok;
    while status != Status::StreamEnd {
        bytes.reserve(blob.len() / 2 + 64);
        let read = usize::try_from(compress.total_in()).expect("no more than the blob has");
        status = compress
            .compress_vec(&blob[read..], &mut bytes, FlushCompress::Finish)
            .expect("the order of calls is right");
    }
    bytes
}

fn counted(objects: usize) -> u32 {
    u32::try_from(objects).expect("a store has fewer files than a pack can hold")
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
        let blobs: Vec<(Oid, &[u8])> = contents.iter().map(|it| (blob::name(it), it.as_slice())).collect();
        let packs = home.path().join("objects/pack");

        write_pack(&packs, &blobs).unwrap();
        write_pack(&packs, &blobs).unwrap();

        assert_eq!(std::fs::read_dir(packs).unwrap().count(), 2);
        for (id, content) in blobs {
            assert_eq!(id, Oid::hash_object(git2::ObjectType::Blob, content).unwrap());
            assert_eq!(repo.find_blob(id).unwrap().content(), content);
        }
    }

    #[test]
    fn a_place_beyond_two_gigabytes_stands_in_a_table_of_its_own() {
        let offsets = [12, u64::from(FAR) - 1, u64::from(FAR), 1 << 40];
        let id = |n: u8| Oid::from_bytes(&[n; 20]).unwrap();
        let rows = (0..).zip(offsets).map(|(n, offset)| Row { id: id(n), crc: 0, offset }).collect();

        let index = index(rows, &[0; 20]);

        let places = &index[8 + 4 * 256 + 4 * (20 + 4)..index.len() - 40];
        let short = [12, FAR - 1, FAR, FAR + 1].map(u32::to_be_bytes).concat();
        assert_eq!(places, [short, [u64::from(FAR), 1 << 40].map(u64::to_be_bytes).concat()].concat());
    }
}
