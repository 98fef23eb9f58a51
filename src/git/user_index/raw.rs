//! The person's git index as it lies on the disk, without a copy of each entry. Its form: gitformat-index(5).

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use git2::Oid;

/// What every entry has before its name.
const FIXED: usize = 62;
const ID: usize = 20;
/// Folders below each other; nobody has more.
const DEEPEST: usize = 200;
/// Flags of an entry that say more than where its name ends: believed unseen, extended, in conflict.
const SPECIAL: u16 = 0xf000;

/// An index of version 2 in which every entry is a file that was looked at.
pub(super) struct RawIndex {
    bytes: Vec<u8>,
    /// Where the entries begin, in the order of their paths.
    begins: Vec<u32>,
    /// What git knows of the folders' trees.
    pub(super) known: KnownTree,
    /// When it was written.
    pub(super) written: (i64, i64),
}

/// The tree of a folder as the index has it.
#[derive(Debug, Default)]
pub(super) struct KnownTree {
    /// How many entries it has, and its id, if none of them was changed since.
    pub(super) whole: Option<(usize, Oid)>,
    below: Vec<(Vec<u8>, Self)>,
}

/// One entry.
#[derive(Clone, Copy)]
pub(super) struct RawEntry<'a> {
    fixed: &'a [u8],
    pub(super) path: &'a [u8],
}

impl RawIndex {
    /// Reads it; `None` where it has another form, or an entry that has more to say than a file.
    pub(super) fn read(file: &Path) -> Option<Self> {
        let mut file = File::open(file).ok()?;
        let meta = file.metadata().ok()?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()?);
        file.read_to_end(&mut bytes).ok()?;
        Self::of(bytes, (meta.mtime(), meta.mtime_nsec()))
    }

    fn of(bytes: Vec<u8>, written: (i64, i64)) -> Option<Self> {
        if !bytes.starts_with(b"DIRC\0\0\0\x02") {
            return None;
        }
        let count = number(&bytes, 8)? as usize;
        let mut begins = Vec::with_capacity(count.min(bytes.len() / FIXED));
        let mut at = 12;
        for _ in 0..count {
            begins.push(u32::try_from(at).ok()?);
            at = end_of_entry(&bytes, at)?;
        }
        let known = extensions(bytes.get(at..bytes.len().checked_sub(ID)?)?)?;
        Some(Self { bytes, begins, known, written })
    }

    pub(super) fn len(&self) -> usize {
        self.begins.len()
    }

    pub(super) fn entry(&self, which: usize) -> Option<RawEntry<'_>> {
        let begin = *self.begins.get(which)? as usize;
        let fixed = &self.bytes[begin..begin + FIXED];
        let end = begin + FIXED + name_length(&self.bytes, begin)?;
        Some(RawEntry { fixed, path: &self.bytes[begin + FIXED..end] })
    }

    /// The entries of a range whose paths begin so.
    pub(super) fn below(&self, within: Range<usize>, folder: &[u8]) -> Range<usize> {
        let begin = self.first(within.clone(), |path| path < folder);
        begin..self.first(begin..within.end, |path| path.starts_with(folder))
    }

    /// The entry of a range that has this path.
    pub(super) fn find(&self, within: Range<usize>, path: &[u8]) -> Option<(usize, RawEntry<'_>)> {
        let which = self.first(within.clone(), |known| known < path);
        let entry = self.entry(which).filter(|entry| which < within.end && entry.path == path)?;
        Some((which, entry))
    }

    /// The first of a range about which this is not true.
    fn first(&self, within: Range<usize>, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let begins = &self.begins[within.clone()];
        let path = |begin: u32| {
            let begin = begin as usize;
            let end = begin + FIXED + name_length(&self.bytes, begin).unwrap_or(0);
            &self.bytes[begin + FIXED..end]
        };
        within.start + begins.partition_point(|begin| is_before(path(*begin)))
    }
}

impl KnownTree {
    pub(super) fn below(&self, name: &[u8]) -> Option<&Self> {
        self.below.iter().find(|(known, _)| known == name).map(|(_, tree)| tree)
    }
}

impl RawEntry<'_> {
    /// Seconds and nanoseconds of the last change of the file's state, then of its content.
    pub(super) fn times(&self) -> [(u32, u32); 2] {
        [0, 8].map(|at| (self.field(at), self.field(at + 4)))
    }

    pub(super) fn inode(&self) -> u32 {
        self.field(20)
    }

    pub(super) fn mode(&self) -> u32 {
        self.field(24)
    }

    pub(super) fn owner(&self) -> [u32; 2] {
        [28, 32].map(|at| self.field(at))
    }

    pub(super) fn size(&self) -> u32 {
        self.field(36)
    }

    pub(super) fn id(&self) -> &[u8] {
        &self.fixed[40..40 + ID]
    }

    fn field(&self, at: usize) -> u32 {
        number(self.fixed, at).unwrap_or_default()
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// How long an entry's name is: twelve bits of its flags say so, unless it is longer.
fn name_length(bytes: &[u8], begin: usize) -> Option<usize> {
    const LONGER: u16 = 0xfff;
    let flags = u16::from_be_bytes(bytes.get(begin + 60..begin + FIXED)?.try_into().ok()?);
    match flags & LONGER {
        LONGER => bytes.get(begin + FIXED..)?.iter().position(|byte| *byte == 0),
        length => Some(length.into()),
    }
}

/// Where the next entry begins; `None` where this one is no file as others.
fn end_of_entry(bytes: &[u8], begin: usize) -> Option<usize> {
    const SUBMODULE: u32 = 0o160_000;
    let flags = u16::from_be_bytes(bytes.get(begin + 60..begin + FIXED)?.try_into().ok()?);
    let is_plain = flags & SPECIAL == 0 && number(bytes, begin + 24)? != SUBMODULE;
    let end = begin + ((FIXED + name_length(bytes, begin)? + 8) & !7);
    (is_plain && end <= bytes.len()).then_some(end)
}

/// What stands behind the entries; `None` where something there has to be understood.
fn extensions(mut rest: &[u8]) -> Option<KnownTree> {
    let mut known = KnownTree::default();
    while !rest.is_empty() {
        let (name, size) = (rest.get(..4)?, number(rest, 4)? as usize);
        let body = rest.get(8..8 + size)?;
        match name {
            b"TREE" => known = tree(&mut &*body, 0)?.1,
            [b'A'..=b'Z', ..] => {}
            _ => return None,
        }
        rest = &rest[8 + size..];
    }
    Some(known)
}

/// A folder's name and its tree, with those below.
fn tree(rest: &mut &[u8], depth: usize) -> Option<(Vec<u8>, KnownTree)> {
    let name = until(rest, 0)?.to_vec();
    let count: i64 = std::str::from_utf8(until(rest, b' ')?).ok()?.parse().ok()?;
    let folders: usize = std::str::from_utf8(until(rest, b'\n')?).ok()?.parse().ok()?;
    let mut known = KnownTree::default();
    if let Ok(count) = usize::try_from(count) {
        let (id, behind) = rest.split_at_checked(ID)?;
        (known.whole, *rest) = (Some((count, Oid::from_bytes(id).ok()?)), behind);
    }
    for _ in 0..folders {
        known.below.push(tree(rest, depth + 1).filter(|_| depth < DEEPEST)?);
    }
    Some((name, known))
}

fn until<'a>(rest: &mut &'a [u8], end: u8) -> Option<&'a [u8]> {
    let at = rest.iter().position(|byte| *byte == end)?;
    let (found, behind) = (&rest[..at], &rest[at + 1..]);
    *rest = behind;
    Some(found)
}
